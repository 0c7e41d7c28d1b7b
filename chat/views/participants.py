"""Who takes part in a conversation."""

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from chat.models import ParticipantRole
from chat.selectors import find_participants, get_access
from chat.serializers.inputs import ParticipantInput, read
from chat.serializers.outputs import ParticipantOutput
from chat.serializers.shapes import describe_participant
from chat.services.participating import let_in, let_out
from common.api.envelope import Answer


class ParticipantList(GenericAPIView[Any]):
    scope = "chat"
    failure_statuses = ("409",)
    serializer_class = ParticipantOutput

    @property
    def rate_class(self) -> str:
        # Letting in tells which addresses have an account, so it is as slow as guessing passwords.
        return "auth" if self.request.method == "POST" else "default"

    @extend_schema(
        operation_id="participants_list",
        tags=["chat"],
        summary="Who was let in",
        description="Everybody in the conversation may see it. The owner is not in the list.",
        responses={200: ParticipantOutput(many=True)},
    )
    def get(self, request: Request, conversation_id: uuid.UUID) -> Response:
        get_access(signed_in_user(request), conversation_id)
        page = self.paginate_queryset(find_participants(conversation_id)) or []
        return self.get_paginated_response([describe_participant(participant) for participant in page])

    @extend_schema(
        operation_id="participants_let_in",
        tags=["chat"],
        summary="Let somebody into a conversation of yours",
        description=(
            "A viewer reads; an editor also writes, spending credits of their own. Who is in already gets the role. "
            "An unknown name or address is a 422, and so is an address that was not confirmed."
        ),
        request=ParticipantInput,
        responses={
            200: OpenApiResponse(ParticipantOutput, description="They were in already, and have that role now."),
            201: OpenApiResponse(ParticipantOutput, description="They are in."),
        },
    )
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        wanted = read(ParticipantInput, request.data)
        participant, is_new = let_in(
            signed_in_user(request),
            conversation_id,
            identifier=wanted["user"],
            role=ParticipantRole(wanted["role"]),
        )
        return Answer(describe_participant(participant), status=201 if is_new else 200)


class ParticipantDetail(APIView):
    scope = "chat"

    @extend_schema(
        operation_id="participants_let_out",
        tags=["chat"],
        summary="Take somebody out of a conversation of yours, or leave one",
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, conversation_id: uuid.UUID, participant_id: uuid.UUID) -> Response:
        let_out(signed_in_user(request), conversation_id, participant_id)
        return Answer(None, message="Gone.")
