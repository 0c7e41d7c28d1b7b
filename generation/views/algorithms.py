"""Algorithms: what there is to pick, what it costs and how it does; and for staff, changing that."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from common.api.envelope import Answer
from generation.models import Algorithm
from generation.selectors import AlgorithmStats, algorithm_stats, find_algorithms, get_algorithm
from generation.selectors.days import start_of_last
from generation.selectors.performance import measure_performance
from generation.serializers.algorithms import AlgorithmInput
from generation.serializers.analytics import DaysInput, PerformanceListOutput, describe_performance
from generation.serializers.outputs import AlgorithmOutput
from generation.serializers.shapes import describe_algorithm
from generation.services.algorithms import change_algorithm, create_algorithm, deactivate_algorithm
from generation.views.rights import staff_who_may


class _AlgorithmView(GenericAPIView[Any]):
    @property
    def scope(self) -> str:
        """Programs read algorithms; only people change them."""
        return "generations" if self.request.method in SAFE_METHODS else ""


class AlgorithmOptions(_AlgorithmView):
    """The list that stands among the addresses of generations."""

    serializer_class = AlgorithmOutput

    @extend_schema(
        summary="The algorithms",
        description="In the order to show them. Staff see the inactive ones as well.",
        responses={200: AlgorithmOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(find_algorithms(signed_in_user(request)))
        stats = algorithm_stats()
        items = [describe_algorithm(item, stats.get(item.pk, AlgorithmStats())) for item in page or ()]
        return self.get_paginated_response(items)


class AlgorithmList(AlgorithmOptions):
    @extend_schema(
        operation_id="algorithms_create",
        summary="Add an algorithm",
        description="For staff who may add algorithms.",
        request=AlgorithmInput,
        responses={201: AlgorithmOutput},
    )
    def post(self, request: Request) -> Response:
        staff = staff_who_may(request, "add")
        sent = AlgorithmInput(data=request.data)
        sent.is_valid(raise_exception=True)
        algorithm = create_algorithm(staff, sent.validated_data)
        return Answer(_described(algorithm), message="Added.", status=201)


class AlgorithmDetail(_AlgorithmView):
    pagination_class = None
    failure_statuses = ("409",)

    @extend_schema(summary="One algorithm", responses={200: AlgorithmOutput})
    def get(self, request: Request, algorithm_id: uuid.UUID) -> Response:
        return Answer(_described(get_algorithm(signed_in_user(request), algorithm_id)))

    @extend_schema(
        operation_id="algorithms_update",
        summary="Set every field of an algorithm",
        description="For staff who may change algorithms. What is left out gets its default. 409 for the default one.",
        request=AlgorithmInput,
        responses={200: AlgorithmOutput},
    )
    def put(self, request: Request, algorithm_id: uuid.UUID) -> Response:
        return self._change(request, algorithm_id, partial=False)

    @extend_schema(
        operation_id="algorithms_partial_update",
        summary="Set some fields of an algorithm",
        description="For staff who may change algorithms. 409 for the default one.",
        request=AlgorithmInput(partial=True),
        responses={200: AlgorithmOutput},
    )
    def patch(self, request: Request, algorithm_id: uuid.UUID) -> Response:
        return self._change(request, algorithm_id, partial=True)

    @extend_schema(
        operation_id="algorithms_delete",
        summary="Take an algorithm away from users",
        description="For staff who may delete them. It becomes inactive; what it made stays. 409 for the default.",
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, algorithm_id: uuid.UUID) -> Response:
        deactivate_algorithm(staff_who_may(request, "delete"), algorithm_id)
        return Answer(None, message="Nobody can pick it any more.")

    def _change(self, request: Request, algorithm_id: uuid.UUID, *, partial: bool) -> Response:
        staff = staff_who_may(request, "change")
        sent = AlgorithmInput(data=request.data, partial=partial)
        sent.is_valid(raise_exception=True)
        algorithm = change_algorithm(staff, algorithm_id, sent.validated_data)
        return Answer(_described(algorithm), message="Changed.")


class AlgorithmPerformance(APIView):
    @extend_schema(
        operation_id="algorithms_stats_performance",
        summary="How the algorithms do",
        description=(
            "For staff who may view algorithms, each algorithm by itself: what was asked for in these days (UTC) and "
            "has ended, with what was deleted since, without pictures that were only drawn larger."
        ),
        parameters=[DaysInput],
        responses={200: PerformanceListOutput},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, "view")
        asked = DaysInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        days: int = asked.validated_data["days"]
        return Answer(describe_performance(measure_performance(since=start_of_last(days)), days=days))


def _described(algorithm: Algorithm) -> dict[str, Any]:
    return describe_algorithm(algorithm, algorithm_stats().get(algorithm.pk, AlgorithmStats()))
