"""The light of a scene, and a person seen in it: its white, its blacks and how bright it is. Light and colour only."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import FloatImage, as_float, luma

_SAMPLE = (48, 27)
_TINT = 0.20  # of the scene's cast that a person takes on: more, and skin looks painted
_MOST_TINT = 0.06  # of a channel, whatever the scene
_HAZE, _MOST_HAZE = 0.45, 0.07  # of the scene's blacks that reach the person, and what they are lifted by at most
_MIDDLE_KEY = 0.32  # mean luma of a scene that asks for no change
_KEY, _MOST_KEY = 0.22, 0.10  # how far the person follows, as an exponent, and at most


@dataclass(frozen=True)
class SceneLight:
    """`white` is what a white surface looks like in the scene, with a luma of 1; `key` its mean luma, `black` that of
    its darkest parts, both 0..1."""

    white: tuple[float, float, float]
    key: float
    black: float


def light_of(scene: FloatImage) -> SceneLight:
    """Measure an HxWx3 picture of a scene without people or type. What is bright in it counts as what lights it."""
    small = np.clip(np.asarray(cv2.resize(scene, _SAMPLE, interpolation=cv2.INTER_AREA), np.float32), 0, 1)
    light = luma(small)
    weight = (light + np.float32(0.02)) ** 2
    mean: NDArray[np.float32] = (small * weight[..., None]).sum(axis=(0, 1)) / weight.sum()
    white = mean / max(float(luma(mean.reshape(1, 1, 3))[0, 0]), 0.02)
    return SceneLight(
        (float(white[0]), float(white[1]), float(white[2])), float(light.mean()), float(np.percentile(light, 3))
    )


def in_light(rgba: FloatImage, light: SceneLight) -> FloatImage:
    """Return a premultiplied HxWx4 person as the scene would light them.

    Every pixel changes by the same curve of each channel, so nothing but light and colour does.
    """
    alpha = rgba[..., 3:]
    straight = as_float(rgba[..., :3] / np.maximum(alpha, 1e-3))
    follow = float(np.clip((light.key - _MIDDLE_KEY) * _KEY, -_MOST_KEY, _MOST_KEY))
    lit = np.power(np.clip(straight, 1e-4, 1), np.float32(1 - follow))
    gains = 1 + np.clip(_TINT * (np.asarray(light.white, np.float32) - 1), -_MOST_TINT, _MOST_TINT)
    lit *= gains / luma(as_float(gains).reshape(1, 1, 3))[0, 0]
    haze = np.float32(min(_MOST_HAZE, _HAZE * light.black))
    lit = haze * np.asarray(light.white, np.float32).clip(0, 1.5) + (1 - haze) * lit
    return as_float(np.concatenate([np.clip(lit, 0, 1) * alpha, alpha], axis=2))
