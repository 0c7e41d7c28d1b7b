"""Finding what was said."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import signed_in_user
from chat.selectors import FoundRow, Question
from chat.serializers.inputs import SearchInput, read
from chat.serializers.outputs import FoundOutput
from chat.serializers.shapes import describe_found


class ConversationSearch(GenericAPIView[Any]):
    scope = "chat"
    serializer_class = FoundOutput

    @extend_schema(
        operation_id="chat_search",
        tags=["chat"],
        summary="Find what was said",
        description=(
            "In your conversations and in those you were let into, newest first. Persian and Arabic letters, digits of "
            "all three scripts and joined or parted spellings find each other."
        ),
        parameters=[SearchInput],
        responses={200: FoundOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        question = Question.read(read(SearchInput, request.query_params)["query"])
        page: Any = self.paginate_queryset(question.find(signed_in_user(request))) or []
        return self.get_paginated_response([describe_found(FoundRow._make(row), question) for row in page])
