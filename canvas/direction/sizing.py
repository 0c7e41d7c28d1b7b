"""The size of type: which lines, how unlike each other, bring a headline nearest to the height of a look's type."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import log

from canvas.document import Text
from canvas.geometry import Box
from canvas.typesetting.fitting import Block, fit
from canvas.typesetting.wishes import wish_of

_CONTRASTS = (1.0, 1.35, 1.75, 2.3)
_SMALLEST, _LARGEST = 0.12, 0.5  # of the picture's height: below the first no preview is read with ease
_TOO_SMALL = 1.6  # how much worse than too large it is
_UNEVEN = 0.25  # what a line that is half as large as the tallest adds to the distance from the wanted height


def sized(text: Text, area: Box, aspect: float, wanted: float) -> Text:
    """Return the headline with the lines and contrast whose tallest line comes nearest to `wanted`.

    `area` is the room for type in ratios of the canvas, `aspect` the canvas's width by its height, `wanted` a ratio
    of its height. A headline of few letters may stay larger than wanted: type fills the room that it has.
    """
    goal = min(_LARGEST, max(_SMALLEST, wanted))
    lines = range(1, min(text.max_lines, len(text.text.split())) + 1)
    candidates = [replace(text, max_lines=most, size_contrast=how) for most, how in product(lines, _CONTRASTS)]
    return min(
        candidates, key=lambda one: _distance(fit(wish_of(one), area.width * aspect, area.height, one.align), goal)
    )


def _distance(block: Block, goal: float) -> float:
    heights = [line.height for line in block.lines]
    if not heights:
        return float("inf")
    octaves = log(max(heights) / goal, 2)
    uneven = log(max(heights) / min(heights), 2)
    return (octaves if octaves > 0 else _TOO_SMALL * -octaves) + _UNEVEN * uneven
