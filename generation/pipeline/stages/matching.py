"""Matching: which looks of the template bank suit the brief?"""

from generation.errors import NoLooksError
from generation.pipeline.context import Context
from generation.pipeline.continuity import earlier_of_same_character
from providers.local.embedding import MODEL_NAME, embed
from templates_lib.models import Template
from templates_lib.search import find_templates


def find_looks(context: Context) -> None:
    """Find the looks to follow, the best first: the one that was asked for alone, or the nearest ones.

    `NoLooksError` when the bank has none at all.
    """
    chosen = context.generation.template or _look_of_the_conversation(context)
    context.looks = [chosen] if chosen else _nearest(context)
    if not context.looks:
        raise NoLooksError


def _nearest(context: Context) -> list[Template]:
    """Ask for the same category and a place for the face first, then for less."""
    brief = context.understood
    words = (brief.category, brief.mood, brief.topic, brief.place, *brief.props)
    embedding = embed([", ".join(word for word in words if word)])[0]
    found: list[Template] = []
    # Every look works without a face; with one, looks that have a place for it go first.
    face = True if context.photos else None
    for category, has_face in ((brief.category, face), (brief.category, None), (None, None)):
        matches = find_templates(
            embedding=embedding,
            model=MODEL_NAME,
            category=category,
            has_face=has_face,
            exclude=[template.pk for template in found],
            limit=context.recipe.looks - len(found),
        )
        found.extend(match.template for match in matches)
        if len(found) >= context.recipe.looks:
            break
    return found


def _look_of_the_conversation(context: Context) -> Template | None:
    """An algorithm that keeps a character goes on with the look that the conversation last had."""
    earlier = earlier_of_same_character(context.generation).exclude(template=None).first()
    return earlier.template if earlier else None
