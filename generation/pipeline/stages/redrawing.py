"""Directing an upscaled picture: the layers of the earlier one, larger. Nothing is scaled up; all is drawn anew."""

from dataclasses import replace

from generation.pipeline.context import Context, Plan
from generation.pipeline.parents import parent_of, pictures_of


def plan_redrawing(context: Context) -> None:
    """Plan the parent's document in the size that is asked for, with the pictures that it names."""
    generation = context.generation
    context.parent = parent_of(generation)
    context.pictures |= pictures_of(generation, context.parent)
    document = replace(context.parent.document, width=generation.width, height=generation.height)
    context.plans.append(Plan(document, generation.template, seed=generation.seed, place=0))
