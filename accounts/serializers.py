"""The shapes of accounts at the wire."""

from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from accounts.models import AssetKind, BrandAsset, Role, User
from accounts.models.assets import PictureFormat
from accounts.models.user import (
    LONGEST_EMAIL,
    LONGEST_FULL_NAME,
    LONGEST_USERNAME,
    SHORTEST_USERNAME,
    USERNAME_PATTERN,
)
from accounts.selectors import user_facts
from accounts.services.registration import LONGEST_REFERRAL_CODE

LONGEST_PASSWORD = 256
# What an answer without data is to the schema: `"data": null`.
NO_DATA = {"type": "object", "nullable": True}
_LONGEST_TOKEN = 256


class UsernameField(serializers.CharField):
    """A username: letters, digits, dots, dashes and underscores."""

    def __init__(self, **options: Any) -> None:
        message = "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit."
        validators = [RegexValidator(USERNAME_PATTERN, message)]
        super().__init__(min_length=SHORTEST_USERNAME, max_length=LONGEST_USERNAME, validators=validators, **options)


class PasswordField(serializers.CharField):
    """A password, taken as it is typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_PASSWORD,
            trim_whitespace=False,
            write_only=True,
            style={"input_type": "password"},
            **options,
        )


class RegisterInput(serializers.Serializer[Any]):
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


class LoginInput(serializers.Serializer[Any]):
    """A password, and who it belongs to under one of three names."""

    username_or_email = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    email = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    username = serializers.CharField(max_length=LONGEST_EMAIL, required=False)
    password = PasswordField()
    remember_me = serializers.BooleanField(default=False, help_text="Stay signed in for longer.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = [attrs[field] for field in ("username_or_email", "email", "username") if field in attrs]
        if not names:
            raise serializers.ValidationError(
                {"username_or_email": "Send a username or an e-mail address."}, "required"
            )
        return {**attrs, "identifier": names[0]}


class RefreshInput(serializers.Serializer[Any]):
    """A refresh token, to be used up."""

    refresh_token = serializers.CharField(max_length=_LONGEST_TOKEN)


class LogoutInput(serializers.Serializer[Any]):
    """Which sign-in to end, where it is not the one of the access token."""

    refresh_token = serializers.CharField(max_length=_LONGEST_TOKEN, required=False)


class VerifyEmailInput(serializers.Serializer[Any]):
    """The token of a mailed link."""

    token = serializers.CharField(max_length=_LONGEST_TOKEN)


class ProfileInput(serializers.Serializer[Any]):
    """What a user may change. What is left out stays; preferences are replaced as a whole."""

    username = UsernameField(required=False)
    email = serializers.EmailField(max_length=LONGEST_EMAIL, required=False)
    full_name = serializers.CharField(max_length=LONGEST_FULL_NAME, required=False, allow_blank=True)
    preferences = serializers.DictField(required=False, help_text="Any JSON object of at most 8 KiB and 6 levels.")


class UserOutput(serializers.ModelSerializer[User]):
    """An account as its owner sees it."""

    role = serializers.ChoiceField(choices=Role.choices)
    subscription_tier = serializers.CharField(help_text="free, basic, pro or enterprise")
    credits = serializers.IntegerField(help_text="What can be spent now.")
    preferences = serializers.DictField()

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "full_name",
            "role",
            "subscription_tier",
            "is_verified",
            "credits",
            "preferences",
            "created_at",
        ]
        read_only_fields = fields

    def to_representation(self, user: User) -> dict[str, Any]:
        """The fields above by hand: building them anew for each answer takes longer than the queries."""
        return {
            "id": user.id,
            "username": user.username,
            "email": user.email,
            "full_name": user.full_name,
            "role": user.role,
            "is_verified": user.is_verified,
            "preferences": user.preferences,
            "created_at": user.created_at,
            **user_facts(user),
        }


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


class AssetInput(serializers.Serializer[Any]):
    """A picture to keep."""

    file = serializers.FileField(
        allow_empty_file=True, help_text="PNG, JPEG, WebP or GIF; faces up to 5 MB, logos 2 MB, references 10 MB."
    )
    kind = serializers.ChoiceField(choices=AssetKind.choices)


class AssetOutput(serializers.ModelSerializer[BrandAsset]):
    """A kept picture."""

    kind = serializers.ChoiceField(choices=AssetKind.choices)
    format = serializers.ChoiceField(choices=PictureFormat.choices)
    url = serializers.SerializerMethodField(help_text="The picture itself, for its owner.")

    class Meta:
        model = BrandAsset
        fields = ["id", "kind", "url", "format", "width", "height", "bytes", "created_at"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri-reference"})
    def get_url(self, asset: BrandAsset) -> str:
        return reverse("asset-file", args=[asset.pk])
