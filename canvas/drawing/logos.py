"""The user's logo, untouched but for its size."""

from __future__ import annotations

from canvas.document import Frame, Logo
from canvas.drawing.inputs import Inputs
from canvas.drawing.pictures import premultiplied
from canvas.drawing.surface import Patch
from canvas.errors import PictureError
from canvas.filters import resize
from canvas.geometry import Box


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
    scaled = resize(picture, max(1, round(columns * scale)), max(1, round(rows * scale)))
    x = round(frame.x * width + (room_x - scaled.shape[1]) / 2)
    y = round(frame.y * height + (room_y - scaled.shape[0]) / 2)
    box = Box(x / width, y / height, (x + scaled.shape[1]) / width, (y + scaled.shape[0]) / height)
    return Patch(x, y, scaled.clip(0, 1)), box
