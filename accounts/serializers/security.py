"""What guards an account: passwords, second factors, open sign-ins."""

from typing import Any

from rest_framework import serializers

from accounts.models.user import LONGEST_EMAIL
from accounts.serializers.fields import LONGEST_TOKEN, PasswordField
from accounts.services.second_factor import LONGEST_CODE
from accounts.services.sessions import API, BROWSER
from common.api.inputs import Input

_NEW_PASSWORD = "8 to 256 characters, none of the common passwords."  # noqa: S105


class CodeField(serializers.CharField):
    """A code of an authenticator app, or a recovery code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_CODE, write_only=True, **options)


class ChangePasswordInput(Input):
    """The present password, and another one."""

    current_password = PasswordField()
    new_password = PasswordField(min_length=8, help_text=_NEW_PASSWORD)


class RequestResetInput(Input):
    """Where to mail a link to."""

    email = serializers.EmailField(max_length=LONGEST_EMAIL)


class ConfirmResetInput(Input):
    """The token of a mailed link, and the password to set."""

    token = serializers.CharField(max_length=LONGEST_TOKEN)
    password = PasswordField(min_length=8, help_text=_NEW_PASSWORD)


class StartAuthenticatorInput(Input):
    """The password, since a second factor can also shut its owner out."""

    password = PasswordField()


class ConfirmAuthenticatorInput(Input):
    """What the app shows now."""

    code = CodeField()


class PasswordAndCodeInput(Input):
    """Both proofs."""

    password = PasswordField()
    code = CodeField(help_text="Of the authenticator app, or a recovery code.")


class EnrolmentOutput(serializers.Serializer[Any]):
    """What an authenticator app is told."""

    secret = serializers.CharField(help_text="Base32, to be typed into an app without a camera.")
    otpauth_uri = serializers.CharField()
    qr_svg = serializers.CharField(help_text="The same address as a QR code, to stand in a page.")


class RecoveryCodesOutput(serializers.Serializer[Any]):
    """Codes for when the phone is lost, told this once. Each is good for one sign-in."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


class SecondFactorOutput(serializers.Serializer[Any]):
    """What guards the account beside the password."""

    is_enabled = serializers.BooleanField(help_text="An authenticator app is asked for its code.")
    recovery_codes_left = serializers.IntegerField()
    passkeys = serializers.IntegerField(help_text="How many passkeys the account has.")


class OpenSignInOutput(serializers.Serializer[Any]):
    """A sign-in that holds now."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[BROWSER, API])
    user_agent = serializers.CharField(help_text="What it calls itself, in words: Firefox on Windows.")
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    is_current = serializers.BooleanField(help_text="It is the one that asks.")
