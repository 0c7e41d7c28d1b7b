"""Directing a variation: the earlier picture, different on one axis."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, cycle, islice

from canvas.direction import direct
from canvas.dna import from_json
from canvas.document import Document
from canvas.drawing import draw
from generation.errors import NothingElseError
from generation.models import Axis
from generation.pipeline.context import Context, Plan
from generation.pipeline.parents import parent_of, pictures_of
from generation.pipeline.stages.composing import trial_size
from generation.pipeline.variations import framed_anew, in_other_layouts, on_other_grounds, recoloured

_SEEDS = 3
_AT_ONCE = 8
_DEPARTURES = (0, 1, 2, 3)


def plan_variations(context: Context) -> None:
    """Plan as many variations as are wanted, each unlike the parent and its fellows.

    Where no axis was named each takes the next one. `NothingElseError` when there is none at all; where there are
    fewer than wanted, those are delivered and charged.
    """
    generation = context.generation
    context.parent = parent_of(generation)
    context.pictures |= pictures_of(generation, context.parent)
    parent = replace(context.parent.document, width=generation.width, height=generation.height)
    look = context.looks[0]
    others = list(_ways(context, parent))
    for document in islice(_in_turn(others), context.deliveries):
        context.plans.append(Plan(document, look, seed=generation.seed, place=len(context.plans)))
    if not context.plans:
        raise NothingElseError


def _ways(context: Context, parent: Document) -> Iterator[Iterator[Document]]:
    """The variations on each axis that is asked for."""
    material = list(_material(context))
    axis = context.generation.axis
    if axis in ("", Axis.LAYOUT):
        yield in_other_layouts(parent, material)
    if axis in ("", Axis.PALETTE):
        yield recoloured(parent, material)
    if axis in ("", Axis.BACKGROUND):
        yield on_other_grounds(parent, material)
    if axis in ("", Axis.FRAMING):
        yield framed_anew(parent, draw(parent, context.pictures, size=trial_size(parent)).boxes)


def _in_turn(ways: list[Iterator[Document]]) -> Iterator[Document]:
    """One of each, again and again, until all are used up."""
    nothing = object()
    left = list(ways)
    for way in cycle(ways):
        if not left:
            return
        if way in left:
            document = next(way, nothing)
            if isinstance(document, Document):
                yield document
            else:
                left.remove(way)


def _material(context: Context) -> Iterator[Document]:
    """What direction thinks of for the brief, in the look and farther and farther away from it."""
    generation, dna = context.generation, from_json(context.looks[0].dna)
    return chain.from_iterable(
        direct(
            context.understood,
            dna,
            seed=generation.seed + seed,
            count=_AT_ONCE,
            photos=context.photos,
            logo=context.logo,
            style=context.recipe.style,
            width=generation.width,
            height=generation.height,
            departure=departure,
        )
        for departure in _DEPARTURES
        for seed in range(_SEEDS)
    )
