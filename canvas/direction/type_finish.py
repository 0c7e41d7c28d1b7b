"""What the letters of a headline are made of: bevelled, their highlight glossy, of gold, ice, fire or neon where the
topic calls for it."""

from __future__ import annotations

from dataclasses import replace

from canvas.brief.model import Brief
from canvas.direction.following import is_followed
from canvas.dna import DesignDNA
from canvas.document import Extrude, Finish, Text

_OF_EFFECT: dict[str, Finish] = {"fire": "fire", "embers": "fire", "flames": "fire", "snow": "ice", "neon": "neon"}
_OF_PLACE: dict[str, Finish] = {"arctic": "ice", "volcano": "fire"}
_OF_MOOD: dict[str, Finish] = {"luxury": "gold", "cold": "ice", "retro": "neon"}
_OF_CATEGORY: dict[str, Finish] = {"business": "gold"}
_PLAIN_MOODS = frozenset({"clean", "calm", "romantic", "cute"})
_LIVELY = 6
_BEVEL, _LIT = 0.5, 0.6
_OUTER_STROKE = 0.045


def finished(text: Text, brief: Brief, dna: DesignDNA, *, is_light: bool) -> Text:
    """Return the headline in the finish that suits look and topic. A followed look keeps its own flat type.

    Only highlighted words shine: gloss greys white letters, which live by their light. A material that brings colours
    of its own is never taken where the prompt names colours.
    """
    if is_followed(dna) or text.plate_colour is not None or is_light or brief.mood in _PLAIN_MOODS or not dna.outline:
        return text
    extrude = replace(text.extrude, lit=_LIT) if isinstance(text.extrude, Extrude) else text.extrude
    outer = _OUTER_STROKE if dna.energy >= _LIVELY + 1 and text.stroke > 0 else 0.0
    return replace(
        text,
        highlight_finish=_own_finish(brief) or "gloss",
        bevel=_BEVEL,
        extrude=extrude,
        outer_stroke=outer,
    )


def as_quoted(text: Text) -> Text:
    """Return the headline as somebody's words: dark on strips of paper."""
    return replace(
        text,
        colour="dark",
        plate_colour="light",
        plate_shape="paper",
        highlight=(),
        finish="flat",
        bevel=0.0,
        gradient=0.0,
        stroke=0.0,
        outer_stroke=0.0,
        extrude=None,
        glow=None,
        tilt=0.0,
    )


def _own_finish(brief: Brief) -> Finish | None:
    if brief.palette:
        return None
    for effect in brief.effects:
        if effect in _OF_EFFECT:
            return _OF_EFFECT[effect]
    return _OF_PLACE.get(brief.place) or _OF_MOOD.get(brief.mood) or _OF_CATEGORY.get(brief.category)
