"""Going on from a generation: larger, different, or once more."""

import uuid
from collections.abc import Callable

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import api_key_of, signed_in_user
from accounts.models import ApiKey, User
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from generation import services
from generation.models import Generation
from generation.serializers.follow_ups import UpscaleInput, VariationsInput
from generation.serializers.outputs import CreatedOutput
from generation.views.drawing import DRAWING_FAILURES, answer_queued, credit_headers

_PARAMETERS = [*credit_headers(202), *IDEMPOTENCY_PARAMETERS]
_QUEUED = {202: OpenApiResponse(CreatedOutput, description="A new generation is in the queue.")}


class _FollowUp(APIView):
    scope = "generations"
    rate_class = "generation"
    failure_statuses = DRAWING_FAILURES

    def _answer(self, request: Request, ask: Callable[[User, ApiKey | None], Generation]) -> Response:
        user, key = signed_in_user(request), api_key_of(request)
        return answer_once(request, user, lambda: answer_queued(user, ask(user, key)))


class GenerationUpscale(_FollowUp):
    @extend_schema(
        operation_id="generation_upscale",
        summary="Draw a picture larger",
        description=(
            "Costs one credit. It is drawn anew from its layers as a generation of its own, sharp at any size. 409 "
            "where its background was painted as a picture, and 422 for a size of another shape or that is no larger."
        ),
        request=UpscaleInput,
        parameters=_PARAMETERS,
        responses=_QUEUED,
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        wanted = UpscaleInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        fields = wanted.validated_data
        return self._answer(
            request, lambda user, key: services.upscale_generation(user, generation_id, **fields, api_key=key)
        )


class GenerationVariations(_FollowUp):
    @extend_schema(
        operation_id="generation_variations",
        summary="Ask for other versions of a picture",
        description=(
            "One new generation with up to four pictures, each as dear as a picture of its algorithm. They differ from "
            "this one on the axis that is named, or each on the next one, and keep the rest. Where there are fewer "
            "ways to differ than pictures wanted, fewer are made and charged."
        ),
        request=VariationsInput,
        parameters=_PARAMETERS,
        responses=_QUEUED,
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        wanted = VariationsInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        fields = wanted.validated_data
        return self._answer(
            request, lambda user, key: services.vary_generation(user, generation_id, **fields, api_key=key)
        )


class GenerationRetry(_FollowUp):
    @extend_schema(
        operation_id="generation_retry",
        summary="Try again what failed or was cancelled",
        description="The same request as a new generation, at the same price. 409 for one that did not fail.",
        request=None,
        parameters=_PARAMETERS,
        responses=_QUEUED,
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        return self._answer(request, lambda user, key: services.retry_generation(user, generation_id, api_key=key))
