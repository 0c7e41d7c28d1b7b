"""From the baker: a donut, cookies, bread."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from morsels import strew, towards, turns
from noise import fbm, smoothstep
from outlines import placed
from places import turned
from shapes import ball, boxes, grid, material, mesh, tint_by_vertex, tube

CANDY = np.array(
    [[1, 0.85, 0.06], [0.05, 0.62, 0.95], [0.95, 0.96, 0.98], [0.25, 0.85, 0.12], [1, 0.35, 0.02], [0.62, 0.12, 0.95]]
)


def rod() -> tuple[np.ndarray, np.ndarray]:
    """A capsule along x, one long."""
    points, faces = ball(detail=2)
    return points * [0.16, 0.16, 0.16] + np.sign(points) * [0.34, 0, 0], faces


def donut() -> None:
    """A pink glazed donut with sprinkles, standing towards the camera, a bite-free ring."""
    set_up(samples=28)
    rng = np.random.default_rng(6)
    a, b = np.meshgrid(np.linspace(0, 2 * np.pi, 361), np.linspace(0, 2 * np.pi, 181), indexing="ij")
    lump = 1 + 0.04 * fbm(np.cos(a) * 1.6, np.sin(a) * 1.6 + 0.5 * np.cos(b), 3, seed=3)
    r, z = 0.98 + 0.56 * lump * np.cos(b), 0.46 * lump * np.sin(b)
    dough = grid(r * np.cos(a), r * np.sin(a), z, material((1, 1, 1), 0.45, coat=0.2, subsurface=0.08))
    band = np.exp(-((np.sin(b) / 0.26) ** 2))[..., None]
    grain = fbm(a * 5, b * 4, 4, seed=5)[..., None]
    tint_by_vertex(
        dough,
        (
            (np.array([0.62, 0.23, 0.04]) * (1 - band) + np.array([0.97, 0.72, 0.32]) * band) * (1 + 0.22 * grain)
        ).reshape(-1, 3),
    )
    drip = 0.14 + 0.22 * fbm(np.cos(a) * 2.2, np.sin(a) * 2.2, 3, seed=9) + 0.13 * np.sin(a * 9 + 2 * np.sin(a * 2))
    inner = 0.12 + 0.08 * np.sin(a * 7)
    low, high = 0.74 - 1.5 * drip, np.pi + inner
    t = np.linspace(0, 1, 181)[None, :]
    angle = low + (high - low) * t
    thick = 0.085 * np.clip(np.minimum(t, 1 - t) * 26, 0, 1) ** 0.5 * (1 + 0.18 * np.exp(-(((t - 0.06) / 0.05) ** 2)))
    lump = 1 + 0.04 * fbm(np.cos(a) * 1.6, np.sin(a) * 1.6 + 0.5 * np.cos(angle), 3, seed=3)
    gr, gz = 0.98 + (0.56 * lump + thick) * np.cos(angle), (0.46 * lump + thick) * np.sin(angle)
    pink = material((0.98, 0.10, 0.34), 0.1, coat=0.9, subsurface=0.08)
    grid(gr * np.cos(a), gr * np.sin(a), gz, pink)
    count = 190
    turn, side = rng.uniform(0, 2 * np.pi, count), 0.62 + 2.0 * rng.random(count) ** 1.25
    normals = np.stack([np.cos(side) * np.cos(turn), np.cos(side) * np.sin(turn), np.sin(side)], -1)
    reach = 0.98 + 0.655 * np.cos(side)
    spots = np.stack([reach * np.cos(turn), reach * np.sin(turn), 0.555 * np.sin(side)], -1)
    strew(
        rod(),
        spots,
        towards(normals, rng, 0.12),
        0.2,
        material((1, 1, 1), 0.2, coat=0.6),
        CANDY[rng.integers(0, 6, count)],
    )
    turned((0.80, -0.14, 0.12))
    shoot("donut", (0, -7.6, 1.7), (0, 0, 0), lens=78, fill=0.4, key=280, rim=340)


def biscuit(radius: float, seed: int, bite: bool) -> None:
    """A chocolate-chip cookie lying at the origin, with or without a bite out of its right side."""
    rng = np.random.default_rng(seed)
    turn, share = np.linspace(0, 2 * np.pi, 421), np.r_[np.linspace(0, 0.97, 120), 1.0, 1.015, 1.0, 0.93, 0.0][:, None]
    height = np.r_[0.20 + 0.06 * (1 - np.linspace(0, 0.97, 120) ** 3), 0.16, 0.09, 0.03, 0.0, 0.0][:, None]
    edge = 1 + 0.035 * fbm(np.cos(turn) * 2 + seed, np.sin(turn) * 2, 3, seed=seed)
    if bite:
        for angle, deep in ((-0.42, 0.34), (-0.12, 0.42), (0.2, 0.38), (0.46, 0.27)):
            edge = np.minimum(
                edge, 1 - deep * np.sqrt(np.clip(1 - ((turn + np.pi) % (2 * np.pi) - np.pi - angle) ** 2 / 0.045, 0, 1))
            )
    x, y = radius * edge * share * np.cos(turn), radius * edge * share * np.sin(turn)
    crack = np.abs(fbm(x * 1.6 + seed, y * 1.6, 5, 0.6, seed + 4))
    z = (
        radius * height
        + 0.05 * fbm(x * 4, y * 4, 4, seed=seed + 1) * (height > 0.15)
        - 0.05 * np.exp(-((crack / 0.05) ** 2)) * (height > 0.15)
    )
    made = grid(x, y, z, material((1, 1, 1), 0.5, coat=0.12, subsurface=0.06))
    gold = smoothstep(0.1, 1.0, share + 0.18 * fbm(x * 3, y * 3, 4, seed=seed + 2))[..., None]
    deep = np.exp(-((crack / 0.06) ** 2))[..., None]
    tone = np.array([0.90, 0.47, 0.13]) * (1 - gold) + np.array([0.52, 0.19, 0.035]) * gold
    tint_by_vertex(made, (tone * (1 - 0.45 * deep)).reshape(-1, 3))
    dark = material((0.065, 0.018, 0.006), 0.14, coat=0.7)
    spots = [(0.82 * np.sqrt((k + 0.5) / 17), 2.4 * k + 0.4) for k in range(17)]
    for number, (ring, angle) in enumerate(spots):
        at = np.array([radius * ring * np.cos(angle), radius * ring * np.sin(angle)])
        if bite and ring * np.cos(angle) > 0.5 and abs(np.sin(angle)) < 0.55:
            continue
        size = radius * rng.uniform(0.09, 0.15)
        points, faces = ball(detail=4)
        lump = 1 + 0.12 * fbm(points[:, 0] * 2 + number, points[:, 1] * 2 + 3 * points[:, 2], 3, seed=number)
        square = np.sign(points) * np.abs(points) ** 0.75 * lump[:, None]
        made = mesh(square * size * [1.1, 0.9, 0.72], faces, dark)
        made.location = (at[0], at[1], radius * 0.255)
        made.rotation_euler = (rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3), rng.uniform(0, 6))


def cookie() -> None:
    """A big chocolate-chip cookie with a bite out of it, leaning on a stack."""
    set_up(samples=28)
    for level, (dx, seed) in enumerate(((0.05, 4), (-0.06, 7), (0.04, 9))):
        with placed((0.75 + dx, 0.55, 0.27 * level), (0, 0, level * 1.3)):
            biscuit(0.98, seed, False)
    with placed((-0.45, -0.62, 1.0), (1.12, 0.06, 0.22), order="ZYX"):
        biscuit(1.08, 21, True)
    rng = np.random.default_rng(3)
    crumb = material((0.70, 0.32, 0.07), 0.6)
    n = 34
    spots = np.stack([rng.normal(0.6, 0.45, n), rng.uniform(-1.3, -0.6, n), np.full(n, 0.03)], -1)
    strew(ball(detail=2), spots, turns(rng, n), 0.04 * rng.uniform(0.4, 1.6, (n, 1)) * [1, 0.8, 0.7], crumb)
    shoot("cookie", (-0.6, -7.6, 2.6), (0.12, 0, 0.85), lens=76, fill=0.4, key=260, rim=300)


def bread() -> None:
    """A scored sourdough loaf with two slices cut from it on a board."""
    set_up(samples=28)
    rng = np.random.default_rng(7)
    points, faces = ball(detail=8)
    x, y, z = points.T
    body = np.stack([x * 1.5, y * 0.95, np.where(z > 0, z * 0.92, z * 0.42)], -1)
    scores = np.zeros(len(points))
    ear = np.zeros(len(points))
    for k in range(-2, 3):
        across = (body[:, 0] - 0.52 * k) * 0.86 + body[:, 1] * 0.5
        scores = np.maximum(scores, np.exp(-((across / 0.105) ** 2)) * smoothstep(0.15, 0.6, z) * (np.abs(y) < 0.8))
        ear = np.maximum(ear, np.exp(-(((across - 0.15) / 0.055) ** 2)) * smoothstep(0.15, 0.6, z) * (np.abs(y) < 0.8))
    lump = fbm(body[:, 0] * 1.2, body[:, 1] * 1.2 + 2 * z, 4, seed=5)
    fine = fbm(body[:, 0] * 7, body[:, 1] * 7 + 8 * z, 4, 0.6, seed=6)
    body = body * (1 + 0.035 * lump + 0.012 * fine - 0.05 * scores + 0.07 * ear)[:, None]
    made = mesh(body, faces, material((1, 1, 1), 0.5, coat=0.15))
    toast = smoothstep(-0.45, 0.6, lump * 0.8 + z * 0.7 + 0.3 * fine)[:, None]
    tone = np.array([0.86, 0.42, 0.09]) * (1 - toast) + np.array([0.40, 0.115, 0.016]) * toast
    inside = smoothstep(0.25, 0.8, scores)[:, None]
    tone = tone * (1 - inside) + np.array([0.97, 0.70, 0.32]) * (1 + 0.25 * fine[:, None]) * inside
    flour = (
        smoothstep(0.1, 0.5, fbm(body[:, 0] * 3 + 4, body[:, 1] * 9, 4, 0.6, seed=12)) * smoothstep(0.1, 0.5, z) * 0.55
    )[:, None] * (1 - inside)
    dark = (0.75 * smoothstep(0.4, 0.9, ear))[:, None]
    tone = tone * (1 - dark) + np.array([0.22, 0.055, 0.01]) * dark
    tint_by_vertex(made, tone * (1 - flour) + np.array([0.95, 0.88, 0.75]) * flour)
    made.location = (0.25, 0.42, 0.4)
    made.rotation_euler = (0, 0, -0.22)
    wood = material(
        (0.36, 0.15, 0.05),
        0.4,
        noise=(2.2, (0.22, 0.08, 0.025), (0.48, 0.23, 0.08)),
        stretch=(1, 10, 10),
        bump=0.08,
        coat=0.2,
    )
    boxes([((0, -0.05, -0.08), (3.7, 2.3, 0.15), 0)], wood, bevel=0.06)
    for at, turn_by in (((-0.85, -0.72, 0.10), (0.35, 0.0, 0.25)), ((0.15, -0.86, 0.05), (0.0, 0.0, -0.2))):
        with placed(at, turn_by):
            turn, share = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 90)[:, None]
            wide = 0.62 * (
                1
                + 0.10 * np.cos(2 * turn)
                + 0.05 * fbm(np.cos(turn) * 2, np.sin(turn) * 2, 3, seed=int(10 * at[0] + 20))
            )
            px, py = wide * share * np.cos(turn), 0.82 * wide * share * np.sin(turn)
            holes = smoothstep(0.30, 0.5, fbm(px * 5 + at[0], py * 5, 4, 0.55, seed=14)) * (share < 0.88)
            crumb = grid(px, py, 0.1 - 0.045 * holes, material((1, 1, 1), 0.6, subsurface=0.15))
            crust = smoothstep(0.90, 0.98, share + 0 * turn)[..., None]
            tone = (
                np.array([0.97, 0.80, 0.52]) * (1 - 0.35 * holes[..., None]) * (1 - crust)
                + np.array([0.55, 0.2, 0.03]) * crust
            )
            tint_by_vertex(crumb, tone.reshape(-1, 3))
            tube(
                np.stack([wide * np.cos(turn), 0.82 * wide * np.sin(turn), 0.03 + 0 * turn], -1),
                0.075,
                material((0.46, 0.15, 0.02), 0.5, coat=0.15),
                14,
            )
    straw = material((0.95, 0.62, 0.14), 0.4)
    for lean in (-0.16, 0.02, 0.2):
        line = np.linspace([0.75, -0.98, 0.03], [1.72, -0.62 + lean, 0.2], 24)
        tube(line, 0.014, straw, 8)
        spots = np.repeat(line[12:], 3, 0) + rng.normal(0, 0.035, (36, 3)) + [0, 0, 0.02]
        strew(ball(detail=2), spots, turns(rng, 36, 0.6), (0.075, 0.028, 0.028), straw)
    shoot("bread", (-1.0, -7.4, 3.6), (0.0, 0, 0.34), lens=67, fill=0.42, key=240, rim=280)
