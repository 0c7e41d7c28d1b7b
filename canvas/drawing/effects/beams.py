"""Effects of a camera and its lamps: light leak, lens flare, light trails, a spotlight's cone."""

from __future__ import annotations

from math import cos, pi, sin

import cv2
import numpy as np

from canvas.colour import WHITE, mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import around, cloud, coordinates, spot
from canvas.filters import FloatImage, as_float, blur, resize, to_float

_WARM, _ROSE = (1.0, 0.45, 0.12), (1.0, 0.16, 0.30)
_TURNS = 4096
_GHOSTS = ((0.35, 0.05, 0.5), (0.62, 0.022, 0.8), (1.25, 0.085, 0.32), (1.6, 0.035, 0.6), (2.05, 0.14, 0.22))


def light_leak(job: EffectJob) -> None:
    """Warm light that fell on the film from one side, the one that the centre is nearer to. The layer's colour tints
    its heart."""
    width, height = max(1, job.width // 4), max(1, job.height // 4)
    generator = np.random.default_rng(job.seed)
    is_right = job.centre[0] >= 0.5
    side = 1.0 if is_right else 0.0
    own = vivid(job.colour, value=1.0)
    light: FloatImage = np.zeros((height, width, 3), np.float32)
    for colour, reach, strength in ((_ROSE, 0.85, 0.50), (_WARM, 0.55, 0.62), (mix(own, WHITE, 0.25), 0.26, 0.55)):
        at = side + (-1 if is_right else 1) * generator.uniform(-0.04, 0.05), generator.uniform(0.15, 0.85)
        blob = spot(width, height, at, reach, reach * generator.uniform(0.9, 1.7))
        light += blob[..., None] * (np.asarray(colour, np.float32) * np.float32(strength))
    streaked = 0.72 + 0.56 * cloud(width, height, job.seed, octaves=2, coarse=2)
    job.screen_light(resize(as_float(light * streaked[..., None]), job.width, job.height) * np.float32(job.amount))


def lens_flare(job: EffectJob) -> None:
    """A lamp at the centre that shines into the lens: its star, a streak across, and the lens's ghosts on the line
    through the middle. `size` scales it."""
    width, height = max(1, job.width // 2), max(1, job.height // 2)
    size = min(3.0, job.size("size", 1.0))
    colour = np.asarray(vivid(job.colour, value=1.0), np.float32)
    distance, angle = around(width, height, job.centre)
    generator = np.random.default_rng(job.seed)
    turns = np.linspace(0, 2 * pi, _TURNS)
    rays = np.zeros(_TURNS)
    for at, strength in zip(generator.uniform(0, pi, 9), generator.uniform(0.25, 1.0, 9), strict=True):
        rays += np.abs(np.cos(turns - at)) ** 420 * strength
    spikes = rays.astype(np.float32)[
        np.minimum(angle * np.float32((_TURNS - 1) / (2 * pi)), _TURNS - 1).astype(np.int32)
    ]
    core = np.exp(-((distance / (0.05 * size)) ** 2)) * 1.3
    halo = np.exp(-distance / (0.16 * size)) * 0.75
    star = spikes * np.exp(-distance / (0.20 * size))
    ring = np.exp(-(((distance - 0.30 * size) / 0.02) ** 2)) * 0.10
    _, y = coordinates(width, height)
    off_y = np.abs(y - np.float32(job.centre[1]))
    streak = np.exp(-off_y / (0.006 * size)) * np.exp(-distance / (0.75 * size)) * 0.9
    # Three lights, each of a colour of its own, mixed in one pass.
    lights = np.dstack([halo + ring, streak, np.clip(core + star, 0, 1.6)]).astype(np.float32)
    tints = np.column_stack([colour, 0.45 * colour + (0.1, 0.3, 0.55), 0.35 * colour + 0.65]).astype(np.float32)
    light = np.asarray(cv2.transform(lights, tints), np.float32) + _ghosts(width, height, job, size)
    job.screen_light(resize(as_float(light), job.width, job.height) * np.float32(job.amount))


def _ghosts(width: int, height: int, job: EffectJob, size: float) -> FloatImage:
    """Discs of light on the line from the lamp through the middle of the picture."""
    light: FloatImage = np.zeros((height, width, 3), np.float32)
    lamp, middle = np.array(job.centre), np.array([0.5, 0.5])
    own = vivid(job.colour, value=1.0)
    tints = (own, (0.3, 0.8, 1.0), mix(own, WHITE, 0.3), (0.4, 1.0, 0.6), (0.8, 0.4, 1.0))
    for (along, radius, strength), tint in zip(_GHOSTS, tints, strict=True):
        x, y = (lamp + (middle - lamp) * along) * (width, height)
        reach = max(2, round(radius * size * height))
        soft = max(0.8, 0.06 * reach)
        half = reach + round(3 * soft) + 2
        left, top = round(x) - half, round(y) - half
        disc = np.zeros((2 * half, 2 * half), np.uint8)
        corners = [
            (x - left + cos(pi * k / 3 + 0.3) * reach, y - top + sin(pi * k / 3 + 0.3) * reach) for k in range(6)
        ]
        shape = np.round(np.array(corners) * 16).astype(np.int32)
        cv2.fillConvexPoly(disc, shape, 110, cv2.LINE_AA, 4)
        cv2.polylines(disc, [shape], True, 255, max(1, reach // 14), cv2.LINE_AA, 4)
        rows, columns = slice(max(0, top), max(0, top + 2 * half)), slice(max(0, left), max(0, left + 2 * half))
        seen = blur(to_float(disc), soft)[rows.start - top :, columns.start - left :]
        window = light[rows, columns]
        seen = seen[: window.shape[0], : window.shape[1]] * np.float32(0.34 * strength)
        window += seen[..., None] * np.asarray(tint, np.float32)
    return light


def light_streaks(job: EffectJob) -> None:
    """Trails of light, as a long exposure draws them: curves that sweep past the centre. `count`; `bend` how much they
    bow; colours are the layer's and the palette's."""
    generator = np.random.default_rng(job.seed)
    width, height = max(1, job.width // 2), max(1, job.height // 2)
    drawn = np.zeros((height, width, 3), np.uint8)
    choice = [job.colour, job.colour, job.palette_colours()[0], job.palette_colours()[1]]
    bend = min(2.0, max(-2.0, job.param("bend", 0.35)))
    t = np.linspace(-0.1, 1.1, 60)
    for _ in range(job.count(26)):
        offset = generator.normal(0, 0.17)
        swell = offset * (0.35 + 1.9 * (t - 0.2) ** 2)
        lift = bend * ((t - job.centre[0]) ** 2) * (1 if generator.random() < 0.8 else 0.6)
        path = np.column_stack([t * width, (job.centre[1] + swell + lift - 0.08 * bend) * height])
        colour = vivid(choice[int(generator.integers(len(choice)))], value=1.0)
        strength = generator.uniform(0.25, 1.0)
        thick = max(1, round(generator.gamma(1.4, 0.9) * height / 360))
        start, end = sorted(generator.integers(0, 60, 2))
        shown = path[max(0, start - 8) : end + 12]
        if len(shown) > 1:
            value = tuple(255 * channel * strength for channel in colour)
            cv2.polylines(drawn, [np.round(shown * 16).astype(np.int32)], False, value, thick, cv2.LINE_AA, 4)
    sharp = to_float(drawn)
    scale = height / 360
    light = sharp * 0.8 + blur(sharp, 2.4 * scale) * 0.75 + blur(sharp, 10 * scale) * 1.0
    hot = np.clip(sharp.max(axis=2, keepdims=True) - 0.62, 0, 1) * 0.8
    job.screen_light(resize(as_float(light + hot), job.width, job.height) * np.float32(job.amount))


def spotlight_cone(job: EffectJob) -> None:
    """The visible beam of a lamp above the picture, pointing at the centre, with the pool of light it makes. `from` is
    where the lamp hangs, a ratio of the width; `spread` of the beam in canvas heights at the pool."""
    width, height = max(1, job.width // 2), max(1, job.height // 2)
    x, y = coordinates(width, height)
    aspect = width / height
    lamp_x = np.float32(min(2.0, max(-1.0, job.param("from", 0.5 + (job.centre[0] - 0.5) * 0.4))) * aspect)
    lamp_y = np.float32(-0.18)
    pool_y = np.float32(min(0.98, job.centre[1] + 0.36))
    pool_x = np.float32(job.centre[0] * aspect)
    spread = np.float32(min(3.0, job.size("spread", 0.34)))
    along = np.clip((y - lamp_y) / (pool_y - lamp_y), 0.02, 1.3)
    off = (x - (lamp_x + (pool_x - lamp_x) * along)) / (spread * along)
    edge = 1 / (1 + np.exp(np.clip((np.abs(off) - 0.92) * 22, -60, 60)))
    fade = np.where(along < 1, 0.95 - 0.52 * along, np.clip(0.43 - (along - 1) * 3.2, 0, 1))
    inside = edge * fade * (0.78 + 0.22 * np.exp(-((off / 0.5) ** 2)))
    air = 0.72 + 0.5 * cloud(width, height, job.seed, octaves=4, coarse=3)
    pool = np.exp(-((((x - pool_x) / spread) ** 2 + ((y - pool_y) / (spread * 0.26)) ** 2) ** 2))
    lamp = np.exp(-(((x - lamp_x) ** 2 + (y + 0.02) ** 2) / 0.012))
    light = as_float(inside * air * 0.62 + pool * 0.55 + lamp * 0.8)
    tint = mix(vivid(job.colour, value=1.0), WHITE, 0.35)
    job.screen(resize(light, job.width, job.height) * np.float32(job.amount), tint)
