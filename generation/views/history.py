"""Lists: what a user has made, and what is still being made."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from common.api.envelope import Answer
from generation.events.outlook import next_in_line
from generation.models import Status
from generation.selectors import GenerationRow, History, HistoryFilter, queue_load, waiting_or_running
from generation.serializers.inputs import HISTORY_FIELDS, HistoryInput
from generation.serializers.outputs import GenerationOutput, QueueOutput
from generation.serializers.shapes import describe_generation, describe_waiting

_NO_FILTER = HistoryFilter()


class GenerationHistory(GenericAPIView[Any]):
    scope = "generations"
    serializer_class = GenerationOutput

    @extend_schema(
        summary="What you have made",
        parameters=[HistoryInput],
        responses={200: GenerationOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        history = History(signed_in_user(request), _wanted(request))
        rows: list[GenerationRow] = self.paginate_queryset(cast("Any", history)) or []
        return self.get_paginated_response([describe_generation(row) for row in rows])


class QueueStatus(APIView):
    scope = "generations"

    @extend_schema(summary="How busy it is, and your place in the queue", responses={200: QueueOutput})
    def get(self, request: Request) -> Response:
        load = queue_load()
        yours = list(waiting_or_running(signed_in_user(request)))
        outlooks = next_in_line() if any(item.status == Status.QUEUED for item in yours) else {}
        items = [describe_waiting(item, outlooks.get(item.pk)) for item in yours]
        return Answer({"waiting": load.waiting, "processing": load.processing, "yours": items})


def _wanted(request: Request) -> HistoryFilter:
    if not HISTORY_FIELDS & request.query_params.keys():
        return _NO_FILTER
    asked = HistoryInput(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return asked.wanted()
