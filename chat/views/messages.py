"""What was said, and saying something."""

import uuid
from typing import Any, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import api_key_of, signed_in_user
from accounts.models import User
from billing.idempotency import IDEMPOTENCY_PARAMETERS, answer_once
from billing.selectors import available_credits
from chat.events import describe_message
from chat.selectors import MessagePages, get_access
from chat.serializers.inputs import MessageInput, MessagesInput, read
from chat.serializers.outputs import MessageOutput, PostedOutput
from chat.serializers.shapes import describe_posted
from chat.services.posting import post_message, post_request
from common.api.envelope import Answer
from generation.services.requesting import GenerationRequest

_CREDIT_HEADERS = [
    OpenApiParameter(name, OpenApiTypes.INT, OpenApiParameter.HEADER, response=[202], description=text)
    for name, text in (
        ("X-Credits-Cost", "What it costs; nothing if it fails or is cancelled."),
        ("X-Credits-Remaining", "What can still be spent."),
    )
]


class MessageList(GenericAPIView[Any]):
    scope = "chat"
    rate_class = "generation"
    failure_statuses = ("402", "409")
    serializer_class = MessageOutput

    @extend_schema(
        operation_id="messages_list",
        tags=["chat"],
        summary="What was said",
        description=(
            "Newest last. Without `after` the page has the latest messages, and `offset` passes over newer ones; with "
            "it, it goes on from that number, and `offset` passes over older ones."
        ),
        parameters=[MessagesInput],
        responses={200: MessageOutput(many=True)},
    )
    def get(self, request: Request, conversation_id: uuid.UUID) -> Response:
        bounds = read(MessagesInput, request.query_params)
        get_access(signed_in_user(request), conversation_id)
        page: Any = self.paginate_queryset(cast("Any", MessagePages(conversation_id, **bounds))) or []
        return self.get_paginated_response([describe_message(row) for row in page])

    @extend_schema(
        operation_id="messages_post",
        tags=["chat"],
        summary="Say something, and have a thumbnail made of it",
        description=(
            "Sets your credits aside and answers at once; the assistant's reply says more when the thumbnail is there. "
            "With `generate` false it is only said. Needs the right to write in the conversation."
        ),
        request=MessageInput,
        parameters=[*_CREDIT_HEADERS, *IDEMPOTENCY_PARAMETERS],
        responses={
            201: OpenApiResponse(PostedOutput, description="It was said."),
            202: OpenApiResponse(PostedOutput, description="It was said, and the thumbnail is in the queue."),
        },
    )
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        wanted = read(MessageInput, request.data)
        user = signed_in_user(request)
        content, generates = wanted.pop("content"), wanted.pop("generate")
        if not generates:
            return answer_once(request, user, lambda: _said(user, conversation_id, content))
        asked = GenerationRequest(prompt=content, **wanted)
        return answer_once(request, user, lambda: self._requested(request, user, conversation_id, asked))

    def _requested(self, request: Request, user: User, conversation_id: uuid.UUID, asked: GenerationRequest) -> Answer:
        posted = post_request(user, conversation_id, asked, api_key=api_key_of(request))
        headers = {
            "X-Credits-Cost": str(posted.generation.credits_cost if posted.generation else 0),
            "X-Credits-Remaining": str(available_credits(user)),
        }
        return Answer(describe_posted(posted), message="It is in the queue.", status=202, headers=headers)


def _said(user: User, conversation_id: uuid.UUID, content: str) -> Answer:
    return Answer(describe_posted(post_message(user, conversation_id, content)), status=201)
