"""Effects of weather and force: lightning, rain, a shock wave, fog that thickens with the distance."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, radians, sin, tan

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import WHITE, mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import cloud, coordinates
from canvas.filters import ByteImage, FloatImage, as_float, blur, resize, to_float

_FINE_BITS = 4
_BENDS = 6  # times a bolt is halved: 64 pieces
_BRANCHES = 0.2  # of the pieces of a bolt fork
Points = NDArray[np.float64]


def lightning(job: EffectJob) -> None:
    """Bolts from above that branch, with their glow. `count` of bolts, `size` of their strokes, `spread` (canvas
    heights) of where they come from; they strike around the centre."""
    generator = np.random.default_rng(job.seed)
    bolts = max(1, job.count(3)) if job.param("count", 3) > 0 else 0
    core = np.zeros((job.height, job.width), np.uint8)
    size, spread = job.size("size", 1.0) * job.height / 720, job.size("spread", 1.1)
    for index in range(min(bolts, 12)):
        lean = generator.uniform(-0.5, 0.5) * spread
        start = np.array([job.centre[0] * job.width / job.height + lean, -0.05])
        end = np.array(
            [
                job.centre[0] * job.width / job.height + lean * generator.uniform(-0.2, 0.5),
                generator.uniform(0.6, 1.0) if index else max(0.3, job.centre[1] + 0.2),
            ]
        )
        for path, width in _bolt(generator, start, end, 6.5 if index == 0 else generator.uniform(2.0, 4.0)):
            _stroke(core, path * job.height, width * size)
    sharp = to_float(core)
    half = resize(sharp, max(1, job.width // 2), max(1, job.height // 2))
    reach = 0.5 * job.height / 720
    near = blur(half, 5 * reach)
    glow = np.clip(near * 1.5 + blur(half, 26 * reach) * 2.4, 0, 1)
    job.fill(resize(as_float(glow * min(1.0, job.amount)), job.width, job.height), vivid(job.colour, value=1.0))
    hot = np.clip(sharp * 1.4 + resize(near, job.width, job.height) * 0.55, 0, 1)
    job.fill(as_float(hot * min(1.0, job.amount)), WHITE)


def _bolt(generator: np.random.Generator, start: Points, end: Points, width: float) -> Iterator[tuple[Points, float]]:
    """A jagged way (canvas heights) and its branches, each with its width at the root, in pixels of 720 rows."""
    path = _jagged(generator, start, end, 0.16)
    yield path, width
    for index in range(4, len(path) - 6, 3):
        if generator.random() < _BRANCHES * 2:
            way = end - path[index]
            angle = generator.choice((-1, 1)) * generator.uniform(0.35, 0.9)
            turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
            tip = path[index] + turn @ way * generator.uniform(0.25, 0.6)
            yield _jagged(generator, path[index], tip, 0.2), width * generator.uniform(0.3, 0.5)


def _jagged(generator: np.random.Generator, start: Points, end: Points, roughness: float) -> Points:
    points = np.stack([start, end])
    swing = float(np.hypot(*(end - start))) * roughness
    for _ in range(_BENDS):
        way = np.diff(points, axis=0)
        length = np.maximum(np.hypot(*way.T)[:, None], 1e-6)
        across = np.column_stack([-way[:, 1], way[:, 0]]) / length
        middle = (points[:-1] + points[1:]) / 2 + across * generator.uniform(-swing, swing, (len(way), 1))
        merged = np.empty((len(points) + len(middle), 2))
        merged[0::2], merged[1::2] = points, middle
        points, swing = merged, swing * 0.52
    return points


def _stroke(mask: ByteImage, path: Points, width: float) -> None:
    """A line that thins towards its end."""
    along = np.gradient(path, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(np.hypot(*along.T)[:, None], 1e-6)
    half = (width * np.linspace(1.0, 0.25, len(path)) / 2)[:, None]
    outline = np.concatenate([path + across * half, (path - across * half)[::-1]])
    cv2.fillPoly(mask, [np.round(outline * 2**_FINE_BITS).astype(np.int32)], 255, cv2.LINE_AA, _FINE_BITS)


def rain(job: EffectJob) -> None:
    """Streaks of rain at three depths, and mist near the ground. `count`, `size`, `wind` in degrees from straight
    down."""
    generator = np.random.default_rng(job.seed)
    size, count = job.size("size", 1.0) * job.height / 720, job.count(520)
    slope = tan(radians(min(75.0, max(-75.0, job.param("wind", 12.0)))))
    total: FloatImage = np.zeros((job.height, job.width), np.float32)
    for share, length, width, softness, strength in (
        (0.58, 0.06, 1.5, 0.5, 0.55),
        (0.34, 0.13, 2.4, 0.6, 0.75),
        (0.08, 0.26, 6.0, 2.4, 0.85),
    ):
        layer = np.zeros((job.height, job.width), np.uint8)
        for _ in range(round(count * share)):
            x = generator.uniform(-0.3, 1.3) * job.width
            y = generator.uniform(-0.2, 1.0) * job.height
            fall = length * generator.uniform(0.6, 1.3) * job.height * min(4.0, size * 720 / job.height)
            half = max(0.35, width * size * generator.uniform(0.6, 1.2) / 2)
            x1, y1 = x + slope * fall, y + fall
            points = np.array([[x, y], [x1 + half, y1 - half], [x1, y1 + half], [x1 - half, y1]])
            bright = 255 * strength * generator.uniform(0.5, 1.0)
            fine = np.round(points * 2**_FINE_BITS).astype(np.int32)
            cv2.fillConvexPoly(layer, fine, bright, cv2.LINE_AA, _FINE_BITS)
        total = np.maximum(total, blur(to_float(layer), softness * size))
    _, down = coordinates(job.width, job.height)
    mist = cloud(job.width, job.height, job.seed, octaves=3) * (0.05 + 0.22 * down**3)
    job.fill(as_float(np.clip((total * 0.9 + mist) * job.amount, 0, 1)), mix(job.colour, WHITE, 0.75))


def shockwave(job: EffectJob) -> None:
    """A ring of force about the centre, with streaks thrown out of it. `radius` in canvas heights; `squeeze` is its
    height by its width: small ones lie on the ground."""
    width, height = max(1, job.width // 2), max(1, job.height // 2)
    x, y = coordinates(width, height)
    squeeze = np.float32(min(3.0, job.size("squeeze", 0.9)))
    dx = np.broadcast_to(x - np.float32(job.centre[0] * width / height), (height, width))
    dy = np.broadcast_to((y - np.float32(job.centre[1])) / squeeze, (height, width))
    distance, angle = cv2.cartToPolar(np.ascontiguousarray(dx), np.ascontiguousarray(dy))
    radius = np.float32(job.size("radius", 0.42))
    generator = np.random.default_rng(job.seed)
    spokes = generator.random(241).astype(np.float32) ** 3
    around_it = np.interp(angle, np.linspace(0, 2 * pi, 241), spokes).astype(np.float32)
    off = np.clip(distance / radius, 0, 12).astype(np.float32) - 1
    rim = np.exp(-((off / 0.035) ** 2)) + 0.45 * np.exp(-(((off + 0.16) / 0.03) ** 2))
    within, beyond = np.exp(np.minimum(off, 0) * 4.5), np.exp(-np.maximum(off, 0) * 2.6)
    wake = np.where(off < 0, within, 0) * 0.45
    streaks = around_it * np.where(off > 0, beyond, within * within) * 0.9
    light = as_float(np.clip(rim + wake + streaks, 0, 1.6))
    hot = as_float(np.clip(rim * 0.6 + streaks * 0.3, 0, 1))[..., None]
    colour = np.asarray(vivid(job.colour, value=0.95), np.float32)
    shown = light[..., None] * colour + hot * (1 - colour)
    job.screen_light(resize(as_float(shown), job.width, job.height) * np.float32(job.amount))


def depth_fog(job: EffectJob) -> None:
    """Fog that fills the distance: thickest at the `horizon` (a ratio of the height), thin at our feet. `density` 0..1;
    `floor` 0..1 is how much of it creeps along the ground."""
    _, y = coordinates(job.width, job.height)
    horizon, density = job.share("horizon", 0.55), job.share("density", 0.75)
    above = np.exp(-(((y - horizon) / 0.62) ** 2))
    below = np.exp(-(((y - horizon) / 0.42) ** 2)) + job.share("floor", 0.25) * y**2
    veil = np.where(y < horizon, above, below)
    drift = cloud(job.width, job.height, job.seed, octaves=5, coarse=2)
    alpha = np.clip(veil * (0.22 + 1.15 * drift) * density * min(1.2, job.amount), 0, 0.94)
    job.fill(as_float(alpha), mix(job.colour, WHITE, 0.25))
