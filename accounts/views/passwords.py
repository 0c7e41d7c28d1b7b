"""Setting another password."""

from django.contrib.auth import update_session_auth_hash
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from accounts.serializers.security import ChangePasswordInput, ConfirmResetInput, RequestResetInput
from accounts.services.access_tokens import AccessClaims
from accounts.services.devices import device_of
from accounts.services.password_reset import confirm_reset, request_reset
from accounts.services.passwords import change_password
from accounts.services.sessions import move_session
from accounts.views.sessions import place_of
from common.api.envelope import Answer


class ChangePasswordView(APIView):
    """Set another password. Every other sign-in ends: tokens, browsers and sockets."""

    rate_class = "auth"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="users_password_change", tags=["users"], request=ChangePasswordInput, responses={200: NO_DATA}
    )
    def post(self, request: Request) -> Response:
        form = ChangePasswordInput(data=request.data)
        form.is_valid(raise_exception=True)
        place = place_of(request)
        user = change_password(
            signed_in_user(request), **form.validated_data, place=place, device=device_of(request._request)
        )
        if not isinstance(request.auth, AccessClaims):
            update_session_auth_hash(request._request, user)
            move_session(request._request, place.session_key)
        return Answer(None, message="The password is changed, and every other sign-in is ended.")


class RequestResetView(APIView):
    """Mail a link that sets a new password: one a minute and five a day for one requester, each good for an hour.

    The answer is the same whether or not the address belongs to an account.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_class = "auth"

    @extend_schema(
        operation_id="users_password_reset_request",
        tags=["users"],
        request=RequestResetInput,
        responses={202: NO_DATA},
    )
    def post(self, request: Request) -> Response:
        form = RequestResetInput(data=request.data)
        form.is_valid(raise_exception=True)
        request_reset(form.validated_data["email"], device_of(request._request))
        return Answer(None, message="If there is an account with this address, a link is on its way to it.", status=202)


class ConfirmResetView(APIView):
    """Set a new password by the token of the mailed link. Every sign-in ends, and the address counts as confirmed."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_class = "auth"

    @extend_schema(
        operation_id="users_password_reset_confirm",
        tags=["users"],
        request=ConfirmResetInput,
        responses={200: NO_DATA},
    )
    def post(self, request: Request) -> Response:
        form = ConfirmResetInput(data=request.data)
        form.is_valid(raise_exception=True)
        confirm_reset(form.validated_data["token"], form.validated_data["password"], device_of(request._request))
        return Answer(None, message="The password is set. Sign in with it.")
