"""Tickets for sockets."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import api_key_of, signed_in_user
from accounts.serializers import TicketOutput
from accounts.services.access_tokens import AccessClaims
from accounts.services.tickets import SocketSignIn, issue_ticket
from common.api.envelope import Answer


class TicketView(APIView):
    """A ticket that opens one websocket within 30 seconds. The socket lasts no longer than the sign-in or key."""

    scope = "generations"

    @extend_schema(operation_id="users_ws_ticket", tags=["users"], request=None, responses={201: TicketOutput})
    def post(self, request: Request) -> Response:
        ticket, expires_in = issue_ticket(_sign_in_of(request))
        return Answer(TicketOutput({"ticket": ticket, "expires_in": expires_in}).data, status=201)


def _sign_in_of(request: Request) -> SocketSignIn:
    user_id = signed_in_user(request).pk
    key = api_key_of(request)
    if key is not None:
        return SocketSignIn(user_id, api_key_id=key.pk)
    if isinstance(request.auth, AccessClaims):
        return SocketSignIn(user_id, family_id=request.auth.family_id)
    return SocketSignIn(user_id, session_key=request._request.session.session_key or "")
