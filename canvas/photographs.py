"""Decoding the pictures that users and providers hand in."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from canvas.errors import PictureError
from canvas.filters import ByteImage

MAX_PICTURE_PIXELS = 40_000_000
# Others that Pillow knows start programs or hide further pictures.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_ORIENTATION = 0x0112  # an EXIF tag (TIFF 6.0, 274); its values are the keys of _TURNS
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What decoders raise for broken input: Pillow documents the first ones, its plugins raise the others as well.
_UNREADABLE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, KeyError, IndexError,
    TypeError, ArithmeticError,
)  # fmt: skip


def measure(path: Path) -> tuple[int, int]:
    """Return width and height of a picture file without decoding it; `PictureError` when it can't be read."""
    try:
        with Image.open(path) as image:
            return image.size
    except (UnidentifiedImageError, OSError) as error:
        raise PictureError(f"the picture {path.name} can't be read") from error


def decode(data: bytes, *, longest_side: int | None = None) -> ByteImage:
    """Return the upright HxWx4 RGBA pixels of an encoded picture in sRGB, reduced to `longest_side` when that is given.

    EXIF orientation and a colour profile are applied; grey, 16 bits, CMYK and palettes are read as what they show.
    `PictureError` when it is no picture or has more than 40 megapixels.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PICTURE_PIXELS:
                raise PictureError("a picture may have at most 40 megapixels")
            if longest_side is not None:
                image.draft("RGB", (longest_side, longest_side))
            profile = image.info.get("icc_profile")
            orientation = image.getexif().get(_ORIENTATION, 1)
            plain = _plain(image)
            if longest_side is not None:  # first, so that all else has less to do
                plain.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
            upright = plain.transpose(_TURNS[orientation]) if orientation in _TURNS else plain
            return np.array(_in_srgb(upright, profile).convert("RGBA"), np.uint8)
    except _UNREADABLE as error:
        raise PictureError("this picture can't be read") from error


def _plain(image: Image.Image) -> Image.Image:
    """A picture with 8 bits a channel that can be resized: RGB, RGBA, grey or CMYK."""
    if image.mode.startswith("I") or image.mode == "F":
        # 16-bit grey: keep the upper eight bits; Pillow's own conversion would clip at 255.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Work a colour profile into the pixels, as phones write one; a broken or unfitting profile is left out."""
    if not profile:
        return image
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
    except (ImageCms.PyCMSError, *_UNREADABLE):
        return image
    return converted or image
