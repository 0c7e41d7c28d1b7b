"""Effects of light and air: rays, glow, shade, vignette, bokeh, smoke."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np

from canvas.colour import BLACK, mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import around, cloud, coordinates, reduced, spot
from canvas.drawing.surface import bands
from canvas.filters import FloatImage, as_float, as_rgb, blur, enlarge, resize, to_float


def rays(job: EffectJob) -> None:
    """Beams from the centre. `count` beams, `softness` 0..1 of their edges, `reach` in canvas heights."""
    width, height = job.width // 2, job.height // 2
    distance, angle = around(width, height, job.centre)
    count = job.count(16)
    hard = 10 ** (1.2 * (1 - job.share("softness", 0.5)))
    wobble = np.sin(angle * 3 + job.seed % 7) * 0.35
    beams = 1 / (1 + np.exp(-np.sin(angle * count + wobble) * hard))
    fade = np.clip(distance / 0.12, 0, 1) * np.exp(-((distance / job.size("reach", 1.1)) ** 2))
    core = np.exp(-((distance / 0.2) ** 2))
    beams = np.maximum(beams * fade, core)
    job.screen(resize(beams.astype(np.float32), job.width, job.height) * np.float32(0.6 * job.amount), job.colour)


def glow_spot(job: EffectJob) -> None:
    """A soft light behind or over something. `radius` and `squeeze` (height by width) in canvas heights."""
    radius = job.size("radius", 0.45)
    mask = spot(*reduced(job.width, job.height), job.centre, radius, radius * job.size("squeeze", 0.9))
    colour = np.asarray(vivid(job.colour, value=0.95), np.float32)
    # Hottest in the middle, where the eye expects the lamp.
    middle = mask * mask
    middle *= middle * np.float32(0.45 * job.amount)
    mask *= np.float32(0.72 * job.amount)
    light = as_float(cv2.merge([mask * channel + middle * (1 - channel) for channel in colour]))
    job.screen_light(enlarge(light, job.width, job.height))


def shade(job: EffectJob) -> None:
    """Darken one side so that type reads. `angle` in degrees says which: 180 the left, 270 the bottom; `reach` how
    far it comes in, as a ratio of the canvas. With `radius` (canvas heights) it is a soft dark spot instead."""
    if "radius" in job.effect.params:
        radius = job.size("radius", 0.5)
        mask = spot(*reduced(job.width, job.height), job.centre, radius * job.size("stretch", 1.4), radius)
        mask *= np.float32(min(1.0, job.amount))
        job.fill(enlarge(mask, job.width, job.height), mix(job.colour, BLACK, 0.85))
        return
    x, y = coordinates(*reduced(job.width, job.height))
    angle = radians(job.param("angle", 180.0))
    along = (x * np.float32(job.height / job.width) - 0.5) * np.float32(cos(angle)) + (y - 0.5) * np.float32(
        -sin(angle)
    )
    start = 0.5 - job.size("reach", 0.55)
    ramp = np.clip((along - start) / (0.5 - start), 0, 1)
    smooth = as_float(ramp * ramp * (3 - 2 * ramp) * min(1.0, job.amount))
    job.fill(enlarge(smooth, job.width, job.height), mix(job.colour, BLACK, 0.85))


def vignette(job: EffectJob) -> None:
    """Darken what is far from the centre. `inner` is where it starts, in canvas heights over the half diagonal."""
    x, y = coordinates(*reduced(job.width, job.height))
    across = (x * np.float32(job.height / job.width) - np.float32(job.centre[0])) * 1.15
    distance = np.sqrt(across**2 + (y - np.float32(job.centre[1])) ** 2)
    inner = job.share("inner", 0.32)
    ramp = np.clip((distance - inner) / 0.55, 0, 1) ** 1.6
    kept = enlarge(as_float(1 - ramp * np.float32(min(1.0, 0.6 * job.amount))), job.width, job.height)
    for rows in bands(job.surface.pixels):
        job.surface.pixels[rows] *= as_rgb(kept[rows])


def bokeh(job: EffectJob) -> None:
    """Discs of light out of focus. `count`; `largest` and `smallest` radius in canvas heights; `top` and `bottom` bound
    them. Colours are those of the palette around the layer's own."""
    generator = np.random.default_rng(job.seed)
    width, height = job.width // 2, job.height // 2
    discs: FloatImage = np.zeros((height, width, 3), np.float32)
    smallest, largest = sorted(
        min(0.4, job.size(name, size)) for name, size in (("smallest", 0.015), ("largest", 0.085))
    )
    top, bottom = job.share("top", 0.0), job.share("bottom", 1.0)
    choice = [job.colour, job.colour, mix(job.colour, (1, 0.95, 0.85), 0.6), job.palette_colours()[0]]
    for _ in range(job.count(28)):
        radius = max(2, round(generator.uniform(smallest, largest) * height))
        x, y = round(generator.uniform(0, width)), round(generator.uniform(top, bottom) * height)
        colour = vivid(choice[int(generator.integers(len(choice)))], value=0.95)
        strength = generator.uniform(0.12, 0.5)
        x0, y0 = max(0, x - radius - 2), max(0, y - radius - 2)
        x1, y1 = min(width, x + radius + 3), min(height, y + radius + 3)
        if x1 <= x0 or y1 <= y0:
            continue
        disc = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.circle(disc, (x - x0, y - y0), radius, 150, -1, cv2.LINE_AA)
        cv2.circle(disc, (x - x0, y - y0), radius, 255, max(1, radius // 10), cv2.LINE_AA)
        discs[y0:y1, x0:x1] += to_float(disc)[..., None] * (np.asarray(colour, np.float32) * np.float32(1.3 * strength))
    job.screen_light(resize(blur(discs, 0.0035 * height), job.width, job.height) * np.float32(job.amount))


def smoke(job: EffectJob) -> None:
    """Drifting haze lit by the colour. `floor` 0..1 gathers it at the bottom; `density` is how much air it fills."""
    noise = _drifting(job)
    threshold = 0.75 - 0.5 * job.share("density", 0.6)
    haze = np.clip((noise - threshold) * 1.8, 0, 1)
    _, y = coordinates(job.width, job.height)
    gathered = job.share("floor", 0.5)
    job.screen(
        (haze * (1 - gathered + gathered * y**1.5) * np.float32(0.65 * job.amount)).astype(np.float32), job.colour
    )


def _drifting(job: EffectJob) -> FloatImage:
    """Noise bent by other noise, as air curls: HxW in 0..1."""
    width, height = max(2, job.width // 2), max(2, job.height // 2)
    bend_x = cloud(width, height, job.seed + 1, octaves=3, coarse=2) - np.float32(0.5)
    bend_y = cloud(width, height, job.seed + 2, octaves=3, coarse=2) - np.float32(0.5)
    x, y = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    curled = cv2.remap(
        cloud(width, height, job.seed),
        as_float(x + bend_x * np.float32(0.75 * height)),
        as_float(y + bend_y * np.float32(0.55 * height)),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return resize(as_float(curled), job.width, job.height)
