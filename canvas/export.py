"""Encoding a drawing as PNG, JPEG or WebP within a limit of bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal, get_args

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from canvas.errors import ExportError
from canvas.filters import ByteImage

Format = Literal["png", "jpg", "webp"]

# From what no eye tells from the original to what is just fit to be seen small.
_QUALITIES = (92, 88, 84, 80, 74, 68, 60, 50, 40, 30)
_FULL_CHROMA_FROM = 80  # red type on dark ground smears when its colour is halved in resolution
_PNG_COLOURS = (256, 128, 64)


def encode(pixels: ByteImage, format: Format, *, max_bytes: int = 2_000_000, identifier: str = "") -> bytes:  # noqa: A002
    """Return HxWx3 RGB pixels encoded at the best quality that stays within `max_bytes`.

    A PNG that is too large without loss is reduced to a palette, dithered. `identifier` is written into it and is all
    the metadata there is: the EXIF field `ImageUniqueID`, in a PNG the text `Identifier`. Raises `ExportError` for an
    unknown format, or when no quality stays within the limit.
    """
    if format not in get_args(Format):
        raise ExportError(f"there is no format {format!r}")
    for data in _attempts(Image.fromarray(pixels), format, _metadata(format, identifier)):
        if len(data) <= max_bytes:
            return data
    raise ExportError(f"this picture can't be a {format} of {max_bytes} bytes")


def _metadata(format: Format, identifier: str) -> dict[str, Any]:  # noqa: A002
    """What Pillow is to write beside the pixels."""
    if not identifier:
        return {}
    if format == "png":
        text = PngInfo()
        text.add_text("Identifier", identifier)
        return {"pnginfo": text}
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ImageUniqueID] = identifier
    return {"exif": exif.tobytes()}


def _attempts(image: Image.Image, format: Format, metadata: dict[str, Any]) -> Iterator[bytes]:  # noqa: A002
    if format == "png":
        yield _saved(image, "PNG", compress_level=6, **metadata)
        for colours in _PNG_COLOURS:
            reduced = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
            yield _saved(reduced, "PNG", compress_level=9, **metadata)
        return
    for quality in _QUALITIES:
        if format == "jpg":
            # Neither optimised nor progressive: Pillow gives those a buffer that noise overflows.
            subsampling = 0 if quality >= _FULL_CHROMA_FROM else 2
            yield _saved(image, "JPEG", quality=quality, subsampling=subsampling, **metadata)
        else:
            yield _saved(image, "WEBP", quality=quality, method=4, **metadata)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
