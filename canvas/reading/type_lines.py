"""The type of a picture: its lines, how they are set and in what."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage
from canvas.geometry import Box
from canvas.reading import letters as lettering
from canvas.reading.colours import difference, hex_of_lab
from canvas.reading.letters import Letters
from canvas.reading.model import TypeFound, TypeLine
from canvas.reading.recognising import LineSeen, see_lines
from canvas.reading.typefaces import likeness

_READ = 0.75  # of the recogniser's confidence: below, letters were made up
_SMALLEST = 0.028  # of the picture's height: smaller type is part of something shown
_SMALLEST_UNREAD = 0.07
_LARGEST = 0.75  # larger ones are the picture itself
_UNREAD_CERTAINTY = 0.6
_UNREAD_CONTRAST = 32.0  # CIE76
_ALIKE, _LOPSIDED = 0.7, 0.08
_HAIRLINE = 0.1  # weight under which lines are as often a drawing
_SOLID = 0.5
_WELL_READ = 0.96
_NUMBER_AND_WORD = re.compile(r"\d(?=[^\W\d]{3})|[^\W\d]{3}(?=\d)")
_LETTERS_A_WORD = 5  # of unread type: the mean length of a word of English or Persian


@dataclass(frozen=True)
class _Line:
    line: TypeLine
    letters: Letters | None


def read_type(pixels: ByteImage) -> tuple[tuple[TypeLine, ...], TypeFound]:
    """Return the lines of type in HxWx3 RGB pixels, top to bottom, and what they are set in."""
    found = [_measured(pixels, seen) for seen in see_lines(pixels)]
    lines = [line for line in found if line is not None]
    lines = [line for line in lines if not _is_stray(line.line, [other.line for other in lines])]
    return tuple(line.line for line in lines), _set_in(lines)


def _measured(pixels: ByteImage, seen: LineSeen) -> _Line | None:
    patch, matrix = lettering.upright(pixels, seen.corners)
    letters = lettering.find_letters(patch)
    height, width = pixels.shape[:2]
    is_read = seen.confidence >= _READ and any(character.isalnum() for character in seen.text)
    box, size = _extent(seen.corners, matrix, letters, width, height)
    if size > _LARGEST or size < (_SMALLEST if is_read else _SMALLEST_UNREAD):
        return None
    if not is_read and not _looks_like_type(letters, seen):
        return None
    if is_read and seen.confidence < _WELL_READ and letters is not None and lettering.weight_of(letters) < _HAIRLINE:
        return None
    text = seen.text if is_read else ""
    if letters is None:
        line = TypeLine(box, size, _tilt(seen.corners), text, round(seen.confidence, 3), max(1, len(text.split())),
                        "#ffffff", "", "#000000", False, 0.0)  # fmt: skip
        return _Line(line, None)
    first, second = lettering.colours_of(letters)
    words = _words(text, letters)
    line = TypeLine(
        box=box,
        size=size,
        tilt=_tilt(seen.corners),
        text=text,
        confidence=round(seen.confidence, 3),
        words=words,
        colour=hex_of_lab(first),
        second_colour=hex_of_lab(second) if second is not None else "",
        behind=hex_of_lab(lettering.behind(letters)),
        is_label=lettering.stands_on_label(letters),
        weight=round(lettering.weight_of(letters), 3),
    )
    return _Line(line, letters)


def _extent(
    corners: NDArray[np.float32], matrix: NDArray[np.float64], letters: Letters | None, width: int, height: int
) -> tuple[Box, float]:
    """Return the upright box round the ink, and the height of the letters."""
    if letters is None:
        across = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
        return _bounds(corners, width, height), round(across / height, 4)
    edges = np.array([[letters.left, letters.top, 1], [letters.right, letters.top, 1],
                      [letters.right, letters.bottom, 1], [letters.left, letters.bottom, 1]], np.float64)  # fmt: skip
    back = edges @ np.linalg.inv(matrix).T
    points = (back[:, :2] / back[:, 2:]).astype(np.float32)
    size = float(np.linalg.norm(points[3] - points[0])) / height
    return _bounds(points, width, height), round(size, 4)


def _bounds(points: NDArray[np.float32], width: int, height: int) -> Box:
    x0, y0 = points.min(axis=0)
    x1, y1 = points.max(axis=0)
    edges = (x0 / width, y0 / height, x1 / width, y1 / height)
    return Box(*(round(float(min(1.0, max(0.0, edge))), 4) for edge in edges))


def _tilt(corners: NDArray[np.float32]) -> float:
    across = (corners[1] - corners[0]) + (corners[2] - corners[3])
    return round(float(-np.degrees(np.arctan2(across[1], across[0]))), 2)


def _looks_like_type(letters: Letters | None, seen: LineSeen) -> bool:
    """Tell whether what could not be read is lettering: of some weight, and clearly off what is behind it."""
    if letters is None or seen.certainty < _UNREAD_CERTAINTY or len(letters.numbers) < 2:
        return False
    if not _HAIRLINE < lettering.weight_of(letters) < _SOLID:
        return False
    return difference(lettering.colours_of(letters)[0], lettering.behind(letters)) > _UNREAD_CONTRAST


def _words(text: str, letters: Letters) -> int:
    """Return the number of words: the recogniser drops spaces of tightly set type, so gaps count where it saw fewer."""
    if not text:
        return _guessed_words(letters)
    told = len(text.split())
    signs = [sign for sign in text if sign.isalnum()]
    if told > 1 or len(signs) < 3 or not any(sign.isalpha() for sign in signs):
        return max(told, 1)
    by_gaps = min(lettering.words_of(letters), max(1, len(signs) // 2))
    return max(by_gaps, len(_NUMBER_AND_WORD.findall(text)) + 1)


def _guessed_words(letters: Letters) -> int:
    """Return a number of words for type that can't be read: by its gaps, or by its length when it has none."""
    by_gaps = lettering.words_of(letters)
    wide = (letters.right - letters.left) / max(1, letters.height)
    return min(by_gaps, max(1, round(wide / (0.55 * _LETTERS_A_WORD)) + 1))


