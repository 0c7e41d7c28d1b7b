"""Props of thinking: a brain, a glowing light bulb, a question mark, a piece of a puzzle."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from noise import fbm
from optics import calm, glass, halo, shine
from places import turned
from shapes import area, ball, cylinder, grid, lathe, material, mesh, sphere, tint_by_vertex, tube
from slabs import cushion, sweep


def _ring(faces: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each vertex's neighbours (count, 6) and how many of them are real; the missing repeat the vertex."""
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    start = np.searchsorted(pairs[:, 0], np.arange(count))
    place = np.arange(len(pairs)) - start[pairs[:, 0]]
    around = np.repeat(np.arange(count)[:, None], 6, 1)
    around[pairs[:, 0], place] = pairs[:, 1]
    return around, np.bincount(pairs[:, 0], minlength=count)


def folds(points: np.ndarray, faces: np.ndarray, groove: np.ndarray, seed: int) -> np.ndarray:
    """Return a field in -1..1 of winding folds of even width, as they grow on a cortex. `groove` (n) keeps low places.

    Each step sharpens a band of wavelengths: near values support each other, those a fold away oppose.
    """
    around, _ = _ring(faces, len(points))
    rng = np.random.default_rng(seed)
    waves = rng.normal(size=(40, 3))
    waves *= 27 / np.linalg.norm(waves, axis=1, keepdims=True)
    field = np.cos(points @ waves.T + rng.uniform(0, 6.3, 40)).sum(1) / 5

    def blurred(values: np.ndarray, times: int) -> np.ndarray:
        for _ in range(times):
            values = 0.25 * values + 0.75 * values[around].mean(1)
        return values

    for _ in range(14):
        near = blurred(field, 7)
        field = np.tanh(7 * (near - blurred(near, 22)) - 2.5 * groove + 0.12)
    return blurred(field, 5)


def brain() -> None:
    """A glossy pink brain: two folded halves, the small brain and the stem."""
    set_up(samples=32)
    points, faces = ball(detail=7)
    x, y, z = points.T
    side = np.abs(y)
    body = [
        (np.array([0.02, 0.0, 0.05]), np.array([1.26, 0.98, 0.92])),
        (np.array([0.62, 0.0, -0.02]), np.array([0.66, 0.86, 0.80])),
        (np.array([-0.62, 0.0, 0.10]), np.array([0.68, 0.84, 0.78])),
    ]
    reach = []
    for centre, size in body:
        d, o = points / size, centre / size
        b, c = (d * o).sum(1), (o @ o) - 1
        a = (d * d).sum(1)
        reach.append((b + np.sqrt(np.maximum(b * b - a * c, 0))) / a)
    size = np.log(np.exp(14 * np.array(reach)).sum(0)) / 14
    # The temples bulge below a slanting cleft; the base is flat.
    cleft_at = -0.22 + 0.34 * (x + 0.1)
    temple = np.exp(-(((z - cleft_at + 0.27) / 0.24) ** 2) - ((x - 0.05) / 0.62) ** 2) * np.clip(side * 1.8 - 0.5, 0, 1)
    cleft = np.exp(-(((z - cleft_at) / 0.05) ** 2)) * np.clip((0.75 - np.abs(x - 0.12)) * 5, 0, 1) * (side > 0.45)
    size = size + 0.10 * temple
    size = np.where(z < -0.5, size * (1 - 0.35 * (-z - 0.5)), size)
    fissure = np.exp(-((y / 0.055) ** 2)) * np.clip((z + 0.35) * 4, 0, 1)
    field = folds(points, faces, np.clip(np.exp(-((y / 0.06) ** 2)) + 0.9 * cleft, 0, 1), 11)
    low, high = np.percentile(field, [3, 97])
    height = np.clip((field - low) / (high - low), 0, 1)
    crest = np.sqrt(1 - (1 - height) ** 2)
    grown = size - 0.10 * (1 - crest) - 0.22 * fissure - 0.06 * cleft
    cortex = material((1, 1, 1), 0.22, coat=0.7, subsurface=0.12)
    shell = mesh(points * grown[:, None], faces, cortex)
    deep = np.clip(1.15 * (1 - crest) + 0.8 * fissure, 0, 1)[:, None] ** 0.75
    mottle = 0.5 + 0.5 * fbm(x * 3 + 4, y * 3 + 2 * z, 3, seed=5)[:, None]
    top = np.array([1.0, 0.19, 0.36]) * (1 - 0.5 * mottle) + np.array([1.0, 0.30, 0.36]) * 0.5 * mottle
    tint_by_vertex(shell, top * (1 - deep) + np.array([0.26, 0.0, 0.06]) * deep)
    smooth = shell.modifiers.new("smooth", "SUBSURF")
    smooth.levels = smooth.render_levels = 1
    lobes, leaf_faces = ball(detail=6)
    for half in (-1, 1):
        ripple = 0.5 + 0.5 * np.sin(lobes[:, 2] * 34 + 2.2 * fbm(lobes[:, 0] * 2, lobes[:, 1] * 2 + 5, 3, seed=3))
        swell = 1 - 0.07 * (1 - ripple**0.5)
        made = mesh(
            lobes * swell[:, None] * [0.44, 0.42, 0.34] + [-0.72, half * 0.36, -0.66],
            leaf_faces,
            material((1, 1, 1), 0.25, coat=0.6, subsurface=0.1),
        )
        shade = (1 - ripple[:, None]) ** 1.5
        tint_by_vertex(made, np.array([0.92, 0.18, 0.30]) * (1 - shade) + np.array([0.26, 0.0, 0.06]) * shade)
    line = np.linspace(0, 1, 24)
    stem = material((0.95, 0.26, 0.32), 0.28, coat=0.5, subsurface=0.1)
    tube(np.stack([-0.16 - 0.2 * line, 0 * line, -0.55 - 0.75 * line], -1), 0.27 - 0.11 * line, stem, 32)
    sphere((-0.36, 0, -1.3), 0.16, stem)
    turned((0, 0.06, -0.62))
    area((2.6, -2.5, -1.2), (0, 0, 0), 60, 1.4).data.color = (1.0, 0.35, 0.75)
    shoot("brain", (0, -5.6, 1.9), (0, 0, -0.14), lens=66, fill=0.30, key=270, rim=380)


