"""Marks: the arrow, ring, underline, tag or burst that the prompt asks for or the look is known by."""

from __future__ import annotations

from canvas.brief.model import Brief
from canvas.direction.figures import leaves_room_for_arrow
from canvas.direction.framing import Framing
from canvas.dna import DesignDNA
from canvas.document import Frame, Mark

_DEFAULT_COLOURS = {
    "arrow": "#ff2a2a",
    "circle": "#ff2a2a",
    "underline": "accent",
    "badge": "accent",
    "burst": "accent",
}
_MOST = 2
_IT = frozenset({"it", "this", "that", "them"})  # what the topic names, not who holds it
_LOW_LEFT = Frame(0.0, 0.90, 0.09, 0.06)


def mark_layers(framing: Framing, brief: Brief, dna: DesignDNA) -> list[Mark]:
    """Return at most two marks. Those asked for point at what the prompt names, else at the hero."""
    wanted = list(brief.marks)
    if not wanted and "marks" not in brief.negative:
        wanted = [mark for mark in dna.extras.get("marks", ()) if f"{mark}s" not in brief.negative][:1]
    layers: list[Mark] = []
    for mark in wanted:
        layer = _mark(mark, len(layers), framing, brief)
        if layer is not None and len(layers) < _MOST:
            layers.append(layer)
    return layers


def _mark(mark: str, at: int, framing: Framing, brief: Brief) -> Mark | None:
    target = _target(framing, brief)
    colour = brief.mark_colour or _DEFAULT_COLOURS.get(mark, "accent")
    name = mark.capitalize()
    if mark == "arrow":
        frame = _LOW_LEFT if leaves_room_for_arrow(framing, brief) else None
        return Mark(
            id="arrow",
            name=name,
            slot=f"mark_{at + 1}",
            mark="arrow",
            colour=colour,
            target=target,
            width=0.034,
            frame=frame,
        )
    if mark == "circle":
        return Mark(
            id="circle", name=name, slot=f"mark_{at + 1}", mark="circle", colour=colour, target=target, width=0.022
        )
    if mark == "underline" and framing.headline:
        return Mark(
            id="underline",
            name=name,
            slot=f"mark_{at + 1}",
            mark="underline",
            colour=colour,
            target="headline",
            width=0.02,
        )
    if mark in {"badge", "burst"} and brief.subtitle and framing.subtitle != brief.subtitle:
        return Mark(id=mark, name=name, slot=f"mark_{at + 1}", mark=mark, colour=colour, text=brief.subtitle)
    return None


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
