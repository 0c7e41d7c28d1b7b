"""Fitting: the line break and the sizes that let a text cover most of its box.

All lengths are in one unit for both axes (the callers use the canvas height), so that a fit holds at any output size.
Each line is scaled towards the box's width; `contrast` bounds how much larger the largest line may be than the
smallest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import comb, cos, radians, sin

from canvas.typesetting.cleaning import clean, is_emoji
from canvas.typesetting.direction import is_right_to_left
from canvas.typesetting.shaping import ShapedLine, shape_line

_MOST_BREAKS = 400
_SMALLEST_SHARE = 0.22  # of the box's height: a word that would be set smaller than this alone in its line is broken


@dataclass(frozen=True)
class Wish:
    """What a text asks of its fit. `stroke` and `depth` are what is drawn around the letters, in em."""

    text: str
    font: str
    max_lines: int = 4
    contrast: float = 1.55
    leading: float = 0.1
    stroke: float = 0.0
    depth: tuple[float, float] = (0.0, 0.0)
    tilt: float = 0.0
    highlight: tuple[int, ...] = ()
    largest: float = 10.0


@dataclass(frozen=True)
class FittedLine:
    """One line: its ink box stands at (`x`, `y`) from the block's top left; `words` are indices as written."""

    text: str
    shaped: ShapedLine
    size: float
    x: float
    y: float
    width: float
    height: float
    words: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """A fitted text, upright: `width` and `height` are its ink; `bounds` its extent with stroke, depth and tilt."""

    lines: tuple[FittedLine, ...]
    width: float
    height: float
    right_to_left: bool
    bounds: tuple[float, float]

    @property
    def size(self) -> float:
        """The em of the type, between its largest and its smallest line: what strokes are measured in."""
        sizes = [line.size for line in self.lines]
        return (max(sizes) + min(sizes)) / 2 if sizes else 0.0


@dataclass(frozen=True)
class _Token:
    text: str
    source: int
    glued: bool


@lru_cache(maxsize=1024)
def fit(wish: Wish, width: float, height: float, align: str = "left") -> Block:
    """Fit a text into a box; an empty block when nothing of it can be drawn. Raises `UnsupportedTextError`."""
    cleaned = clean(wish.text, wish.font)
    right_to_left = is_right_to_left(" ".join(cleaned.words))
    tokens = _tokens(cleaned.words, cleaned.sources, wish, right_to_left, width, height)
    if not tokens:
        return Block((), 0.0, 0.0, right_to_left, (0.0, 0.0))
    best: tuple[float, list[ShapedLine], list[float], list[list[_Token]]] | None = None
    for breaks in _breaks(tokens, wish, right_to_left):
        lines = [tokens[a:b] for a, b in zip((0, *breaks), (*breaks, len(tokens)), strict=True)]
        shaped = [_shape(line, wish.font, right_to_left) for line in lines]
        sizes = _sizes(shaped, wish, width, height)
        score = _score(lines, shaped, sizes, wish)
        if best is None or score > best[0]:
            best = (score, shaped, sizes, lines)
    if best is None:
        raise ValueError("a text without a break")
    return _block(best[1], best[2], best[3], wish, align, right_to_left)


