"""Where somebody is signed in."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from accounts.serializers.security import OpenSignInOutput
from accounts.services.access_tokens import AccessClaims
from accounts.services.devices import device_of
from accounts.services.sessions import Place, described_sign_in, end_other_sign_ins, end_sign_in, open_sign_ins
from common.api.envelope import Answer


class SignInsView(GenericAPIView[Any]):
    """One's own sign-ins that hold now, by browsers and by programs, the latest used first."""

    serializer_class = OpenSignInOutput

    @extend_schema(operation_id="users_sessions_list", tags=["users"], responses={200: OpenSignInOutput(many=True)})
    def get(self, request: Request) -> Response:
        place = place_of(request)
        page = self.paginate_queryset(open_sign_ins(signed_in_user(request))) or []
        return self.get_paginated_response(
            OpenSignInOutput([described_sign_in(row, place) for row in page], many=True).data
        )


class SignInView(APIView):
    """One of them."""

    @extend_schema(operation_id="users_sessions_end", tags=["users"], responses={200: NO_DATA})
    def delete(self, request: Request, sign_in_id: uuid.UUID) -> Response:
        """End it: its tokens and sockets stop working at once."""
        end_sign_in(signed_in_user(request), sign_in_id, device_of(request._request))
        return Answer(None, message="That sign-in is ended.")


class EndOtherSignInsView(APIView):
    """All of them but the one that asks."""

    @extend_schema(operation_id="users_sessions_revoke_others", tags=["users"], request=None, responses={200: NO_DATA})
    def post(self, request: Request) -> Response:
        """End every other sign-in: their tokens and sockets stop working at once."""
        end_other_sign_ins(signed_in_user(request), place_of(request), device_of(request._request))
        return Answer(None, message="Every other sign-in is ended.")


def place_of(request: Request) -> Place:
    """Which sign-in a request of the API comes from."""
    if isinstance(request.auth, AccessClaims):
        return Place(family_id=request.auth.family_id)
    return Place(session_key=request._request.session.session_key or "")
