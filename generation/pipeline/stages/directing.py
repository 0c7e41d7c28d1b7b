"""Directing: the brief and the looks become documents worth drawing."""

from dataclasses import replace

from canvas.direction import direct
from canvas.dna import from_json
from canvas.document import Document
from generation.pipeline.backgrounds import on_painted_background
from generation.pipeline.context import Context, Plan
from generation.pipeline.continuity import arrangement_before
from generation.pipeline.recipe import AXES
from templates_lib.models import Template


def plan_documents(context: Context) -> None:
    """Plan what will be drawn: for each look the first choice and what the recipe tries besides it.

    At least as many as are delivered; angles are forced apart, variants differ on one axis each.
    """
    before = arrangement_before(context.generation)
    for number, look in enumerate(context.looks):
        seed = context.generation.seed + number
        for place, document in enumerate(_documents(context, look, seed=seed, unlike=before)):
            if place < context.deliveries or document.meta.get("axis") in context.recipe.tries:
                context.plans.append(Plan(document, look, seed=seed, place=place))


def direct_away(context: Context, plan: Plan, *, departure: int) -> Plan:
    """Plan the same variant anew, away from its look: farther the larger `departure` is (see `canvas.direction`)."""
    if plan.template is None:
        raise LookupError("only what follows a look can be sent away from it")
    documents = _documents(context, plan.template, seed=plan.seed + departure, departure=departure)
    return replace(plan, document=on_painted_background(context, documents[plan.place]))


def _documents(
    context: Context, look: Template, *, seed: int, departure: int = 0, unlike: tuple[str, str] | None = None
) -> tuple[Document, ...]:
    generation, recipe = context.generation, context.recipe
    is_spread = recipe.angles > 1
    return direct(
        context.understood,
        from_json(look.dna),
        seed=seed,
        count=max(context.deliveries, 1 + len(AXES) if recipe.tries and not is_spread else 1),
        photos=context.photos,
        logo=context.logo,
        style=recipe.style,
        spread=is_spread,
        width=generation.width,
        height=generation.height,
        departure=departure,
        unlike=unlike,
    )
