"""Props of science and medicine, from a DNA helix to a syringe."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from optics import calm, glass, liquid, shine
from places import turned
from shapes import area, box, cylinder, lathe, material, sphere, torus, tube
from slabs import corners_rounded, slab, sweep
from treasure import gold


def dna() -> None:
    """A double helix of glossy beads; every rung has two colours."""
    set_up(samples=28)
    first, second = material((0.0, 0.16, 0.85), 0.14, coat=1.0), material((0.85, 0.0, 0.22), 0.14, coat=1.0)
    pairs = (
        (material((1.0, 0.46, 0.0), 0.2, coat=0.8), material((0.0, 0.55, 0.24), 0.2, coat=0.8)),
        (material((0.36, 0.04, 0.85), 0.2, coat=0.8), material((0.0, 0.62, 0.80), 0.2, coat=0.8)),
    )
    t = np.linspace(0, 1, 300)
    angle, z = t * 2 * np.pi * 1.55 + 0.5, -1.75 + 3.5 * t
    radius = 0.66
    for shift, mat in ((0, first), (0.82 * np.pi, second)):
        line = np.stack([radius * np.cos(angle + shift), radius * np.sin(angle + shift), z], -1)
        tube(line, 0.135, mat, 28)
        for end in (0, -1):
            sphere(tuple(line[end]), 0.135, mat)
    for number, share in enumerate(np.linspace(0.035, 0.965, 15)):
        a, level = share * 2 * np.pi * 1.55 + 0.5, -1.75 + 3.5 * share
        b = a + 0.82 * np.pi
        left = np.array([radius * np.cos(a), radius * np.sin(a), level])
        right = np.array([radius * np.cos(b), radius * np.sin(b), level])
        tones = pairs[number % 2] if number % 3 else pairs[number % 2][::-1]
        middle = (left + right) / 2
        tube(np.linspace(left, middle, 4), 0.068, tones[0], 16)
        tube(np.linspace(middle, right, 4), 0.068, tones[1], 16)
        sphere(tuple(middle), 0.092, material((0.92, 0.92, 0.95), 0.15, coat=1.0))
    turned((0.12, 0.42, 0.0))
    area((2.6, -1.8, -1.4), (0, 0, 0), 110, 1.2).data.color = (0.7, 0.4, 1.0)
    shoot("dna", (0, -6.4, 0.5), (0, 0, 0), lens=54, fill=0.36, key=280, rim=460)


def atom() -> None:
    """A nucleus of bright balls and three shining orbits."""
    set_up(samples=28)
    red, blue = material((0.85, 0.0, 0.03), 0.14, coat=1.0), material((0.0, 0.22, 0.95), 0.14, coat=1.0)
    rng = np.random.default_rng(12)
    count = 15
    at = rng.normal(size=(count, 3)) * 0.3
    for _ in range(300):
        gap = at[:, None] - at[None]
        away = np.maximum(np.linalg.norm(gap, axis=-1, keepdims=True), 1e-3)
        push = np.where((away < 0.36) & (away > 1e-2), gap / away * (0.36 - away) * 0.5, 0).sum(1)
        at = (at + push) * 0.985
    for number, place in enumerate(at):
        sphere(tuple(place), 0.23, red if number % 2 else blue)
    ring, bead = shine((0.0, 0.62, 1.0), 0.45, 0.15), shine((1.0, 0.74, 0.08), 0.5, 0.15)
    turn = np.linspace(0, 2 * np.pi, 200)
    for number, tone in enumerate((0.0, np.pi / 3, 2 * np.pi / 3)):
        flat = np.stack([1.5 * np.cos(turn), 0.62 * np.sin(turn) * 0.96, 0.50 * np.sin(turn)], -1)
        c, s = np.cos(tone + 0.15), np.sin(tone + 0.15)
        line = flat @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        tube(line, 0.052, ring, 20)
        sphere(tuple(line[(30 + 62 * number) % 200]), 0.165, bead)
    area((2.6, -1.8, -1.6), (0, 0, 0), 90, 1.2).data.color = (0.3, 0.7, 1.0)
    shoot("atom", (0, -6.2, 0.2), (0, 0, 0), lens=58, fill=0.40, key=280, rim=420)


def flask() -> None:
    """A conical flask with a glowing green liquid that bubbles over."""
    set_up(samples=40, bounces=8)
    bpy.context.scene.cycles.transparent_max_bounces = 40
    wall = rounded(
        [(0.44, 1.34), (0.36, 1.30), (0.335, 1.22), (0.33, 0.52), (0.42, 0.30), (1.06, -0.92), (1.10, -1.10),
         (0.98, -1.22), (0.001, -1.22)], 3
    )  # fmt: skip
    lathe(wall, glass((0.80, 0.95, 1.0), 0.12, 1.0), sides=128)
    torus((0, 0, 1.32), 0.40, 0.06, glass((0.85, 0.97, 1.0), 0.55, 1.0))
    inside = [
        (0.001, -0.02),
        (0.52, -0.02),
        (0.555, -0.05),
        (1.00, -0.90),
        (1.03, -1.08),
        (0.94, -1.16),
        (0.001, -1.16),
    ]
    lathe(rounded(inside, 2), liquid((0.0, 0.52, 0.04), 0.30, 0.95), sides=128)
    foam = liquid((0.06, 0.80, 0.06), 0.35, 0.85)
    rng = np.random.default_rng(5)
    for _ in range(46):
        a, r = rng.uniform(0, 6.3), 0.46 * rng.uniform(0, 1) ** 0.5
        sphere((r * np.cos(a), r * np.sin(a), 0.0 + rng.uniform(-0.02, 0.10)), rng.uniform(0.05, 0.13), foam, rings=16)
    bright = shine((0.55, 1.0, 0.20), 0.8, 0.2)
    for _ in range(34):
        z = rng.uniform(-1.0, -0.12)
        reach = 0.50 + 0.50 * (-z)
        a = rng.uniform(np.pi, 2 * np.pi)
        sphere((reach * np.cos(a) * 0.93, reach * np.sin(a) * 0.93, z), rng.uniform(0.022, 0.065), bright, rings=12)
    for x, z, r in ((0.05, 0.42, 0.10), (-0.10, 0.72, 0.075), (0.12, 0.98, 0.12), (-0.08, 1.32, 0.16),
                    (0.16, 1.58, 0.13), (-0.16, 1.74, 0.085), (0.06, 1.92, 0.06)):  # fmt: skip
        sphere((x, -0.05, z), r, liquid((0.04, 0.75, 0.05), 0.35, 0.72), rings=24)
    white = material((1, 1, 1), 0.3)
    tube(np.array([[-0.235, -0.235, 1.12], [-0.235, -0.235, 0.62]]), 0.022, white)
    tube(np.array([[-0.37, -0.37, 0.14], [-0.70, -0.58, -0.62]]), np.array([0.03, 0.018]), white)
    for z in (-0.80, -0.55, -0.30):
        reach = 0.56 - 0.508 * z
        arc = np.linspace(1.58 * np.pi, 1.72 * np.pi, 12)
        tube(np.stack([reach * np.cos(arc), reach * np.sin(arc), 0 * arc + z], -1), 0.018, white, 8)
    turned((0, 0.10, 0))
    area((0, -3.2, -1.0), (0, 0, -0.4), 50, 1.2).data.color = (0.5, 1.0, 0.4)
    shoot("flask", (0, -6.2, 1.3), (0.04, 0, 0.28), lens=58, fill=0.50, key=260, rim=420)
    calm("flask")


def microscope() -> None:
    """A white laboratory microscope with blue parts and a lit stage."""
    set_up(samples=28)
    white, blue = material((0.88, 0.89, 0.92), 0.18, coat=0.9), material((0.0, 0.20, 0.75), 0.18, coat=1.0)
    steel, dark = material((0.80, 0.82, 0.86), 0.1, 1.0), material((0.02, 0.022, 0.03), 0.3, coat=0.6)
    outline = [(-0.95, -0.72), (0.62, -0.86), (1.02, -0.5), (1.02, 0.5), (0.62, 0.86), (-0.95, 0.72)]
    foot = slab([corners_rounded(outline, 0.3)], 0.26, white, 0.09)
    foot.rotation_euler, foot.location = (0, 0, 0), (0.05, 0, -1.32)
    t = np.linspace(0, 1, 50)
    arm = np.stack([0.62 + 0.30 * np.sin(np.pi * t) - 0.40 * t**3, -1.2 + 2.15 * t], -1)
    sweep(arm, 0.40 - 0.06 * t, 0.46, white, 0.12)
    for y in (-0.27, 0.27):
        cylinder((0.86, y, -0.62), 0.23, 0.16, blue, (np.pi / 2, 0, 0), bevel=0.04)
        cylinder((0.86, y * 1.32, -0.62), 0.13, 0.10, steel, (np.pi / 2, 0, 0), bevel=0.03)
    box((-0.08, 0, -0.42), (1.10, 0.96, 0.11), dark, bevel=0.04)
    box((0.45, 0, -0.46), (0.5, 0.36, 0.14), white, bevel=0.04)
    slide = box((-0.12, -0.10, -0.355), (0.72, 0.26, 0.02), shine((0.25, 0.85, 1.0), 0.7, 0.1), bevel=0.005)
    slide.rotation_euler = (0, 0, 0.1)
    lathe(rounded([(0, 0.24), (0.16, 0.22), (0.26, 0.10), (0.28, 0), (0, 0)], 2), steel, (-0.16, 0, -1.19))
    lathe([(0, 0.0), (0.15, 0)], shine((1.0, 0.85, 0.4), 4.0), (-0.16, 0, -0.945))
    root = bpy.data.objects.new("head", None)
    bpy.context.scene.collection.objects.link(root)
    parts = [
        lathe(rounded([(0, -0.10), (0.33, -0.10), (0.36, -0.02), (0.33, 0.10), (0, 0.10)], 2), dark, (0, 0, 0.24)),
        lathe(rounded([(0, 0.30), (0.25, 0.30), (0.27, 0.36), (0.27, 1.0), (0.25, 1.06), (0, 1.06)], 2), white),
        lathe(rounded([(0, 1.04), (0.21, 1.04), (0.21, 1.44), (0.17, 1.46), (0, 1.46)], 2), blue),
        lathe([(0.20, 1.44), (0.25, 1.46), (0.26, 1.60), (0.22, 1.66), (0.17, 1.63), (0, 1.58)], dark),
        torus((0, 0, 0.98), 0.272, 0.03, steel),
        torus((0, 0, 0.38), 0.272, 0.03, steel),
    ]
    for angle, long, lean in ((0.0, 0.62, 0.0), (2.6, 0.34, 0.62), (-1.9, 0.34, 0.62)):
        out = np.array([np.cos(angle), np.sin(angle)]) * 0.32 * lean
        lens = lathe(
            [(0.001, -long - 0.06), (0.055, -long - 0.06), (0.075, -long), (0.13, -long + 0.14), (0.13, 0), (0, 0)],
            steel,
        )
        band = torus((0, 0, 0), 0.132, 0.022, (gold(0.2), blue, material((0.8, 0, 0.02), 0.2, coat=1))[len(parts) % 3])
        for piece, lift in ((lens, 0.17), (band, 0.02)):
            piece.location = (out[0], out[1], lift)
            piece.rotation_euler = (np.sin(angle) * lean, -np.cos(angle) * lean, 0)
            parts.append(piece)
    for part in parts:
        part.parent = root
    root.location, root.rotation_euler = (0.10, 0, 0.32), (0, 0.35, 0)
    box((0.30, 0, 0.86), (0.44, 0.40, 0.36), white, (0, 0.35, 0), bevel=0.10)
    turned((0, 0, 0.50))
    area((-2.4, -1.8, -1.0), (0, 0, 0), 50, 1.2).data.color = (0.4, 0.7, 1.0)
    shoot("microscope", (0, -6.6, 1.5), (0.05, 0, 0.22), lens=52, fill=0.34, key=230, rim=420)


def telescope() -> None:
    """A brass telescope on a wooden tripod, looking up."""
    set_up(samples=28)
    tube_mat, brass = material((0.0, 0.10, 0.42), 0.16, coat=1.0), gold(0.14)
    wood = material(
        (0.34, 0.12, 0.035), 0.3, noise=(3, (0.24, 0.07, 0.02), (0.46, 0.18, 0.06)), stretch=(6, 6, 1), coat=0.6
    )
    dark = material((0.012, 0.012, 0.016), 0.3)
    profile = [(0, -1.72), (0.11, -1.72), (0.13, -1.66), (0.13, -1.36), (0.20, -1.34), (0.20, -0.60)]
    parts = [
        lathe(profile, brass, sharp=True),
        lathe([(0.26, -0.60), (0.26, 0.40)], tube_mat),
        lathe([(0.34, 0.40), (0.36, 1.36)], tube_mat),
        lathe(
            [(0.38, 1.34), (0.46, 1.40), (0.46, 1.66), (0.42, 1.70), (0.38, 1.66), (0.37, 1.40), (0, 1.40)],
            brass,
            sharp=True,
        ),
        lathe([(0.15, -1.72), (0.19, -1.74), (0.19, -1.84), (0.10, -1.88), (0, -1.86)], dark),
        lathe([(0, 1.50), (0.39, 1.46)], material((0.02, 0.05, 0.20), 0.03, 0.4, coat=1.0)),
    ]
    for level, radius in ((-0.62, 0.25), (-0.54, 0.275), (0.36, 0.30), (0.44, 0.36), (0.0, 0.275), (1.10, 0.365)):
        parts.append(torus((0, 0, level), radius, 0.045, brass))
    finder = [
        lathe([(0, -0.4), (0.06, -0.4), (0.07, 0.1), (0.10, 0.14), (0.10, 0.34), (0.08, 0.35), (0, 0.3)], brass),
        box((0, 0, 0), (0.2, 0.06, 0.06), brass),
    ]
    for part in finder:
        part.location = (0.44, -0.14, -0.1) if part is finder[0] else (0.34, -0.11, -0.1)
    root = bpy.data.objects.new("tube", None)
    bpy.context.scene.collection.objects.link(root)
    for part in [*parts, *finder]:
        part.parent = root
    root.rotation_mode, root.rotation_euler, root.location = "ZYX", (0.42, -0.98, 0.0), (0, 0, 0.42)
    sphere((0, 0, 0.06), 0.20, brass)
    tube(np.array([[0, 0, 0.34], [0, 0, -0.16]]), 0.09, brass)
    lathe(rounded([(0, 0.1), (0.22, 0.08), (0.28, 0), (0.22, -0.1), (0, -0.12)], 2), brass, (0, 0, -0.2))
    for a in (-1.95, 0.15, 2.25):
        foot = np.array([0.92 * np.cos(a), 0.92 * np.sin(a), -1.95])
        top = np.array([0.18 * np.cos(a), 0.18 * np.sin(a), -0.22])
        tube(np.linspace(top, foot, 6), np.linspace(0.085, 0.06, 6), wood)
        tube(np.linspace(top + (foot - top) * 0.48, top + (foot - top) * 0.55, 3), 0.095, brass)
        sphere(tuple(foot), 0.085, brass)
    area((2.4, -1.8, -1.6), (0, 0, 0), 60, 1.2).data.color = (0.5, 0.6, 1.0)
    shoot("telescope", (0, -6.8, 0.7), (0, 0, -0.1), lens=50, fill=0.46, key=320, rim=420)


def magnet() -> None:
    """A red horseshoe magnet with bright steel ends."""
    set_up(samples=28)
    red, steel = material((0.80, 0.0, 0.012), 0.14, coat=1.0), material((0.80, 0.82, 0.88), 0.16, 0.35, coat=1.0)
    turn = np.linspace(np.pi, 0, 60)
    arc = np.stack([0.78 * np.cos(turn), 0.36 + 0.78 * np.sin(turn)], -1)
    legs = np.linspace(-0.62, 0.36, 12)[:-1]
    left = np.stack([np.full(11, -0.78), legs], -1)
    path = np.concatenate([left, arc, left[::-1] * [-1, 1]])
    sweep(path, 0.56, 0.62, red, 0.12)
    for half in (-1, 1):
        tip = np.stack([np.full(12, half * 0.78), np.linspace(-1.26, -0.62, 12)], -1)
        sweep(tip, 0.565, 0.625, steel, 0.12)
    turned((0.12, 0.42, -0.42))
    area((2.4, -1.8, -2.0), (0, 0, 0), 110, 1.2).data.color = (0.4, 0.6, 1.0)
    shoot("magnet", (0, -5.8, 0.5), (-0.02, 0, -0.06), lens=58, fill=0.36, key=280, rim=460)


def pill() -> None:
    """A two-coloured capsule; the clear half shows its grains, a tablet lies beside it."""
    set_up(samples=40, bounces=8)
    red = material((0.82, 0.0, 0.02), 0.12, coat=1.0)
    cap = [(0.001, 1.12), (0.24, 1.08), (0.42, 0.92), (0.50, 0.66), (0.50, -0.06)]
    parts = [
        lathe(rounded(cap, 3), red),
        lathe(rounded([(r * 0.965, -z * 0.985) for r, z in cap], 3), glass((1.0, 0.85, 0.35), 0.16, 0.95)),
        torus((0, 0, -0.04), 0.49, 0.022, red),
    ]
    rng = np.random.default_rng(8)
    grains = [
        material(tone, 0.25, coat=0.8)
        for tone in ((0.95, 0.95, 0.95), (1.0, 0.45, 0.0), (0.0, 0.35, 0.9), (0.9, 0.05, 0.1))
    ]
    for number in range(330):
        z = -rng.uniform(0.0, 0.98)
        most = 0.42 * np.sqrt(max(1 - (max(-z - 0.60, 0) / 0.42) ** 2, 0.02))
        a, r = rng.uniform(0, 6.3), most * rng.uniform(0.4, 1) ** 0.5
        parts.append(sphere((r * np.cos(a), r * np.sin(a), z), 0.062, grains[number % 4], rings=8))
    root = bpy.data.objects.new("capsule", None)
    bpy.context.scene.collection.objects.link(root)
    for part in parts:
        part.parent = root
    root.rotation_euler = (0.15, 0.92, 0.25)
    shoot("pill", (0, -5.4, 1.4), (0, 0, 0), lens=66, fill=0.40, key=280, rim=420)
    calm("pill")


def syringe() -> None:
    """A syringe with a blue liquid, needle down to the left, one drop at its point."""
    set_up(samples=40, bounces=8)
    bpy.context.scene.cycles.transparent_max_bounces = 32
    white, steel = material((0.90, 0.91, 0.94), 0.2, coat=0.8), material((0.82, 0.84, 0.88), 0.1, 1.0)
    blue, dark = material((0.0, 0.24, 0.85), 0.16, coat=1.0), material((0.02, 0.02, 0.025), 0.35)
    lathe([(0.12, -0.92), (0.34, -0.84), (0.36, -0.78), (0.36, 0.90)], glass((0.80, 0.93, 1.0), 0.16, 1.0), sides=96)
    lathe(
        [(0.001, -0.80), (0.30, -0.76), (0.31, -0.7), (0.31, 0.10), (0.001, 0.10)], liquid((0.0, 0.55, 1.0), 0.45, 0.9)
    )
    lathe(
        rounded([(0, 0.08), (0.30, 0.10), (0.32, 0.16), (0.28, 0.22), (0.32, 0.28), (0.30, 0.34), (0, 0.36)], 1), dark
    )
    lathe([(0, 0.30), (0.09, 0.30), (0.09, 1.58), (0, 1.58)], white)
    for level, radius in ((0.92, 0.60), (1.60, 0.40)):
        lathe(
            rounded([(0, 0.07), (radius - 0.04, 0.07), (radius, 0.0), (radius - 0.04, -0.07), (0, -0.07)], 3),
            blue,
            (0, 0, level),
        )
    lathe(rounded([(0.16, -0.86), (0.15, -0.98), (0.10, -1.04), (0.08, -1.30), (0.05, -1.36), (0, -1.36)], 2), blue)
    tube(np.array([[0, 0, -1.3], [0, 0, -2.0]]), 0.028, steel)
    tube(np.array([[0, 0, -1.98], [0, 0, -2.08]]), np.array([0.028, 0.004]), steel)
    for number in range(11):
        arc = np.linspace(1.18 * np.pi, (1.42 if number % 5 else 1.56) * np.pi, 16)
        z = -0.68 + 0.14 * number
        tube(np.stack([0.366 * np.cos(arc), 0.366 * np.sin(arc), 0 * arc + z], -1), 0.016, dark, 6)
    sphere((0, 0, -2.16), 0.075, liquid((0.0, 0.60, 1.0), 0.5, 0.95), (1, 1, 1.3))
    turned((0.12, 0.78, 0.2), "ZYX")
    shoot("syringe", (0, -6.2, 0.4), (0.18, 0, 0.12), lens=54, fill=0.50, key=280, rim=420)
    calm("syringe")
