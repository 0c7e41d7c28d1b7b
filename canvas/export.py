"""Encoding a drawing as PNG, JPEG or WebP within a limit of bytes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, get_args

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageFilter
from PIL.PngImagePlugin import PngInfo

from canvas.errors import ExportError
from canvas.filters import ByteImage

Format = Literal["png", "jpg", "webp"]

# From what no eye tells from the original to what is just fit to be seen small.
_QUALITIES = (92, 88, 84, 80, 74, 68, 60, 50, 40, 30)
_FULL_CHROMA_FROM = 80  # red type on dark ground smears when its colour is halved in resolution
_BLURS = (1, 2)  # pixels: what even the lowest quality can't hold is noise
# A PNG in steps of so many levels, and about how large it is next to the one without loss (measured on 12 drawings of
# 720 to 2160 rows): what is far too large at a step is not tried.
_STEPS = ((2, 0.78), (3, 0.65), (4, 0.57), (6, 0.49), (8, 0.42))
_HOPEFUL = 1.3
# The same without the grain, which is most of a large PNG (measured on two drawings of 2160 rows). A palette that is
# not dithered makes bands of every gradient.
_SMOOTH_STEPS = ((6, 0.33), (8, 0.28), (11, 0.23))
_GRAIN = 5  # pixels of the median that takes it away
_PNG_COLOURS = (256, 128, 64)
_COARSE = ((2, 64), (3, 128))  # of every so many pixels one, in so many colours
_DATE_AT = 24  # in the header of an ICC profile: six numbers of 16 bits (ICC.1:2022, 7.2.8)
_DATE = (1999, 10, 18, 0, 0, 0)  # of IEC 61966-2-1, which defines sRGB


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB, always the same: its date is that of the standard, not of today."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    struct.pack_into(">6H", data, _DATE_AT, *_DATE)
    return bytes(data)


def encode(pixels: ByteImage, format: Format, *, max_bytes: int = 2_000_000, identifier: str = "") -> bytes:  # noqa: A002
    """Return HxWx3 RGB pixels in sRGB encoded at the best quality that stays within `max_bytes`.

    A PNG that is too large without loss is rounded to a few levels a channel, then to a dithered palette, to levels
    without its grain, and to a plain palette. `identifier` is written into it and, beside the colour profile, is all
    the metadata there is: the EXIF field `ImageUniqueID`, in a PNG the text `Identifier`. Raises `ExportError` for an
    unknown format, or when no quality stays within the limit.
    """
    if format not in get_args(Format):
        raise ExportError(f"there is no format {format!r}")
    metadata = _metadata(format, identifier)
    attempts = _pngs(pixels, metadata, max_bytes) if format == "png" else _photos(pixels, format, metadata)
    for data in attempts:
        if len(data) <= max_bytes:
            return data
    raise ExportError(f"this picture can't be a {format} of {max_bytes} bytes")


def _metadata(format: Format, identifier: str) -> dict[str, Any]:  # noqa: A002
    """What Pillow is to write beside the pixels."""
    profile = {"icc_profile": srgb_profile()}
    if not identifier:
        return profile
    if format == "png":
        text = PngInfo()
        text.add_text("Identifier", identifier)
        return {**profile, "pnginfo": text}
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ImageUniqueID] = identifier
    return {**profile, "exif": exif.tobytes()}


def _pngs(pixels: ByteImage, metadata: dict[str, Any], max_bytes: int) -> Iterator[bytes]:
    image = Image.fromarray(pixels)
    lossless = _saved(image, "PNG", compress_level=6, **metadata)
    yield lossless
    hopeful = _HOPEFUL * max_bytes / len(lossless)
    for step, share in _STEPS:
        if share < hopeful:
            yield _saved(Image.fromarray(_rounded(pixels, step)), "PNG", compress_level=6, **metadata)
    palettes = (image.quantize(colours, method=Image.Quantize.MEDIANCUT) for colours in _PNG_COLOURS)
    finest = next(palettes)
    dithered = image.quantize(palette=finest, dither=Image.Dither.FLOYDSTEINBERG)
    yield _saved(dithered, "PNG", compress_level=9, **metadata)
    for step, share in _SMOOTH_STEPS:
        if share < hopeful:
            smooth = np.asarray(cv2.medianBlur(pixels, _GRAIN), np.uint8)
            yield _saved(Image.fromarray(_rounded(smooth, step)), "PNG", compress_level=6, **metadata)
    for palette in (finest, *palettes):
        yield _saved(palette, "PNG", compress_level=9, **metadata)
    for factor, colours in _COARSE:
        reduced = image.reduce(factor).quantize(colours, method=Image.Quantize.MEDIANCUT)
        yield _saved(reduced.resize(image.size, Image.Resampling.NEAREST), "PNG", compress_level=9, **metadata)


def _rounded(pixels: ByteImage, step: int) -> ByteImage:
    """Round every channel to multiples of `step`, black and white kept. The grain that drawings have hides it."""
    levels = np.arange(256)
    nearest = np.minimum(np.round(levels / step) * step, 255)
    nearest[255] = 255
    table: ByteImage = nearest.astype(np.uint8)
    return table[pixels]


def _photos(pixels: ByteImage, format: Format, metadata: dict[str, Any]) -> Iterator[bytes]:  # noqa: A002
    image = Image.fromarray(pixels)
    for quality in _QUALITIES:
        yield _photo(image, format, quality, metadata)
    for radius in _BLURS:
        yield _photo(image.filter(ImageFilter.GaussianBlur(radius)), format, _QUALITIES[-1], metadata)


def _photo(image: Image.Image, format: Format, quality: int, metadata: dict[str, Any]) -> bytes:  # noqa: A002
    if format == "webp":
        return _saved(image, "WEBP", quality=quality, method=4, **metadata)
    # Neither optimised nor progressive: Pillow gives those a buffer that noise overflows.
    subsampling = 0 if quality >= _FULL_CHROMA_FROM else 2
    return _saved(image, "JPEG", quality=quality, subsampling=subsampling, **metadata)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
