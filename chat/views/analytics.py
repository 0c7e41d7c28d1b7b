"""What one did: in conversations, and with Routix as a whole."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from chat.selectors.account import account_analytics
from chat.selectors.activity import chat_summary
from chat.serializers.figures import AccountAnalyticsOutput, ChatSummaryOutput, describe_analytics, describe_summary
from chat.serializers.inputs import read
from common.api.envelope import Answer
from generation.serializers.analytics import DaysInput


class ChatAnalytics(APIView):
    scope = "chat"

    @extend_schema(
        operation_id="chat_analytics",
        tags=["chat"],
        summary="What you did in conversations",
        description="Counted from rows, with what was deleted since: it was said and made. Days are in UTC.",
        parameters=[DaysInput],
        responses={200: ChatSummaryOutput},
    )
    def get(self, request: Request) -> Response:
        days: int = read(DaysInput, request.query_params)["days"]
        return Answer(describe_summary(chat_summary(signed_in_user(request), days=days)))


class UserAnalytics(APIView):
    scope = "account"

    @extend_schema(
        operation_id="users_analytics",
        tags=["users"],
        summary="What you made, spent and keep",
        description="Counted from rows, with what was deleted since: it was made, said and paid. Days are in UTC.",
        parameters=[DaysInput],
        responses={200: AccountAnalyticsOutput},
    )
    def get(self, request: Request) -> Response:
        days: int = read(DaysInput, request.query_params)["days"]
        return Answer(describe_analytics(account_analytics(signed_in_user(request), days=days)))
