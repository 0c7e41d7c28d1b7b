"""Fruit: an apple, strawberries, avocado halves, a slice of watermelon."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from morsels import blade, strew
from noise import fbm, smoothstep
from outlines import placed
from shapes import Point, ball, grid, material, mesh, sphere, tint_by_vertex, tube


def apple() -> None:
    """A polished red apple with a leaf."""
    set_up(samples=28)
    rng = np.random.default_rng(5)
    points, faces = ball(detail=7)
    turn, z = np.arctan2(points[:, 1], points[:, 0]), points[:, 2]
    flat = np.hypot(points[:, 0], points[:, 1])
    lobes = 1 + 0.035 * np.cos(5 * turn + 0.4) * smoothstep(0.2, -0.9, z) + 0.012 * np.cos(3 * turn)
    shape = np.stack([points[:, 0] * lobes, points[:, 1] * lobes, 0.96 * z], -1) * (1.0 + 0.09 * z[:, None])
    shape[:, 2] -= 0.46 * np.exp(-((flat / 0.40) ** 2)) * (z > 0) - 0.24 * np.exp(-((flat / 0.28) ** 2)) * (z < 0)
    made = mesh(shape, faces, material((1, 1, 1), 0.14, coat=0.8, subsurface=0.05))
    streak = fbm(turn * 7 + 0.3 * z, z * 0.7, 4, seed=3) + 0.4 * fbm(
        np.cos(turn) * 1.2, np.sin(turn) * 1.2 + z, 2, seed=8
    )
    warm = smoothstep(0.15, 0.85, streak + 0.9 * np.exp(-((flat / 0.42) ** 2)) * (z > 0))[:, None]
    tone = np.array([0.66, 0.004, 0.012]) * (1 - warm) + np.array([0.95, 0.34, 0.03]) * warm
    dots = (rng.random(len(points)) > 0.992)[:, None] * 0.35
    tint_by_vertex(made, tone * (1 - dots) + np.array([0.98, 0.75, 0.4]) * dots)
    t = np.linspace(0, 1, 30)
    tube(
        np.stack([0.16 * t**2, 0 * t, 0.55 + 0.62 * t], -1),
        0.05 - 0.015 * t + 0.035 * np.clip((t - 0.85) / 0.15, 0, 1),
        material((0.16, 0.07, 0.025), 0.6),
    )
    green = material((0.13, 0.50, 0.02), 0.25, coat=0.5, subsurface=0.1)
    with placed((0.08, -0.02, 0.92), (-0.95, -0.15, 0.15)):
        strew(blade(0.36, 0.22, 0.3, 30, 15), np.zeros((1, 3)), np.eye(3)[None], 1.05, green)
        s = np.linspace(0, 0.97, 30)
        tube(
            np.stack([s, 0 * s, 0.22 * np.sin(s * 2.4) + 0.008], -1) * 1.05, 0.014, material((0.40, 0.72, 0.12), 0.3), 8
        )
    shoot("apple", (-0.8, -7.6, 2.1), (0, 0, 0.16), lens=88, fill=0.36, key=300, rim=420)


def berry(seed: int) -> None:
    """One strawberry, its tip down, its crown of leaves up: about 2 high."""
    rng = np.random.default_rng(seed)
    points, faces = ball(detail=7)
    z = points[:, 2]
    wide = 0.80 * (1 + 0.22 * z - 0.24 * np.clip(-z, 0, 1) ** 1.4)
    shape = np.stack(
        [
            points[:, 0] * wide,
            points[:, 1] * wide,
            z * 1.02 - 0.12 * np.exp(-((np.hypot(points[:, 0], points[:, 1]) / 0.3) ** 2)) * (z > 0),
        ],
        -1,
    )
    count = 190
    level = 1 - 2 * (np.arange(count) + 0.5) / count
    angle = np.arange(count) * 2.39996
    flat = np.sqrt(1 - level**2)
    seeds = np.stack([flat * np.cos(angle), flat * np.sin(angle), level], -1)
    near = np.max(points @ seeds.T, axis=1)
    pit = np.exp(-(((1 - near) / 0.0028) ** 1))
    shape = shape - 0.055 * pit[:, None] * points
    made = mesh(shape, faces, material((1, 1, 1), 0.12, coat=0.85, subsurface=0.12))
    pale = smoothstep(0.55, 1.05, z + 0.10 * fbm(points[:, 0] * 3, points[:, 1] * 3, 3, seed=seed))[:, None]
    tone = np.array([0.80, 0.006, 0.012]) * (1 - pale) + np.array([0.98, 0.38, 0.12]) * pale
    tint_by_vertex(made, tone * (1 - 0.45 * pit[:, None]))
    keep = seeds[level < 0.86]
    w = 0.80 * (1 + 0.22 * keep[:, 2] - 0.24 * np.clip(-keep[:, 2], 0, 1) ** 1.4)
    spots = np.stack([keep[:, 0] * w, keep[:, 1] * w, keep[:, 2] * 1.02], -1) - 0.022 * keep
    down = np.array([0.0, 0, -1]) - keep * (keep @ [0, 0, -1.0])[:, None]
    down /= np.maximum(np.linalg.norm(down, axis=1, keepdims=True), 1e-6)
    frames = np.stack([down, np.cross(keep, down), keep], -1)
    strew(ball(detail=2), spots, frames, (0.042, 0.024, 0.018), material((1.0, 0.70, 0.12), 0.3, coat=0.4))
    green = material((0.12, 0.50, 0.02), 0.35, subsurface=0.15, noise=(3, (0.07, 0.34, 0.01), (0.2, 0.62, 0.05)))
    for number in range(10):
        with placed((0, 0, 0.80), (0, 0.08 + 0.16 * (number % 2) - 0.2, number * 0.6283 + 0.1)):
            strew(blade(0.26, 0.42, 0.35, 22, 9), np.zeros((1, 3)), np.eye(3)[None], rng.uniform(0.72, 0.95), green)
    t = np.linspace(0, 1, 20)
    tube(np.stack([0.12 * t**2, 0.05 * t, 0.78 + 0.5 * t], -1), 0.05, material((0.20, 0.52, 0.06), 0.4), 12)


def strawberry() -> None:
    """A whole strawberry with a smaller one leaning on it."""
    set_up(samples=28)
    with placed((-0.28, 0, 0.2), (0.1, -0.16, 0.2)):
        berry(4)
    with placed((0.92, -0.42, -0.28), (0.35, 0.75, 0.4), scale=0.66):
        berry(9)
    shoot("strawberry", (-0.4, -7.6, 1.9), (0.2, 0, 0.18), lens=77, fill=0.36, key=300, rim=420)


def pear_shape(points: np.ndarray) -> np.ndarray:
    """An avocado's outline: points of a ball to a body along z, narrow above."""
    z = points[:, 2]
    wide = 0.86 - 0.24 * smoothstep(-0.2, 1.0, z)
    return np.stack([points[:, 0] * wide, points[:, 1] * wide * 0.92, z * 1.18 + 0.06], -1)


