"""Street food: fried chicken, a taco, fries, popcorn."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import ruffle
from morsels import blade, cobble, garnish, strew, towards, turns
from noise import fbm, smoothstep
from outlines import placed
from shapes import Point, ball, box, grid, lathe, material, mesh, sphere, tint_by_vertex, tube


def carton(
    bottom: float, top: float, height: float, stripes: int, colours: tuple[Point, Point], wave: float = 0.0
) -> None:
    """A round paper bucket, striped from rim to foot; its rim goes up and down by `wave`."""
    steps = 12 * 2 * stripes
    turn = np.linspace(0, 2 * np.pi, steps + 1)
    share = np.linspace(0, 1, 40)[:, None]
    reach = bottom + (top - bottom) * share
    z = height * share + wave * share**8 * np.cos(stripes * turn)
    mat = material((1, 1, 1), 0.28, coat=0.35)
    made = grid(reach * np.cos(turn), reach * np.sin(turn), z, mat)
    odd = (np.floor(turn / (2 * np.pi) * 2 * stripes + 0.5) % 2 > 0.5) & (share > -1)
    tint_by_vertex(made, np.where(odd[..., None], np.array(colours[0]), np.array(colours[1])).reshape(-1, 3))
    lathe([(0, 0.01), (bottom, 0.01)], material(colours[1], 0.5))
    inside = 0.985 * reach
    grid(inside * np.cos(turn), inside * np.sin(turn), z, material((0.8, 0.74, 0.66), 0.6))
    tube(
        np.stack([reach[-1] * np.cos(turn), reach[-1] * np.sin(turn), z[-1]], -1),
        0.025,
        material((0.95, 0.93, 0.9), 0.3, coat=0.4),
        10,
    )


def crusted(points: np.ndarray, faces: np.ndarray, seed: int) -> None:
    """Golden crunchy batter laid over a shape (n, 3)."""
    x, y, z = points.T * 2.6
    lump = fbm(x + seed, y + 3.1 * z, 3, seed=seed)
    flake = np.abs(fbm(x * 3.2 + seed, y * 3.2 + 4.3 * z, 4, 0.6, seed + 1))
    away = points - points.mean(0)
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    made = mesh(
        points + away * (0.05 * lump + 0.13 * flake)[:, None],
        faces,
        material((1, 1, 1), 0.42, coat=0.25, subsurface=0.05),
    )
    share = smoothstep(0.02, 0.42, flake + 0.2 * lump)[:, None]
    deep = smoothstep(0.0, 0.5, fbm(x * 0.8 + 5, y * 0.8 + z, 3, seed=seed + 2))[:, None]
    tone = np.array([0.40, 0.10, 0.008]) * (1 - share) + np.array([0.95, 0.44, 0.055]) * share
    tint_by_vertex(made, tone * (1 - 0.35 * deep))


def drumstick(seed: int) -> None:
    """A drumstick along z, its bone up: about 1.5 high."""
    points, faces = ball(detail=7)
    z = points[:, 2]
    wide = np.where(z < 0, 1.0, 1 - 0.62 * smoothstep(0, 1, z))
    crusted(
        np.stack([points[:, 0] * 0.42 * wide, points[:, 1] * 0.38 * wide, z * np.where(z > 0, 0.72, 0.42)], -1),
        faces,
        seed,
    )
    bone = material((0.93, 0.86, 0.72), 0.35, subsurface=0.2, coat=0.2)
    tube(np.array([[0, 0, 0.4], [0, 0, 0.75], [0, 0, 1.0]]), np.array([0.09, 0.08, 0.09]), bone)
    for side in (-0.075, 0.075):
        sphere((side, 0, 1.04), 0.115, bone)


def fried_chicken() -> None:
    """A striped bucket full of drumsticks and crunchy pieces, one leaning in front."""
    set_up(samples=28)
    carton(0.80, 1.08, 1.45, 9, ((0.80, 0.008, 0.012), (0.95, 0.94, 0.92)))
    points, faces = ball(detail=6)
    for number, (x, y, z, size) in enumerate(
        (
            (-0.5, -0.35, 1.5, 0.5),
            (0.35, -0.45, 1.5, 0.52),
            (0.0, 0.35, 1.6, 0.56),
            (-0.55, 0.35, 1.5, 0.46),
            (0.6, 0.25, 1.5, 0.48),
            (-0.05, -0.1, 1.82, 0.52),
        )
    ):
        with placed((x, y, z), (0.5 * number, 0.3, number)):
            crusted(points * size * [1, 0.82, 0.78], faces, 10 + number)
    for number, (x, y, z, tilt, lean) in enumerate(
        ((-0.72, -0.25, 1.72, 0.12, -0.55), (0.75, -0.3, 1.7, 0.2, 0.6), (0.12, 0.1, 2.05, -0.1, 0.12))
    ):
        with placed((x, y, z), (tilt, lean, number), scale=0.98):
            drumstick(3 + 4 * number)
    with placed((1.15, -0.86, 0.33), (0.25, 1.2, 0.5), scale=0.95):
        drumstick(31)
    with placed((-1.0, -0.95, 0.28), (0.2, 0, 0.3)):
        crusted(points * 0.42 * [1.15, 0.85, 0.72], faces, 44)
    green = material((0.09, 0.42, 0.03), 0.35, coat=0.2)
    garnish((0, 0, 2.15), 0.5, 14, np.random.default_rng(4), green, 0.09)
    shoot("fried_chicken", (-0.8, -7.6, 2.7), (0.2, 0, 1.28), lens=61, fill=0.4, key=260, rim=300)


def taco() -> None:
    """A folded corn shell full of meat, lettuce, tomato, cheese and cream."""
    set_up(samples=28)
    rng = np.random.default_rng(5)
    turn, share = np.linspace(0, np.pi, 140), np.linspace(0, 1, 50)[:, None]
    for side in (-1, 1):
        edge = 1.5 * (1 + 0.025 * fbm(np.cos(turn) * 3 + side, np.sin(turn) * 3, 3, seed=7))
        x = edge * share * np.cos(turn)
        up = edge * share * np.sin(turn) * 0.98
        lean = 0.12 + 0.42 * smoothstep(0, 1.0, up)
        y = side * lean + 0.03 * fbm(x * 2, up * 2 + side, 3, seed=4)
        shell = material((1, 1, 1), 0.42, coat=0.25)
        for inset in (0.0, 0.05):
            made = grid(
                x * (1 - inset * 0.3), y - side * inset, up, shell if not inset else material((0.98, 0.70, 0.26), 0.5)
            )
            if not inset:
                toast = smoothstep(0.05, 0.5, fbm(x * 2.4 + 3, up * 2.4, 5, 0.6, 12 + side))[..., None]
                tint_by_vertex(
                    made,
                    (np.array([1.0, 0.58, 0.07]) * (1 - toast) + np.array([0.66, 0.20, 0.015]) * toast).reshape(-1, 3),
                )
        tube(np.stack([x[-1], y[-1] - side * 0.025, up[-1]], -1), 0.035, material((1.0, 0.52, 0.07), 0.4, coat=0.2), 12)
    bend = np.linspace(-1.5, 1.5, 60)
    ring = np.linspace(-np.pi, 0, 20)[:, None]
    grid(
        bend + 0 * ring,
        0.135 * np.cos(ring) + 0 * bend,
        0.13 * np.sin(ring) * (1 - (np.abs(bend) / 1.5) ** 6) + 0.0,
        material((0.98, 0.55, 0.1), 0.42, coat=0.2),
    )

    def over(angle: float, reach: float, y: float) -> Point:
        return (reach * np.cos(angle), y, reach * np.sin(angle) * 0.98)

    for number, angle in enumerate(np.linspace(0.42, np.pi - 0.42, 13)):
        at = over(angle, 1.16, rng.uniform(-0.12, 0.12))
        cobble(
            at,
            (0.22, 0.2, 0.22),
            number,
            (0.12, 0.03, 0.01),
            (0.42, 0.14, 0.04),
            lumps=0.25,
            scale=3.2,
            detail=5,
        )
    for number, angle in enumerate(np.linspace(0.34, np.pi - 0.34, 16)):
        at = over(angle, 1.46, 0.13 * (-1) ** number)
        tone = ((0.18, 0.56, 0.03), (0.34, 0.72, 0.08))[number % 2]
        leaf = material(tone, 0.35, noise=(3, tuple(0.6 * v for v in tone), tone), subsurface=0.15, coat=0.3)
        with placed(at, (1.1 * (-1) ** number * rng.uniform(0.5, 1), np.pi / 2 - angle, rng.uniform(0, 6))):
            ruffle(0.34 * min(1.0, 0.35 + 0.9 * np.sin(angle)), 0, leaf, number, 5, 0.13)
    red = material((0.85, 0.035, 0.012), 0.12, coat=0.8, subsurface=0.1)
    for angle in np.linspace(0.3, np.pi - 0.3, 13):
        at = over(angle, 1.56 + rng.uniform(-0.04, 0.06), rng.uniform(-0.3, 0.22))
        box(at, (0.19, 0.18, 0.17), red, tuple(rng.uniform(0, 3, 3)), bevel=0.045)
    cheese = material((1.0, 0.52, 0.02), 0.3, coat=0.4)
    n = 95
    angle = rng.uniform(0.2, np.pi - 0.2, n)
    r = 1.56 + rng.uniform(-0.06, 0.12, n)
    spots = np.stack([r * np.cos(angle), rng.uniform(-0.34, 0.26, n), r * np.sin(angle) * 0.98], -1)
    cube, quads = (
        np.array([[x, y, z] for z in (-1, 1) for y in (-1, 1) for x in (-1, 1)]),
        np.array([[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]),
    )
    strew((cube, quads), spots, turns(rng, n), (0.15, 0.022, 0.022), cheese)
    cream = material((0.95, 0.94, 0.9), 0.25, subsurface=0.2, coat=0.5)
    line = np.linspace(0.5, np.pi - 0.5, 160)
    r = 1.68 + 0.02 * np.sin(line * 9)
    tube(np.stack([r * np.cos(line), 0.16 * np.sin(line * 17) - 0.06, r * np.sin(line)], -1), 0.042, cream, 12)
    green = material((0.09, 0.42, 0.03), 0.35, coat=0.2)
    angle = rng.uniform(0.4, np.pi - 0.4, 16)
    spots = np.stack([1.7 * np.cos(angle), rng.uniform(-0.2, 0.12, 16), 1.68 * np.sin(angle)], -1)
    strew(blade(0.42, 0.3), spots, towards(spots, rng, 0.6), 0.17, green)
    shoot("taco", (-2.4, -7.0, 3.5), (0, 0, 0.86), lens=74, fill=0.4, key=250, rim=280)


def fries() -> None:
    """Golden fries standing in a red carton."""
    set_up(samples=28)
    rng = np.random.default_rng(8)
    red = material((0.84, 0.008, 0.012), 0.2, coat=0.6)
    v, u = np.meshgrid(np.linspace(0, 1, 60), np.linspace(-1, 1, 81), indexing="ij")
    wide = 0.62 + 0.32 * v
    for side, dip in ((-1, 0.40), (1, 0.06)):
        top = 1.5 - dip * (1 - np.abs(u) ** 2.2) if side < 0 else 1.62 + 0.10 * (1 - u**2)
        z = v * top
        y = side * (0.30 + 0.08 * v) * np.sqrt(np.clip(1 - 0.92 * u**4, 0.03, 1))
        grid(u * wide, y, z, red)
        grid(u * wide * 0.985, y * 0.95, z, material((0.95, 0.92, 0.86), 0.4))
        tube(np.stack([u[-1] * wide[-1], y[-1], z[-1]], -1), 0.034, material((1.0, 0.62, 0.03), 0.2, coat=0.5), 10)
    mesh(np.array([[-0.62, -0.3, 0], [0.62, -0.3, 0], [0.62, 0.3, 0], [-0.62, 0.3, 0]]), np.array([[0, 1, 2, 3]]), red)
    for number in range(46):
        x, y = rng.uniform(-0.82, 0.82), rng.uniform(-0.26, 0.30)
        height = rng.uniform(1.65, 2.45) - 0.35 * abs(x) + 0.25 * y
        lean_x, lean_y = 0.32 * x + rng.normal(0, 0.1), 0.14 * y + rng.normal(0, 0.07)
        low, high = (
            np.array([x * 0.62, 0.4 * y * (1 - 0.5 * abs(x)), 0.6]),
            np.array([x * 0.8 + lean_x * 1.4, 0.8 * y + lean_y, height]),
        )
        fry(low, high, 0.088 * rng.uniform(0.9, 1.15), number)
    for number, (low, high) in enumerate(
        (
            ((-1.2, -0.45, 0.09), (-0.4, -0.75, 0.09)),
            ((0.35, -0.55, 0.09), (1.15, -0.35, 0.09)),
            ((0.3, -0.85, 0.09), (0.95, -0.45, 0.26)),
        )
    ):
        fry(np.array(low), np.array(high), 0.09, 60 + number)
    shoot("fries", (-1.1, -7.6, 2.7), (0, 0, 1.16), lens=76, fill=0.4, key=260, rim=300)


def fry(low: np.ndarray, high: np.ndarray, half: float, seed: int) -> None:
    """One square-cut fry from end to end, browned at its tips."""
    t, a = np.linspace(0, 1, 30)[:, None], np.linspace(0, 2 * np.pi, 25)
    ahead = (high - low) / np.linalg.norm(high - low)
    side = np.cross(ahead, [0.2, 0.9, 0.1] if abs(ahead[1]) < 0.8 else [0.9, 0.1, 0.2])
    side /= np.linalg.norm(side)
    other = np.cross(side, ahead)
    square = half / np.maximum((np.abs(np.cos(a)) ** 7 + np.abs(np.sin(a)) ** 7) ** (1 / 7), 1e-6)
    close = np.minimum(1, np.minimum(t, 1 - t) * 40 + 0.0) ** 0.5
    spin = seed * 1.3
    middle = low + t[..., None] * (high - low) + (0.06 * np.sin(np.pi * t) * np.sin(seed))[..., None] * side
    ring = square * close * (1 + 0.05 * np.sin(9 * t + seed))
    points = middle + (ring * np.cos(a + spin))[..., None] * side + (ring * np.sin(a + spin))[..., None] * other
    made = grid(points[..., 0], points[..., 1], points[..., 2], material((1, 1, 1), 0.35, coat=0.3, subsurface=0.1))
    brown = np.clip(
        1.3 * (np.abs(t - 0.5) * 2) ** 8 + 0.8 * fbm(t * 5 + seed, np.cos(a) * 2, 3, seed=seed % 50) - 0.05, 0, 1
    )[..., None]
    tint_by_vertex(
        made, (np.array([0.98, 0.50, 0.035]) * (1 - brown) + np.array([0.62, 0.2, 0.012]) * brown).reshape(-1, 3)
    )


def popcorn() -> None:
    """A striped bucket heaped with buttery popcorn."""
    set_up(samples=28)
    rng = np.random.default_rng(2)
    carton(0.74, 1.08, 1.75, 8, ((0.82, 0.008, 0.012), (0.95, 0.94, 0.92)), 0.05)
    sphere((0, 0, 1.55), 0.98, material((0.85, 0.6, 0.25), 0.6), (1, 1, 0.72))
    places = [
        np.array(
            [
                0.98 * np.sqrt(q) * np.cos(2.4 * k),
                0.98 * np.sqrt(q) * np.sin(2.4 * k),
                1.62 + 0.70 * np.sqrt(max(0, 1 - q**1.2)),
            ]
        )
        for k, q in enumerate(np.linspace(0, 1, 105))
    ]
    places += [
        np.array(spot)
        for spot in (
            (-1.25, -0.5, 0.14),
            (1.05, -0.85, 0.14),
            (1.4, -0.35, 0.14),
            (-0.75, -1.05, 0.14),
            (-0.35, -0.3, 2.78),
            (0.75, 0, 2.62),
        )
    ]
    points, faces = ball(detail=4)
    for number, at in enumerate(places):
        lobes = rng.normal(size=(5, 3))
        lobes /= np.linalg.norm(lobes, axis=1, keepdims=True)
        near = (points @ lobes.T).max(1)
        bulge = (
            0.52
            + 0.55 * smoothstep(0.35, 0.95, near)
            + 0.06 * fbm(points[:, 0] * 4 + number, points[:, 1] * 4 + 3 * points[:, 2], 3, seed=number)
        )
        made = mesh(
            points * (0.18 * rng.uniform(0.9, 1.2) * bulge)[:, None] + at + rng.normal(0, 0.02, 3),
            faces,
            material((1, 1, 1), 0.4, subsurface=0.2, coat=0.15),
        )
        butter = smoothstep(0.95, 0.55, bulge)[:, None] * rng.uniform(0.5, 1)
        tint_by_vertex(made, np.array([1.0, 0.90, 0.60]) * (1 - butter) + np.array([0.98, 0.50, 0.03]) * butter)
    shoot("popcorn", (-0.7, -7.8, 2.6), (0, 0, 1.32), lens=78, fill=0.4, key=260, rim=300)
