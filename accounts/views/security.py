"""The second factor."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA
from accounts.serializers.security import (
    ConfirmAuthenticatorInput,
    EnrolmentOutput,
    PasswordAndCodeInput,
    RecoveryCodesOutput,
    SecondFactorOutput,
    StartAuthenticatorInput,
)
from accounts.services import second_factor
from accounts.services.devices import device_of
from accounts.services.passkeys import passkeys_of
from common.api.envelope import Answer


class SecondFactorView(APIView):
    """How one's own account is guarded beside the password."""

    @extend_schema(operation_id="users_2fa", tags=["users"], responses={200: SecondFactorOutput})
    def get(self, request: Request) -> Response:
        user = signed_in_user(request)
        state = second_factor.second_factor_of(user)
        facts = {
            "is_enabled": state.is_enabled,
            "recovery_codes_left": state.recovery_codes_left,
            "passkeys": passkeys_of(user).count(),
        }
        return Answer(SecondFactorOutput(facts).data)


class AuthenticatorView(APIView):
    """The authenticator app."""

    rate_class = "auth"
    # OpenAPI knows no body of DELETE, so what can be wrong with that one is said here.
    failure_statuses = ("409", "413", "415", "422")

    @extend_schema(
        operation_id="users_2fa_start",
        tags=["users"],
        request=StartAuthenticatorInput,
        responses={201: EnrolmentOutput},
    )
    def post(self, request: Request) -> Response:
        """Make a secret for an app. Nothing changes until a code of it is confirmed, within an hour."""
        form = StartAuthenticatorInput(data=request.data)
        form.is_valid(raise_exception=True)
        enrolment = second_factor.start_authenticator(signed_in_user(request), **form.validated_data)
        return Answer(EnrolmentOutput(enrolment).data, status=201)

    @extend_schema(
        operation_id="users_2fa_disable", tags=["users"], request=PasswordAndCodeInput, responses={200: NO_DATA}
    )
    def delete(self, request: Request) -> Response:
        """Turn the second factor off, with its recovery codes. The body is `{"password", "code"}`."""
        form = PasswordAndCodeInput(data=request.data)
        form.is_valid(raise_exception=True)
        second_factor.disable_authenticator(
            signed_in_user(request), **form.validated_data, device=device_of(request._request)
        )
        return Answer(None, message="Two-step sign-in is off.")


class ConfirmAuthenticatorView(APIView):
    """The first code of the app."""

    rate_class = "auth"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="users_2fa_confirm",
        tags=["users"],
        request=ConfirmAuthenticatorInput,
        responses={200: RecoveryCodesOutput},
    )
    def post(self, request: Request) -> Response:
        """Turn the second factor on. The recovery codes are told this once."""
        form = ConfirmAuthenticatorInput(data=request.data)
        form.is_valid(raise_exception=True)
        codes = second_factor.confirm_authenticator(
            signed_in_user(request), form.validated_data["code"], device_of(request._request)
        )
        return Answer(RecoveryCodesOutput({"recovery_codes": codes}).data, message="Two-step sign-in is on.")


class RecoveryCodesView(APIView):
    """Codes for when the phone is lost."""

    rate_class = "auth"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="users_2fa_recovery_codes",
        tags=["users"],
        request=PasswordAndCodeInput,
        responses={201: RecoveryCodesOutput},
    )
    def post(self, request: Request) -> Response:
        """Make ten new ones, told this once; the others end."""
        form = PasswordAndCodeInput(data=request.data)
        form.is_valid(raise_exception=True)
        codes = second_factor.renew_recovery_codes(
            signed_in_user(request), **form.validated_data, device=device_of(request._request)
        )
        return Answer(RecoveryCodesOutput({"recovery_codes": codes}).data, status=201)
