"""Telling everybody something."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chat.selectors import find_broadcasts
from chat.serializers.inputs import read
from chat.services.broadcasting import tell_everybody
from common.api.envelope import Answer
from routix.staff.rights import staff_who_may
from routix.staff.serializers.inputs import BroadcastInput
from routix.staff.serializers.outputs import BroadcastOutput
from routix.staff.serializers.shapes import describe_sent


class BroadcastView(APIView):
    @extend_schema(
        operation_id="admin_broadcast",
        tags=["admin"],
        summary="Tell everybody something",
        description="Staff. Every open socket gets it at once, and whoever opens one until it expires.",
        request=BroadcastInput,
        responses={201: BroadcastOutput},
    )
    def post(self, request: Request) -> Response:
        author = staff_who_may(request, "chat.add_broadcast")
        wanted = read(BroadcastInput, request.data)
        hours = wanted.pop("expires_in_hours")
        broadcast = tell_everybody(author, **wanted, expires_in=timedelta(hours=hours))
        return Answer(describe_sent(broadcast), message="Everybody is told.", status=201)


class BroadcastsView(GenericAPIView[Any]):
    serializer_class = BroadcastOutput

    @extend_schema(
        operation_id="admin_broadcasts",
        tags=["admin"],
        summary="What everybody was told",
        description="Staff. Newest first.",
        responses={200: BroadcastOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, "chat.view_broadcast")
        page = self.paginate_queryset(find_broadcasts()) or []
        return self.get_paginated_response([describe_sent(broadcast) for broadcast in page])
