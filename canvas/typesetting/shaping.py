"""Shaping: a line of text becomes placed glyphs, in em of its main face, y upwards, the origin on the baseline."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from canvas.fonts import font_for, stand_ins, typeface
from canvas.typesetting.cleaning import emoji_prop, is_emoji
from canvas.typesetting.direction import embedding_levels, visual_order

EMOJI_ADVANCE = 1.12
_EMOJI_SIDE = 1.0
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Glyph:
    """An outline to draw. `scale` is its em against the line's em, `word` the index of the word it belongs to."""

    font: str
    code: int
    x: float
    y: float
    scale: float
    word: int


@dataclass(frozen=True)
class Picture:
    """An emoji to draw as a prop in a square of side `side`, its lower left corner at (`x`, `y`)."""

    prop: str
    x: float
    y: float
    side: float
    word: int


@dataclass(frozen=True)
class Ink:
    """What a line really covers: left, bottom, right, top in em."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True)
class ShapedLine:
    glyphs: tuple[Glyph, ...]
    pictures: tuple[Picture, ...]
    advance: float
    ink: Ink


@dataclass(frozen=True)
class _Run:
    text: str
    font: str
    level: int
    words: tuple[int, ...]


@lru_cache(maxsize=4096)
def shape_line(words: tuple[str, ...], font: str, *, right_to_left: bool, glued: tuple[bool, ...] = ()) -> ShapedLine:
    """Shape cleaned words as one line. `glued` marks words that follow the one before without a space."""
    text, owners = _join(words, glued)
    levels = embedding_levels(text, right_to_left=right_to_left)
    runs = list(_runs(text, owners, levels, _fonts_of(words, owners, text, font)))
    reference = typeface(_main_font(runs, font)).reference
    glyphs: list[Glyph] = []
    pictures: list[Picture] = []
    pen = 0.0
    for index in visual_order([run.level for run in runs]):
        run = runs[index]
        if is_emoji(run.text[0]):
            pen = _place_emoji(run, pen, reference, pictures)
        else:
            pen = _place_glyphs(run, pen, reference, glyphs)
    return ShapedLine(tuple(glyphs), tuple(pictures), pen, _ink(glyphs, pictures, pen))


def _join(words: tuple[str, ...], glued: tuple[bool, ...]) -> tuple[str, list[int]]:
    parts: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        if index and not (glued and glued[index]):
            parts.append(" ")
            owners.append(index - 1)
        parts.append(word)
        owners.extend([index] * len(word))
    return "".join(parts), owners


def _fonts_of(words: tuple[str, ...], owners: list[int], text: str, font: str) -> list[str]:
    """Choose a face a character: one for a whole word where one has it all, so that no word mixes faces needlessly."""
    whole = [font_for("".join(c for c in word if c not in _JOINERS and not is_emoji(c)), font) for word in words]
    chosen: list[str] = []
    for character, owner in zip(text, owners, strict=True):
        word_font = whole[owner]
        if word_font is not None:
            chosen.append(word_font)
        elif chosen and (character in _JOINERS or unicodedata.combining(character)):
            chosen.append(chosen[-1])
        else:
            chosen.append(next((n for n in stand_ins(font) if typeface(n).covers(character)), font))
    return chosen


def _runs(text: str, owners: list[int], levels: tuple[int, ...], fonts: list[str]) -> Iterator[_Run]:
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text):
            same = fonts[end] == fonts[start] and levels[end] == levels[start]
            script_ok = _script(text[end]) in (_script(text[start]), "")
            if same and script_ok and not is_emoji(text[end]) and not is_emoji(text[start]):
                continue
        yield _Run(text[start:end], fonts[start], levels[start], tuple(owners[start:end]))
        start = end


def _script(character: str) -> str:
    """A coarse script of a letter, empty for what fits any script; HarfBuzz wants one script a run."""
    if not character.isalpha():
        return ""
    return unicodedata.name(character, "").split(" ")[0]


def _main_font(runs: list[_Run], font: str) -> str:
    lengths: dict[str, int] = {}
    for run in runs:
        lengths[run.font] = lengths.get(run.font, 0) + len(run.text.strip())
    return max(lengths, key=lambda name: (lengths[name], name == font)) if lengths else font


def _place_glyphs(run: _Run, pen: float, reference: float, glyphs: list[Glyph]) -> float:
    face = typeface(run.font)
    scale = reference / face.reference
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    hb.shape(face.font, buffer, {})
    unit = scale / face.units_per_em
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append(
            Glyph(
                font=run.font,
                code=info.codepoint,
                x=pen + position.x_offset * unit,
                y=position.y_offset * unit,
                scale=scale,
                word=run.words[info.cluster],
            )
        )
        pen += position.x_advance * unit
    return pen


def _place_emoji(run: _Run, pen: float, reference: float, pictures: list[Picture]) -> float:
    prop = emoji_prop(run.text)
    if prop is None:
        raise ValueError("an emoji without a picture came through cleaning")
    side = _EMOJI_SIDE * reference * 1.15
    pictures.append(Picture(prop, pen + (EMOJI_ADVANCE - 1) * side / 2, -0.075 * reference, side, run.words[0]))
    return pen + EMOJI_ADVANCE * side


def _ink(glyphs: list[Glyph], pictures: list[Picture], advance: float) -> Ink:
    boxes: list[tuple[float, float, float, float]] = []
    for glyph in glyphs:
        face = typeface(glyph.font)
        extents = face.font.get_glyph_extents(glyph.code)
        if extents is None or not extents.width:
            continue
        unit = glyph.scale / face.units_per_em
        left = glyph.x + extents.x_bearing * unit
        top = glyph.y + extents.y_bearing * unit
        boxes.append((left, top + extents.height * unit, left + extents.width * unit, top))
    boxes.extend((p.x, p.y, p.x + p.side, p.y + p.side) for p in pictures)
    if not boxes:
        return Ink(0.0, 0.0, max(advance, 0.01), 0.01)
    return Ink(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
