"""Relighting: a scene baked one light group at a time is lit again in the colours of the document."""

from __future__ import annotations

import cv2
import numpy as np

from canvas import catalogue
from canvas.colour import RGB, WHITE, resolve
from canvas.document import Palette, Plate
from canvas.drawing.pictures import scene_layer
from canvas.errors import PictureError
from canvas.filters import ByteImage, FloatImage

_DISPLAY_GAMMA = 2.2


def relit_scene(name: str, plate: Plate, palette: Palette) -> FloatImage:
    """Return the scene at the size it was baked, HxWx3 in 0..1. Groups that the plate doesn't light take the scene's
    own gains and palette roles. `PictureError` when there is no such scene."""
    scene = catalogue.scenes().get(name)
    if scene is None:
        raise PictureError(f"there is no scene {name!r}")
    total: FloatImage | None = None
    for group in scene.groups:
        light = plate.lights.get(group)
        gain = light.gain if light is not None else scene.gains.get(group, 1.0)
        if gain <= 0:
            continue
        if group == "e":
            colour = WHITE
        else:
            role = scene.roles.get(group, "light")
            colour = resolve(light.colour if light is not None else role, palette)
        lit = _lit(scene_layer(name, group), colour, gain * plate.exposure * scene.exposure)
        total = lit if total is None else total + lit
    if total is None:
        raise PictureError(f"the scene {name!r} has no light")
    return tone_mapped(total)


def tone_mapped(linear: FloatImage) -> FloatImage:
    """Bring linear light to display values with the filmic curve of Narkowicz (2015), a fit of the ACES reference."""
    mapped = linear * (2.51 * linear + 0.03) / (linear * (2.43 * linear + 0.59) + 0.14)
    return np.power(np.clip(mapped, 0, 1), np.float32(1 / _DISPLAY_GAMMA)).astype(np.float32)


def _lit(layer: ByteImage, colour: RGB, gain: float) -> FloatImage:
    """Decode a layer to linear light and shine a coloured light of that gain on it, by one table a channel."""
    steps = np.arange(256, dtype=np.float64) / 255
    linear = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)
    weights = np.asarray(colour, np.float64) ** _DISPLAY_GAMMA * gain
    table = (linear[:, None] * weights[None, :]).astype(np.float32).reshape(1, 256, 3)
    return np.asarray(cv2.LUT(layer, table), np.float32)
