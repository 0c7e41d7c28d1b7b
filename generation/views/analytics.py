"""What came of it all."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from common.api.envelope import Answer
from generation.selectors.analytics import summarise
from generation.serializers.analytics import DaysInput, SummaryOutput, describe_summary


class AnalyticsSummary(APIView):
    scope = "generations"

    @extend_schema(
        operation_id="generation_analytics_summary",
        summary="Your generations over some days",
        description="Counted from rows; what you deleted since was made and paid, so it counts as well.",
        parameters=[DaysInput],
        responses={200: SummaryOutput},
    )
    def get(self, request: Request) -> Response:
        asked = DaysInput(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Answer(describe_summary(summarise(signed_in_user(request), days=asked.validated_data["days"])))
