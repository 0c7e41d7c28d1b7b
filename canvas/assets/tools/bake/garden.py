"""Plants in pots and from the garden: a cactus, a house plant, a pumpkin, a sunflower; and a pot for the stove."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from bowls import soup
from dishes import rounded
from morsels import blade, cobble, garnish, steam, strew, towards, turns
from noise import fbm, smoothstep
from outlines import placed
from shapes import Point, ball, grid, lathe, material, mesh, sphere, tint_by_vertex, torus, tube


def planter(colour: Point, radius: float = 0.72, height: float = 0.95) -> None:
    """A glazed flower pot full of earth."""
    clay = material(colour, 0.2, coat=0.6)
    lathe(
        rounded(
            [
                (0, 0),
                (radius * 0.62, 0),
                (radius * 0.66, 0.03),
                (radius * 0.90, height * 0.74),
                (radius * 0.90, height * 0.76),
            ]
        ),
        clay,
    )
    lathe(
        rounded(
            [
                (radius * 0.88, height * 0.74),
                (radius * 1.02, height * 0.75),
                (radius * 1.04, height * 0.98),
                (radius * 1.0, height),
                (radius * 0.9, height * 0.98),
                (radius * 0.88, height * 0.8),
            ],
            2,
        ),
        clay,
    )
    cobble(
        (0, 0, height * 0.80),
        (radius * 0.9, radius * 0.9, 0.12),
        4,
        (0.05, 0.02, 0.01),
        (0.20, 0.09, 0.04),
        lumps=0.3,
        scale=5,
        fine=0.1,
        coat=0.0,
        rough=0.9,
    )


def ribbed(path: np.ndarray, radius: np.ndarray, ribs: int, seed: int) -> None:
    """A cactus limb along a path (n, 3): deep ribs with tufts of spines."""
    rng = np.random.default_rng(seed)
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.cross(ahead, [0.03, 1.0, 0.02])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(side, ahead)
    turn = np.linspace(0, 2 * np.pi, ribs * 14 + 1)
    crest = 0.5 + 0.5 * np.cos(ribs * turn)
    reach = radius[:, None] * (0.80 + 0.22 * crest**0.7)
    ring = path[:, None] + reach[..., None] * (
        np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    )
    made = grid(ring[..., 0], ring[..., 1], ring[..., 2], material((1, 1, 1), 0.35, coat=0.35, subsurface=0.08))
    tone = np.array([0.02, 0.22, 0.05]) * (1 - crest[:, None]) + np.array([0.14, 0.60, 0.10]) * crest[:, None]
    tint_by_vertex(made, np.tile(tone, (len(path), 1)))
    rows = np.arange(4, len(path) - 1, 5)
    spots = ring[rows][:, ::14][:, :-1].reshape(-1, 3)
    out = (ring - path[:, None])[rows][:, ::14][:, :-1].reshape(-1, 3)
    spine = material((0.98, 0.92, 0.70), 0.4)
    needle, quads = blade(0.05, 0.0, 0.0, 4, 3)
    for _ in range(3):
        frames = towards(out, rng, 0.6)
        strew((needle, quads), spots, np.stack([frames[..., 2], frames[..., 1], -frames[..., 0]], -1), 0.10, spine)


def cactus() -> None:
    """A cactus with two arms and a pink flower in a terracotta pot."""
    set_up(samples=28)
    planter((0.80, 0.20, 0.05))
    t = np.linspace(0, 1, 90)
    ends = np.sqrt(np.clip(1 - np.clip((t - 0.84) / 0.16, 0, 1) ** 2, 0.0005, 1))
    ribbed(np.stack([0 * t, 0 * t, 0.75 + 2.05 * t], -1), 0.46 * ends * (0.9 + 0.1 * np.sin(np.pi * t)), 11, 3)
    for hand, start, out, top, size in ((-1, 1.5, 0.92, 2.35, 0.25), (1, 1.25, 0.90, 2.0, 0.27)):
        bend = np.linspace(0, 1, 80)
        angle = np.clip(bend / 0.55, 0, 1) * np.pi / 2
        x = hand * (0.25 + (out - 0.25) * np.sin(angle))
        z = start + 0.32 * (1 - np.cos(angle)) + np.clip((bend - 0.55) / 0.45, 0, 1) * (top - start - 0.32)
        close = np.sqrt(np.clip(1 - np.clip((bend - 0.86) / 0.14, 0, 1) ** 2, 0.0005, 1))
        ribbed(np.stack([x, 0 * bend, z], -1), size * close, 9, 7 + hand)
    for at, size in (((0, -0.05, 2.78), 0.42), ((0.90, -0.03, 1.98), 0.26)):
        with placed(at):
            for ring, (count, lift, tone) in enumerate(
                ((11, -0.35, (0.92, 0.02, 0.32)), (9, -0.85, (1.0, 0.16, 0.46)))
            ):
                petal = material(tone, 0.35, subsurface=0.15, coat=0.2)
                for k in range(count):
                    with placed((0, 0, 0), (0, lift, (k + 0.5 * ring) * 2 * np.pi / count)):
                        strew(blade(0.24, 0.2, 0.3, 14, 7), np.zeros((1, 3)), np.eye(3)[None], size, petal)
            sphere((0, 0, size * 0.22), size * 0.17, material((1.0, 0.72, 0.05), 0.4))
    rng = np.random.default_rng(4)
    pebble = material((0.85, 0.80, 0.70), 0.4)
    n = 90
    a, r = rng.uniform(0, 6.28, n), 0.62 * np.sqrt(rng.uniform(0.4, 1, n))
    strew(
        ball(detail=3),
        np.stack([r * np.cos(a), r * np.sin(a), np.full(n, 0.86)], -1),
        turns(rng, n),
        rng.uniform(0.04, 0.08, (n, 1)) * [1, 0.8, 0.6],
        pebble,
    )
    shoot("cactus", (-0.6, -8.4, 2.5), (0, 0, 1.5), lens=72, fill=0.4, key=300, rim=420)


def split_leaf(size: float) -> tuple[np.ndarray, np.ndarray]:
    """A big heart-shaped leaf with deep cuts between its ribs, from the origin along x."""
    s, w = np.meshgrid(np.linspace(0, 1, 90), np.linspace(-1, 1, 41), indexing="ij")
    half = 0.56 * np.sin(np.pi * np.clip(0.06 + 0.94 * s, 0, 1) ** 0.62) ** 0.85
    cut = np.exp(-((((s * 6.0) % 1 - 0.5) / 0.17) ** 2)) * smoothstep(0.12, 0.25, s) * smoothstep(0.97, 0.8, s)
    wide = half * (1 - 0.60 * cut * (np.abs(w) > 0.01))
    x = s + 0.30 * np.abs(w) ** 1.3 * half * (1.4 - 2.6 * s)
    z = 0.32 * np.sin(s * 2.3) - 0.10 * np.abs(w) ** 2 * half * 2 + 0.05 * np.abs(w)
    index = np.arange(s.size).reshape(s.shape)
    faces = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    return size * np.stack([x, wide * w, z], -1).reshape(-1, 3), faces


def potted_plant() -> None:
    """A monstera with big cut leaves in a white pot with a gold foot."""
    set_up(samples=28)
    rng = np.random.default_rng(9)
    planter((0.90, 0.88, 0.84))
    torus((0, 0, 0.70), 0.655, 0.03, material((1.0, 0.60, 0.14), 0.2, 1.0))
    stalk = material((0.16, 0.42, 0.05), 0.4, coat=0.3)
    leaves = [
        (-1.0, -0.35, 1.65, 1.0),
        (0.98, -0.4, 1.6, 1.02),
        (-0.5, -0.62, 2.1, 0.98),
        (0.55, -0.6, 2.15, 1.0),
        (0.0, -0.75, 1.62, 0.9),
        (0.0, 0.15, 2.75, 1.05),
        (-0.98, 0.25, 2.3, 1.0),
        (1.0, 0.25, 2.3, 1.0),
        (-0.55, 0.3, 2.8, 0.95),
        (0.62, 0.3, 2.82, 0.95),
    ]
    for x, y, z, size in leaves:
        t = np.linspace(0, 1, 30)
        base = np.array([0.12 * x, 0.12 * y, 0.8])
        knee = np.array([0.72 * x, 0.72 * y, z])
        path = np.stack(
            [
                base[0] + (knee[0] - base[0]) * t**1.5,
                base[1] + (knee[1] - base[1]) * t**1.5,
                base[2] + (knee[2] - base[2]) * t,
            ],
            -1,
        )
        tube(path, 0.035, stalk, 10)
        tone = np.array([0.03, 0.30, 0.035]) * rng.uniform(0.75, 1.5)
        leaf = material(
            tuple(tone),
            0.22,
            coat=0.5,
            subsurface=0.05,
            noise=(1.2, tuple(tone * 0.75), tuple(np.clip(tone * 1.35, 0, 1))),
        )
        lean = (rng.uniform(-0.2, 0.2), 0.25 + rng.uniform(-0.1, 0.2), float(np.arctan2(y, x)))
        with placed(tuple(knee), (0.62, 0, 0)), placed((0, 0, 0), lean):
            mesh(*split_leaf(size), leaf)
            s = np.linspace(0, 0.95, 24)
            tube(
                size * np.stack([s, 0 * s, 0.32 * np.sin(s * 2.3) + 0.008], -1),
                0.014,
                material((0.42, 0.72, 0.16), 0.35),
                8,
            )
    shoot("potted_plant", (-0.5, -8.6, 3.3), (0, 0, 1.62), lens=70, fill=0.42, key=300, rim=420)


def pumpkin() -> None:
    """A fat orange pumpkin with a curly stalk and a leaf."""
    set_up(samples=28)
    turn, b = np.meshgrid(np.linspace(0, 2 * np.pi, 601), np.linspace(-np.pi / 2, np.pi / 2, 200), indexing="ij")
    rib = np.abs(np.sin(turn * 5.5 + 0.15 * np.sin(turn * 3)))
    r = (1.25 * np.cos(b) ** 0.75) * (0.84 + 0.19 * rib**0.55)
    z = 0.92 * np.sin(b) * (0.93 + 0.10 * rib**0.55) - 0.26 * np.exp(-((np.cos(b) / 0.32) ** 2)) * np.sign(np.sin(b))
    skin = grid(r * np.cos(turn), r * np.sin(turn), z + 0.88, material((1, 1, 1), 0.22, coat=0.6, subsurface=0.05))
    speck = fbm(turn * 7, b * 6, 4, seed=3)[..., None]
    tone = (
        np.array([0.56, 0.085, 0.002]) * (1 - rib[..., None] ** 0.6)
        + np.array([1.0, 0.30, 0.008]) * rib[..., None] ** 0.6
    )
    tint_by_vertex(skin, (tone * (1 + 0.16 * speck)).reshape(-1, 3))
    t = np.linspace(0, 1, 60)
    path = np.stack([0.34 * t**2, 0.05 * np.sin(t * 3), 1.5 + 0.62 * t], -1)
    tube(
        path,
        0.13 + 0.15 * (1 - t) ** 4 + 0.03 * np.clip((t - 0.9) / 0.1, 0, 1),
        material(
            (0.20, 0.30, 0.06), 0.5, noise=(4, (0.13, 0.2, 0.03), (0.36, 0.42, 0.12)), stretch=(6, 6, 0.6), bump=0.5
        ),
        26,
    )
    tendril = material((0.24, 0.48, 0.06), 0.4)
    a = np.linspace(0, 1, 160)
    tube(
        np.stack(
            [
                0.1 + 0.95 * a + 0.10 * a * np.cos(a * 26),
                -0.35 - 0.5 * a + 0.10 * a * np.sin(a * 26),
                1.72 - 0.05 * a - 0.10 * a**2,
            ],
            -1,
        ),
        0.022,
        tendril,
        8,
    )
    leaf = material((0.10, 0.40, 0.03), 0.35, coat=0.25, noise=(2, (0.06, 0.28, 0.02), (0.18, 0.52, 0.05)))
    with placed((-0.12, -0.05, 1.66), (0.35, 0.25, -2.2)):
        strew(blade(0.42, 0.3, 0.35, 30, 15), np.zeros((1, 3)), np.eye(3)[None], 0.95, leaf)
    shoot("pumpkin", (-0.6, -7.8, 2.9), (0, 0, 0.98), lens=80, fill=0.4, key=290, rim=400)


def cooking_pot() -> None:
    """A red enamel casserole full of bubbling stew, a ladle in it."""
    set_up(samples=28)
    rng = np.random.default_rng(5)
    red, cream = material((0.72, 0.006, 0.008), 0.12, coat=0.9), material((0.93, 0.88, 0.78), 0.2, coat=0.5)
    lathe(rounded([(0, 0), (1.05, 0), (1.2, 0.06), (1.26, 0.3), (1.28, 1.02), (1.30, 1.06)]), red)
    lathe([(1.30, 1.06), (1.31, 1.09), (1.27, 1.10), (1.22, 1.04), (1.2, 0.3), (0, 0.2)], cream)
    torus((0, 0, 1.09), 1.285, 0.03, material((0.75, 0.75, 0.77), 0.2, 1.0))
    t = np.linspace(-1, 1, 50)
    for hand in (-1, 1):
        tube(
            np.stack([hand * (1.24 + 0.34 * np.sqrt(1 - t**4 * 0.999)), 0.40 * t, 0.80 + 0.05 * (1 - t**2)], -1),
            0.085,
            red,
        )
    soup(1.22, 0.93, (0.42, 0.05, 0.006), (0.86, 0.25, 0.02), 6, 0.05)
    orange, green = material((1.0, 0.30, 0.01), 0.2, coat=0.6), material((0.14, 0.5, 0.04), 0.3, coat=0.4)
    for k in range(30):
        r, a = 1.05 * np.sqrt((k + 0.5) / 30), k * 2.39996
        at = (r * np.cos(a), r * np.sin(a), 0.96)
        if k % 3 == 0:
            cobble(at, (0.2, 0.17, 0.13), k, (0.16, 0.05, 0.02), (0.46, 0.18, 0.06), lumps=0.16, scale=2)
        elif k % 3 == 1:
            with placed(at, tuple(rng.uniform(-0.5, 0.5, 3))):
                lathe(rounded([(0, 0.05), (0.13, 0.05), (0.15, 0.0), (0.13, -0.05), (0, -0.05)], 2), orange)
        else:
            sphere(at, 0.085, green)
    garnish((0, 0, 1.02), 1.0, 80, rng, material((0.12, 0.46, 0.03), 0.35), 0.12)
    steel = material((0.78, 0.78, 0.80), 0.15, 1.0)
    line = np.linspace([0.35, 0.25, 0.95], [1.25, 0.75, 2.35], 40)
    tube(line, 0.055, steel, 16)
    tube(line[26:], 0.085, material((0.28, 0.12, 0.04), 0.35, coat=0.4), 16)
    steam((-0.15, 0.6, 1.95), 2.5, 1.7, 5, 0.5)
    shoot("cooking_pot", (-0.8, -7.6, 3.8), (0.1, 0, 1.0), lens=72, fill=0.42, key=260, rim=360)
