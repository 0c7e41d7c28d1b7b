"""Read-back: how much of the headline a machine reads in a preview, which is a stricter reader than a viewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np

from canvas.filters import ByteImage
from canvas.reading.recognising import see_lines

PREVIEW_WIDTHS = (120, 168, 246, 360)  # pixels: the list beside a video, search, the phone's row, the home page
_SEEN_WIDTH = 640  # that previews are blown up to: the detector looks for letters of print, not of postage stamps
_READABLE = re.compile(r"[\x00-\x7f\u00c0-\u024f\u2010-\u2027\u20ac]+")  # Latin letters, digits and their marks


def can_read(words: str) -> bool:
    """Tell whether the recogniser knows the script: Latin only, it guesses at Persian and Devanagari."""
    return bool(_letters(words)) and _READABLE.fullmatch(words) is not None


def read_back(pixels: ByteImage, words: Sequence[str]) -> float:
    """Return the share (0..1) of the letters of `words` that are read, the mean over `PREVIEW_WIDTHS`.

    `pixels` is HxWx3 RGB. A word counts with all its letters or not at all; half of them where one letter is wrong.
    About half a second.
    """
    wanted = Counter(_letters(word) for word in words if _letters(word))
    if not wanted:
        return 1.0
    return float(np.mean([_share_read(_seen_words(pixels, width), wanted) for width in PREVIEW_WIDTHS]))


def _seen_words(pixels: ByteImage, width: int) -> str:
    height = max(1, round(pixels.shape[0] * width / pixels.shape[1]))
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    larger = (_SEEN_WIDTH, max(1, round(height * _SEEN_WIDTH / width)))
    seen = see_lines(np.asarray(cv2.resize(small, larger, interpolation=cv2.INTER_CUBIC), np.uint8))
    return _letters(" ".join(line.text for line in seen))


def _share_read(seen: str, wanted: Counter[str]) -> float:
    total = sum(len(word) * count for word, count in wanted.items())
    read = sum(len(word) * count * _found(word, seen) for word, count in wanted.items())
    return read / total


def _found(word: str, seen: str) -> float:
    if word in seen:
        return 1.0
    halves = (word[at + 1 :] if at < len(word) / 2 else word[:at] for at in range(len(word)))
    is_nearly = len(word) > 3 and any(len(part) >= len(word) - 2 and part in seen for part in halves)
    return 0.5 if is_nearly else 0.0


def _letters(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())
