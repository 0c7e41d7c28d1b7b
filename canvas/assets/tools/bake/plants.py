"""Plants: trees, a palm, a rose, mushrooms, a cactus, a potted plant, a pumpkin."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from morsels import blade, strew, towards
from noise import fbm, smoothstep
from outlines import placed
from shapes import Point, ball, grid, lathe, material, mesh, sphere, tint_by_vertex, tube


def turf(radius: float, seed: int) -> None:
    """A round sod of grass for a plant to stand on."""
    rng = np.random.default_rng(seed)
    soil = material((0.16, 0.07, 0.03), 0.8, noise=(5, (0.09, 0.035, 0.015), (0.26, 0.12, 0.05)), bump=0.6)
    lathe(
        [
            (0, -0.34),
            (radius * 0.55, -0.32),
            (radius * 0.88, -0.17),
            (radius * 0.99, -0.03),
            (radius * 0.93, 0.01),
            (0, 0.05),
        ],
        soil,
    )
    count = 2600
    reach, angle = radius * np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
    spots = np.stack([reach * np.cos(angle), reach * np.sin(angle), 0.02 - 0.06 * (reach / radius) ** 6], -1)
    frames = towards(np.tile([0.0, 0, 1], (count, 1)), rng, 0.35)
    frames = np.stack([frames[..., 2], frames[..., 1], -frames[..., 0]], -1)
    tone = np.array([0.14, 0.46, 0.02]) * rng.uniform(0.55, 1.5, (count, 1)) * [1, 1, 1]
    strew(
        blade(0.10, 0.3, 0.1, 5, 3),
        spots,
        frames,
        rng.uniform(0.12, 0.26, (count, 1)) * np.ones(3),
        material((1, 1, 1), 0.5),
        tone,
    )


def crown_of_leaves(
    lobes: list[tuple[Point, float]], count: int, size: float, seed: int, dark: Point, light: Point
) -> None:
    """Thousands of leaves on the skins of several balls; those below and inside are darker."""
    rng = np.random.default_rng(seed)
    centres, radii = np.array([at for at, _ in lobes]), np.array([r for _, r in lobes])
    which = rng.choice(len(lobes), count, p=radii**2 / (radii**2).sum())
    unit = rng.normal(size=(count, 3))
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    spots = centres[which] + unit * (radii[which] * rng.uniform(0.86, 1.06, count))[:, None]
    inside = (np.linalg.norm(spots[:, None] - centres[None], axis=-1) < 0.84 * radii[None]).any(1)
    spots, unit = spots[~inside], unit[~inside]
    frames = towards(unit, rng, 0.75)
    middle = spots.mean(0)
    light_on = smoothstep(
        -0.5,
        1.0,
        unit @ np.array([-0.35, -0.35, 0.87])
        + 0.35 * (spots[:, 2] - middle[2]) / radii.max()
        + rng.normal(0, 0.22, len(spots)),
    )
    tone = np.array(dark) * (1 - light_on[:, None]) + np.array(light) * light_on[:, None]
    strew(
        blade(0.34, 0.3, 0.3, 6, 3),
        spots,
        frames,
        size * rng.uniform(0.7, 1.3, (len(spots), 1)) * np.ones(3),
        material((1, 1, 1), 0.35, subsurface=0.05, coat=0.25),
        tone,
    )
    core = material(tuple(0.45 * value for value in dark), 0.8)
    for at, radius in lobes:
        sphere(at, radius * 0.86, core)


def bark(path: np.ndarray, radius: np.ndarray) -> None:
    tube(
        path,
        radius,
        material(
            (0.30, 0.14, 0.05), 0.7, noise=(3, (0.16, 0.065, 0.02), (0.42, 0.21, 0.08)), stretch=(4, 4, 0.7), bump=0.7
        ),
        28,
    )


def tree() -> None:
    """A lush round tree with a thick trunk on a sod of grass."""
    set_up(samples=28)
    turf(1.15, 3)
    t = np.linspace(0, 1, 40)
    bark(np.stack([0.10 * np.sin(t * 3), 0 * t, -0.05 + 2.0 * t], -1), 0.22 + 0.20 * (1 - t) ** 4)
    for angle in np.arange(6) * 1.05 + 0.3:
        bark(
            np.stack([t * 0.62 * np.cos(angle), t * 0.62 * np.sin(angle), 0.22 * (1 - t) ** 2 + 0.0], -1),
            0.13 * (1 - 0.8 * t),
        )
    for x, y, z in ((-0.95, -0.15, 2.35), (0.95, -0.2, 2.3), (0.15, 0.3, 2.9)):
        bark(np.stack([x * t**1.2, y * t, 1.2 + (z - 1.2) * t], -1), 0.15 * (1 - 0.6 * t))
    lobes = [
        ((-0.95, -0.1, 2.35), 0.68),
        ((0.98, -0.1, 2.3), 0.66),
        ((0.0, -0.35, 2.55), 0.82),
        ((-0.52, 0.1, 3.05), 0.72),
        ((0.55, 0.05, 3.0), 0.72),
        ((0.03, 0.0, 3.5), 0.62),
        ((0.0, 0.45, 2.6), 0.85),
        ((-0.5, -0.42, 2.1), 0.48),
        ((0.52, -0.45, 2.12), 0.5),
    ]
    crown_of_leaves(lobes, 9000, 0.2, 4, (0.015, 0.13, 0.008), (0.34, 0.74, 0.03))
    shoot("tree", (-0.6, -9.0, 3.0), (0, 0, 1.95), lens=66, fill=0.4, key=330, rim=420)


def frond(length: float, bend: float, turn: float, mat_seed: int) -> None:
    """One arching palm leaf from the origin."""
    rng = np.random.default_rng(mat_seed)
    s = np.linspace(0, 1, 46)
    out, up = length * np.sin(s * 1.25) / 1.02, length * (0.62 * np.sin(s * 2.1) - bend * s**2.4)
    rib = np.stack([out * np.cos(turn), out * np.sin(turn), up], -1)
    tube(rib, 0.035 * (1 - 0.8 * s), material((0.42, 0.60, 0.08), 0.4), 8)
    ahead = np.gradient(rib, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.cross(ahead, [0, 0, 1.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up_to = np.cross(side, ahead)
    spots, frames, sizes = [], [], []
    for k in range(3, 46):
        for hand in (-1, 1):
            along = 0.55 * ahead[k] + hand * 0.9 * side[k] - 0.42 * np.array([0, 0, 1.0]) + rng.normal(0, 0.05, 3)
            along /= np.linalg.norm(along)
            across = np.cross(up_to[k], along)
            across /= np.linalg.norm(across)
            spots.append(rib[k])
            frames.append(np.stack([along, across, np.cross(along, across)], -1))
            sizes.append(length * (0.10 + 0.30 * np.sin(np.pi * (0.1 + 0.9 * s[k])) ** 0.8))
    shade = rng.uniform(0.6, 1.25, (len(spots), 1))
    strew(
        blade(0.085, -0.12, 0.3, 8, 3),
        np.array(spots),
        np.array(frames),
        np.array(sizes)[:, None] * np.ones(3),
        material((1, 1, 1), 0.25, coat=0.5),
        np.array([0.10, 0.46, 0.03]) * shade,
    )


def palm_tree() -> None:
    """A leaning palm with coconuts on a mound of sand."""
    set_up(samples=28)
    points, faces = ball(detail=6)
    sand = material((0.95, 0.66, 0.28), 0.8, noise=(14, (0.86, 0.52, 0.18), (1.0, 0.76, 0.38)), bump=0.25)
    mesh(
        points * [1.15, 0.85, 0.3] * (1 + 0.05 * fbm(points[:, 0] * 3, points[:, 1] * 3, 3, seed=2))[:, None],
        faces,
        sand,
    )
    t = np.linspace(0, 1, 400)
    path = np.stack([-0.45 + 1.0 * t**1.9, 0 * t, 0.1 + 3.0 * t], -1)
    saw = (t * 17) % 1
    trunk = tube(path, (0.24 - 0.11 * t + 0.16 * (1 - t) ** 8) * (1 + 0.15 * (saw - 0.4)), material((1, 1, 1), 0.6), 40)
    shade = np.repeat(0.55 + 0.6 * saw, 41)[:, None]
    tint_by_vertex(trunk, np.array([0.48, 0.25, 0.095]) * shade)
    top = path[-1]
    with placed(tuple(top)):
        for number in range(13):
            frond(1.75 + 0.15 * (number % 3), (0.45, 0.1, 0.8)[number % 3], number * 2.39996 + 0.2, number)
        nut = material((0.26, 0.105, 0.03), 0.35, coat=0.4, noise=(5, (0.17, 0.06, 0.015), (0.36, 0.16, 0.05)))
        for angle in (3.9, 4.7, 5.5, 1.0):
            sphere((0.2 * np.cos(angle), 0.2 * np.sin(angle), -0.16), 0.17, nut)
    shoot("palm_tree", (-0.6, -9.0, 2.3), (0.15, 0, 1.95), lens=56, fill=0.4, key=330, rim=420)


def rose() -> None:
    """A deep red rose in full bloom on its stem, with two leaves."""
    set_up(samples=28)
    petal_count = 34
    red = [
        material(tone, 0.38, subsurface=0.12, coat=0.18)
        for tone in ((0.62, 0.002, 0.012), (0.80, 0.006, 0.022), (0.46, 0.001, 0.008))
    ]
    for k in range(petal_count):
        share = k / (petal_count - 1)
        turn = k * 2.39996
        u, v = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(0, 1, 41), indexing="ij")
        ring = 0.06 + 0.50 * share**0.85
        height = 1.06 - 0.16 * share
        spread = (1.5 - 0.45 * share) * np.sin(np.pi * np.clip(0.14 + 0.76 * v, 0, 1)) ** 0.55
        radius = ring * (0.35 + 0.65 * np.sin(np.pi * 0.5 * v) ** 0.8) + 0.34 * share**2.2 * v**2.2
        curl = smoothstep(0.70, 1.0, v) * (0.03 + 0.17 * share)
        angle = turn + u * spread * 0.74
        radius = radius + curl + 0.02 * np.sin(u * 5 + k) * v * (0.5 + share) - 0.03 * (1 - u**2) * v
        z = height * v * (1 - 0.12 * u**2 * v) - 0.9 * curl - 0.06 * share - 0.26 * share**3 * v**2
        grid(radius * np.cos(angle), radius * np.sin(angle), z, red[k % 3])
    green = material((0.07, 0.32, 0.02), 0.35, coat=0.3, subsurface=0.05)
    for k in range(5):
        with placed((0, 0, 0.02), (0, 0.9, k * 1.2566)):
            strew(blade(0.2, -0.3, 0.2, 20, 7), np.zeros((1, 3)), np.eye(3)[None], 0.62, green)
    sphere((0, 0, -0.02), 0.2, green, (1, 1, 0.9))
    t = np.linspace(0, 1, 50)
    stem = np.stack([0.22 * t**2, 0 * t, -0.1 - 2.0 * t], -1)
    tube(stem, 0.062 - 0.012 * t, material((0.08, 0.30, 0.03), 0.4, coat=0.3))
    for k, hand in ((12, -1), (22, 1), (33, -1), (41, 1)):
        tube(np.linspace(stem[k], stem[k] + [hand * 0.16, -0.02, 0.06], 6), np.linspace(0.04, 0.003, 6), green, 10)
    for k, turn, size in ((18, -0.35, 0.92), (26, np.pi + 0.3, 1.0)):
        base = stem[k]
        with placed(tuple(base), (0.75, -0.45, turn)):
            strew(blade(0.3, 0.22, 0.3, 30, 15), np.zeros((1, 3)), np.eye(3)[None], size, green)
            s = np.linspace(0, 0.96, 20)
            tube(
                np.stack([s, 0 * s, 0.22 * np.sin(s * 2.4) + 0.005], -1) * size,
                0.014,
                material((0.28, 0.55, 0.1), 0.35),
                8,
            )
    shoot("rose", (-0.3, -7.2, 4.0), (0.05, 0, -0.42), lens=76, fill=0.38, key=300, rim=420)


def toadstool(height: float, cap: float, seed: int) -> None:
    """A red toadstool with white spots, gills and a ring."""
    rng = np.random.default_rng(seed)
    z = np.linspace(0, 1, 40)
    stem = material(
        (0.93, 0.87, 0.74),
        0.5,
        subsurface=0.15,
        noise=(4, (0.84, 0.74, 0.56), (0.97, 0.93, 0.84)),
        stretch=(5, 5, 0.6),
        bump=0.15,
    )
    lathe(np.stack([cap * (0.24 + 0.20 * (1 - z) ** 4 - 0.03 * np.sin(np.pi * z)), height * z], -1), stem)
    lathe(
        [
            (cap * 0.24, height * 0.80),
            (cap * 0.36, height * 0.70),
            (cap * 0.42, height * 0.63),
            (cap * 0.40, height * 0.64),
            (cap * 0.25, height * 0.72),
        ],
        stem,
    )
    a = np.linspace(0, np.pi / 2, 50)
    dome = np.stack([cap * np.sin(a), height + cap * 0.80 * (np.cos(a) - 0.14)], -1)
    red = material((0.80, 0.006, 0.006), 0.12, coat=0.9, noise=(1.5, (0.66, 0.002, 0.004), (0.92, 0.04, 0.01)))
    lathe(np.concatenate([dome, [[cap * 1.01, height - cap * 0.17], [cap * 0.96, height - cap * 0.19]]]), red)
    turn, share = np.linspace(0, 2 * np.pi, 601), np.linspace(0.2, 0.97, 20)[:, None]
    gill = 0.02 * cap * np.sign(np.sin(turn * 60))
    grid(
        cap * share * np.cos(turn),
        cap * share * np.sin(turn),
        height - cap * 0.17 + gill + cap * 0.08 * (1 - share),
        material((0.93, 0.84, 0.66), 0.6),
    )
    white = material((0.96, 0.94, 0.88), 0.5, subsurface=0.1)
    count = 34
    for k in range(count):
        polar, around = np.arccos(1 - 0.96 * (k + 0.4) / count), k * 2.39996 + seed
        normal = np.array([[np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar) / 0.8]])
        spot = np.array(
            [
                [
                    cap * np.sin(polar) * np.cos(around),
                    cap * np.sin(polar) * np.sin(around),
                    height + cap * 0.8 * (np.cos(polar) - 0.14),
                ]
            ]
        )
        points, faces = ball(detail=4)
        lump = 1 + 0.16 * fbm(points[:, 0] * 2 + k, points[:, 1] * 2, 3, seed=k)
        strew(
            (points * lump[:, None], faces),
            spot,
            towards(normal, rng, 0.02),
            cap * rng.uniform(0.055, 0.13) * np.array([1, 1, 0.34]),
            white,
        )


def mushroom() -> None:
    """Three red toadstools with white spots on grass."""
    set_up(samples=28)
    turf(1.25, 5)
    with placed((0.02, 0.1, 0), (0.0, 0.06, 0)):
        toadstool(1.3, 1.0, 3)
    with placed((0.82, -0.45, 0), (0.1, 0.26, 0)):
        toadstool(0.66, 0.48, 8)
    with placed((-0.82, -0.5, 0), (0.1, -0.22, 0)):
        toadstool(0.48, 0.38, 5)
    shoot("mushroom", (-0.6, -8.0, 1.9), (0, 0, 0.9), lens=78, fill=0.4, key=300, rim=380)
