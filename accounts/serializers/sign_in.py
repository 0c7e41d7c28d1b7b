"""Registering, signing in and out, and the tokens of it."""

from typing import Any

from rest_framework import serializers

from accounts.models.user import LONGEST_EMAIL, LONGEST_FULL_NAME
from accounts.serializers.fields import LONGEST_TOKEN, PasswordField, UsernameField
from accounts.serializers.profile import UserOutput
from accounts.serializers.security import CodeField
from accounts.services.registration import LONGEST_REFERRAL_CODE
from common.api.inputs import Input


class RegisterInput(Input):
    """A new account."""

    username = UsernameField()
    email = serializers.EmailField(max_length=LONGEST_EMAIL)
    password = PasswordField(min_length=8, help_text="8 to 256 characters, none of the common passwords.")
    full_name = serializers.CharField(max_length=LONGEST_FULL_NAME, required=False, allow_blank=True, default="")
    referral_code = serializers.CharField(
        max_length=LONGEST_REFERRAL_CODE,
        required=False,
        allow_blank=True,
        default="",
        help_text="Whose code brought the user here. One that does not exist changes nothing.",
    )


class LoginInput(Input):
    """A password, and who it belongs to under one of three names."""

    username_or_email = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    email = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    username = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    password = PasswordField()
    otp = CodeField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Where the account asks for it: a code of the authenticator app, or a recovery code.",
    )
    remember_me = serializers.BooleanField(default=False, help_text="Stay signed in for longer.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = [attrs[field] for field in ("username_or_email", "email", "username") if field in attrs]
        if not names:
            raise serializers.ValidationError(
                {"username_or_email": "Send a username or an e-mail address."}, "required"
            )
        return {**attrs, "identifier": names[0]}


class RefreshInput(Input):
    """A refresh token, to be used up."""

    refresh_token = serializers.CharField(max_length=LONGEST_TOKEN)


class LogoutInput(Input):
    """Which sign-in to end, where it is not the one of the access token."""

    refresh_token = serializers.CharField(max_length=LONGEST_TOKEN, required=False)


class VerifyEmailInput(Input):
    """The token of a mailed link."""

    token = serializers.CharField(max_length=LONGEST_TOKEN)


class SignedInOutput(serializers.Serializer[Any]):
    """The user and the tokens."""

    user = UserOutput()
    access_token = serializers.CharField(help_text="Send it as `Authorization: Bearer …`.")
    refresh_token = serializers.CharField(help_text="Exchange it once at `auth/refresh`.")
    expires_in = serializers.IntegerField(help_text="For how many seconds the access token holds.")


class RefreshedOutput(serializers.Serializer[Any]):
    """A new pair of tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="For how many seconds the access token holds.")


class TicketOutput(serializers.Serializer[Any]):
    """A ticket for `/ws/?ticket=…`."""

    ticket = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds")
