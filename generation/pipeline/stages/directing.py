"""Directing: the brief and the looks become documents worth drawing."""

from dataclasses import replace

from canvas.direction import direct
from canvas.dna import from_json
from canvas.document import Document
from generation.pipeline.backgrounds import on_painted_background
from generation.pipeline.context import Context, Plan
from generation.pipeline.recipe import AXES
from templates_lib.models import Template


def plan_documents(context: Context) -> None:
    """Plan what will be drawn: for each look the first choice and what the recipe tries besides it."""
    for number, look in enumerate(context.looks):
        documents = _documents(context, look, seed=context.generation.seed + number)
        context.plans.extend(Plan(document, look) for document in documents)


def direct_away(context: Context, plan: Plan, *, departure: int) -> Plan:
    """Plan the same picture anew, away from its look: farther the larger `departure` is (see `canvas.direction`)."""
    generation = context.generation
    document = direct(
        context.understood,
        from_json(plan.template.dna),
        seed=generation.seed + departure,
        photos=context.photos,
        logo=context.logo,
        style=context.recipe.style,
        width=generation.width,
        height=generation.height,
        departure=departure,
    )[0]
    return replace(plan, document=on_painted_background(context, document))


def _documents(context: Context, look: Template, *, seed: int) -> list[Document]:
    """Return at least as many as are delivered; angles are forced apart, variants differ on one axis each."""
    generation, recipe, wanted = context.generation, context.recipe, context.deliveries
    is_spread = recipe.angles > 1
    documents = direct(
        context.understood,
        from_json(look.dna),
        seed=seed,
        count=max(wanted, 1 + len(AXES) if recipe.tries and not is_spread else 1),
        photos=context.photos,
        logo=context.logo,
        style=recipe.style,
        spread=is_spread,
        width=generation.width,
        height=generation.height,
    )
    return [
        document
        for number, document in enumerate(documents)
        if number < wanted or document.meta.get("axis") in recipe.tries
    ]
