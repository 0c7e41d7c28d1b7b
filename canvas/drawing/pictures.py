"""The pictures among our assets, decoded once and kept: props and the light groups of scenes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from canvas import catalogue
from canvas.errors import PictureError
from canvas.filters import ByteImage, FloatImage, to_float
from canvas.photographs import decode


def premultiplied(rgba: ByteImage) -> FloatImage:
    """Return HxWx4 float32 with the colour multiplied by the alpha."""
    image = to_float(rgba)
    image[..., :3] *= image[..., 3:]
    return image


@lru_cache(maxsize=12)
def prop_picture(name: str) -> FloatImage:
    """Return a prop, premultiplied HxWx4, read-only; `PictureError` when there is none of that name."""
    image = premultiplied(decode(_read(catalogue.prop_path(name))))
    image.flags.writeable = False
    return image


@lru_cache(maxsize=16)
def scene_layer(name: str, group: str) -> ByteImage:
    """Return one light group of a scene, HxWx3, sRGB-encoded, read-only; `PictureError` when there is none."""
    layer = np.ascontiguousarray(decode(_read(catalogue.scene_path(name, group)))[..., :3])
    layer.flags.writeable = False
    return layer


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PictureError(f"the asset {path.name} is missing") from error