def _is_stray(line: TypeLine, lines: list[TypeLine]) -> bool:
    """Tell whether a line is no part of the lettering: much smaller, or a single sign that no line stands by."""
    largest = max(other.size for other in lines)
    if line.size < 0.16 * largest:
        return True
    others = [other for other in lines if other is not line and other.text and len(other.text) > 1]
    if not others or len(line.text) > 2 or line.text.isdigit():
        return False
    if len(line.text) == 1 and line.text not in "AI&":
        return True
    return not any(_stands_by(line, other) for other in others)


def _stands_by(line: TypeLine, other: TypeLine) -> bool:
    """Tell whether two lines belong together: near each other, of like size."""
    reach = 0.8 * max(line.size, other.size)
    apart_y = max(line.box.y0 - other.box.y1, other.box.y0 - line.box.y1)
    apart_x = max(line.box.x0 - other.box.x1, other.box.x0 - line.box.x1)
    likeness_of_size = min(line.size, other.size) / max(line.size, other.size)
    return apart_y < reach and apart_x < reach * 0.5 and likeness_of_size > 0.3


def _set_in(lines: list[_Line]) -> TypeFound:
    """Return the face most like, weighed over the read lines by their length, and whether most have depth."""
    sums: defaultdict[str, float] = defaultdict(float)
    weights = 0.0
    for line in lines:
        if line.letters is None or not line.line.text:
            continue
        found = likeness(line.letters, line.line.text)
        if not found:
            continue
        weight = line.line.size * len(line.line.text)
        weights += weight
        for name, value in found.items():
            sums[name] += value * weight
    if not sums:
        return TypeFound("", 0.0, False)
    best = max(sums, key=lambda name: (sums[name], name))
    return TypeFound(best, round(sums[best] / weights, 3), _is_extruded(lines))


def _is_extruded(lines: list[_Line]) -> bool:
    depths = [lettering.depth_of(line.letters) for line in lines if line.letters is not None]
    alike, lopsided = (float(np.mean([depth[at] for depth in depths])) for at in range(2))
    return alike > _ALIKE and lopsided > _LOPSIDED
