"""What every answer to a request for a drawing bears."""

from collections.abc import Sequence

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from accounts.models import User
from billing.selectors import available_credits
from common.api.envelope import Answer
from generation.models import Generation, Status
from generation.serializers.shapes import describe_created

MESSAGES: dict[str, str] = {
    Status.QUEUED: "It is in the queue.",
    Status.PROCESSING: "It is being made.",
    Status.FAILED: "It could not be made. Your credits were returned.",
    Status.CANCELLED: "It was cancelled. Your credits were returned.",
}
# What may keep a drawing from being asked for.
DRAWING_FAILURES = ("402", "403", "409")


def credit_headers(*statuses: int) -> Sequence[OpenApiParameter]:
    """Return the headers about credits, for the schema of answers with those statuses."""
    return [
        OpenApiParameter(name, OpenApiTypes.INT, OpenApiParameter.HEADER, response=[*statuses], description=description)
        for name, description in (
            ("X-Credits-Cost", "What it costs; nothing if it fails or is cancelled."),
            ("X-Credits-Remaining", "What can still be spent."),
        )
    ]


def headers_of(user: User, cost: int) -> dict[str, str]:
    """Return the headers of an answer that set credits aside."""
    return {"X-Credits-Cost": str(cost), "X-Credits-Remaining": str(available_credits(user))}


def answer_queued(user: User, generation: Generation) -> Answer:
    """Answer 202 with where to follow it."""
    headers = headers_of(user, generation.credits_cost)
    return Answer(describe_created(generation), message=MESSAGES[generation.status], status=202, headers=headers)
