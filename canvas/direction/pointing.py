"""Marks: the arrow, ring, underline, tag or burst that the prompt asks for or the look is known by."""

from __future__ import annotations

from dataclasses import replace

from canvas.brief.model import Brief
from canvas.brief.words import split_words
from canvas.direction.figures import leaves_room_for_arrow
from canvas.direction.forbidding import is_forbidden
from canvas.direction.framing import Framing
from canvas.dna import DesignDNA
from canvas.document import Frame, Mark
from canvas.drawing.marks import PLACES

_RED = "#ff2a2a"
_DEFAULT_COLOURS = {
    **dict.fromkeys(("arrow", "arrow_hand", "arrow_straight", "arrow_block", "arrow_double"), _RED),
    **dict.fromkeys(("circle", "circle_hand", "box", "cross", "play", "rec", "live"), _RED),
    "check": "#27c24c",
}
_ARROWS = frozenset({"arrow", "arrow_hand", "arrow_straight", "arrow_block", "arrow_double"})
_ROUND_IT = frozenset({"circle", "circle_hand", "box"})
_UNDER_TYPE = frozenset({"underline", "underline_hand"})
_OF_WORDS = frozenset({"badge", "burst", "ribbon", "seal"})  # they say the subtitle
_WIDTHS = {"arrow": 0.034, "circle": 0.022, "circle_hand": 0.014, "box": 0.014, "underline": 0.02}
_WIDTH = 0.03
_MOST = 2
_IT = frozenset({"it", "this", "that", "them"})  # what the topic names, not who holds it
_LOW_LEFT = Frame(0.0, 0.90, 0.09, 0.06)


def mark_layers(framing: Framing, brief: Brief, dna: DesignDNA) -> list[Mark]:
    """Return at most two marks. Those asked for point at what the prompt names, else at the hero."""
    wanted = list(brief.marks)
    if not wanted and "marks" not in brief.negative:
        own = [mark for mark in dna.extras.get("marks", ()) if f"{mark}s" not in brief.negative]
        wanted = [mark for mark in own if mark not in _ROUND_IT][:1]  # a ring that nobody asked for is in the way
    layers = _between_sides(framing, brief)
    for mark in wanted:
        layer = _mark(mark, len(layers), framing, brief)
        if layer is not None and len(layers) < _MOST:
            layers.append(layer)
    return layers


def _between_sides(framing: Framing, brief: Brief) -> list[Mark]:
    """Return what stands between the two halves of a picture that has them."""
    if framing.sides is None or "marks" in brief.negative:
        return []
    if framing.layout == "duel":
        return [Mark(id="versus", name="Versus", slot="mark_1", mark="versus", colour="accent", text="VS")]
    if "arrows" in brief.negative:
        return []
    return [
        Mark(id="onwards", name="From before to after", slot="mark_1", mark="arrow_block", colour="accent", bend=0.0)
    ]


def _mark(mark: str, at: int, framing: Framing, brief: Brief) -> Mark | None:
    """Return the mark, or None where there is nothing that it could point at or say."""
    text = _words(mark, framing, brief)
    if text is None or (mark in _UNDER_TYPE and not framing.headline):
        return None
    layer = Mark(
        id=mark,
        name=mark.replace("_", " ").capitalize(),
        slot=f"mark_{at + 1}",
        mark=mark,
        colour=_colour(mark, brief),
        width=_WIDTHS.get(mark, _WIDTH),
        text=text,
    )
    if mark in PLACES:
        return replace(layer, slot=None, frame=PLACES[mark])
    if mark in _UNDER_TYPE:
        return replace(layer, target="headline")
    if mark in _ROUND_IT:
        return replace(layer, target=_target(framing, brief))
    if mark in _ARROWS:
        frame = _LOW_LEFT if leaves_room_for_arrow(framing, brief) else None
        return replace(layer, target=_target(framing, brief), frame=frame)
    return layer


def _colour(mark: str, brief: Brief) -> str:
    usual = _DEFAULT_COLOURS.get(mark, "accent")
    if usual.startswith("#") and is_forbidden(usual, brief):
        usual = "accent"
    return brief.mark_colour or usual


def _words(mark: str, framing: Framing, brief: Brief) -> str | None:
    """Return what the mark says: nothing for a pointer, None where the prompt has no words for a sticker."""
    if mark in _OF_WORDS:
        return brief.subtitle if brief.subtitle and framing.subtitle != brief.subtitle else None
    if mark == "price_tag":
        return next((word.strip(".,!?;:") for word in brief.topic.split() if _is_price(word)), None)
    if mark == "number_badge":
        return next((word.surface for word in split_words(brief.topic) if word.key.isdigit()), None)
    if mark == "speech":
        return None  # the words of a person stand on paper beside them
    return "VS" if mark == "versus" else ""


def _is_price(word: str) -> bool:
    return any(sign in word for sign in "$€£¥₹﷼") and any(letter.isdigit() for letter in word)


def _target(framing: Framing, brief: Brief) -> str | None:
    """Return the id of the layer that the prompt points at: a support whose name it says, else the hero."""
    if not framing.hero:
        return "headline" if framing.headline else None
    if framing.hero.startswith("photo:") and framing.supports and brief.emphasis in _IT:
        return "support_1"
    for at, source in enumerate(framing.supports):
        words = set(source.removeprefix("prop:").removeprefix("emoji_").replace("-", "_").split("_"))
        if words & set(brief.emphasis.split()) and not framing.is_versus:
            return f"support_{at + 1}"
    return "hero"
