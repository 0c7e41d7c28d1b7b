"""Props of learning: books, a mortar-board, a pencil, a notebook, a magnifying glass."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from optics import calm, glass
from places import turned
from shapes import Point, area, box, cylinder, grid, lathe, material, sphere, torus, tube
from slabs import oblong, slab
from treasure import gold


def _paper() -> bpy.types.Material:
    """The cut edges of many pages."""
    return material(
        (0.9, 0.84, 0.7), 0.6, noise=(26, (0.66, 0.58, 0.44), (0.97, 0.92, 0.80)), stretch=(0.05, 0.05, 3), bump=0.3
    )


def _book(size: Point, cover: bpy.types.Material, foil: bpy.types.Material, at: Point, turn: float) -> None:
    """A closed book lying down: round spine towards -x, covers that stand over the pages, bands of foil."""
    wide, deep, high = size
    root = bpy.data.objects.new("book", None)
    bpy.context.scene.collection.objects.link(root)
    board = 0.055
    parts = [
        box((0, 0, board / 2), (wide, deep, board), cover, bevel=0.02),
        box((0, 0, high - board / 2), (wide, deep, board), cover, bevel=0.02),
        box((0.02, 0, high / 2), (wide - 0.12, deep - 0.12, high - 2 * board), _paper(), bevel=0.0),
    ]
    arc = np.linspace(-np.pi / 2, np.pi / 2, 24)
    y = np.linspace(-deep / 2, deep / 2, 2)

    def shell(grow: float, low: float, top: float, mat: bpy.types.Material) -> bpy.types.Object:
        x = -wide / 2 + 0.03 - (0.13 + grow) * np.cos(arc)
        z = high / 2 + (high / 2 + grow) * np.sin(arc)
        span = np.array([low, top])[:, None]
        made = grid(np.repeat(x[None], 2, 0), span + 0 * x, np.repeat(z[None], 2, 0), mat)
        made.modifiers.new("solid", "SOLIDIFY").thickness = 0.04
        return made

    parts.append(shell(0.0, float(y[0]), float(y[1]), cover))
    bands = (-0.40, -0.33, 0.33, 0.40)
    parts += [shell(0.012, share * deep - 0.02, share * deep + 0.02, foil) for share in bands]
    parts.append(shell(0.010, -0.17 * deep, 0.17 * deep, foil))
    for part in parts:
        part.parent = root
    root.location, root.rotation_euler = at, (0, 0, turn)


def book_stack() -> None:
    """Five bright books, one on the other, not quite square."""
    set_up(samples=28)
    foil = gold(0.25)
    tones = ((0.72, 0.0, 0.02), (0.0, 0.16, 0.70), (1.0, 0.42, 0.0), (0.0, 0.36, 0.16), (0.30, 0.02, 0.50))
    sizes = ((2.1, 1.56, 0.46), (1.94, 1.46, 0.36), (2.02, 1.4, 0.42), (1.76, 1.34, 0.32), (1.66, 1.22, 0.38))
    turns = (1.50, 1.72, 1.42, 1.68, 1.36)
    level = 0.0
    for tone, size, turn in zip(tones, sizes, turns, strict=True):
        _book(size, material(tone, 0.22, coat=0.9), foil, (0.03 * np.sin(9 * turn), 0, level), turn)
        level += size[2] + 0.006
    turned((0, 0, -0.40))
    shoot("book_stack", (0, -6.0, 2.6), (0, 0, 0.94), lens=56, fill=0.34, key=270, rim=360)


def open_book() -> None:
    """A thick open book whose pages arch up from the fold."""
    set_up(samples=28)
    paper, leaf = _paper(), material((0.88, 0.80, 0.66), 0.5)
    cover = material((0.62, 0.0, 0.02), 0.22, coat=0.9)
    ink, red = material((0.20, 0.17, 0.16), 0.6), material((0.70, 0.02, 0.02), 0.5)
    s = np.linspace(0, 1, 60)

    def arch(share: np.ndarray, thick: float) -> np.ndarray:
        return thick * (0.25 + 0.95 * (1 - np.exp(-share / 0.10)) - 0.38 * share**1.6)

    for half in (-1, 1):
        for layer in range(9):
            thick = 0.05 + 0.034 * layer
            reach = 1.42 - 0.012 * (8 - layer)
            x = half * (0.02 + reach * s)
            y = np.array([-0.98, 0.98])[:, None]
            top = 0.06 + arch(s, thick * 1.1)
            mat = leaf if layer == 8 else paper
            made = grid(np.repeat(x[None], 2, 0), y + 0 * x, np.repeat(top[None], 2, 0), mat)
            made.modifiers.new("solid", "SOLIDIFY").thickness = 0.03
        side_x = half * (0.02 + 1.40 * s)
        low, high = 0.06 + 0 * s, 0.055 + arch(s, 0.35)
        for y in (-0.97, 0.97):
            grid(np.stack([side_x, side_x]), np.full((2, 60), y), np.stack([low, high]), paper)
        edge = np.full((2, 2), half * 1.42)
        grid(edge, np.array([[-0.97, 0.97]] * 2), np.array([[0.06, 0.06], [float(high[-1])] * 2]), paper)
        box((half * 0.76, 0, 0.03), (1.52, 2.12, 0.07), cover, (0, half * -0.02, 0), bevel=0.025)
        for row in range(11):
            wide = 1.0 if row % 5 != 4 else 0.55
            start = 0.20 if half > 0 else 0.88
            if half < 0 and row < 5:
                continue
            along = np.linspace(0.0, wide * 0.66, 20)
            share = start + along if half > 0 else 0.20 + along
            y = 0.76 - 0.15 * row
            mat = red if row in (0, 5) else ink
            thick = 0.022 if row in (0, 5) else 0.014
            at_x = half * (0.02 + 1.42 * (share if half > 0 else 1.06 - share))
            line_z = 0.086 + arch((np.abs(at_x) - 0.02) / 1.42, 0.322 * 1.1)
            tube(np.stack([at_x, y + 0 * along, line_z], -1), thick, mat, 6)
    picture_s = np.linspace(0.24, 0.84, 20)
    u, v = np.meshgrid(picture_s, np.linspace(0.06, 0.80, 12))
    grid(-(0.02 + 1.42 * u), v, 0.100 + arch(u, 0.322 * 1.1), material((0.0, 0.36, 0.80), 0.35))
    u, v = np.meshgrid(np.linspace(0.24, 0.84, 30), np.linspace(0, 1, 8))
    hills = 0.08 + v * (0.16 + 0.16 * np.abs(np.sin(u * 9)))
    grid(-(0.02 + 1.42 * u), hills, 0.108 + arch(u, 0.322 * 1.1), material((0.0, 0.45, 0.16), 0.4))
    sphere(
        (-0.62, 0.62, 0.108 + float(arch(np.array(0.42), 0.354))), 0.10, material((1.0, 0.62, 0.0), 0.3), (1, 1, 0.2)
    )
    ribbon = np.linspace(0, 1, 30)
    x = 0.02 + 0.10 * ribbon + 0.05 * np.sin(ribbon * 5)
    y, z = -0.9 - 0.5 * ribbon, 0.20 - 0.34 * ribbon**1.6
    made = grid(np.stack([x - 0.06, x + 0.06]), np.stack([y, y]), np.stack([z, z]), material((0.95, 0.45, 0.0), 0.3))
    made.modifiers.new("solid", "SOLIDIFY").thickness = 0.012
    turned((0.30, 0, -0.34))
    shoot("open_book", (0, -5.6, 2.9), (0, 0, 0.14), lens=58, fill=0.34, key=240, rim=360)


def graduation_cap() -> None:
    """A black mortar-board with a golden tassel; light from behind draws its edge."""
    set_up(samples=28)
    cloth = material((0.010, 0.012, 0.030), 0.40, coat=0.35)
    thread = material((1.0, 0.52, 0.03), 0.3, 0.35)
    band = [(0.78, -0.72), (0.86, -0.70), (0.88, -0.62), (0.80, -0.05), (0.70, 0.04), (0, 0.05)]
    lathe(rounded(band, 3), cloth)
    torus((0, 0, -0.66), 0.865, 0.035, gold(0.2))
    top = slab([oblong(2.62, 2.62, 0.07)], 0.09, cloth, 0.03, (0, 0, 0.09))
    top.rotation_euler = (0, 0, np.pi / 4)
    trim = oblong(2.64, 2.64, 0.07)
    edge = np.concatenate([trim, trim[:1]])
    c = np.cos(np.pi / 4)
    turned_edge = np.stack([c * (edge[:, 0] - edge[:, 1]), c * (edge[:, 0] + edge[:, 1]), 0 * edge[:, 0] + 0.09], -1)
    tube(turned_edge, 0.028, gold(0.2), 10)
    lathe(rounded([(0, 0.10), (0.09, 0.08), (0.13, 0.03), (0.13, 0), (0, 0)], 3), thread, (0, 0, 0.135))
    t = np.linspace(0, 1, 50)
    corner = np.array([1.02, -0.86])
    x, y = corner[0] * np.minimum(t * 1.35, 1), corner[1] * np.minimum(t * 1.35, 1)
    x = x + np.maximum(t - 0.74, 0) * 0.28
    y = y - np.maximum(t - 0.74, 0) * 0.22
    z = 0.20 + 0.03 * np.sin(t * 9) - np.maximum(t - 0.76, 0) ** 1.15 * 2.9
    tube(np.stack([x, y, z], -1), 0.034, thread, 10)
    end = np.array([x[-1], y[-1], z[-1]])
    sphere(tuple(end), 0.105, thread, (1, 1, 1.15))
    torus((end[0], end[1], end[2] - 0.09), 0.085, 0.032, gold(0.15))
    rng = np.random.default_rng(4)
    for _ in range(90):
        a, r = rng.uniform(0, 6.3), 0.085 * rng.uniform(0, 1) ** 0.5
        out = rng.uniform(1.2, 1.9)
        line = np.linspace(0, 1, 8)[:, None]
        start = np.add(end, [r * np.cos(a), r * np.sin(a), -0.09])
        stop = np.add(end, [out * r * np.cos(a), out * r * np.sin(a), -0.62 - rng.uniform(0, 0.05)])
        tube(start + (stop - start) * line, 0.017, thread, 6)
    turned((0.02, -0.14, -0.30))
    area((-2.6, 1.4, 0.6), (0, 0, 0), 160, 1.0).data.color = (0.35, 0.5, 1.0)
    area((1.8, -2.4, 2.4), (0, 0, 0), 110, 1.0).data.color = (0.6, 0.7, 1.0)
    shoot("graduation_cap", (0, -5.6, 1.9), (0, 0, -0.16), lens=56, fill=0.50, key=300, rim=520)


def pencil() -> None:
    """A fat yellow pencil, point down to the left."""
    set_up(samples=28)
    yellow = material((1.0, 0.50, 0.0), 0.16, coat=1.0)
    wood = material((0.86, 0.56, 0.28), 0.55, noise=(5, (0.74, 0.42, 0.18), (0.94, 0.68, 0.40)), stretch=(3, 3, 0.5))
    lead, steel = material((0.02, 0.02, 0.024), 0.25, 0.4), material((0.82, 0.84, 0.88), 0.12, 1.0)
    sides = 6
    turn = np.linspace(0, 2 * np.pi, 241)
    # A hexagon with round corners; the sharpened cone cuts it in the arcs one knows.
    hexagon = np.cos(np.pi / sides) / np.cos((turn + np.pi / sides) % (2 * np.pi / sides) - np.pi / sides)
    hexagon = 0.36 * np.minimum(hexagon * 1.06, 1.05)
    cone_at = -1.05 + (hexagon - 0.31) * 2.6
    levels = np.linspace(0, 1, 40)[:, None]
    z = cone_at + (1.30 - cone_at) * levels
    grid(hexagon * np.cos(turn) + 0 * z, hexagon * np.sin(turn) + 0 * z, z, yellow)
    shares = np.linspace(0, 1, 30)[:, None]
    tip = 0.105
    r = tip + (hexagon * 0.995 - tip) * shares
    grid(r * np.cos(turn), r * np.sin(turn), -1.62 + (cone_at + 1.62) * shares, wood)
    lathe(rounded([(0.108, -1.615), (0.05, -1.80), (0.022, -1.885), (0, -1.90)], 2), lead)
    lathe(
        [(0.33, 1.28), (0.40, 1.30), *[(0.385 + 0.02 * (i % 2), 1.34 + 0.045 * i) for i in range(9)], (0.37, 1.74)],
        steel,
    )
    pink = material((0.95, 0.20, 0.28), 0.4, coat=0.3)
    lathe(rounded([(0.365, 1.72), (0.375, 2.0), (0.34, 2.14), (0.20, 2.19), (0, 2.20)], 3), pink)
    turned((0.30, 0.70, 0.2), "ZYX")
    area((2.0, -2.4, -1.4), (0, 0, 0), 70, 1.2).data.color = (1.0, 0.5, 0.2)
    shoot("pencil", (0, -6.4, 0.3), (0.10, 0, 0.10), lens=54, fill=0.40, key=300, rim=420)


def notebook() -> None:
    """A closed spiral notebook with a band and a pen loop of colour."""
    set_up(samples=28)
    cover = material((0.0, 0.30, 0.62), 0.24, coat=0.9)
    chrome, band = material((0.82, 0.83, 0.86), 0.1, 1.0), material((1.0, 0.38, 0.0), 0.3, coat=0.6)
    slab([oblong(1.92, 2.56, 0.14)], 0.06, cover, 0.02, (0, 0.20, 0))
    pages = box((0.03, 0.02, 0), (1.78, 0.30, 2.42), _paper(), bevel=0.01)
    pages.rotation_euler = (0, 0, 0)
    slab([oblong(1.92, 2.56, 0.14)], 0.06, cover, 0.02, (0, -0.16, 0))
    label = material((0.96, 0.94, 0.88), 0.4)
    slab([oblong(1.0, 0.56, 0.08)], 0.03, label, 0.01, (0.04, -0.195, 0.52))
    for z, wide in ((0.62, 0.7), (0.44, 0.46)):
        slab([oblong(wide, 0.06, 0.028)], 0.02, material((0.08, 0.12, 0.25), 0.4), 0.006, (0.04, -0.212, z))
    slab([oblong(0.13, 2.60, 0.02)], 0.46, band, 0.02, (0.72, 0.02, 0))
    for number in range(13):
        z = -1.14 + 0.19 * number
        cylinder((-0.82, -0.196, z), 0.05, 0.01, material((0, 0, 0.01), 0.6), (np.pi / 2, 0, 0), bevel=0)
        a = np.linspace(0.05 * np.pi, 1.95 * np.pi, 40)
        tube(np.stack([-0.96 + 0.17 * np.cos(a), 0.02 + 0.27 * np.sin(a), z + 0.02 * np.cos(a)], -1), 0.032, chrome)
    turned((-0.12, 0.14, -0.52))
    area((2.4, -1.8, -1.6), (0, 0, 0), 60, 1.2).data.color = (0.4, 0.8, 1.0)
    shoot("notebook", (0, -5.6, 0.7), (0, 0, 0), lens=58, fill=0.34, key=260, rim=420)


def magnifier() -> None:
    """A big magnifying glass with a golden rim."""
    set_up(samples=40, bounces=8)
    bpy.context.scene.cycles.transparent_max_bounces = 32
    rim, steel = gold(0.12), material((0.82, 0.84, 0.88), 0.1, 1.0)
    grip = material((0.60, 0.0, 0.015), 0.14, coat=1.0)
    torus((0, 0, 0.62), 0.92, 0.13, rim, (np.pi / 2, 0, 0))
    torus((0, -0.06, 0.62), 0.81, 0.05, steel, (np.pi / 2, 0, 0))
    sphere((0, 0, 0.62), 0.84, glass((0.45, 0.80, 1.0), 0.22, 1.0), (1, 0.22, 1), rings=48)
    for angle, size in ((2.35, 0.60), (2.35, 0.44)):
        a = np.linspace(angle - 0.42, angle + 0.42, 24)
        width = np.sin(np.linspace(0.12, np.pi - 0.12, 24)) * (0.055 if size > 0.5 else 0.028)
        tube(np.stack([size * np.cos(a), -0.20 + 0 * a, 0.62 + size * np.sin(a)], -1), width, material((1, 1, 1), 0.3))
    lathe([(0, -0.22), (0.15, -0.22), (0.17, -0.30), (0.13, -0.36), (0.13, -0.50), (0.17, -0.56), (0.17, -0.62)], steel)
    lathe(
        rounded(
            [(0.14, -0.60), (0.19, -0.70), (0.17, -1.0), (0.22, -1.5), (0.24, -1.78), (0.18, -1.92), (0, -1.95)], 3
        ),
        grip,
    )
    torus((0, 0, -0.68), 0.185, 0.035, rim)
    torus((0, 0, -1.74), 0.235, 0.035, rim)
    turned((0.05, -0.66, -0.34), "ZYX")
    shoot("magnifier", (0, -6.2, 0.5), (0.10, 0, -0.10), lens=54, fill=0.46, key=300, rim=420)
    calm("magnifier")
