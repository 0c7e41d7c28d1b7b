"""Algorithms: what there is to pick, what it costs and how it does."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import signed_in_user
from common.api.envelope import Answer
from generation.models import Algorithm
from generation.selectors import AlgorithmStats, algorithm_stats, find_algorithms, get_algorithm
from generation.serializers.outputs import AlgorithmOutput
from generation.serializers.shapes import describe_algorithm


class AlgorithmList(GenericAPIView[Algorithm]):
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


class AlgorithmDetail(GenericAPIView[Any]):
    pagination_class = None

    @extend_schema(summary="One algorithm", responses={200: AlgorithmOutput})
    def get(self, request: Request, algorithm_id: uuid.UUID) -> Response:
        algorithm = get_algorithm(signed_in_user(request), algorithm_id)
        return Answer(describe_algorithm(algorithm, algorithm_stats().get(algorithm.pk, AlgorithmStats())))
