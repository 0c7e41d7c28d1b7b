"""What came before in the same conversation, where an algorithm keeps its character over one."""

from django.db.models import QuerySet

from generation.models import Generation, Status

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
