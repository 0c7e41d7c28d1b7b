"""Decoding the pictures that users and providers hand in."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from canvas.errors import PictureError
from canvas.filters import ByteImage

MAX_PICTURE_PIXELS = 40_000_000


def measure(path: Path) -> tuple[int, int]:
    """Return width and height of a picture file without decoding it; `PictureError` when it can't be read."""
    try:
        with Image.open(path) as image:
            return image.size
    except (UnidentifiedImageError, OSError) as error:
        raise PictureError(f"the picture {path.name} can't be read") from error


def decode(data: bytes, *, longest_side: int | None = None) -> ByteImage:
    """Return the upright HxWx4 RGBA pixels of an encoded picture, reduced to `longest_side` when that is given.

    EXIF orientation is applied. `PictureError` when it is no picture or has more than 40 megapixels.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PICTURE_PIXELS:
                raise PictureError("a picture may have at most 40 megapixels")
            if longest_side is not None:
                image.draft("RGB", (longest_side, longest_side))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            if longest_side is not None:
                upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
            return np.array(upright, np.uint8)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PictureError("this picture can't be read") from error
