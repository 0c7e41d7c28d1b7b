"""Printed patterns: halftone dots, speed lines, scan lines."""

from __future__ import annotations

from math import cos, pi, radians, sin

import cv2
import numpy as np

from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import around, coordinates
from canvas.filters import FloatImage, as_float, to_float


def halftone(job: EffectJob) -> None:
    """Dots that grow away from the centre. `step` between dots in canvas heights, `angle`, `reach` of the growth."""
    job.fill(halftone_dots(job.width, job.height, job.centre, job.size("step", 0.025), job.param("angle", 22.0),
                           job.size("reach", 0.9)) * np.float32(min(1.0, job.amount)), job.colour)  # fmt: skip


def halftone_dots(
    width: int, height: int, centre: tuple[float, float], step: float, angle: float, reach: float
) -> FloatImage:
    """The mask of a dot screen, HxW: no dots at the centre, touching ones `reach` canvas heights away."""
    x, y = coordinates(width, height)
    c, s = np.float32(cos(radians(angle))), np.float32(sin(radians(angle)))
    pitch = np.float32(step)
    across = (x * c + y * s) % pitch - pitch / 2
    down = (-x * s + y * c) % pitch - pitch / 2
    distance = np.sqrt(across * across + down * down)
    growth = np.clip(around(width, height, centre)[0] / np.float32(reach), 0, 1)
    radius = growth * pitch * np.float32(0.62)
    return as_float(np.clip((radius - distance) * np.float32(height) + 0.5, 0, 1))


def speed_lines(job: EffectJob) -> None:
    """Wedges from the edges towards the centre, as manga draws speed and shock. `count`; `inner` free radius in canvas
    heights; `weight` of the wedges."""
    generator = np.random.default_rng(job.seed)
    count, inner, weight = job.count(90), job.size("inner", 0.42), job.size("weight", 1.0)
    needles = []
    for index in range(count):
        angle = 2 * pi * (index + generator.uniform(-0.45, 0.45)) / count
        tip = inner * generator.uniform(0.85, 1.6)
        needles.append((angle, generator.uniform(0.15, 1.0) ** 2 * 0.9 * pi / count * weight, tip))
    job.fill(_needles(job, needles, (1.25, 0.9)) * np.float32(min(1.0, job.amount)), job.colour)


def focus_lines(job: EffectJob) -> None:
    """Fine ink lines that close in on the centre in sheaves, some of them long: the moment when a manga page holds its
    breath. `count`; `inner` free radius in canvas heights; `weight`."""
    generator = np.random.default_rng(job.seed)
    count, inner, weight = job.count(240), job.size("inner", 0.44), job.size("weight", 1.0)
    sheaves = generator.uniform(0, 2 * pi, max(1, count // 12))
    needles = []
    for index in range(count):
        sheaf = sheaves[int(generator.integers(len(sheaves)))]
        angle = sheaf + generator.normal(0, 0.05) if index % 3 else generator.uniform(0, 2 * pi)
        tip = inner * (0.82 + generator.gamma(1.5, 0.22))
        needles.append((angle, generator.uniform(0.0012, 0.0075) * weight, tip))
    job.fill(_needles(job, needles, (1.3, 0.95)) * np.float32(min(1.0, job.amount)), job.colour)


def _needles(job: EffectJob, needles: list[tuple[float, float, float]], oval: tuple[float, float]) -> FloatImage:
    """Needles from beyond the edges towards the centre, HxW. Each is its angle, half its width (both radians) and how
    many canvas heights off the centre it ends; `oval` stretches that across and down."""
    mask = np.zeros((job.height, job.width), np.uint8)
    centre = np.array([job.centre[0] * job.width, job.centre[1] * job.height])
    far = float(np.hypot(job.width, job.height))
    for angle, half, tip in needles:
        points = [
            centre + np.array([cos(angle), sin(angle)]) * tip * job.height * np.array(oval),
            centre + np.array([cos(angle - half), sin(angle - half)]) * far,
            centre + np.array([cos(angle + half), sin(angle + half)]) * far,
        ]
        cv2.fillConvexPoly(mask, np.round(np.array(points) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    return to_float(mask)


def scanlines(job: EffectJob) -> None:
    """The lines of an old screen. `step` in canvas heights."""
    _, y = coordinates(job.width, job.height)
    wave = 0.5 + 0.5 * np.cos(2 * pi * y / job.size("step", 0.0084))
    job.surface.pixels *= (1 - np.float32(0.35 * min(1.0, job.amount)) * wave.astype(np.float32))[..., None]
