"""Food in bowls: ramen, Persian stew with rice, salad."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import rounded, ruffle
from morsels import blade, cobble, egg_half, garnish, grains, ring_slice, sprig, steam, strew, turns
from noise import fbm
from outlines import placed
from shapes import Point, ball, box, grid, lathe, material, sphere, tint_by_vertex, torus, tube


def pot(radius: float, height: float, outside: Point, inside: Point, band: Point | None = None) -> None:
    """A deep glazed bowl with a foot and, below its rim, a band."""
    outer, inner = material(outside, 0.12, coat=0.8), material(inside, 0.15, coat=0.6)
    side = [(0.42, 0.02), (0.46, 0.0), (0.47, 0.12), (0.60, 0.2), (0.80, 0.42), (0.94, 0.74), (0.985, 0.96), (1.0, 1.0)]
    lathe(rounded([(radius * r, height * z) for r, z in side]), outer)
    lathe(
        [
            (radius * r, height * z)
            for r, z in ((1.0, 1.0), (0.985, 1.02), (0.955, 1.0), (0.90, 0.74), (0.5, 0.2), (0, 0.2))
        ],
        inner,
    )
    if band is not None:
        torus((0, 0, height * 1.0), radius * 0.978, radius * 0.028, material(band, 0.2, 0.9))


def soup(radius: float, z: float, dark: Point, light: Point, seed: int, ripple: float = 0.012) -> None:
    """The glossy surface of a broth."""
    turn, share = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 90)[:, None]
    x, y = radius * share * np.cos(turn), radius * share * np.sin(turn)
    lump = fbm(x * 3 + seed, y * 3, 4, seed=seed)
    made = grid(x, y, z + ripple * lump, material((1, 1, 1), 0.1, coat=0.8))
    tone = np.clip(0.5 + 0.9 * fbm(x * 2.2, y * 2.2 + seed, 4, seed=seed + 1), 0, 1)[..., None]
    tint_by_vertex(made, (np.array(dark) * (1 - tone) + np.array(light) * tone).reshape(-1, 3))


def ramen_bowl() -> None:
    """Noodles lifted by chopsticks out of a red bowl with egg, roast pork, nori and scallions."""
    set_up(samples=28)
    rng = np.random.default_rng(4)
    pot(1.3, 1.02, (0.66, 0.004, 0.006), (0.03, 0.022, 0.02), (0.95, 0.62, 0.16))
    soup(1.2, 0.86, (0.30, 0.075, 0.008), (0.66, 0.25, 0.03), 5)
    noodle = material((0.96, 0.56, 0.10), 0.3, subsurface=0.15, coat=0.5)
    for _ in range(13):
        base, swing, turn = rng.normal(0, 0.3, 2), rng.uniform(0.3, 0.55), rng.uniform(0, 6.28)
        t = np.linspace(0, rng.uniform(3.0, 4.6), 50)
        for strand in range(6):
            r = swing + 0.062 * (strand - 2.5)
            x, y = base[0] + r * np.cos(t + turn), base[1] + r * np.sin(t + turn) * 0.9
            z = (
                0.86
                + 0.13 * np.exp(-((np.hypot(x, y) / 0.7) ** 2))
                + rng.uniform(0, 0.07)
                + 0.04 * np.sin(2 * t + turn)
            )
            tube(np.stack([x, y, z], -1), 0.03, noodle, 8)
    top = np.array([0.12, -0.12, 2.32])
    for strand in range(17):
        x0 = rng.normal(0, 0.17)
        share = np.linspace(0, 1, 60)
        front = 1 if strand % 2 else -1
        spread = 0.10 + 0.9 * (1 - share) ** 1.6
        x = top[0] + x0 * (0.5 + spread) + 0.03 * np.sin(share * 9 + strand)
        y = top[1] - front * 0.06 * np.sin(share * np.pi / 2) * (1.2 - share) - 0.05 * front * (1 - share)
        z = 0.8 + (top[2] + 0.045 - 0.8) * np.sin(share * np.pi / 2)
        tube(np.stack([x, y, z], -1), 0.03, noodle, 10)
    wood = material((0.10, 0.03, 0.015), 0.2, coat=0.7)
    for shift, rise in ((-0.10, 0.0), (0.09, 0.06)):
        line = np.linspace(
            [-0.38, top[1] + shift * 0.6, 2.2 + rise], [1.95, top[1] + shift * 2.2, 2.86 + rise * 2.6], 30
        )
        tube(line, np.linspace(0.028, 0.062, 30), wood, 16)
        tube(line[20:24], np.linspace(0.052, 0.056, 4) + 0.004, material((0.9, 0.55, 0.1), 0.2, 1.0), 16)
    for x, y, turn in ((-0.62, -0.52, 0.5), (-0.10, -0.83, 0.1)):
        with placed((x, y, 0.97), (0.5, 0.08, turn)):
            egg_half(0.34)
    for x, y, turn in ((0.66, -0.42, -0.3), (0.86, -0.05, 0.3)):
        with placed((x, y, 1.0), (0.42, -0.3, turn)):
            cobble(
                (0, 0, 0), (0.36, 0.33, 0.055), int(10 * x), (0.42, 0.14, 0.06), (0.86, 0.50, 0.34), lumps=0.07, scale=2
            )
            tube(
                np.stack(
                    [0.35 * np.cos(np.linspace(0, 6.4, 60)), 0.32 * np.sin(np.linspace(0, 6.4, 60)), np.zeros(60)], -1
                ),
                0.045,
                material((0.22, 0.06, 0.02), 0.3, coat=0.5),
                10,
            )
    nori = material((0.012, 0.03, 0.016), 0.4, noise=(14, (0.004, 0.012, 0.006), (0.03, 0.06, 0.03)), bump=0.4)
    box((-0.62, 0.62, 1.26), (0.66, 0.03, 0.95), nori, (-0.22, -0.14, 0.3), bevel=0.01)
    box((-0.92, 0.36, 1.2), (0.62, 0.03, 0.85), nori, (-0.25, -0.22, 0.7), bevel=0.01)
    with placed((0.36, -0.86, 1.0), (0.55, 0.1, 0.2)):
        turn = np.linspace(0, 2 * np.pi, 121)
        share = np.linspace(0, 1, 30)[:, None]
        r = 0.25 * share * (1 + 0.06 * np.cos(12 * turn))
        cake = grid(r * np.cos(turn), r * np.sin(turn), 0.05 + 0 * r, material((1, 1, 1), 0.35, coat=0.3))
        swirl = (np.abs((share * 2.4 - turn / (2 * np.pi)) % 1 - 0.5) < 0.17) & (share > 0.1) & (share < 0.82)
        tone = np.where(swirl[..., None], np.array([0.92, 0.12, 0.30]), np.array([0.94, 0.93, 0.90]))
        tint_by_vertex(cake, tone.reshape(-1, 3))
        rim = 0.25 * (1 + 0.06 * np.cos(12 * turn))
        grid(
            np.stack([rim * np.cos(turn)] * 2),
            np.stack([rim * np.sin(turn)] * 2),
            np.stack([0.05 + 0 * turn, -0.05 + 0 * turn]),
            material((0.94, 0.93, 0.9), 0.35),
        )
    onion = material((0.30, 0.72, 0.08), 0.3, coat=0.4)
    for _ in range(34):
        x, y = rng.normal(0.12, 0.34), rng.normal(-0.42, 0.22)
        made = torus((x, y, 1.03 + 0.05 * rng.random()), rng.uniform(0.045, 0.075), 0.02, onion)
        made.rotation_euler = tuple(rng.uniform(-0.6, 0.6, 3))
    steam((0.35, 0.95, 1.95), 2.6, 1.9, 4, 0.45)
    shoot("ramen_bowl", (-1.2, -7.6, 4.0), (0.25, 0, 1.25), lens=74, fill=0.42, key=250, rim=300)


def persian_stew() -> None:
    """Dark green herb stew with lamb, beans and dried limes, before a dome of saffron rice."""
    set_up(samples=28)
    rng = np.random.default_rng(7)
    with placed((0.82, 0.62, 0)):
        china = material((0.90, 0.88, 0.84), 0.12, coat=0.6)
        lathe(rounded([(0, 0.03), (0.9, 0.03), (1.05, 0.1), (1.5, 0.24), (1.54, 0.22), (1.05, 0.02), (0, 0.0)]), china)
        torus((0, 0, 0.235), 1.5, 0.02, material((0.95, 0.6, 0.15), 0.2, 1.0))
        count = 4200
        reach, turn = np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
        places = np.stack(
            [1.16 * reach * np.cos(turn), 1.16 * reach * np.sin(turn), 0.1 + 0.92 * (1 - reach**2.2) ** 0.8], -1
        )
        places += rng.normal(0, 0.015, places.shape)
        cobble((0, 0, 0.1), (1.1, 1.1, 0.86), 3, (0.75, 0.68, 0.5), (0.9, 0.85, 0.7), lumps=0.01)
        yellow = np.clip((0.62 - reach + 0.22 * fbm(places[:, 0] * 3, places[:, 1] * 3, 3, seed=4)) * 6, 0, 1)[:, None]
        white = np.array([0.93, 0.90, 0.82]) * rng.uniform(0.92, 1.04, (count, 1))
        saffron = np.array([1.0, 0.50, 0.015]) * rng.uniform(0.85, 1.05, (count, 1))
        grains(places, rng, np.clip(white * (1 - yellow) + saffron * yellow, 0, 1), 0.085, 0.8)
        berry = material((0.62, 0.01, 0.02), 0.15, coat=0.7)
        n = 70
        reach, turn = 0.55 * np.sqrt(rng.random(n)), rng.uniform(0, 6.28, n)
        spots = np.stack(
            [reach * np.cos(turn), reach * np.sin(turn), 0.13 + 0.93 * (1 - (reach / 1.16) ** 2.2) ** 0.8], -1
        )
        strew(ball(detail=3), spots, turns(rng, n), 0.042 * np.array([1.2, 0.9, 0.8]), berry)
    with placed((-0.62, -0.5, 0), scale=1.12):
        pot(1.22, 0.82, (0.0, 0.34, 0.46), (0.02, 0.10, 0.13), (0.95, 0.62, 0.16))
        for level, reach in ((0.60, 1.095), (0.52, 1.05)):
            torus((0, 0, level), reach, 0.016, material((0.95, 0.62, 0.16), 0.2, 1.0))
        soup(1.13, 0.72, (0.012, 0.045, 0.006), (0.05, 0.15, 0.012), 8, 0.05)
        leaf = np.array([0.035, 0.15, 0.01]) * rng.uniform(0.4, 1.9, (900, 1)) * [1, 1, 1]
        n = 900
        reach, spin = 1.1 * np.sqrt(rng.random(n)), rng.uniform(0, 6.28, n)
        spots = np.stack([reach * np.cos(spin), reach * np.sin(spin), 0.72 + 0.05 * rng.random(n)], -1)
        sizes = rng.uniform(0.06, 0.14, (n, 1)) * np.ones((1, 3))
        strew(
            blade(0.4, 0.25, rows=6, columns=3),
            spots,
            turns(rng, n, 0.5),
            sizes,
            material((1, 1, 1), 0.2, coat=0.7),
            leaf,
        )
        for number, (x, y, s) in enumerate(
            ((-0.35, -0.2, 0.3), (0.3, 0.2, 0.33), (-0.15, 0.5, 0.28), (0.42, -0.42, 0.26), (-0.72, 0.22, 0.24))
        ):
            cobble(
                (x, y, 0.76),
                (s, s * 0.8, s * 0.62),
                20 + number,
                (0.12, 0.035, 0.012),
                (0.36, 0.13, 0.045),
                lumps=0.16,
                scale=1.8,
            )
        bean = material((0.32, 0.018, 0.012), 0.12, coat=0.8)
        for _ in range(34):
            r, a = 0.98 * np.sqrt(rng.random()), rng.uniform(0, 6.28)
            made = sphere((r * np.cos(a), r * np.sin(a), 0.79), 0.085, bean, (1.2, 0.75, 0.7))
            made.rotation_euler = (rng.uniform(-0.4, 0.4), rng.uniform(-0.4, 0.4), rng.uniform(0, 6))
        for x, y, s in ((0.02, -0.62, 0.17), (-0.62, -0.42, 0.16), (0.72, 0.05, 0.16)):
            cobble(
                (x, y, 0.84), (s, s, s * 0.95), int(50 * s), (0.16, 0.07, 0.02), (0.52, 0.30, 0.10), lumps=0.08, scale=3
            )
        garnish((0, 0, 0.84), 0.8, 40, rng, material((0.16, 0.5, 0.04), 0.35), 0.1)
    leaf_mat = material((0.10, 0.42, 0.04), 0.35, subsurface=0.1, coat=0.2)
    sprig((0.80, 0.60, 1.06), 0.3, leaf_mat, 5)
    steam((-0.55, 0.55, 1.35), 2.4, 1.35, 9, 0.45)
    shoot("persian_stew", (-0.4, -7.6, 4.6), (0.08, 0, 0.5), lens=66, fill=0.42, key=240, rim=280)


def salad_bowl() -> None:
    """A wooden bowl heaped with leaves, tomatoes, cucumber, egg, avocado and onion."""
    set_up(samples=28)
    rng = np.random.default_rng(12)
    wood = material(
        (0.5, 0.2, 0.06),
        0.4,
        noise=(2.4, (0.26, 0.08, 0.015), (0.58, 0.24, 0.06)),
        stretch=(1, 1, 9),
        bump=0.06,
        coat=0.15,
    )
    lathe(
        rounded(
            [
                (0, 0),
                (0.6, 0.0),
                (0.75, 0.08),
                (1.15, 0.5),
                (1.36, 0.98),
                (1.38, 1.03),
                (1.32, 1.04),
                (1.1, 0.6),
                (0, 0.3),
            ]
        ),
        wood,
    )
    for number in range(30):
        turn, ring = number * 2.4, np.sqrt((number + 0.5) / 30)
        at = (0.98 * ring * np.cos(turn), 0.98 * ring * np.sin(turn), 1.1 + 0.2 * (1 - ring))
        tone = ((0.16, 0.52, 0.03), (0.30, 0.68, 0.07), (0.08, 0.36, 0.02), (0.36, 0.03, 0.14))[
            number % 4 if number % 3 else 1
        ]
        dark = tuple(0.6 * value for value in tone)
        leaf = material(tone, 0.35, noise=(3, dark, tone), subsurface=0.15, coat=0.3)
        with placed(at, (-rng.uniform(0.1, 0.5), 0, turn + np.pi / 2)):
            ruffle(0.52 if ring > 0.5 else 0.4, 0, leaf, number, 7, 0.12)
    red = material((0.82, 0.02, 0.01), 0.1, coat=0.9, subsurface=0.1)
    for x, y, z in (
        (-0.75, -0.62, 1.22),
        (-0.42, -0.92, 1.18),
        (0.62, 0.15, 1.38),
        (-0.1, 0.45, 1.45),
        (0.95, -0.42, 1.2),
        (-0.95, 0.1, 1.25),
    ):
        sphere((x, y, z), 0.2, red)
    for x, y, z, tilt, turn in (
        (0.3, -0.86, 1.26, 0.7, 0.3),
        (0.6, -0.7, 1.27, 0.75, 0.7),
        (0.05, -0.62, 1.36, 0.55, -0.1),
        (-0.6, 0.3, 1.42, 0.5, -0.6),
    ):
        with placed((x, y, z), (tilt, 0.1, turn)):
            ring_slice(0.25, 0.03, (0.05, 0.30, 0.02), (0.62, 0.85, 0.36), seeds=9)
    for x, y, z, turn in ((-0.22, -0.2, 1.5, 0.4), (0.38, -0.22, 1.48, -0.5)):
        with placed((x, y, z), (0.55, 0, turn)):
            egg_half(0.34)
    purple = material((0.55, 0.05, 0.32), 0.25, subsurface=0.2, coat=0.5)
    for x, y, z, r in ((-0.45, -0.55, 1.42, 0.22), (0.75, -0.2, 1.46, 0.2), (0.12, 0.15, 1.6, 0.2)):
        made = torus((x, y, z), r, 0.024, purple)
        made.rotation_euler = (rng.uniform(0.2, 0.7), rng.uniform(-0.3, 0.3), 0)
    dark = material((0.02, 0.012, 0.02), 0.12, coat=0.8)
    for x, y, z in ((-0.15, -0.9, 1.28), (0.85, -0.62, 1.26), (-0.6, -0.1, 1.48), (0.2, 0.5, 1.5)):
        made = torus((x, y, z), 0.075, 0.05, dark)
        made.rotation_euler = (rng.uniform(0.3, 1), rng.uniform(-0.5, 0.5), 0)
    cheese = material((0.95, 0.93, 0.86), 0.5, subsurface=0.2)
    for _ in range(9):
        r, a = 0.8 * np.sqrt(rng.random()), rng.uniform(0, 6.28)
        box(
            (r * np.cos(a), r * np.sin(a), 1.56 - 0.3 * r),
            (0.17, 0.15, 0.14),
            cheese,
            tuple(rng.uniform(-0.7, 0.7, 3)),
            bevel=0.03,
        )
    corn = material((1.0, 0.66, 0.03), 0.2, coat=0.6)
    n = 40
    reach, turn = 0.95 * np.sqrt(rng.random(n)), rng.uniform(0, 6.28, n)
    strew(
        ball(detail=3),
        np.stack([reach * np.cos(turn), reach * np.sin(turn), 1.52 - 0.3 * reach], -1),
        turns(rng, n),
        (0.05, 0.05, 0.04),
        corn,
    )
    shoot("salad_bowl", (-0.9, -7.6, 4.2), (0, 0, 0.72), lens=80, fill=0.45, key=240, rim=280)
