"""Asking for a thumbnail, seeing it, stopping it."""

import re
import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import api_key_of, signed_in_user
from accounts.models import User
from accounts.serializers import NO_DATA
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from billing.selectors import available_credits
from common.api.envelope import Answer
from common.errors import NotFoundError
from generation import services
from generation.errors import ResultNotReadyError
from generation.events import snapshot
from generation.models import Status
from generation.selectors import (
    find_thumbnails,
    find_timings,
    get_generation,
    get_row,
    wait_for_end,
)
from generation.serializers.inputs import CreateInput
from generation.serializers.outputs import (
    CreatedOutput,
    GenerationOutput,
    ResultOutput,
    SnapshotOutput,
)
from generation.serializers.shapes import describe_created, describe_generation, describe_result
from generation.views.drawing import DRAWING_FAILURES, MESSAGES, answer_queued, credit_headers

LONGEST_WAIT_SECONDS = 10
_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d{1,6})\"?\s*(?:$|[,;])", re.IGNORECASE)


class GenerationCreate(APIView):
    scope = "generations"
    rate_class = "generation"
    failure_statuses = DRAWING_FAILURES

    @extend_schema(
        operation_id="generation_create",
        summary="Ask for a thumbnail",
        description=(
            "Sets the credits aside and answers at once with where to follow it. With `Prefer: wait=N` (RFC 7240) it "
            f"answers 201 with the result, if it is done in N seconds; N is at most {LONGEST_WAIT_SECONDS}."
        ),
        request=CreateInput,
        parameters=[
            OpenApiParameter("Prefer", OpenApiTypes.STR, OpenApiParameter.HEADER, description="`wait=N`, in seconds."),
            *credit_headers(201, 202),
            *IDEMPOTENCY_PARAMETERS,
        ],
        responses={
            201: OpenApiResponse(ResultOutput, description="It is done."),
            202: OpenApiResponse(CreatedOutput, description="It is in the queue, or has failed already."),
        },
    )
    def post(self, request: Request) -> Response:
        wanted = CreateInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = signed_in_user(request)

        asked, key = services.GenerationRequest(**wanted.validated_data), api_key_of(request)

        def create() -> Answer:
            return answer_queued(user, services.request_generation(user, asked, api_key=key))

        created = answer_once(request, user, create)
        seconds = _seconds_to_wait(request.headers.get("Prefer", ""))
        if not seconds:
            return created
        return self._wait(user, created, seconds)

    def _wait(self, user: User, created: Answer, seconds: int) -> Answer:
        """The result if it is done in time, else what was answered, as it then stands.

        What was deleted since the first request has nothing to wait for: its answer is repeated as it was.
        """
        generation_id = uuid.UUID(created.data["generation_id"])
        wait_for_end(generation_id, seconds)
        try:
            generation = get_generation(user, generation_id)
        except NotFoundError:
            return created
        answer = Answer(describe_created(generation), message=MESSAGES.get(generation.status, ""), status=202)
        if generation.status == Status.COMPLETED:
            result = describe_result(generation, find_thumbnails(generation), find_timings(generation))
            answer = Answer(result, message="Your thumbnail is ready.", status=201)
        for name in ("X-Credits-Cost", "Idempotent-Replayed"):
            if name in created.headers:
                answer.headers[name] = created.headers[name]
        answer.headers["Preference-Applied"] = f"wait={seconds}"
        answer.headers["X-Credits-Remaining"] = str(available_credits(user))
        return answer


class GenerationDetail(APIView):
    scope = "generations"

    @extend_schema(summary="One generation", responses={200: GenerationOutput})
    def get(self, request: Request, generation_id: uuid.UUID) -> Response:
        return Answer(describe_generation(get_row(signed_in_user(request), generation_id)))

    @extend_schema(
        operation_id="generation_delete",
        summary="Delete it",
        description=(
            "It is gone at once, with its shares and addresses; its files go within days. One that is under way is "
            "cancelled, and its credits are returned."
        ),
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, generation_id: uuid.UUID) -> Response:
        services.delete_generation(signed_in_user(request), generation_id)
        return Answer(None, message="Deleted.")


class GenerationStatus(APIView):
    scope = "generations"

    @extend_schema(
        summary="Where it stands",
        description="The snapshot that the websocket sends. Drop one whose `sequence` you have seen.",
        responses={200: SnapshotOutput},
    )
    def get(self, request: Request, generation_id: uuid.UUID) -> Response:
        return Answer(snapshot(get_generation(signed_in_user(request), generation_id)))


class GenerationResult(APIView):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(summary="The pictures", description="409 while there are none.", responses={200: ResultOutput})
    def get(self, request: Request, generation_id: uuid.UUID) -> Response:
        generation = get_generation(signed_in_user(request), generation_id)
        if generation.status != Status.COMPLETED:
            raise ResultNotReadyError(details={"status": generation.status})
        return Answer(describe_result(generation, find_thumbnails(generation), find_timings(generation)))


class GenerationCancel(APIView):
    scope = "generations"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="generation_cancel",
        summary="Stop it and get the credits back",
        description="409 when it has ended already.",
        request=None,
        responses={200: SnapshotOutput},
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        return self._cancel(request, generation_id)

    @extend_schema(
        operation_id="generation_cancel_delete",
        summary="Stop it and get the credits back",
        description="409 when it has ended already.",
        responses={200: SnapshotOutput},
    )
    def delete(self, request: Request, generation_id: uuid.UUID) -> Response:
        return self._cancel(request, generation_id)

    def _cancel(self, request: Request, generation_id: uuid.UUID) -> Response:
        generation = services.cancel_generation(signed_in_user(request), generation_id)
        return Answer(snapshot(generation), message="Cancelled. Your credits were returned.")


def _seconds_to_wait(prefer: str) -> int:
    """Read `wait=N` out of a Prefer header; 0 without one, at most `LONGEST_WAIT_SECONDS`."""
    found = _WAIT.search(prefer)
    return min(int(found[1]), LONGEST_WAIT_SECONDS) if found else 0
