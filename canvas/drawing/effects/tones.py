"""Named grades: the colours of the films and channels that everybody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from canvas.drawing.effects.job import EffectJob
from canvas.drawing.surface import bands
from canvas.filters import FloatImage, as_float


@dataclass(frozen=True)
class Tone:
    """A grade. `contrast` and `saturation` are factors; `shadows` and `lights` are tints laid on the dark and the
    bright, as strong as `tint`; `lift` raises black, `drop` lowers white, both 0..1."""

    contrast: float = 1.0
    saturation: float = 1.0
    shadows: tuple[float, float, float] = (0.5, 0.5, 0.5)
    lights: tuple[float, float, float] = (0.5, 0.5, 0.5)
    tint: float = 0.0
    lift: float = 0.0
    drop: float = 0.0
    gain: float = 1.0


# A document holds numbers only, so that a tone is told by its place here: new ones go to the end.
TONES: Mapping[str, Tone] = {
    "teal_orange": Tone(1.14, 1.08, (0.05, 0.42, 0.55), (1.0, 0.60, 0.28), 0.58),
    "noir": Tone(1.34, 0.0, (0.42, 0.46, 0.55), (0.56, 0.54, 0.50), 0.10, 0.0, 0.0, 0.98),
    "warm_film": Tone(1.05, 0.95, (0.42, 0.24, 0.30), (1.0, 0.76, 0.44), 0.26, 0.055, 0.03),
    "cold_thriller": Tone(1.18, 0.62, (0.08, 0.26, 0.46), (0.62, 0.86, 0.96), 0.50, 0.0, 0.02, 0.94),
    "vivid": Tone(1.16, 1.42, (0.40, 0.42, 0.58), (0.62, 0.55, 0.46), 0.08, 0.0, 0.0, 1.03),
    "vintage": Tone(0.92, 0.72, (0.46, 0.34, 0.20), (0.96, 0.88, 0.62), 0.32, 0.09, 0.07),
    "neon": Tone(1.22, 1.32, (0.28, 0.04, 0.62), (0.30, 0.96, 1.0), 0.46, 0.0, 0.0, 1.0),
    "golden_hour": Tone(1.08, 1.12, (0.40, 0.22, 0.34), (1.0, 0.70, 0.28), 0.50, 0.02, 0.0, 1.04),
    "bleach": Tone(1.30, 0.48, (0.44, 0.48, 0.52), (0.56, 0.54, 0.50), 0.10),
    "toxic": Tone(1.16, 0.92, (0.06, 0.30, 0.16), (0.70, 1.0, 0.30), 0.66),
}

_STEPS = 2048


def tone(job: EffectJob) -> None:
    """One of the named grades, by its number in `TONES` as the param `tone` (0 teal and orange, 1 noir, 2 warm film,
    3 cold thriller, 4 vivid, 5 vintage, 6 neon, 7 golden hour, 8 bleach, 9 toxic)."""
    names = list(TONES)
    chosen = TONES[names[round(min(len(names) - 1.0, max(0.0, job.param("tone", 0.0))))]]
    amount = np.float32(min(1.0, job.amount))
    for rows in bands(job.surface.pixels):
        pixels = job.surface.pixels[rows]
        np.clip(pixels, 0, 1, out=pixels)
        pixels += (toned(pixels, chosen) - pixels) * amount


def toned(pixels: FloatImage, chosen: Tone) -> FloatImage:
    """Return colours (...x3, 0..1) as a grade makes them."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    matrix = np.float32(chosen.saturation) * np.eye(3, dtype=np.float32) + np.float32(1 - chosen.saturation) * weights
    mixed = np.asarray(cv2.transform(pixels, matrix), np.float32)
    bent = np.take(_curve(chosen), np.clip(mixed * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.int32))
    light = np.asarray(cv2.transform(bent, weights.reshape(1, 3)), np.float32).reshape(bent.shape[:2])
    # Black and white stay what they are: a tint is strongest a third and two thirds of the way up.
    room = light * (1 - light) * np.float32(2.2) + np.float32(0.12)
    parts = np.dstack([(1 - light) ** 2 * room, light * light * (np.float32(1.35) - light) * room])
    tints = (np.array([chosen.shadows, chosen.lights]).T - 0.5) * 2.6 * chosen.tint
    bent += np.asarray(cv2.transform(parts, tints.astype(np.float32)), np.float32)
    return as_float(np.clip(bent, 0, 1))


def _curve(chosen: Tone) -> FloatImage:
    """So many values: an S about the middle, with its black raised and its white lowered."""
    x = np.linspace(0, 1, _STEPS)
    slope = chosen.contrast
    bent = np.clip(0.5 + (x - 0.5) * slope, 0, 1)
    smooth = x + (x * x * (3 - 2 * x) - x) * max(0.0, slope - 1) * 2.2
    curve = (0.45 * bent + 0.55 * np.clip(smooth, 0, 1)) * chosen.gain
    return as_float(np.clip(chosen.lift + curve * (1 - chosen.lift - chosen.drop), 0, 1))
