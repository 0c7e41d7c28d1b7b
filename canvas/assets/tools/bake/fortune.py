"""Riches: money and what it is kept in."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from finishes import printed
from outlines import UPRIGHT, curved, melted, pipe, placed, plate, rounded
from places import turned
from shapes import area, box, cylinder, grid, lathe, material, mesh, sphere, torus
from treasure import coin, gold


def note_picture() -> np.ndarray:
    """Paint a generic green banknote, linear (240, 560, 3)."""
    y, x = np.meshgrid(np.linspace(0, 1, 240), np.linspace(0, 1, 560), indexing="ij")
    art = np.full((240, 560, 3), (0.20, 0.46, 0.17))
    rim = np.minimum(np.minimum(x, 1 - x) * 2.3, np.minimum(y, 1 - y))
    art[np.sin(190 * y + 10 * np.sin(20 * x)) > 0.4] *= 0.82
    art[(rim > 0.05) & (rim < 0.085)] = (0.02, 0.11, 0.03)
    art[rim < 0.03] = (0.42, 0.62, 0.36)
    oval = ((x - 0.5) / 0.17) ** 2 + ((y - 0.5) / 0.38) ** 2
    art[oval < 1.15] = (0.03, 0.14, 0.04)
    art[oval < 1.0] = (0.46, 0.66, 0.40)
    bust = (((x - 0.5) / 0.055) ** 2 + ((y - 0.42) / 0.15) ** 2 < 1) | (
        ((x - 0.5) / 0.11) ** 2 + ((y - 0.82) / 0.24) ** 2 < 1
    )
    art[bust & (oval < 0.9)] = (0.05, 0.20, 0.06)
    for cx in (0.15, 0.85):
        seal = ((x - cx) / 0.075) ** 2 + ((y - 0.5) / 0.175) ** 2
        art[seal < 1] = (0.03, 0.15, 0.04)
        art[seal < 0.6] = (0.62, 0.72, 0.30)
    return art


def note(
    at: tuple[float, float, float], turn: tuple[float, float, float], face: bpy.types.Material, bend: float
) -> None:
    """One curved banknote."""
    u, v = np.meshgrid(np.linspace(-0.75, 0.75, 24), np.linspace(-0.33, 0.33, 8), indexing="ij")
    made = grid(u, v, bend * np.sin(u * 3.4) * 0.5 + 0.08 * v, face)
    layer = made.data.uv_layers.new(name="uv")
    uv = np.stack([u.ravel() / 1.5 + 0.5, v.ravel() / 0.66 + 0.5], -1)
    for loop in made.data.loops:
        layer.data[loop.index].uv = uv[loop.vertex_index]
    made.location, made.rotation_euler = at, turn


def sign(
    text: str, at: tuple[float, float, float], size: float, thick: float, mat: bpy.types.Material
) -> bpy.types.Object:
    """A raised currency sign that faces -y."""
    data = bpy.data.curves.new("sign", "FONT")
    data.body, data.align_x, data.align_y = text, "CENTER", "CENTER"
    data.size, data.extrude, data.bevel_depth, data.offset, data.bevel_resolution = size, thick, 0.03, 0.03, 3
    made = bpy.data.objects.new("sign", data)
    bpy.context.scene.collection.objects.link(made)
    made.location, made.rotation_euler = at, UPRIGHT
    data.materials.append(mat)
    return made


def money_bag() -> None:
    """A full sack with a gold sign, banknotes at its mouth, coins round its foot."""
    set_up(samples=16)
    rng = np.random.default_rng(7)
    cloth = material((0.56, 0.33, 0.13), 0.75, noise=(26, (0.46, 0.25, 0.085), (0.66, 0.42, 0.18)), bump=0.25)
    rope, metal, dim = material((0.75, 0.52, 0.22), 0.6), gold(0.16), gold(0.35)
    heights = np.array([0.0, 0.02, 0.10, 0.4, 0.8, 1.2, 1.6, 1.95, 2.2, 2.36, 2.46, 2.56, 2.75, 2.95, 3.02])
    radii = np.array([0.0, 0.85, 1.12, 1.36, 1.44, 1.38, 1.16, 0.84, 0.56, 0.42, 0.40, 0.46, 0.66, 0.86, 0.88])
    t = np.linspace(0, 1, 110)
    knots = np.linspace(0, 1, len(heights))
    z, r = np.interp(t, knots, heights), np.interp(t, knots, radii)
    smooth = np.ones(9) / 9
    z, r = np.r_[z[:4], np.convolve(z, smooth, "valid"), z[-4:]], np.r_[r[:4], np.convolve(r, smooth, "valid"), r[-4:]]
    turn = np.linspace(0, 2 * np.pi, 181)
    pleat = np.clip((z - 1.5) / 0.9, 0, 1)[:, None] ** 1.4
    folds = 1 + pleat * (0.085 * np.sin(11 * turn + 0.6 * np.sin(3 * turn)) + 0.04 * np.sin(23 * turn))
    sag = (
        1
        + 0.035 * np.sin(3 * turn + 2.2 * z[:, None]) * (1 - pleat)
        + 0.02 * np.sin(7 * turn - 3 * z[:, None]) * (1 - pleat)
    )
    reach = r[:, None] * folds * sag
    frill = z[:, None] + np.clip((z[:, None] - 2.6) / 0.4, 0, 1) * 0.13 * np.sin(5 * turn)
    made = grid(reach * np.cos(turn), 0.92 * reach * np.sin(turn), frill, cloth)
    made.modifiers.new("solid", "SOLIDIFY").thickness = 0.05
    for level, wide in ((2.42, 0.45), (2.50, 0.44)):
        torus((0, 0, level), wide, 0.06, rope)
    sphere((0.12, -0.48, 2.46), 0.11, rope)
    for side in (-1, 1):
        path = curved(
            [(0.12, -0.5, 2.46), (0.12 + side * 0.25, -0.72, 2.3), (0.12 + side * 0.34, -0.95, 1.96)], closed=False
        )
        pipe(path, 0.045, rope)
        sphere(tuple(path[-1]), 0.085, rope, (1, 1, 1.3), rings=12)
    bright = material((1.0, 0.62, 0.08), 0.3, 0.6, coat=1.0)
    mark = sign("$", (0.0, -1.42, 1.08), 1.6, 0.06, bright)
    mark.rotation_euler = (np.pi / 2 - 0.16, 0, 0)
    face = printed(note_picture(), 0.55)
    for x, y, lean, spin in (
        (-0.42, 0.0, -0.35, 0.3),
        (0.10, -0.12, 0.05, -0.2),
        (0.5, 0.05, 0.42, 0.5),
        (-0.1, 0.3, -0.1, 0.1),
        (0.3, 0.3, 0.25, -0.4),
    ):
        note((x, y, 3.12), (np.pi / 2, np.pi / 2 + lean, spin), face, 0.2)
    for x, y, count in ((-1.62, -0.35, 5), (1.62, -0.2, 7), (1.05, -1.05, 3), (-0.95, -1.18, 2)):
        for level in range(count):
            coin(
                (x + rng.normal(0, 0.02), y + rng.normal(0, 0.02), 0.05 + level * 0.088),
                (0, 0, rng.uniform(0, 6)),
                metal,
                dim,
                0.48,
            )
    coin((0.2, -1.62, 0.05), (0.04, 0, 0.5), metal, dim, 0.48)
    coin((1.72, -1.0, 0.46), (1.25, 0.15, -0.25), metal, dim, 0.48, "$")
    coin((-1.5, -1.15, 0.44), (1.15, -0.3, 0.3), metal, dim, 0.46, "$")
    shoot("money_bag", (0.6, -10.5, 2.7), (0, 0, 1.55), lens=70, fill=0.42, key=300, rim=320)


def piggy_bank() -> None:
    """A glossy pink pig with a coin at its slot."""
    set_up(samples=16)
    pink = material((0.95, 0.11, 0.25), 0.13, coat=1.0, subsurface=0.08)
    deep, black = material((0.62, 0.04, 0.12), 0.3, coat=0.5), material((0.004, 0.003, 0.004), 0.03, coat=1.0)
    parts = [
        sphere((0, 0, 0), 1.3, pink, (1.16, 0.98, 0.98)),
        sphere((-1.02, 0, 0.25), 0.86, pink, (0.95, 1.0, 0.95)),
        cylinder((-1.86, 0, 0.12), 0.40, 0.5, pink, (0, np.pi / 2, 0), bevel=0.08),
    ]
    parts += [
        cylinder((x, y, -1.15), 0.34, 0.8, pink, bevel=0.06, top=0.42) for x in (-0.72, 0.78) for y in (-0.55, 0.55)
    ]
    melted(parts, pink, 0.035, 14)
    with placed((-2.10, 0, 0.12), (0, -np.pi / 2, 0)):
        lathe([(0, 0.06), (0.30, 0.06), (0.38, 0.03), (0.42, -0.06), (0.40, -0.2)], pink)
        for y in (-0.14, 0.14):
            sphere((0.02, y, 0.05), 0.085, deep, (1.4, 0.9, 0.35), rings=16)
    for y in (-1, 1):
        with placed((-1.0, y * 0.62, 0.98), (y * -0.5, 0.0, 0.35 * y)):
            ear = curved([(-0.30, 0), (-0.24, 0.36), (0.0, 0.68), (0.24, 0.36), (0.30, 0)], 8)
            plate(ear, 0.14, pink, (0, 0, -0.1), (np.pi / 2, 0, 0.4 * y - np.pi / 2), edge=0.065)
        sphere((-1.60, y * 0.46, 0.50), 0.135, black, (0.7, 0.9, 1.1))
        sphere((-1.70, y * 0.46 - 0.03, 0.56), 0.04, material((1, 1, 1), 0.2, glow=True), rings=10)
    angle = np.linspace(0, 4.2 * np.pi, 80)
    tail = np.stack([1.45 + 0.035 * angle, 0.16 * np.cos(angle), 0.32 + 0.16 * np.sin(angle)], -1)
    pipe(tail, np.linspace(0.085, 0.05, 80), pink)
    box((0.12, 0, 1.26), (0.92, 0.17, 0.05), deep, bevel=0.02)
    metal, dim = gold(0.15), gold(0.35)
    coin((0.12, 0, 1.86), (np.pi / 2, 0, 0), metal, dim, 0.62, "$")
    for x, y, z, turn in (
        (-1.25, -1.05, -1.46, (0.03, 0, 0)),
        (-1.1, -1.1, -1.36, (0.03, 0.05, 1)),
        (1.5, -0.7, -1.46, (0, 0, 2)),
        (1.55, -0.68, -1.36, (0, 0.03, 2)),
        (0.25, -1.25, -1.46, (0, 0, 0)),
    ):
        coin((x, y, z), turn, metal, dim, 0.5)
    turned((0, 0, 0.70))
    shoot("piggy_bank", (0, -10.4, 2.2), (-0.02, 0, 0.34), lens=72, fill=0.45, key=300, rim=320)


def gold_bars() -> None:
    """A pyramid of gold bars."""
    set_up(samples=16)
    metal = gold(0.17)

    def bar(at: tuple[float, float, float], turn: float = 0.0) -> None:
        with placed(at, (0, 0, turn)):
            long, wide, tall, slope = 1.9, 0.84, 0.52, 0.12
            low = np.array(
                [(-long / 2, -wide / 2, 0), (long / 2, -wide / 2, 0), (long / 2, wide / 2, 0), (-long / 2, wide / 2, 0)]
            )
            high = low * np.array([1 - 2 * slope / long, 1 - 2 * slope / wide, 1]) + [0, 0, tall]
            sides = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]])
            made = mesh(np.r_[low, high], sides, metal, smooth=False)
            bevel = made.modifiers.new("bevel", "BEVEL")
            bevel.width, bevel.segments = 0.055, 4
            box((0, 0, tall), (1.22, 0.34, 0.03), gold(0.32), bevel=0.012)
            for x in (-0.4, 0.0, 0.4):
                cylinder((x, 0, tall + 0.014), 0.095, 0.03, metal, bevel=0.01)

    for level, count in enumerate((3, 2, 1)):
        for number in range(count):
            bar((0.03 * (number % 2), (number - (count - 1) / 2) * 0.93, level * 0.53), 0.02 * (number - level))
    bar((1.62, 0.3, 0.0), np.pi / 2 - 0.18)
    turned((0, 0, -0.82))
    area((0.5, -5, 1.0), (0, 0, 0.6), 120, 1.4)
    shoot("gold_bars", (0, -9.6, 3.2), (0.3, 0, 0.62), lens=64, fill=0.55, key=330, rim=360)


def briefcase() -> None:
    """A closed case of brown leather with gold locks."""
    set_up(samples=16)
    leather = material(
        (0.22, 0.045, 0.012), 0.26, coat=0.8, noise=(26, (0.18, 0.034, 0.009), (0.27, 0.06, 0.017)), bump=0.10
    )
    dark, metal = material((0.10, 0.028, 0.010), 0.35, coat=0.4), gold(0.16)
    thread = material((0.85, 0.55, 0.22), 0.6)
    with placed((0, 0, 0), UPRIGHT):
        plate(rounded(3.7, 2.5, 0.26), 0.86, leather, edge=0.14, sharp=60)
        plate(rounded(3.76, 2.56, 0.28), 0.12, dark, edge=0.04)
        for side in (-1, 1):
            for x in np.linspace(-1.55, 1.55, 36):
                for y in (-1.06, 1.06):
                    box((x, y, side * 0.43), (0.06, 0.022, 0.02), thread, bevel=0.006)
            for y in np.linspace(-0.95, 0.95, 22):
                for x in (-1.66, 1.66):
                    box((x, y, side * 0.43), (0.022, 0.06, 0.02), thread, bevel=0.006)
        for x, y in ((-1.72, -1.12), (-1.72, 1.12), (1.72, -1.12), (1.72, 1.12)):
            for z in (-0.3, 0.3):
                sphere((x, y, z), 0.2, metal, rings=24)
    for x in (-1.05, 1.05):
        box((x, 0, 0.0), (0.34, 0.92, 2.54), dark, bevel=0.06)
        box((x, -0.47, 0.42), (0.42, 0.10, 0.5), metal, bevel=0.05)
        cylinder((x, -0.54, 0.36), 0.055, 0.05, dark, UPRIGHT, bevel=0.01)
        box((x, -0.48, 0.95), (0.26, 0.06, 0.22), metal, bevel=0.03)
    grip = [(-0.72, 0, 1.24), (-0.70, 0, 1.62), (-0.45, 0, 1.80), (0.45, 0, 1.80), (0.70, 0, 1.62), (0.72, 0, 1.24)]
    path = curved(grip, closed=False)
    pipe(path, 0.085 + 0.045 * np.sin(np.linspace(0, np.pi, len(path))) ** 2, dark)
    for x in (-0.72, 0.72):
        box((x, 0, 1.30), (0.3, 0.34, 0.18), metal, bevel=0.04)
    plate(rounded(0.62, 0.4, 0.1), 0.06, metal, (0, -0.45, 0.72), UPRIGHT, edge=0.02)
    turned((0, 0, -0.55))
    shoot("briefcase", (0, -9.8, 2.0), (0, 0, 0.26), lens=72, fill=0.45, key=320, rim=360)
