"""What came before: in the same conversation, where an algorithm keeps its character, and for the same user."""

from django.db.models import QuerySet

from generation.models import Generation, Status, Thumbnail

KEEPS_CHARACTER = "character_consistency"


def earlier_of_same_character(generation: Generation) -> QuerySet[Generation]:
    """Return what its owner had made by the same algorithm in the same conversation, newest first.

    Nothing, when the algorithm does not keep characters.
    """
    if generation.conversation_id is None or KEEPS_CHARACTER not in generation.algorithm.features:
        return Generation.objects.none()
    return Generation.objects.filter(
        owner_id=generation.owner_id,
        conversation_id=generation.conversation_id,
        algorithm_id=generation.algorithm_id,
        status=Status.COMPLETED,
        deleted_at=None,
    ).order_by("-created_at")


def arrangement_before(generation: Generation) -> tuple[str, str] | None:
    """Return layout and ground of what its owner had made last for another prompt, so that no two pictures of a channel
    in a row are arranged alike; None where there is nothing, or a template was asked for."""
    if generation.template_id is not None:
        return None
    return (
        Thumbnail.objects.filter(
            generation__owner_id=generation.owner_id,
            generation__status=Status.COMPLETED,
            generation__created_at__lt=generation.created_at,
            index=0,
        )
        .exclude(generation__prompt=generation.prompt)
        .order_by("-generation__created_at")
        .values_list("document__layout", "document__meta__ground")
        .first()
    )
