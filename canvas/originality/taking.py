"""Taking the fingerprint of a picture."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.filters import ByteImage
from canvas.geometry import Box
from canvas.originality.descriptors import colours_of, edges_of
from canvas.originality.hashing import phash
from canvas.originality.model import Fingerprint


def fingerprint(pixels: ByteImage, *, faces: Sequence[Box] = (), lines: Sequence[Box] = ()) -> Fingerprint:
    """Return the fingerprint of an HxWx3 uint8 RGB picture.

    `faces` and `lines` say where faces (or, without any, the subject) and lines of type stand, in ratios of it.
    """
    return Fingerprint(phash(pixels), tuple(faces), tuple(lines), colours_of(pixels), edges_of(pixels))
