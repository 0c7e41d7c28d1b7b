"""Conversations: their list, one of them, its title."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from chat.selectors import ConversationRow, find_conversations, get_conversation
from chat.serializers.inputs import ConversationInput, TitleInput, read
from chat.serializers.outputs import ConversationOutput
from chat.serializers.shapes import describe_conversation
from chat.services.conversations import begin_conversation, delete_conversation, rename_conversation
from common.api.envelope import Answer


class ConversationList(GenericAPIView[Any]):
    scope = "chat"
    serializer_class = ConversationOutput

    @extend_schema(
        operation_id="conversations_list",
        tags=["chat"],
        summary="Your conversations, and those you were let into",
        description="The one with the latest message first.",
        responses={200: ConversationOutput(many=True)},
    )
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(find_conversations(signed_in_user(request))) or []
        return self.get_paginated_response([describe_conversation(ConversationRow._make(row)) for row in page])

    @extend_schema(
        operation_id="conversations_begin",
        tags=["chat"],
        summary="Begin a conversation",
        request=ConversationInput,
        responses={201: ConversationOutput},
    )
    def post(self, request: Request) -> Response:
        user = signed_in_user(request)
        conversation = begin_conversation(user, **read(ConversationInput, request.data))
        return Answer(describe_conversation(get_conversation(user, conversation.pk)), status=201)


class ConversationDetail(APIView):
    scope = "chat"

    @extend_schema(
        operation_id="conversations_get", tags=["chat"], summary="One conversation", responses={200: ConversationOutput}
    )
    def get(self, request: Request, conversation_id: uuid.UUID) -> Response:
        return Answer(describe_conversation(get_conversation(signed_in_user(request), conversation_id)))

    @extend_schema(
        operation_id="conversations_delete",
        tags=["chat"],
        summary="Delete a conversation of yours",
        description="It is gone for everybody in it. The thumbnails that were made in it stay with who made them.",
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, conversation_id: uuid.UUID) -> Response:
        delete_conversation(signed_in_user(request), conversation_id)
        return Answer(None, message="Deleted.")


class ConversationTitle(APIView):
    scope = "chat"

    @extend_schema(
        operation_id="conversations_title",
        tags=["chat"],
        summary="Give a conversation of yours another title",
        request=TitleInput,
        responses={200: ConversationOutput},
    )
    def put(self, request: Request, conversation_id: uuid.UUID) -> Response:
        user = signed_in_user(request)
        rename_conversation(user, conversation_id, **read(TitleInput, request.data))
        return Answer(describe_conversation(get_conversation(user, conversation_id)), message="Saved.")
