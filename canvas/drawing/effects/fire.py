"""Flames: a wall of fire from the bottom of the picture."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from canvas.colour import mix, vivid
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import cloud
from canvas.filters import FloatImage, as_float, blur, resize

_ROWS = 300  # a fire has no finer detail than its noise
_HOT = ((0.0, (0.25, 0.01, 0.0)), (0.28, (0.85, 0.10, 0.01)), (0.52, (1.0, 0.42, 0.03)),
        (0.76, (1.0, 0.80, 0.22)), (1.0, (1.0, 0.98, 0.84)))  # fmt: skip


def flames(job: EffectJob) -> None:
    """Fire along the bottom, tongues that tear off above. `height` of the wall (canvas heights), `density` 0..1 of the
    tongues. The layer's colour tints it: orange burns as fire does, blue as gas."""
    columns = max(16, round(_ROWS * job.width / job.height))
    heat = _heat(columns, job.seed, min(1.6, job.size("height", 0.62)), job.share("density", 0.6))
    ramp = _ramp(job)
    colours = ramp[(np.clip(heat, 0, 1) * 255).astype(np.uint8)]
    alpha = np.clip(heat * 2.6, 0, 1)[..., None]
    glow = blur(colours * alpha, 0.05 * _ROWS) * np.float32(0.75)
    body = np.concatenate([colours * alpha, alpha], axis=2).astype(np.float32)
    halo = np.concatenate([glow, glow.max(axis=2, keepdims=True)], axis=2)
    job.over(np.clip(resize(as_float(body + halo * (1 - alpha)), job.width, job.height), 0, 1))


@lru_cache(maxsize=2)
def _heat(columns: int, seed: int, height: float, density: float) -> FloatImage:
    """How hot each point is, 0..1, ROWSxcolumns: noise stretched upwards and bent by other noise, cut by a falling
    edge."""
    rows = _ROWS
    y = (1 - (np.arange(rows, dtype=np.float32) + 0.5) / rows)[:, None]  # up from the ground
    x = np.arange(columns, dtype=np.float32)[None, :]
    bend = cloud(columns, rows, seed, octaves=3, coarse=4) - 0.5
    # Fire rises: what is below is drawn out upwards, the more the higher it is, and sways as it goes.
    source_x = x + bend * (0.10 + 0.40 * y) * rows
    source_y = (np.sqrt(np.maximum(y, 0)) * rows * 0.52 + bend * rows * 0.16).astype(np.float32)
    noise = cloud(columns, rows, seed + 1, octaves=5, coarse=5)
    licks = cv2.remap(
        noise,
        np.ascontiguousarray(np.broadcast_to(source_x, (rows, columns)).astype(np.float32)),
        np.ascontiguousarray(np.broadcast_to(source_y, (rows, columns))),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    tall = cv2.remap(
        cloud(columns, rows, seed + 2, octaves=2, coarse=3),
        np.ascontiguousarray(np.broadcast_to(source_x * 1.0, (rows, columns)).astype(np.float32)),
        np.full((rows, columns), rows / 2, np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    reach = height * (0.45 + 1.0 * tall)
    rise = y / np.maximum(reach, 0.05)
    fuel = np.asarray(licks, np.float32) * 1.5 + (0.10 + 0.35 * density)
    heat = as_float(np.clip((fuel - 0.15 - rise) * (1.25 - 0.35 * np.clip(rise, 0, 1)), 0, 1))
    heat = as_float(np.power(heat, np.float32(0.85)))
    heat.flags.writeable = False
    return heat


def _ramp(job: EffectJob) -> FloatImage:
    """256 colours from smoke to white heat: those of fire, turned towards the layer's colour as far as it isn't one."""
    stops, own = np.array([stop for stop, _ in _HOT]), vivid(job.colour, value=1.0)
    fire = np.array([colour for _, colour in _HOT])
    tinted = np.array([mix((0, 0, 0), own, 0.25), mix((0, 0, 0), own, 0.8), own, mix(own, (1, 1, 1), 0.55), (1, 1, 1)])
    share = 0.0 if own[0] >= own[1] >= own[2] else 1.0
    colours = fire + (tinted - fire) * share
    at = np.linspace(0, 1, 256)
    return np.stack([np.interp(at, stops, channel) for channel in colours.T], axis=1).astype(np.float32)
