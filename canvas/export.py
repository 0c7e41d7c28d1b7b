"""Encoding a drawing as PNG, JPEG or WebP within a limit of bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Literal, get_args

from PIL import Image

from canvas.errors import ExportError
from canvas.filters import ByteImage

Format = Literal["png", "jpg", "webp"]

# From what no eye tells from the original to what is just fit to be seen small.
_QUALITIES = (92, 88, 84, 80, 74, 68, 60, 50, 40, 30)
_FULL_CHROMA_FROM = 80  # red type on dark ground smears when its colour is halved in resolution
_PNG_COLOURS = (256, 128, 64)


def encode(pixels: ByteImage, format: Format, *, max_bytes: int = 2_000_000) -> bytes:  # noqa: A002
    """Return HxWx3 RGB pixels encoded at the best quality that stays within `max_bytes`.

    A PNG that is too large without loss is reduced to a palette, dithered. Raises `ExportError` for an unknown format,
    or when no quality stays within the limit.
    """
    if format not in get_args(Format):
        raise ExportError(f"there is no format {format!r}")
    for data in _attempts(Image.fromarray(pixels), format):
        if len(data) <= max_bytes:
            return data
    raise ExportError(f"this picture can't be a {format} of {max_bytes} bytes")


def _attempts(image: Image.Image, format: Format) -> Iterator[bytes]:  # noqa: A002
    if format == "png":
        yield _saved(image, "PNG", compress_level=6)
        for colours in _PNG_COLOURS:
            reduced = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
            yield _saved(reduced, "PNG", compress_level=9)
        return
    for quality in _QUALITIES:
        if format == "jpg":
            # Neither optimised nor progressive: Pillow gives those a buffer that noise overflows.
            subsampling = 0 if quality >= _FULL_CHROMA_FROM else 2
            yield _saved(image, "JPEG", quality=quality, subsampling=subsampling)
        else:
            yield _saved(image, "WEBP", quality=quality, method=4)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
