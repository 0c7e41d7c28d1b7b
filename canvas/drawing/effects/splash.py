"""Paint and ink thrown at the picture: a splash of colour, the jagged star of an impact, a border."""

from __future__ import annotations

from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import BLACK, WHITE, deep, mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import coordinates
from canvas.drawing.surface import Patch
from canvas.filters import FloatImage, as_float, blur, distance_inside, resize, to_bytes, to_float

_FINE_BITS = 4


def splash(job: EffectJob) -> None:
    """Wet paint thrown at the centre: a blot with arms and drops. `radius` of the blot in canvas heights, `count` of
    arms."""
    generator = np.random.default_rng(job.seed)
    drawn = np.zeros((job.height, job.width), np.uint8)
    centre = np.array([job.centre[0] * job.width, job.centre[1] * job.height])
    radius = min(1.5, job.size("radius", 0.26)) * job.height
    arms = min(120, job.count(30))

    def dot(at: NDArray[np.float64], size: float) -> None:
        place = (round(at[0] * 2**_FINE_BITS), round(at[1] * 2**_FINE_BITS))
        cv2.circle(drawn, place, max(4, round(size * 2**_FINE_BITS)), 255, -1, cv2.LINE_AA, _FINE_BITS)

    dot(centre, radius * 0.6)
    for _ in range(26):
        angle, off = generator.uniform(0, 2 * pi), generator.uniform(0.35, 0.82)
        dot(centre + np.array([cos(angle), sin(angle)]) * off * radius, radius * generator.uniform(0.08, 0.3))
    for index in range(arms):
        angle = 2 * pi * (index + generator.uniform(-0.6, 0.6)) / max(1, arms)
        way = np.array([cos(angle), sin(angle)])
        reach = radius * (0.78 + min(0.75, generator.gamma(1.3, 0.24)))
        root, tip = radius * generator.uniform(0.10, 0.20), radius * generator.uniform(0.02, 0.05)
        side = np.array([-way[1], way[0]])
        start = centre + way * radius * 0.5
        end = centre + way * reach
        shape = np.array([start + side * root, end + side * tip, end - side * tip, start - side * root])
        cv2.fillConvexPoly(drawn, np.round(shape * 16).astype(np.int32), 255, cv2.LINE_AA, _FINE_BITS)
        dot(end, tip * generator.uniform(1.2, 2.2))
        for _ in range(int(generator.integers(0, 4))):
            beyond = reach + radius * generator.gamma(1.4, 0.28)
            dot(centre + way * beyond + side * generator.normal(0, 0.04) * radius, tip * generator.uniform(0.4, 1.9))
    rows, columns = np.flatnonzero(drawn.max(axis=1)), np.flatnonzero(drawn.max(axis=0))
    if not rows.size:
        return
    margin = round(0.03 * job.height)
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    thrown = drawn[top : rows[-1] + margin, left : columns[-1] + margin]
    # Drops that touch flow together: blurred and cut again.
    soft = blur(to_float(thrown), 0.006 * job.height)
    body = np.clip((soft - 0.42) * np.float32(0.0085 * job.height) + 0.5, 0, 1)
    job.surface.lay(Patch(left, top, _wet(job, as_float(body))), opacity=min(1.0, job.amount))


def _wet(job: EffectJob, mask: FloatImage) -> FloatImage:
    """A mask as thick glossy paint, premultiplied."""
    rows, columns = mask.shape
    half = resize(mask, max(1, columns // 2), max(1, rows // 2))  # its swell is soft: half the size shows it all
    scale = job.height / 1440
    height = np.sqrt(np.clip(distance_inside(to_bytes(half)) / (13 * scale), 0, 1))
    height = blur(as_float(height), 2.2 * scale)
    slope = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0), np.float32) * np.float32(0.6)
    slope += np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1), np.float32)
    slope = resize(slope * np.float32(2.2 * scale), columns, rows)
    lit, shaded = np.clip(slope, 0, 1), np.clip(-slope, 0, 1) * np.float32(0.9)
    shine = lit * np.float32(0.25) + np.clip(lit - 0.55, 0, 1) * np.float32(0.5)
    # Its own colour, that of its shade and white, each by its share: one pass.
    shares = np.dstack([(1 - shaded) * (1 - shine) * mask, shaded * (1 - shine) * mask, shine * mask])
    tints = np.column_stack([vivid(job.colour), deep(job.colour, value=0.5), WHITE]).astype(np.float32)
    paint = np.asarray(cv2.transform(as_float(shares), tints), np.float32)
    return np.concatenate([np.clip(paint, 0, 1), mask[..., None]], axis=2)