def avocado_half(stone: bool, seed: int) -> None:
    """Half an avocado, cut face to -y."""
    points, faces = ball(detail=7)
    body = pear_shape(points)
    bumps = 0.028 * fbm(points[:, 0] * 9, points[:, 1] * 9 + 11 * points[:, 2], 4, seed=seed)
    body *= (1 + bumps)[:, None]
    kept = faces[(body[faces][..., 1] > 0).any(1)]
    body[:, 1] = np.maximum(body[:, 1], 0.0)
    skin = mesh(body, kept, material((1, 1, 1), 0.4, coat=0.4))
    tint_by_vertex(skin, np.array([0.035, 0.12, 0.014]) * (1 + 9 * bumps[:, None]))
    turn, share = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 80)[:, None]
    rim = pear_shape(np.stack([np.cos(turn), 0 * turn, np.sin(turn)], -1))
    x, z = 0.965 * rim[:, 0] * share, 0.06 + 0.97 * (rim[:, 2] - 0.06) * share
    dist = np.hypot(x, z + 0.26)
    hollow = 0.36 * np.sqrt(np.clip(1 - (dist / 0.43) ** 2, 0, 1))
    y = -0.03 - 0.03 * (1 - share**8) + hollow
    flesh = grid(x, y, z, material((1, 1, 1), 0.22, coat=0.5, subsurface=0.2))
    mix = smoothstep(0.45, 1.0, share + 0.0 * turn)[..., None]
    tone = np.array([0.95, 0.82, 0.24]) * (1 - mix) + np.array([0.46, 0.74, 0.05]) * mix
    edge = smoothstep(0.93, 1.0, share + 0.0 * turn)[..., None]
    tone = tone * (1 - edge) + np.array([0.20, 0.48, 0.03]) * edge
    tint_by_vertex(flesh, tone.reshape(-1, 3))
    if stone:
        nut = material((0.34, 0.115, 0.03), 0.14, coat=0.8, noise=(2.5, (0.22, 0.06, 0.015), (0.46, 0.18, 0.05)))
        sphere((0, -0.02, -0.26), 0.42, nut, (1, 0.98, 1.04))


