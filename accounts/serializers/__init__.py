"""The shapes of accounts at the wire, by theme."""

from accounts.serializers.assets import AssetAddressInput, AssetInput, AssetOutput
from accounts.serializers.fields import LONGEST_PASSWORD, NO_DATA, PasswordField, UsernameField
from accounts.serializers.profile import ProfileInput, UserOutput
from accounts.serializers.sign_in import (
    LoginInput,
    LogoutInput,
    RefreshedOutput,
    RefreshInput,
    RegisterInput,
    SignedInOutput,
    TicketOutput,
    VerifyEmailInput,
)

__all__ = [
    "LONGEST_PASSWORD",
    "NO_DATA",
    "AssetAddressInput",
    "AssetInput",
    "AssetOutput",
    "LoginInput",
    "LogoutInput",
    "PasswordField",
    "ProfileInput",
    "RefreshInput",
    "RefreshedOutput",
    "RegisterInput",
    "SignedInOutput",
    "TicketOutput",
    "UserOutput",
    "UsernameField",
    "VerifyEmailInput",
]
