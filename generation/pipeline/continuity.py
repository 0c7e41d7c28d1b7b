"""What came before in the same conversation."""

from django.db.models import QuerySet

from generation.models import Generation, Status


def earlier_in_conversation(generation: Generation) -> QuerySet[Generation]:
    """Return what its owner had made by the same algorithm in the same conversation, newest first."""
    if generation.conversation_id is None:
        return Generation.objects.none()
    return Generation.objects.filter(
        owner_id=generation.owner_id,
        conversation_id=generation.conversation_id,
        algorithm_id=generation.algorithm_id,
        status=Status.COMPLETED,
        deleted_at=None,
    ).order_by("-created_at")