def light_bulb() -> None:
    """A lit bulb: a bright coil behind warm glass, a brass screw."""
    set_up(samples=40, bounces=8)
    bpy.context.scene.cycles.transparent_max_bounces = 32
    outline = [
        (0.001, 1.32), (0.30, 1.29), (0.58, 1.15), (0.80, 0.90), (0.88, 0.60), (0.84, 0.32), (0.70, 0.02),
        (0.54, -0.24), (0.44, -0.46), (0.40, -0.66),
    ]  # fmt: skip
    smooth = rounded(outline, 4)
    lathe(smooth, glass((1.0, 0.72, 0.25), 0.16, 0.9), sides=128)
    # An opaque, shining back inside the glass: the bulb is lit on every ground.
    turn = np.linspace(0, np.pi, 65)
    radius, height = 0.985 * smooth[:, :1], smooth[:, 1:] - 0.01
    grid(radius * np.cos(turn), radius * np.sin(turn), height + 0 * turn, shine((1.0, 0.36, 0.008), 0.66))
    sphere((0, 0.05, 0.58), 0.70, halo((1.0, 0.66, 0.08), 1.0, 0.70, 1.0))
    wire, hot = material((0.6, 0.5, 0.35), 0.25, 1.0), shine((1.0, 0.95, 0.75), 16)
    t = np.linspace(-1, 1, 300)
    height = 0.62 + 0.16 * np.cos(t * 3 * np.pi) - 0.08 * t**2
    tube(np.stack([0.38 * t, 0.03 * np.sin(t * 60), height + 0.03 * np.cos(t * 60)], -1), 0.03, hot, 10)
    for half in (-1, 1):
        tube(
            np.array([[0.10 * half, 0, -0.6], [0.11 * half, 0, -0.2], [0.22 * half, 0, 0.2], [0.38 * half, 0, 0.40]]),
            0.02, wire, 10,
        )  # fmt: skip
    lathe([(0, -0.12), (0.05, -0.12), (0.10, -0.26), (0.16, -0.6), (0, -0.6)], glass((1, 0.8, 0.4), 0.25, 0.9))
    brass = material((0.80, 0.62, 0.30), 0.2, 1.0)
    thread = [(0.43, -0.60), (0.45, -0.66)]
    for step in range(48):
        level = -0.70 - step / 48 * 0.46
        thread.append((0.405 + 0.035 * np.cos(step / 48 * 4 * 2 * np.pi), level))
    lathe([(0, -0.58), *thread, (0.34, -1.20), (0, -1.20)], brass)
    lathe([(0.33, -1.18), (0.30, -1.28), (0.16, -1.36), (0, -1.36)], material((0.012, 0.012, 0.014), 0.3))
    lathe([(0.15, -1.33), (0.13, -1.41), (0, -1.43)], brass)
    turned((0, 0.30, 0.2))
    shoot("light_bulb", (0, -5.6, 0.4), (-0.02, 0, -0.02), lens=58, fill=0.5, key=280, rim=320)
    calm("light_bulb")


