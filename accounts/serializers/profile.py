"""An account as its owner sees and changes it."""

from typing import Any

from rest_framework import serializers

from accounts.models import Role, User
from accounts.models.user import LONGEST_EMAIL, LONGEST_FULL_NAME
from accounts.selectors import avatar_path, user_facts
from accounts.serializers.fields import PasswordField, UsernameField
from common.api.inputs import Input


class ProfileInput(Input):
    """What a user may change. What is left out stays; preferences are replaced as a whole."""

    username = UsernameField(required=False)
    email = serializers.EmailField(max_length=LONGEST_EMAIL, required=False)
    full_name = serializers.CharField(max_length=LONGEST_FULL_NAME, required=False, allow_blank=True)
    preferences = serializers.DictField(required=False, help_text="Any JSON object of at most 8 KiB and 6 levels.")
    avatar_asset_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="One of the user's own pictures, an avatar or a face; null for none."
    )
    current_password = PasswordField(required=False, help_text="Needed for another e-mail address only.")


class UserOutput(serializers.ModelSerializer[User]):
    """An account as its owner sees it."""

    role = serializers.ChoiceField(choices=Role.choices)
    subscription_tier = serializers.CharField(help_text="free, basic, pro or enterprise")
    credits = serializers.IntegerField(help_text="What can be spent now.")
    preferences = serializers.DictField()
    avatar_url = serializers.CharField(allow_null=True, help_text="The picture, for its owner; null without one.")

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
            "avatar_url",
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
            "avatar_url": avatar_path(user),
            "created_at": user.created_at,
            **user_facts(user),
        }
