"""Several prompts at once."""

import uuid

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import api_key_of, signed_in_user
from accounts.models import ApiKey, User
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from common.api.envelope import Answer
from common.errors import DomainError
from generation import services
from generation.selectors.batches import get_batch
from generation.serializers.batches import (
    BatchInput,
    BatchOutput,
    BatchProgressOutput,
    describe_batch,
    describe_item,
    describe_progress,
)
from generation.services import BatchOutcome, GenerationRequest
from generation.views.drawing import DRAWING_FAILURES, credit_headers, headers_of


class BatchCreate(APIView):
    scope = "generations"
    rate_class = "generation"
    failure_statuses = DRAWING_FAILURES

    @extend_schema(
        operation_id="generation_batch",
        summary="Ask for several thumbnails at once",
        description=(
            "2 to 20 items, each as for one thumbnail and a generation of its own. What can't be taken is told of its "
            "item and does not keep the others; where none can, the answer is the first item's failure, with all of "
            "them in `details.items`."
        ),
        request=BatchInput,
        parameters=[*credit_headers(202), *IDEMPOTENCY_PARAMETERS],
        responses={202: OpenApiResponse(BatchOutput, description="Those that were accepted are in the queue.")},
    )
    def post(self, request: Request) -> Response:
        wanted = BatchInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        user, key = signed_in_user(request), api_key_of(request)
        return answer_once(request, user, lambda: self._create(user, wanted.requests(), key))

    def _create(self, user: User, items: list[GenerationRequest | DomainError], key: ApiKey | None) -> Answer:
        outcome = services.request_batch(user, items, api_key=key)
        if not outcome.accepted:
            raise _refusal_of_all(outcome)
        data = describe_batch(outcome)
        message = f"{data['accepted']} of {len(outcome.items)} are in the queue."
        return Answer(data, message=message, status=202, headers=headers_of(user, data["credits_cost"]))


class BatchDetail(APIView):
    scope = "generations"

    @extend_schema(
        operation_id="generation_batch_retrieve",
        summary="How far a batch is",
        description="Its generations in the order of the request, without those that you deleted.",
        responses={200: BatchProgressOutput},
    )
    def get(self, request: Request, batch_id: uuid.UUID) -> Response:
        return Answer(describe_progress(get_batch(signed_in_user(request), batch_id)))


def _refusal_of_all(outcome: BatchOutcome) -> DomainError:
    refusals = [item.refusal for item in outcome.items if item.refusal is not None]
    first = refusals[0]
    first.details = {**first.details, "items": [describe_item(item) for item in outcome.items]}
    return first
