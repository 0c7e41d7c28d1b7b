"""Plates: the background of a document, filling the canvas whatever its shape."""

from __future__ import annotations

import numpy as np

from canvas import catalogue
from canvas.document import Palette, Plate
from canvas.drawing.inputs import Inputs
from canvas.drawing.paints import paint
from canvas.drawing.scenes import relit_scene
from canvas.errors import PictureError
from canvas.filters import FloatImage, blur, resize, to_float


def draw_plate(plate: Plate, palette: Palette, inputs: Inputs, width: int, height: int, seed: int) -> FloatImage:
    """Return HxWx3 float32. `blur` is a ratio of the canvas height; `exposure` applies to scenes and pictures alike.

    Raises `PictureError` for a source that does not exist.
    """
    image = _unflipped(plate, palette, inputs, width, height, seed)
    return np.ascontiguousarray(image[:, ::-1]) if plate.flip else image


def _unflipped(plate: Plate, palette: Palette, inputs: Inputs, width: int, height: int, seed: int) -> FloatImage:
    kind, _, name = plate.source.partition(":")
    if kind == "paint":
        image = paint(name, palette, plate.params, width, height, seed)
        return blur(image, plate.blur * height) if plate.blur else image
    if kind == "scene":
        baked, focus = relit_scene(name, plate, palette), catalogue.scenes()[name].focus[0]
    elif kind == "picture":
        baked, focus = to_float(inputs.picture(name))[..., :3] * np.float32(plate.exposure), 0.5
    else:
        raise PictureError(f"there is no plate {plate.source!r}")
    focus = plate.params.get("focus", focus)
    small = _covering_crop(baked, width / height, focus)
    if plate.blur:
        small = blur(small, plate.blur * small.shape[0])
    return np.clip(resize(small, width, height), 0, 1)


def _covering_crop(image: FloatImage, aspect: float, focus: float) -> FloatImage:
    """Cut an image to an aspect ratio (width by height), keeping what is around the horizontal `focus`."""
    rows, columns = image.shape[:2]
    wanted = round(rows * aspect)
    if wanted <= columns:
        left = round(min(max(0.0, focus * columns - wanted / 2), columns - wanted))
        return np.ascontiguousarray(image[:, left : left + wanted])
    kept = round(columns / aspect)
    top = (rows - kept) // 2
    return np.ascontiguousarray(image[top : top + kept])
