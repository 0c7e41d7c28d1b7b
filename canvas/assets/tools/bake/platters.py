"""Food on plates, boards and pans: kebab with rice, sushi, fried eggs."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import blob, rounded
from morsels import cobble, garnish, grains, ring_slice, sprig, steam, strew, turns
from noise import fbm, smoothstep
from outlines import placed
from shapes import Point, ball, boxes, cylinder, grid, lathe, material, mesh, sphere, tint_by_vertex, torus, tube


def skewer(length: float, seed: int) -> None:
    """Minced meat pressed on a flat blade along x: ribbed by fingers, charred on its ridges."""
    points, faces = ball(detail=6)
    square = np.sign(points) * np.abs(points) ** 0.72
    x = square[:, 0] * length / 2
    rib = 1 + 0.17 * np.cos(x * 12.5) * (np.abs(x) < length * 0.47)
    coarse = fbm(x * 4 + seed, points[:, 1] * 4 + 5 * points[:, 2], 4, seed=seed)
    minced = fbm(x * 13 + seed, points[:, 1] * 9 + 11 * points[:, 2], 3, 0.6, seed + 9)
    wide = rib + 0.08 * coarse + 0.10 * minced
    made = mesh(
        np.stack([x, square[:, 1] * 0.25 * wide, square[:, 2] * 0.17 * wide], -1),
        faces,
        material((1, 1, 1), 0.42, coat=0.22),
    )
    char = smoothstep(0.1, 0.6, 0.42 * np.cos(x * 12.5) + 0.8 * fbm(x * 2.2, points[:, 1] * 3, 4, seed=seed + 5))[
        :, None
    ]
    tone = np.array([0.40, 0.095, 0.018]) * (1 - char) + np.array([0.05, 0.012, 0.005]) * char
    tint_by_vertex(made, tone * (1 + 0.35 * coarse + 0.45 * minced)[:, None])
    steel = material((0.75, 0.76, 0.78), 0.18, 1.0)
    boxes([((0, 0, 0), (length + 1.0, 0.085, 0.024), 0)], steel, bevel=0.01)
    tip = length / 2 + 0.5
    mesh(
        np.array([[tip, -0.042, 0.0], [tip, 0.042, 0.0], [tip + 0.18, 0, 0.0]]),
        np.array([[0, 1, 2]]),
        steel,
        smooth=False,
    )


def charred_tomato(at: Point, size: float, seed: int) -> None:
    points, faces = ball(detail=6)
    lobes = 1 + 0.05 * np.cos(5 * np.arctan2(points[:, 1], points[:, 0])) * (1 - points[:, 2] ** 2)
    wrinkle = 0.025 * fbm(points[:, 0] * 4, points[:, 1] * 4 + 3 * points[:, 2], 4, seed=seed)
    made = mesh(
        points * (lobes + wrinkle)[:, None] * [size, size, size * 0.8] + np.array(at),
        faces,
        material((1, 1, 1), 0.12, coat=0.9, subsurface=0.08),
    )
    black = smoothstep(
        0.15,
        0.6,
        fbm(points[:, 0] * 2.2 + seed, points[:, 1] * 2.2 + 2 * points[:, 2], 4, seed=seed) + 0.35 * points[:, 2],
    )[:, None]
    tint_by_vertex(made, np.array([0.85, 0.05, 0.015]) * (1 - black) + np.array([0.10, 0.02, 0.01]) * black)


def kebab_plate() -> None:
    """Two skewers of koobideh over saffron rice with grilled tomatoes, pepper, lemon and herbs."""
    set_up(samples=28)
    rng = np.random.default_rng(3)
    china = material((0.90, 0.87, 0.80), 0.14, coat=0.5)
    dish = lathe(rounded([(0, 0.03), (1.2, 0.03), (1.4, 0.1), (1.86, 0.26), (1.9, 0.24), (1.4, 0.02), (0, 0.0)]), china)
    rim = torus((0, 0, 0.262), 1.86, 0.024, material((0.95, 0.6, 0.15), 0.2, 1.0))
    band = torus((0, 0, 0.21), 1.66, 0.03, material((0.0, 0.25, 0.42), 0.15, coat=0.6))
    for part in (dish, rim, band):
        part.scale = (1.06, 0.86, 1)
    count = 5200
    reach, turn = np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
    x, y = 1.42 * reach * np.cos(turn), 0.40 + 0.86 * reach * np.sin(turn)
    z = 0.08 + 0.86 * (1 - reach**2.4) ** 0.8
    places = np.stack([x, y, z], -1) + rng.normal(0, 0.016, (count, 3))
    cobble((0, 0.40, 0.08), (1.36, 0.82, 0.82), 3, (0.75, 0.68, 0.5), (0.9, 0.85, 0.7), lumps=0.01)
    yellow = np.clip((0.22 + 0.9 * fbm(x * 0.9 + 2, y * 0.9, 3, seed=21) - 0.3 * np.abs(x)) * 5 + 0.4, 0, 1)[:, None]
    white = np.array([0.93, 0.90, 0.82]) * rng.uniform(0.92, 1.04, (count, 1))
    saffron = np.array([1.0, 0.50, 0.015]) * rng.uniform(0.85, 1.05, (count, 1))
    grains(places, rng, np.clip(white * (1 - yellow) + saffron * yellow, 0, 1), 0.085, 0.8)
    for dy, dz, angle, seed in ((-0.86, 0.42, 0.16, 2), (-0.42, 0.66, 0.22, 9)):
        with placed((0.08, dy, dz), (0.55, -0.02, angle)):
            skewer(2.7, seed)
    charred_tomato((-1.38, -0.28, 0.42), 0.32, 4)
    charred_tomato((-0.98, 0.12, 0.72), 0.28, 11)
    charred_tomato((1.36, 0.55, 0.48), 0.31, 7)
    for dx, dy, turn in ((1.62, -0.42, 0.5), (1.5, -0.1, 0.9)):
        with placed((dx, dy, 0.38), (0.85, 0.1, turn)):
            ring_slice(0.3, 0.05, (0.98, 0.72, 0.02), (1.0, 0.88, 0.25), seeds=8)
    green = material((0.09, 0.42, 0.03), 0.35, subsurface=0.1, coat=0.2)
    for at, seed in (((-1.62, 0.15, 0.36), 2), ((-1.42, 0.5, 0.4), 4), ((1.0, -1.12, 0.3), 6), ((0.1, 0.42, 0.98), 8)):
        sprig(at, 0.36, green, seed)
    garnish((0.0, 0.42, 0.62), 0.9, 46, rng, green, 0.09, 0.34)
    steam((0, 0.9, 1.45), 2.8, 1.4, 9, 0.4)
    shoot("kebab_plate", (-1.4, -7.2, 5.2), (0.02, -0.05, 0.4), lens=70, fill=0.42, key=240, rim=280)


def nigiri(top: str, seed: int) -> None:
    """A pillow of rice along x under a slice of salmon, tuna or omelette."""
    rng = np.random.default_rng(seed)
    n = 420
    unit = rng.normal(size=(n, 3))
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    cobble((0, 0, 0.17), (0.47, 0.23, 0.17), seed, (0.8, 0.77, 0.68), (0.93, 0.9, 0.84), lumps=0.02)
    grains(
        unit * [0.5, 0.25, 0.19] + [0, 0, 0.17], rng, np.full((n, 3), 0.93) * rng.uniform(0.93, 1.02, (n, 1)), 0.07, 1.2
    )
    s, w = np.meshgrid(np.linspace(-1, 1, 90), np.linspace(-1, 1, 40), indexing="ij")
    x, y = 0.64 * s, 0.27 * w * (1 - 0.12 * s**6)
    arch = 0.43 - 0.24 * np.abs(s) ** 3 - 0.12 * np.abs(w) ** 3.0
    colour = {"salmon": (0.98, 0.30, 0.07), "tuna": (0.72, 0.03, 0.05), "omelette": (1.0, 0.62, 0.05)}[top]
    flesh = material((1, 1, 1), 0.14, coat=0.8, subsurface=0.15)
    made = grid(x, y, arch, flesh)
    stripe = np.exp(-((((s * 5.2 + 1.3 * np.abs(w)) % 1 - 0.5) / 0.13) ** 2))[..., None]
    strength = {"salmon": 0.75, "tuna": 0.14, "omelette": 0.0}[top]
    tint_by_vertex(
        made,
        (np.array(colour) * (1 - strength * stripe) + np.array([1.0, 0.78, 0.62]) * strength * stripe).reshape(-1, 3),
    )
    edge = np.concatenate(
        [
            np.stack([x[:, 0], y[:, 0], arch[:, 0]], -1),
            np.stack([x[-1], y[-1], arch[-1]], -1),
            np.stack([x[::-1, -1], y[::-1, -1], arch[::-1, -1]], -1),
            np.stack([x[0, ::-1], y[0, ::-1], arch[0, ::-1]], -1),
        ]
    )
    tube(edge, 0.034, material(colour, 0.14, coat=0.8, subsurface=0.1), 10)
    if top == "omelette":
        boxes([((0, 0, 0.26), (0.17, 0.6, 0.40), 0)], material((0.012, 0.03, 0.016), 0.35), bevel=0.05)


def maki(fill: Point, heart: Point, seed: int) -> None:
    """A roll standing on its end, its cut face up."""
    rng = np.random.default_rng(seed)
    lathe(
        rounded([(0.24, 0.0), (0.295, 0.02), (0.30, 0.2), (0.295, 0.38), (0.26, 0.40)]),
        material((0.012, 0.03, 0.016), 0.3, noise=(14, (0.004, 0.012, 0.006), (0.03, 0.06, 0.03)), bump=0.4),
    )
    lathe([(0, 0.37), (0.27, 0.37)], material((0.85, 0.82, 0.75), 0.5))
    n = 170
    reach, turn = np.sqrt(rng.uniform(0.16, 0.8, n)) * 0.29, rng.uniform(0, 6.28, n)
    grains(
        np.stack([reach * np.cos(turn), reach * np.sin(turn), np.full(n, 0.385)], -1),
        rng,
        np.full((n, 3), 0.93),
        0.055,
        0.6,
    )
    cylinder((0.02, 0.01, 0.36), 0.105, 0.13, material(fill, 0.2, coat=0.6, subsurface=0.1), bevel=0.03)
    cylinder((-0.05, -0.035, 0.375), 0.055, 0.13, material(heart, 0.25, coat=0.5), bevel=0.02)


def sushi() -> None:
    """Nigiri and rolls on a wooden board with wasabi, ginger and chopsticks."""
    set_up(samples=28)
    rng = np.random.default_rng(6)
    wood = material(
        (0.36, 0.15, 0.05),
        0.35,
        noise=(2.2, (0.22, 0.08, 0.025), (0.48, 0.23, 0.08)),
        stretch=(1, 10, 10),
        bump=0.08,
        coat=0.3,
    )
    boxes([((0, 0, -0.09), (2.75, 2.1, 0.16), 0)], wood, bevel=0.04)
    boxes([((x, 0, -0.28), (0.22, 1.9, 0.26), 0) for x in (-0.95, 0.95)], wood, bevel=0.03)
    for number, (x, top) in enumerate(((-0.86, "salmon"), (0.02, "tuna"), (0.9, "omelette"))):
        with placed((x, 0.46, 0), (0, 0, 1.2), scale=1.25):
            nigiri(top, 3 + number)
    for number, (x, y, fill, heart) in enumerate(
        ((-0.95, -0.55, (0.98, 0.30, 0.07), (0.3, 0.6, 0.08)), (-0.22, -0.62, (0.72, 0.03, 0.05), (1.0, 0.62, 0.05)))
    ):
        with placed((x, y, 0), (0.14, 0, number), scale=1.16):
            maki(fill, heart, 10 + number)
    with placed((0.52, -0.15, 1.2), (0.28, 0.14, 0.3), scale=1.4):
        nigiri("salmon", 31)
    blob((0.36, -0.68, 0.10), (0.17, 0.15, 0.14), material((0.42, 0.68, 0.16), 0.6), 0.14, 4, 3.0)
    ginger = material((1.0, 0.62, 0.50), 0.25, subsurface=0.3, coat=0.5)
    for number in range(6):
        s, w = np.meshgrid(np.linspace(0, 1, 24), np.linspace(-1, 1, 12), indexing="ij")
        turn = number * 1.05
        x, y = 0.24 * s * np.cos(turn) - 0.13 * w * np.sin(turn), 0.24 * s * np.sin(turn) + 0.13 * w * np.cos(turn)
        grid(
            0.92 + x,
            -0.52 + y,
            0.07 + 0.13 * np.sin(s * 2.2) + 0.03 * np.sin(w * 5 + number * 2 + 4 * s) + 0.02 * number,
            ginger,
        )
    lacquer, gold = material((0.55, 0.01, 0.015), 0.12, coat=0.9), material((1, 0.6, 0.15), 0.2, 1.0)
    for near, low in ((-0.66, 1.5), (0.3, 1.54)):
        line = np.linspace([-0.12, near, low], [2.0, 0.6 * near + 0.1, 2.75], 30)
        tube(line, np.linspace(0.036, 0.07, 30), lacquer, 16)
        tube(line[24:27], 0.07, gold, 16)
    n = 60
    spots = np.stack([rng.uniform(-1.2, 1.2, n), rng.uniform(-0.9, 0.9, n), np.full(n, 0.0)], -1)
    strew(ball(detail=2), spots, turns(rng, n, 0.4), (0.028, 0.016, 0.012), material((0.95, 0.85, 0.6), 0.4))
    shoot("sushi", (-1.5, -7.4, 4.0), (0.3, 0, 0.9), lens=65, fill=0.42, key=240, rim=280)


def fried_egg_pan() -> None:
    """Two fried eggs with bacon and tomatoes in an orange pan."""
    set_up(samples=28)
    rng = np.random.default_rng(9)
    enamel = material((0.92, 0.16, 0.01), 0.14, coat=0.8)
    iron = material((0.014, 0.013, 0.014), 0.38, coat=0.2)
    lathe(rounded([(0, 0), (1.1, 0), (1.26, 0.05), (1.46, 0.40), (1.49, 0.43)]), enamel)
    lathe([(1.49, 0.43), (1.46, 0.45), (1.42, 0.42), (1.24, 0.10), (1.16, 0.07), (0, 0.07)], iron)
    t = np.linspace(0, 1, 40)
    wood = material(
        (0.45, 0.2, 0.07), 0.3, noise=(2.2, (0.3, 0.12, 0.035), (0.55, 0.28, 0.1)), stretch=(9, 1, 1), coat=0.5
    )
    tube(np.stack([1.38 + 0.5 * t, 0 * t, 0.33 + 0.16 * t], -1), 0.085 - 0.01 * t, material((0.7, 0.7, 0.72), 0.2, 1.0))
    tube(
        np.stack([1.8 + 1.2 * t, 0 * t, 0.46 + 0.30 * t], -1),
        0.11 + 0.05 * np.sin(np.pi * t) - 0.1 * np.clip((t - 0.94) / 0.06, 0, 1) ** 2,
        wood,
    )
    turn, share = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 60)[:, None]
    for x0, y0, size, seed in ((-0.52, 0.22, 0.68, 3), (0.46, -0.12, 0.70, 8)):
        edge = size * (1 + 0.16 * fbm(np.cos(turn) * 1.3 + seed, np.sin(turn) * 1.3, 3, seed=seed))
        x, y = edge * share * np.cos(turn), edge * share * np.sin(turn)
        z = 0.12 + 0.10 * (1 - share**2) + 0.025 * fbm(x * 5, y * 5 + seed, 3, seed=seed) - 0.06 * share**14
        made = grid(x0 + x, y0 + y, z, material((1, 1, 1), 0.22, coat=0.6, subsurface=0.2))
        crisp = smoothstep(0.88, 1.0, share + 0.07 * fbm(x * 6, y * 6, 3, seed=seed + 2))[..., None]
        tint_by_vertex(
            made, (np.array([0.95, 0.93, 0.88]) * (1 - crisp) + np.array([0.66, 0.34, 0.08]) * crisp).reshape(-1, 3)
        )
        sphere((x0 + 0.02, y0, 0.2), 0.3, material((1.0, 0.36, 0.0), 0.07, coat=1.0, subsurface=0.15), (1, 1, 0.68))
    for y0, x0, turn_by in ((-0.78, -0.22, -0.16), (0.84, 0.32, -0.12)):
        s, w = np.meshgrid(np.linspace(-1, 1, 120), np.linspace(-1, 1, 24), indexing="ij")
        x, y = 0.66 * s, 0.16 * w + 0.03 * np.sin(s * 7)
        made = grid(x0 + x, y0 + y + turn_by * x, 0.17 + 0.06 * np.sin(s * 14 + w), material((1, 1, 1), 0.25, coat=0.7))
        fat = smoothstep(0.1, 0.5, np.sin(w * 4.6 + 0.6 * np.sin(s * 5) + 0.4))[..., None]
        tint_by_vertex(
            made, (np.array([0.55, 0.035, 0.015]) * (1 - fat) + np.array([0.92, 0.46, 0.24]) * fat).reshape(-1, 3)
        )
    red = material((0.82, 0.02, 0.01), 0.1, coat=0.9)
    for x, y in ((1.0, 0.42), (-0.95, -0.4), (-0.35, 0.86), (0.62, -0.82)):
        sphere((x, y, 0.22), 0.16, red)
    green = material((0.09, 0.42, 0.03), 0.35, coat=0.2)
    garnish((0, 0, 0.33), 0.9, 50, rng, green, 0.08)
    sprig((-0.02, 0.5, 0.22), 0.26, green, 3)
    pepper = material((0.02, 0.015, 0.01), 0.5)
    n = 80
    strew(
        ball(detail=2),
        np.stack([rng.normal(0, 0.45, n), rng.normal(0.03, 0.3, n), np.full(n, 0.245)], -1),
        turns(rng, n),
        0.012,
        pepper,
    )
    steam((-0.1, 0.9, 1.15), 2.2, 1.3, 6, 0.35)
    shoot("fried_egg_pan", (-1.7, -6.4, 6.0), (0.5, 0, 0.3), lens=66, fill=0.45, key=240, rim=280)
