"""Matching: which looks of the template bank suit the brief?"""

import uuid

from generation.errors import NoLooksError
from generation.pipeline.context import Context
from generation.pipeline.continuity import earlier_of_same_character
from templates_lib.models import Template
from templates_lib.search import Facets, question_from_brief, search_templates


def find_looks(context: Context) -> None:
    """Find the looks to follow, the best first: the one that was asked for alone, or those that suit the brief.

    One that was taken out of use meanwhile is not followed. `NoLooksError` when the bank has none at all.
    """
    chosen = _in_use(context.generation.template_id) or _look_of_the_conversation(context)
    context.looks = [chosen] if chosen else _suiting(context)
    if not context.looks:
        raise NoLooksError


def _suiting(context: Context) -> list[Template]:
    """Search the bank; with a photo looks that have a place for a face go first. Every look works without one.

    A prompt that says nothing the bank knows still gets a look: a featured one.
    """
    question = question_from_brief(context.understood, prompt=context.generation.prompt)
    wanted = context.recipe.looks
    found = [] if not context.photos else search_templates(question, facets=Facets(has_face=True), limit=wanted)
    if len(found) < wanted:
        taken = [match.template_id for match in found]
        found += search_templates(question, exclude=taken, limit=wanted - len(found))
    bank = Template.objects.followable()
    rows = bank.in_bulk([match.template_id for match in found])
    looks = [rows[match.template_id] for match in found if match.template_id in rows]
    if len(looks) < wanted:
        rest = bank.exclude(pk__in=rows).order_by("-is_featured", "-usage_count", "pk")
        looks += rest[: wanted - len(looks)]
    return looks


def _look_of_the_conversation(context: Context) -> Template | None:
    """An algorithm that keeps a character goes on with the look that the conversation last had."""
    earlier = earlier_of_same_character(context.generation).exclude(template=None).first()
    return _in_use(earlier.template_id) if earlier else None


def _in_use(template_id: uuid.UUID | None) -> Template | None:
    return Template.objects.followable().filter(pk=template_id).first() if template_id else None
