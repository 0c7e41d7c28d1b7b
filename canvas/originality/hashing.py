"""A perceptual hash: 64 bits that stay when a picture is encoded anew, resized, brightened or cropped a little."""

from __future__ import annotations

import cv2
import numpy as np

from canvas.filters import ByteImage

BITS = 64
_SIDE = 32
_KEPT = 8


def phash(pixels: ByteImage) -> int:
    """Return the hash of an HxWx3 uint8 RGB picture as an unsigned 64-bit number.

    The DCT hash of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), 3.2.1: grey,
    32x32, and of its cosine transform the frequencies 1 to 8 across and down. A bit is the sign of a coefficient
    and not, as there, its side of the median: the signs of odd frequencies across turn round in a mirror and the
    others stay, so that `mirrored_hash` knows the hash of the mirrored picture without seeing it.
    """
    # The aspect ratio is given up on purpose: a copy that was squeezed into another shape is a copy.
    small = cv2.resize(pixels, (2 * _SIDE, 2 * _SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    coefficients = cv2.dct(cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA))
    signs = np.asarray(coefficients[1 : 1 + _KEPT, 1 : 1 + _KEPT]) > 0
    return int.from_bytes(np.packbits(signs).tobytes(), "big")


def mirrored_hash(value: int) -> int:
    """Return the hash of the picture with left and right exchanged."""
    return value ^ _ODD_ACROSS


def hamming(first: int, second: int) -> int:
    """Return how many of the 64 bits of two hashes differ: 0 for the same picture, about 32 for any two others."""
    return (first ^ second).bit_count()


# Frequency 1 is the first bit of each byte: those at odd frequencies are bits 7, 5, 3 and 1.
_ODD_ACROSS = int.from_bytes(bytes([0b10101010] * _KEPT), "big")
