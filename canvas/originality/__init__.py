"""Originality: how much one picture is like another, so that a result follows a look and never copies its picture."""

from canvas.originality.comparing import DEFAULT_CEILING, similarity
from canvas.originality.hashing import hamming, phash
from canvas.originality.model import Fingerprint, Similarity
from canvas.originality.serial import from_json, to_json
from canvas.originality.taking import fingerprint

__all__ = [
    "DEFAULT_CEILING",
    "Fingerprint",
    "Similarity",
    "fingerprint",
    "from_json",
    "hamming",
    "phash",
    "similarity",
    "to_json",
]
