"""Land and sea: a snowy peak, a breaking wave."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from morsels import strew, turns
from noise import fbm, ridged, smoothstep
from places import turned
from shapes import ball, grid, material, tint_by_vertex


def mountain() -> None:
    """A jagged peak with snow above, rock and firs below, on a floating base."""
    set_up(samples=28)
    rng = np.random.default_rng(5)
    n = 520
    x, y = np.meshgrid(np.linspace(-1.7, 1.7, n), np.linspace(-1.35, 1.35, n), indexing="ij")
    wx, wy = x + 0.16 * fbm(x * 1.2, y * 1.2, 3, seed=8), y + 0.16 * fbm(x * 1.2 + 7, y * 1.2, 3, seed=9)
    away = np.hypot(wx / 1.6, wy / 1.28)
    crest = ridged(wx * 0.85 + 3.1, wy * 0.85 + 1.2, 7, 0.5, 11)
    peak = np.maximum(
        2.5 * np.clip(1 - np.hypot(wx * 0.95 - 0.05, wy * 1.05) / 1.25, 0, 1) ** 1.25,
        1.65 * np.clip(1 - np.hypot(wx + 0.82, wy - 0.15) / 0.85, 0, 1) ** 1.2,
    )
    peak = np.maximum(peak, 1.35 * np.clip(1 - np.hypot(wx - 0.88, wy + 0.1) / 0.8, 0, 1) ** 1.2)
    z = peak * (0.62 + 0.62 * crest) + 0.10 * crest + 0.035 * fbm(x * 9, y * 9, 4, seed=3) * (peak > 0.2)
    inside = smoothstep(1.03, 0.97, away)
    z = z * inside
    pull = np.minimum(1, 1.0 / np.maximum(away, 1e-6))
    px, py = x * pull, y * pull
    z = np.where(away > 1.0, -0.02, z)
    made = grid(px, py, z, material((1, 1, 1), 0.6))
    slope_x, slope_y = np.gradient(z, x[1, 0] - x[0, 0], y[0, 1] - y[0, 0])
    flat = 1 / np.sqrt(1 + slope_x**2 + slope_y**2)
    line = 1.02 + 0.30 * fbm(x * 2, y * 2, 4, seed=15)
    snow = smoothstep(-0.12, 0.16, z - line + 1.15 * (flat - 0.42))
    grain = fbm(x * 4 + 0.5 * z, y * 4 + 3 * z, 5, 0.6, 17)
    rock = np.array([0.115, 0.125, 0.19]) * (1 + 0.9 * grain[..., None])
    warm = smoothstep(0.1, 0.6, fbm(x * 1.6, y * 1.6 + z, 3, seed=21))[..., None]
    rock = rock * (1 - 0.5 * warm) + np.array([0.24, 0.16, 0.13]) * 0.5 * warm
    grass = smoothstep(0.5, 0.26, z + 0.2 * grain)[..., None]
    rock = rock * (1 - grass) + np.array([0.07, 0.26, 0.03]) * (1 + 0.5 * grain[..., None]) * grass
    tone = rock * (1 - snow[..., None]) + np.array([0.74, 0.79, 0.88]) * snow[..., None]
    tint_by_vertex(made, np.clip(tone, 0, 1).reshape(-1, 3))
    turn, down = np.linspace(0, 2 * np.pi, 361), np.linspace(0, 1, 60)[:, None]
    jag = ridged(np.cos(turn) * 2.2 + 4, np.sin(turn) * 2.2 + down * 1.5, 5, 0.55, 6)
    shrink = (1 - down**1.5) * 0.98 + 0.02
    rough = 1 + 0.16 * (jag - 0.5) * np.clip(down * 6, 0, 1)
    stone = grid(
        1.6 * np.cos(turn) * shrink * rough,
        1.28 * np.sin(turn) * shrink * rough,
        0.02 - (0.47 + 0.35 * jag) * down,
        material((1, 1, 1), 0.75),
    )
    tint_by_vertex(stone, (np.array([0.20, 0.13, 0.10]) * (0.4 + 1.3 * jag[..., None])).reshape(-1, 3))
    fir = material((1, 1, 1), 0.6)
    spots, sizes = [], []
    for _ in range(900):
        a, r = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random()) * 0.95
        u, v = 1.6 * r * np.cos(a), 1.28 * r * np.sin(a)
        i, j = int((u + 1.7) / 3.4 * (n - 1)), int((v + 1.35) / 2.7 * (n - 1))
        if z[i, j] < 0.52 and fbm(np.array([u * 1.5]), np.array([v * 1.5]), 2, seed=31)[0] > -0.25:
            spots.append([u, v, z[i, j]])
            sizes.append(rng.uniform(0.13, 0.24))
    ring = np.linspace(0, 2 * np.pi, 8)[:-1]
    points, faces = [], []
    for low, high, wide in ((0.0, 0.5, 0.30), (0.28, 0.75, 0.23), (0.55, 1.0, 0.16)):
        base = len(points)
        points += [[wide * np.cos(t), wide * np.sin(t), low] for t in ring] + [[0, 0, high]]
        faces += [[base + k, base + (k + 1) % 7, base + 7] for k in range(7)]
    shade = rng.uniform(0.5, 1.3, (len(spots), 1))
    strew(
        (np.array(points), np.array(faces)),
        np.array(spots),
        turns(rng, len(spots), 0.08),
        np.array(sizes)[:, None] * [0.9, 0.9, 1.25],
        fir,
        np.array([0.015, 0.14, 0.045]) * shade,
    )
    turned((0, 0, 0.25))
    shoot("mountain", (-0.5, -8.6, 2.7), (0, 0, 0.92), lens=76, fill=0.30, key=330, rim=560)


def wave() -> None:
    """A breaking wave with foam claws on a slab of sea."""
    set_up(samples=28)
    rng = np.random.default_rng(4)
    s, w = np.meshgrid(np.linspace(0, 1, 300), np.linspace(-1, 1, 260), indexing="ij")
    tall = np.exp(-(np.abs((w + 0.1) / 0.78) ** 2.6))
    angle = -np.pi / 2 - s * np.pi * (0.35 + 1.05 * tall)
    radius = (1.08 - 0.42 * smoothstep(0.35, 1.0, s)) * (0.30 + 0.70 * tall)
    x, z = radius * np.cos(angle), radius * (np.sin(angle) * 1.12 + 1.0)
    drift = smoothstep(0.2, 1.0, s) * 0.50 * tall
    ripple = 0.025 * fbm(s * 16, w * 4, 4, seed=5) + smoothstep(0.8, 1.0, s) * 0.16 * fbm(w * 7, s * 4, 4, 0.6, 8)
    y = 1.35 * w + 0.10 * fbm(s * 2, w * 2, 2, seed=3)
    x, z = x + drift + ripple, z + ripple + 0.12
    for skin in (0.0, 0.07):
        made = grid(
            x - skin * (1 - s), y, z + 0.6 * skin * (1 - s), material((1, 1, 1), 0.07, coat=1.0, subsurface=0.1)
        )
        deep = smoothstep(0.05, 0.95, s)[..., None]
        warped = w * 10 + 0.5 * fbm(s * 3, w * 3, 2, seed=2)
        streak = (
            smoothstep(0.08, 0.42, fbm(warped, s * 1.6, 4, 0.55, 11))[..., None] * smoothstep(0.15, 0.5, s)[..., None]
        )
        tone = np.array([0.0, 0.10, 0.48]) * (1 - deep) + np.array([0.01, 0.60, 0.78]) * deep
        tone = tone * (1 - 0.8 * streak) + np.array([0.78, 0.96, 1.0]) * 0.8 * streak
        foam = smoothstep(0.86, 0.96, s + 0.07 * fbm(w * 7, s * 9, 4, 0.6, 14))[..., None]
        tint_by_vertex(made, (tone * (1 - foam) + 0.97 * foam).reshape(-1, 3))
    u, v = np.meshgrid(np.linspace(0, 1, 160), np.linspace(0, 2 * np.pi, 361), indexing="ij")
    reach = (np.abs(np.cos(v)) ** 5 + np.abs(np.sin(v)) ** 5) ** -0.2
    sx, sy = 0.15 + 1.75 * u * reach * np.cos(v), 1.45 * u * reach * np.sin(v)
    sea = grid(sx, sy, 0.10 + 0.07 * fbm(sx * 1.7, sy * 1.7, 4, seed=9), material((1, 1, 1), 0.07, coat=1.0))
    froth = smoothstep(0.12, 0.40, fbm(sx * 2.2 + 3, sy * 2.2, 5, 0.6, 19) + 0.5 * np.exp(-((sx + 0.1) ** 2) / 0.2))[
        ..., None
    ]
    blue = np.array([0.0, 0.20, 0.62]) + 0 * froth
    tint_by_vertex(sea, (blue * (1 - 0.8 * froth) + np.array([0.75, 0.95, 1.0]) * 0.8 * froth).reshape(-1, 3))
    down = np.linspace(0, 1, 40)[:, None]
    edge = np.array([0.15 + 1.75 * (reach * np.cos(v))[0], 1.45 * (reach * np.sin(v))[0]])
    top = 0.10 + 0.07 * fbm(edge[0] * 1.7, edge[1] * 1.7, 4, seed=9)
    shrink = 1 - 0.16 * down**2
    side = grid(
        0.15 + (edge[0] - 0.15) * shrink,
        edge[1] * shrink,
        top * (1 - down) - 0.55 * down,
        material((1, 1, 1), 0.1, coat=0.9),
    )
    depth = (down + 0 * top)[..., None]
    tint_by_vertex(
        side, (np.array([0.01, 0.42, 0.78]) * (1 - depth) + np.array([0.0, 0.04, 0.26]) * depth).reshape(-1, 3)
    )
    count = 1500
    row = np.clip(299 - np.abs(rng.normal(0, 9, count)).astype(int), 0, 299)
    column = rng.integers(8, 252, count)
    spots = np.stack([x[row, column], y[row, column], z[row, column]], -1) + rng.normal(0, 0.06, (count, 3))
    spray = 240
    spots[:spray] += np.abs(rng.normal(0, 0.22, (spray, 3))) * [1, 0.4, 1]
    sizes = rng.uniform(0.02, 0.085, (count, 1)) * np.ones(3)
    sizes[:spray] *= 0.5
    strew(ball(detail=2), spots, turns(rng, count), sizes, material((0.95, 0.98, 1.0), 0.4, subsurface=0.3))
    splash = 420
    turn, out = rng.uniform(0, 2 * np.pi, splash), np.abs(rng.normal(0, 0.16, splash))
    at = np.stack(
        [0.55 + out * np.cos(turn) * 1.3, rng.normal(-0.1, 0.55, splash), 0.16 + 0.10 * rng.random(splash)], -1
    )
    strew(
        ball(detail=2),
        at,
        turns(rng, splash),
        rng.uniform(0.03, 0.10, (splash, 1)) * np.ones(3),
        material((0.95, 0.98, 1.0), 0.4, subsurface=0.3),
    )
    shoot("wave", (-0.6, -8.2, 2.3), (0.1, 0, 0.95), lens=66, fill=0.45, key=280, rim=420)