def impact(job: EffectJob) -> None:
    """The jagged star that comics draw behind a blow, in the layer's colour with an inked edge. `radius` in canvas
    heights, `count` of its points."""
    generator = np.random.default_rng(job.seed)
    radius, points = min(3.0, job.size("radius", 0.52)), max(5, min(60, job.count(19)))
    centre = np.array([job.centre[0] * job.width, job.centre[1] * job.height])
    angles = np.linspace(0, 2 * pi, 2 * points, endpoint=False) + generator.uniform(-0.5, 0.5, 2 * points) * pi / points
    reach = np.where(np.arange(2 * points) % 2 == 0, generator.uniform(0.86, 1.28, 2 * points), 0.64)
    way = np.column_stack([np.cos(angles) * 1.22, np.sin(angles)])
    drawn, cover = np.zeros((job.height, job.width, 3), np.uint8), np.zeros((job.height, job.width), np.uint8)
    colour = vivid(job.colour)
    shades = ((1.0, BLACK), (0.955, WHITE), (0.90, colour), (0.60, mix(colour, WHITE, 0.55)), (0.42, WHITE))
    for share, paint in shades:
        inner = np.where(np.arange(2 * points) % 2 == 0, reach * share, reach * (share - (1 - share) * 0.25))
        outline = np.round((centre + way * inner[:, None] * radius * job.height) * 16).astype(np.int32)
        cv2.fillPoly(drawn, [outline], [255 * channel for channel in paint], cv2.LINE_AA, _FINE_BITS)
        if share == 1:
            cv2.fillPoly(cover, [outline], 255, cv2.LINE_AA, _FINE_BITS)
    # Its edge is black, so that the colours are premultiplied as they are.
    job.over(to_float(np.dstack([drawn, cover])))


def frame(job: EffectJob) -> None:
    """A border round the picture. `width` and `inset` in canvas heights, `radius` of its corners; `neon` above 0 makes
    it a glowing tube."""
    width = min(0.2, job.size("width", 0.022))
    inset = min(0.3, max(0.0, job.param("inset", 0.0)))
    corner = min(0.5, max(0.0, job.param("radius", 0.0)))
    is_neon = job.param("neon", 0.0) > 0
    if is_neon:
        inset, corner = max(inset, 0.03), max(corner, 0.045)
    x, y = coordinates(job.width, job.height)
    aspect = np.float32(job.width / job.height)
    # The signed distance of a rounded rectangle: negative within.
    half_x, half_y = aspect / 2 - np.float32(inset), np.float32(0.5 - inset)
    off_x = np.abs(x - aspect / 2) - (half_x - np.float32(corner))
    off_y = np.abs(y - np.float32(0.5)) - (half_y - np.float32(corner))
    outside = np.sqrt(np.maximum(off_x, 0) ** 2 + np.maximum(off_y, 0) ** 2)
    distance = outside + np.minimum(np.maximum(off_x, off_y), 0) - np.float32(corner)
    if is_neon:
        job.shine(_tube(job, as_float(distance + width / 2), width))
        return
    scale = np.float32(job.height)
    inner = np.clip((distance + width) * scale + 0.5, 0, 1)
    outer = np.float32(1.0) if inset == 0 else np.clip(0.5 - distance * scale, 0, 1)
    down = np.linspace(0, 1, job.height, dtype=np.float32)[:, None, None]
    lit, shaded = (
        np.asarray(mix(job.colour, WHITE, 0.16), np.float32),
        np.asarray(deep(job.colour, value=0.86), np.float32),
    )
    alpha = as_float(inner * outer)[..., None]
    job.over(as_float(np.concatenate([(lit + (shaded - lit) * down) * alpha, alpha], axis=2)))


def _tube(job: EffectJob, off: FloatImage, width: float) -> FloatImage:
    """Light of a glass tube, by the distance from its middle in canvas heights."""
    colour = np.asarray(vivid(job.colour, value=1.0), np.float32)
    off = np.abs(off)
    tube = np.exp(-((off / np.float32(0.30 * width)) ** 2))
    near, far = np.exp(-off / np.float32(0.55 * width)), np.exp(-off / np.float32(2.6 * width))
    light = (near * np.float32(0.85) + far * np.float32(0.5))[..., None] * colour
    return as_float(light + tube[..., None] * (1 - colour * np.float32(0.15)))
