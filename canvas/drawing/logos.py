"""The user's logo, untouched but for its size."""

from __future__ import annotations

import numpy as np

from canvas.document import Frame, Logo
from canvas.drawing.inputs import Inputs
from canvas.drawing.pictures import premultiplied
from canvas.drawing.surface import Patch
from canvas.errors import PictureError
from canvas.filters import FloatImage, resize, warp
from canvas.geometry import Box

_MOST_CANVASES = 2  # as large a logo is drawn whole, a larger one as far as it is seen


def draw_logo(logo: Logo, frame: Frame, inputs: Inputs, size: tuple[int, int]) -> tuple[Patch, Box]:
    """Fit a logo whole into its frame, centred; `size` is the canvas in pixels.

    `PictureError` for an unknown source.
    """
    kind, _, key = logo.source.partition(":")
    if kind != "picture":
        raise PictureError(f"there is no logo {logo.source!r}")
    picture = premultiplied(inputs.picture(key))
    rows, columns = picture.shape[:2]
    width, height = size
    room_x, room_y = frame.width * width, frame.height * height
    scale = min(room_x / columns, room_y / rows)
    wide, high = max(1, round(columns * scale)), max(1, round(rows * scale))
    x = round(frame.x * width + (room_x - wide) / 2)
    y = round(frame.y * height + (room_y - high) / 2)
    box = Box(x / width, y / height, (x + wide) / width, (y + high) / height)
    if wide * high > _MOST_CANVASES * width * height:
        return _seen_part(picture, (x, y, scale), size), box
    return Patch(x, y, resize(picture, wide, high).clip(0, 1)), box


def _seen_part(picture: FloatImage, place: tuple[float, float, float], size: tuple[int, int]) -> Patch:
    """What is seen on the canvas of a picture that reaches far over it; `place` is its left, its top and its scale."""
    x, y, scale = place
    shift = (scale - 1) / 2  # between the centres of the first pixels
    matrix = np.array([[scale, 0, x + shift], [0, scale, y + shift]])
    return Patch(0, 0, warp(picture, matrix, *size).clip(0, 1))