def question_mark() -> None:
    """A thick glossy question mark."""
    set_up(samples=28)
    skin = material((1.0, 0.56, 0.0), 0.16, coat=1.0)
    turn = np.linspace(np.radians(196), np.radians(-58), 60)
    arc = np.stack([0.56 * np.cos(turn), 0.62 + 0.54 * np.sin(turn)], -1)
    end = arc[-1]
    share = np.linspace(0, 1, 24)[1:, None]
    tail = (1 - share) ** 2 * end + 2 * share * (1 - share) * [0.0, -0.04] + share**2 * np.array([0.0, -0.46])
    path = np.concatenate([arc, tail])
    made = sweep(path, np.linspace(0.42, 0.48, len(path)), 0.56, skin, 0.13)
    made.modifiers.new("smooth", "SUBSURF").render_levels = 1
    dot = cylinder((0, 0, -1.06), 0.29, 0.56, skin, (np.pi / 2, 0, 0), bevel=0.12, sides=96)
    dot.modifiers["bevel"].segments = 8
    turned((0.06, 0.10, -0.50))
    area((2.4, -1.6, -2.0), (0, 0, 0), 120, 1.2).data.color = (1.0, 0.25, 0.1)
    shoot("question_mark", (0, -5.2, 0.5), (0, 0, -0.08), lens=54, fill=0.38, key=310, rim=420)


def puzzle_piece() -> None:
    """One piece of a jigsaw, with two knobs and two hollows."""
    set_up(samples=28)

    def side(knob: float) -> np.ndarray:
        """Half an edge's outline from (-1, 0) to (1, 0); the knob stands up when positive."""
        turn = np.linspace(np.radians(232), np.radians(-52), 30)
        bump = np.stack([0.34 * np.cos(turn), knob * (0.36 + 0.32 * np.sin(turn))], -1)
        return np.concatenate([[[-1, 0], [-0.5, 0.015 * knob]], bump, [[0.5, 0.015 * knob]]])

    outline = []
    for number, knob in enumerate((1.0, 1.0, -1.0, -1.0)):
        edge = np.add(side(knob), [0, 1.0])
        a = -number * np.pi / 2
        outline.append(edge @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]))
    flat = np.concatenate(outline)
    for _ in range(2):
        flat = np.stack([0.75 * flat + 0.25 * np.roll(flat, -1, 0), 0.25 * flat + 0.75 * np.roll(flat, -1, 0)], 1)
        flat = flat.reshape(-1, 2)
    cushion(flat, 0.64, material((0.0, 0.16, 0.85), 0.18, coat=1.0), 0.11)
    turned((0.10, 0.28, -0.52))
    area((2.6, -1.6, -2.2), (0, 0, 0), 160, 1.2).data.color = (0.2, 0.9, 1.0)
    shoot("puzzle_piece", (0, -6.2, 0.9), (0.1, 0, 0.1), lens=56, fill=0.36, key=280, rim=460)
