"""Confirming an e-mail address."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import signed_in_user
from accounts.serializers import NO_DATA, VerifyEmailInput
from accounts.services.verification import start_verification, verify_email
from common.api.envelope import Answer


class VerifyEmailView(APIView):
    """Confirm an address by the token of the mailed link. Whoever has it need not be signed in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="users_verify_email", tags=["users"], request=VerifyEmailInput, responses={200: NO_DATA}
    )
    def post(self, request: Request) -> Response:
        form = VerifyEmailInput(data=request.data)
        form.is_valid(raise_exception=True)
        verify_email(form.validated_data["token"])
        return Answer(None, message="Your e-mail address is confirmed.")


class ResendVerificationView(APIView):
    """Mail another link to one's own address: at most one a minute and five a day."""

    failure_statuses = ("409", "429")

    @extend_schema(operation_id="users_verify_email_resend", tags=["users"], request=None, responses={202: NO_DATA})
    def post(self, request: Request) -> Response:
        user = signed_in_user(request)
        start_verification(user)
        return Answer(None, message=f"A link is on its way to {user.email}.", status=202)
