"""What is kept of a picture to tell later whether another one is too much like it."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.geometry import Box


@dataclass(frozen=True)
class Fingerprint:
    """`hash` is the 64-bit perceptual hash. `faces` and `lines` are where faces and lines of type stand.

    `colours` holds CIE Lab of a grid of 8x5 cells, row by row, L, a, b of each (0..255 as OpenCV scales them).
    `edges` holds, for a grid of 6x4 cells, how much edge runs in each of 8 directions, 0..255 of the strongest.
    """

    hash: int
    faces: tuple[Box, ...]
    lines: tuple[Box, ...]
    colours: tuple[int, ...]
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Similarity:
    """How much two pictures are alike, each 0..1 and 1 for the same picture. `total` weighs the other three."""

    total: float
    hash: float
    layout: float
    descriptors: float
