"""Registering, signing in, staying signed in, signing out."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import (
    NO_DATA,
    LoginInput,
    LogoutInput,
    RefreshedOutput,
    RefreshInput,
    RegisterInput,
    SignedInOutput,
)
from accounts.services import registration, sign_in
from accounts.services.access_tokens import AccessClaims
from accounts.services.devices import device_of
from accounts.services.sessions import close_browser_session
from common.api.envelope import Answer
from common.client_address import hashed_ip


class RegisterView(APIView):
    """Open an account, signed in at once, with its welcome credits. A link that confirms the address is mailed."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_class = "auth"

    @extend_schema(
        operation_id="users_register", tags=["users"], request=RegisterInput, responses={201: SignedInOutput}
    )
    def post(self, request: Request) -> Response:
        form = RegisterInput(data=request.data)
        form.is_valid(raise_exception=True)
        fields = {**form.validated_data}
        origin = registration.SignUpOrigin(
            ip_digest=hashed_ip(request._request),
            referral_code=registration.read_referral_code(fields.pop("referral_code")),
        )
        user = registration.sign_up(**fields, origin=origin)
        signed_in = sign_in.sign_in(user, device=device_of(request._request))
        return Answer(SignedInOutput(signed_in).data, message="Welcome to Routix.", status=201)


class LoginView(APIView):
    """Sign in with a username or e-mail address.

    Five wrong passwords or codes in a row lock the name for 15 minutes: `too_many_failed_sign_ins`. Where the account
    has an authenticator app, a right password without `otp` is answered `second_factor_required`.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_class = "auth"
    failure_statuses = ("401",)

    @extend_schema(operation_id="users_login", tags=["users"], request=LoginInput, responses={200: SignedInOutput})
    def post(self, request: Request) -> Response:
        form = LoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        signed_in = sign_in.sign_in_with_password(
            form.validated_data["identifier"],
            form.validated_data["password"],
            is_remembered=form.validated_data["remember_me"],
            otp=form.validated_data["otp"],
            device=device_of(request._request),
        )
        return Answer(SignedInOutput(signed_in).data, message="Signed in.")


class RefreshView(APIView):
    """Exchange a refresh token for a new pair. Each works once; one that comes back later revokes its whole family."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    failure_statuses = ("401",)

    @extend_schema(operation_id="auth_refresh", tags=["users"], request=RefreshInput, responses={200: RefreshedOutput})
    def post(self, request: Request) -> Response:
        form = RefreshInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Answer(RefreshedOutput(sign_in.refresh(form.validated_data["refresh_token"])).data)


class LogoutView(APIView):
    """Sign out: the tokens of this sign-in stop working at once, and the session, if there is one, ends."""

    @extend_schema(operation_id="users_logout", tags=["users"], request=LogoutInput, responses={200: NO_DATA})
    def post(self, request: Request) -> Response:
        form = LogoutInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = signed_in_user(request)
        if isinstance(request.auth, AccessClaims):
            sign_in.sign_out(request.auth.family_id)
        else:
            close_browser_session(request._request)
        if "refresh_token" in form.validated_data:
            sign_in.sign_out_by_token(user, form.validated_data["refresh_token"])
        return Answer(None, message="Signed out.")
