"""Departing from a look: other documents for the same brief, for when a result came out too much like its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from canvas.dna import DesignDNA
from canvas.geometry import Box
from canvas.layouts import LAYOUTS

FARTHEST = 3
_GROUND_FROM, _COLOURS_FROM = 2, 3


@dataclass(frozen=True)
class Variant:
    """How a document departs from the first choice. `axis` names it; `ground_rank` counts the grounds passed over.

    `layout` is another layout, None for the preferred one. `colours` is the rank of another combination of colours,
    `swaps` exchanges the first two. `is_plain` leaves away what stands beside the hero, `is_darkened` the light ground
    of the look.
    """

    axis: str
    layout: str | None = None
    ground_rank: int = 0
    colours: int | None = None
    swaps: bool = False
    is_plain: bool = False
    is_darkened: bool = False


def departed(variant: Variant, departure: int, layout: str, others: Sequence[str], *, place: int) -> Variant:
    """Return the variant `departure` steps away from the look whose documents have that `layout`.

    1 takes the least similar of the `others` (or another ground when there are none), 2 another ground besides, 3
    other colours besides, without what stands beside the hero. A mirrored layout is no departure: a mirrored copy is
    a copy. `place` is the variant's among its fellows: each goes another way.
    """
    if not departure:
        return variant
    ways = farthest_first(layout, others)
    away = ways[place % len(ways)] if ways else None
    passed_over = departure - (1 if away else 0)
    return replace(
        variant,
        layout=variant.layout or away,
        ground_rank=variant.ground_rank + passed_over,
        colours=0 if departure >= _COLOURS_FROM and variant.colours is None else variant.colours,
        swaps=variant.swaps or departure >= _COLOURS_FROM,
        is_plain=variant.is_plain or departure >= _COLOURS_FROM,
        is_darkened=departure >= _GROUND_FROM,
    )


def farthest_first(layout: str, others: Sequence[str]) -> list[str]:
    """Return the others, those whose type stands least where the layout's does, or mirrored, first."""
    return sorted(others, key=lambda other: _likeness(layout, other))


def darkened_look(dna: DesignDNA) -> DesignDNA:
    """Return the look as it would be on a dark ground, with the type that reads there."""
    return replace(
        dna,
        plate="paint:gradient" if dna.plate == "paint:paper" else dna.plate,
        is_light=False,
        text_colour="light" if dna.text_colour == "dark" and not dna.text_label else dna.text_colour,
    )


def _likeness(first: str, second: str) -> float:
    """Return how much the type of two layouts overlaps, as they are or mirrored, 0..1."""
    one, other = (LAYOUTS[name].arrangement("16:9").type_area for name in (first, second))
    return max(_overlap(one, other), _overlap(Box(1 - one.x1, one.y0, 1 - one.x0, one.y1), other))


def _overlap(first: Box, second: Box) -> float:
    shared = first.intersection(second)
    return shared.area / (first.area + second.area - shared.area) if shared is not None else 0.0