def avocado() -> None:
    """Two halves of an avocado, one with its stone."""
    set_up(samples=28)
    with placed((0.66, 0.62, 0.12), (-0.12, 0.30, -0.25), scale=0.98):
        avocado_half(False, 8)
    with placed((-0.42, -0.28, 0.0), (-0.2, -0.20, 0.22), scale=1.08):
        avocado_half(True, 4)
    shoot("avocado", (-0.3, -7.6, 2.0), (0.1, 0, 0.05), lens=82, fill=0.4, key=280, rim=380)


def wedge(radius: float, half: float, thick: float, skin: tuple[Point, Point]) -> None:
    """A melon slice standing on its rind, cut faces to -y and +y."""
    turn = np.linspace(-np.pi / 2 - half, -np.pi / 2 + half, 161)
    share = np.linspace(0, 1, 90)[:, None]
    bow = 0.012 * fbm(share * 8 + 0 * turn, turn * 7, 3, seed=4)
    for side in (-1, 1):
        r = radius * share
        flesh = grid(
            r * np.cos(turn),
            side * (thick / 2 + bow),
            r * np.sin(turn),
            material((1, 1, 1), 0.2, coat=0.5, subsurface=0.15),
        )
        grain = 0.5 + 0.5 * fbm(r * 6 * np.cos(turn), r * 6 * np.sin(turn), 4, seed=9)
        tone = np.array([0.93, 0.035, 0.05]) * (0.85 + 0.3 * grain[..., None])
        white, green = (
            smoothstep(0.83, 0.90, share + 0 * turn)[..., None],
            smoothstep(0.935, 0.965, share + 0 * turn)[..., None],
        )
        tone = tone * (1 - white) + np.array([0.90, 0.93, 0.70]) * white
        tint_by_vertex(flesh, (tone * (1 - green) + np.array([0.05, 0.34, 0.03]) * green).reshape(-1, 3))
    y = np.linspace(-thick / 2, thick / 2, 24)[:, None]
    rind = grid(
        radius * np.cos(turn) + 0 * y, y + 0 * turn, radius * np.sin(turn) + 0 * y, material((1, 1, 1), 0.18, coat=0.7)
    )
    stripe = (
        smoothstep(-0.1, 0.1, np.sin(turn * 22 + 1.5 * fbm(y * 3 + 0 * turn, turn * 5, 3, seed=2)))[..., None]
        + 0 * y[..., None]
    )
    tint_by_vertex(rind, (np.array(skin[0]) * (1 - stripe) + np.array(skin[1]) * stripe).reshape(-1, 3))
    for end in (0, -1):
        r = np.linspace(0, radius, 30)[:, None]
        side = np.linspace(-thick / 2, thick / 2, 8)
        cut = grid(
            r * np.cos(turn[end]) + 0 * side,
            side + 0 * r,
            r * np.sin(turn[end]) + 0 * side,
            material((1, 1, 1), 0.2, coat=0.5, subsurface=0.15),
        )
        white, green = (
            smoothstep(0.83, 0.90, r / radius + 0 * side)[..., None],
            smoothstep(0.935, 0.965, r / radius + 0 * side)[..., None],
        )
        tone = np.array([0.93, 0.035, 0.05]) * (1 - white) + np.array([0.90, 0.93, 0.70]) * white
        tint_by_vertex(cut, (tone * (1 - green) + np.array([0.05, 0.34, 0.03]) * green).reshape(-1, 3))


def watermelon() -> None:
    """A juicy wedge of watermelon with a smaller one behind."""
    set_up(samples=28)
    rng = np.random.default_rng(3)
    black = material((0.012, 0.008, 0.006), 0.1, coat=0.9)
    for at, turned, scale in (((-0.1, -0.25, 0.9), (0, 0.14, 0.2), 1.0), ((0.62, 0.62, 0.98), (0, -0.35, -0.2), 0.92)):
        with placed(at, turned, scale):
            wedge(1.75, 0.72, 0.46, ((0.03, 0.20, 0.02), (0.20, 0.52, 0.06)))
            angle = -np.pi / 2 + np.linspace(-0.58, 0.58, 9)
            for ring, step in ((1.25, 1), (0.92, 2), (0.62, 3)):
                a = angle[::step] + rng.normal(0, 0.03, len(angle[::step]))
                spots = np.stack([ring * np.cos(a), np.full(len(a), -0.245), ring * np.sin(a)], -1)
                frames = np.stack(
                    [
                        np.stack([np.cos(a), 0 * a, np.sin(a)], -1),
                        np.stack([-np.sin(a), 0 * a, np.cos(a)], -1),
                        np.tile([0.0, -1, 0], (len(a), 1)),
                    ],
                    -1,
                )
                strew(ball(detail=4), spots, frames, (0.085, 0.05, 0.03), black)
    shoot("watermelon", (-1.0, -7.6, 2.2), (0.12, 0, 0.1), lens=79, fill=0.4, key=280, rim=380)
