"""The state of the house, how much there is of everything, and how it went."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chat.serializers.inputs import read
from common.api.envelope import Answer
from generation.serializers.analytics import DaysInput
from routix.staff.rights import staff_who_may
from routix.staff.selectors.activity import find_activity
from routix.staff.selectors.analytics import analyse
from routix.staff.selectors.dashboard import SEES_ACTIVITY, SEES_PEOPLE, SEES_WORK, dashboard_for
from routix.staff.selectors.stats import count_everything
from routix.staff.serializers.inputs import ActivityInput
from routix.staff.serializers.outputs import ActivityOutput, DashboardOutput, StaffAnalyticsOutput, StatsOutput
from routix.staff.serializers.shapes import describe_activity, describe_analytics, describe_dashboard, describe_stats


class DashboardView(APIView):
    @extend_schema(
        operation_id="admin_dashboard",
        tags=["admin"],
        summary="The state of the house",
        description="Staff. The numbers that the index of the admin shows, as far as your rights go.",
        responses={200: DashboardOutput},
    )
    def get(self, request: Request) -> Response:
        return Answer(describe_dashboard(dashboard_for(staff_who_may(request, *SEES_PEOPLE))))


class StatsView(APIView):
    @extend_schema(
        operation_id="admin_stats",
        tags=["admin"],
        summary="How much there is of everything",
        description="Staff.",
        responses={200: StatsOutput},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, *SEES_PEOPLE, *SEES_WORK)
        return Answer(describe_stats(count_everything()))


class AnalyticsView(APIView):
    @extend_schema(
        operation_id="admin_analytics",
        tags=["admin"],
        summary="How it went day by day",
        description="Staff.",
        parameters=[DaysInput],
        responses={200: StaffAnalyticsOutput},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, *SEES_PEOPLE, *SEES_WORK)
        days: int = read(DaysInput, request.query_params)["days"]
        return Answer(describe_analytics(analyse(days)))


class ActivityView(GenericAPIView[Any]):
    serializer_class = ActivityOutput

    @extend_schema(
        operation_id="admin_activity",
        tags=["admin"],
        summary="What happened to accounts",
        description="Staff. Newest first; kept for a year.",
        parameters=[ActivityInput],
        responses={200: ActivityOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        staff_who_may(request, *SEES_ACTIVITY)
        asked = ActivityInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_activity(asked.wanted())) or []
        return self.get_paginated_response([describe_activity(entry) for entry in page])