def _tokens(
    words: tuple[str, ...], sources: tuple[int, ...], wish: Wish, right_to_left: bool, width: float, height: float
) -> list[_Token]:
    """Words, cut further where a line may break inside them: between ideographs, and in words too long for the box."""
    tokens: list[_Token] = []
    for word, source in zip(words, sources, strict=True):
        if _is_ideographic(word):
            pieces = _ideograph_pieces(word)
        else:
            ink = shape_line((word,), wish.font, right_to_left=right_to_left).ink
            lines = min(wish.max_lines, _pieces_needed(ink.width, width, height, wish.max_lines))
            step = -(-len(word) // lines)
            pieces = [word[start : start + step] for start in range(0, len(word), step)]
        tokens.extend(_Token(piece, source, glued=index > 0) for index, piece in enumerate(pieces))
    return tokens


def _pieces_needed(word_width: float, width: float, height: float, max_lines: int) -> int:
    """In how many lines a single word must be broken so that it is not set too small to read."""
    pieces = 1
    while pieces < max_lines and width / (word_width / pieces) < min(_SMALLEST_SHARE * height, 0.09):
        pieces += 1
    return pieces


def _is_ideographic(word: str) -> bool:
    return any(0x3040 <= ord(c) <= 0x9FFF or 0xAC00 <= ord(c) <= 0xD7AF for c in word)


def _ideograph_pieces(word: str) -> list[str]:
    """One piece a character, but closing marks, small kana and runs of other scripts stay with what they follow."""
    clinging = set("、。，．！？!?)）」』】ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
    opening = set("(（「『【")
    pieces: list[str] = []
    for character in word:
        other = not _is_ideographic(character) and not is_emoji(character)
        follows_other = bool(pieces) and not _is_ideographic(pieces[-1][-1]) and pieces[-1][-1] not in clinging
        if pieces and (character in clinging or pieces[-1][-1] in opening or (other and follows_other)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _breaks(tokens: list[_Token], wish: Wish, right_to_left: bool) -> Iterator[tuple[int, ...]]:
    count = len(tokens)
    for lines in range(1, min(wish.max_lines, count) + 1):
        if comb(count - 1, lines - 1) <= _MOST_BREAKS:
            yield from combinations(range(1, count), lines - 1)
        else:
            yield _balanced(tokens, lines, wish, right_to_left)


def _balanced(tokens: list[_Token], lines: int, wish: Wish, right_to_left: bool) -> tuple[int, ...]:
    """The break whose widest line is narrowest, by bisecting on the width: for texts too long to try every break."""
    widths = [_shape([token], wish.font, right_to_left).advance + (0.0 if token.glued else 0.2) for token in tokens]
    low, high = max(widths), sum(widths)
    best: tuple[int, ...] = ()
    for _ in range(24):
        limit = (low + high) / 2
        cuts: list[int] = []
        used = 0.0
        for index, token_width in enumerate(widths):
            if used + token_width > limit and used > 0:
                cuts.append(index)
                used = 0.0
            used += token_width
        if len(cuts) < lines:
            high, best = limit, tuple(cuts)
        else:
            low = limit
    return best


def _shape(tokens: list[_Token], font: str, right_to_left: bool) -> ShapedLine:
    return shape_line(
        tuple(token.text for token in tokens),
        font,
        right_to_left=right_to_left,
        glued=(False, *(token.glued for token in tokens[1:])),
    )


def _sizes(shaped: list[ShapedLine], wish: Wish, width: float, height: float) -> list[float]:
    around = 2 * wish.stroke
    wide = [width / (line.ink.width + around + abs(wish.depth[0])) for line in shaped]
    smallest = min(wide)
    sizes = [min(size, smallest * wish.contrast, wish.largest) for size in wide]
    block_width = max(size * line.ink.width for size, line in zip(sizes, shaped, strict=True))
    block_height = _stack_height(shaped, sizes, wish)
    bound_width, bound_height = _bounds(block_width, block_height, sizes, wish)
    shrink = min(1.0, height / bound_height, width / bound_width)
    return [size * shrink for size in sizes]


def _bounds(width: float, height: float, sizes: list[float], wish: Wish) -> tuple[float, float]:
    em = (max(sizes) + min(sizes)) / 2
    wide = width + em * (2 * wish.stroke + abs(wish.depth[0]))
    high = height + em * (2 * wish.stroke + abs(wish.depth[1]))
    cosine, sine = abs(cos(radians(wish.tilt))), abs(sin(radians(wish.tilt)))
    return wide * cosine + high * sine, wide * sine + high * cosine


def _gap(above: float, below: float, wish: Wish) -> float:
    return (wish.leading + 0.8 * wish.stroke) * (above + below) / 2


def _stack_height(shaped: list[ShapedLine], sizes: list[float], wish: Wish) -> float:
    gaps = sum(_gap(a, b, wish) for a, b in pairwise(sizes))
    return gaps + sum(size * line.ink.height for size, line in zip(sizes, shaped, strict=True))


def _score(lines: list[list[_Token]], shaped: list[ShapedLine], sizes: list[float], wish: Wish) -> float:
    """Covered area, kept even, with large smallest type, and the highlighted words not on the smallest line."""
    area = sum(size * size * line.ink.width * line.ink.height for size, line in zip(sizes, shaped, strict=True))
    smallest, largest = min(sizes), max(sizes)
    score = area * (smallest / largest) ** 0.35 * smallest**0.6
    marked = [
        size for line, size in zip(lines, sizes, strict=True) if any(token.source in wish.highlight for token in line)
    ]
    if marked:
        score *= 0.85 + 0.15 * max(marked) / largest
    split_words = sum(1 for line in lines if line[0].glued and not _is_ideographic(line[0].text))
    return float(score * 0.8**split_words)


def _block(
    shaped: list[ShapedLine],
    sizes: list[float],
    lines: list[list[_Token]],
    wish: Wish,
    align: str,
    right_to_left: bool,
) -> Block:
    width = max(size * line.ink.width for size, line in zip(sizes, shaped, strict=True))
    fitted: list[FittedLine] = []
    y = 0.0
    for index, (line, size, tokens) in enumerate(zip(shaped, sizes, lines, strict=True)):
        line_width, line_height = size * line.ink.width, size * line.ink.height
        slack = width - line_width
        x = {"left": 0.0, "centre": slack / 2, "right": slack}[align]
        text = "".join(("" if token.glued or not i else " ") + token.text for i, token in enumerate(tokens))
        sources = tuple(token.source for token in tokens)
        fitted.append(FittedLine(text, line, size, x, y, line_width, line_height, sources))
        y += line_height
        if index + 1 < len(shaped):
            y += _gap(size, sizes[index + 1], wish)
    return Block(tuple(fitted), width, y, right_to_left, _bounds(width, y, sizes, wish))
