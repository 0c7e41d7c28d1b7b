"""Shares: made and ended by their owner, seen by anybody who has the address."""

import uuid

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from common.api.envelope import Answer
from generation import services
from generation.selectors.shares import shared_picture
from generation.serializers.opinions import (
    PublicShareOutput,
    ShareInput,
    ShareOutput,
    describe_public_share,
    describe_share,
)
from generation.services.sharing import count_view, find_share


class GenerationShare(APIView):
    scope = "generations"
    failure_statuses = ("403", "409")

    @extend_schema(
        operation_id="generation_share",
        summary="Give it a public address",
        description=(
            "For up to 30 days. 201 with an `edit_token`, told this once, when the address is made; 200 with the same "
            "address while there is one. Needs a confirmed e-mail address. 409 while there is no picture."
        ),
        request=ShareInput,
        responses={
            200: OpenApiResponse(ShareOutput, description="The address that it has."),
            201: OpenApiResponse(ShareOutput, description="A new address."),
        },
    )
    def post(self, request: Request, generation_id: uuid.UUID) -> Response:
        asked = ShareInput(data=request.data)
        asked.is_valid(raise_exception=True)
        shared = services.share_generation(
            signed_in_user(request), generation_id, days=asked.validated_data["expires_in_days"]
        )
        is_new = shared.edit_token is not None
        message = "Anybody who has the address can see it." if is_new else "It is shared already."
        return Answer(describe_share(shared), message=message, status=201 if is_new else 200)

    @extend_schema(
        operation_id="generation_share_delete",
        summary="End its public address",
        description="The address shows nothing from then on. Without one nothing happens.",
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, generation_id: uuid.UUID) -> Response:
        services.revoke_share(signed_in_user(request), generation_id)
        return Answer(None, message="It is no longer shared.")


class PublicShare(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="shares_retrieve",
        summary="A shared thumbnail",
        description="For anybody. 404 once it expired or was ended.",
        auth=[],
        responses={200: PublicShareOutput},
    )
    def get(self, request: Request, token: str) -> Response:
        share = find_share(token)
        shown = shared_picture(share)
        count_view(share)
        share.view_count += 1
        answer = Answer(describe_public_share(shown))
        answer["Cache-Control"] = "no-store"
        return answer
