"""Which of our typefaces a line of type is most like: its words, set in each of them, laid over it."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from canvas.filters import Mask
from canvas.fonts import FONT_FOLDER, typeface
from canvas.reading.letters import Letters

CANDIDATES = (
    "anton", "bebas", "montserrat", "bangers", "luckiest", "archivo", "marker", "lilita", "titan", "russo", "poppins",
)  # fmt: skip
_ROWS = 40
_EM = 64
_LONGEST = 24  # letters compared: more would squeeze differences of width into nothing


def likeness(letters: Letters, text: str) -> dict[str, float]:
    """Return for each face that can set `text` how like the letters are, 0..1: the overlap (intersection over union)
    of both inks set to one box, times the ratio of their widths at one height. Nothing when the text is too long."""
    words = text.strip()
    if not 2 <= len(words) <= _LONGEST:
        return {}
    ink = letters.mask[letters.top : letters.bottom, letters.left : letters.right]
    ratio = ink.shape[1] / ink.shape[0]
    columns = max(8, round(ratio * _ROWS))
    seen = _sized(ink, columns)
    found: dict[str, float] = {}
    for name in CANDIDATES:
        if not typeface(name).covers(words):
            continue
        drawn = _set(name, words)
        if drawn is None:
            continue
        own = drawn.shape[1] / drawn.shape[0]
        laid = _sized(drawn, columns)
        overlap = float((seen & laid).sum()) / max(1.0, float((seen | laid).sum()))
        found[name] = overlap * min(own / ratio, ratio / own)
    return found


def _set(name: str, words: str) -> Mask | None:
    """Return the ink of words in one face, cropped."""
    font = _face(name)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(words))
    if right <= left or bottom <= top:
        return None
    image = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(image).text((-left, -top), words, font=font, fill=255)
    ink = np.asarray(image) >= 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else None


def _sized(ink: Mask, columns: int) -> Mask:
    grey = ink.astype(np.uint8) * 255
    return np.asarray(cv2.resize(grey, (columns, _ROWS), interpolation=cv2.INTER_AREA)) >= 128


@lru_cache(maxsize=len(CANDIDATES))
def _face(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / f"{name}.ttf", _EM)
