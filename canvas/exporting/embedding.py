"""Pixels as files hold them: straight bytes, and pictures inside of text."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

from canvas.filters import ByteImage, FloatImage, to_bytes

_JPEG_QUALITY = 92


def straight_bytes(premultiplied: FloatImage) -> ByteImage:
    """Return premultiplied HxWx4 in 0..1 as straight RGBA bytes."""
    alpha = premultiplied[..., 3:]
    straight = np.where(alpha > 0, premultiplied[..., :3] / np.maximum(alpha, np.float32(1e-4)), 0)
    return to_bytes(np.concatenate([straight, alpha], axis=2).astype(np.float32))


def as_data(rgba: ByteImage) -> str:
    """Return RGBA bytes as a `data:` address: a JPEG where nothing is transparent, else a PNG."""
    out = io.BytesIO()
    if rgba[..., 3].min() == 255:
        Image.fromarray(np.ascontiguousarray(rgba[..., :3])).save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        kind = "jpeg"
    else:
        Image.fromarray(rgba, "RGBA").save(out, "PNG", compress_level=6)
        kind = "png"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"
