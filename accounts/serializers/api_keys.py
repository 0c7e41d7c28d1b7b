"""The shapes of API keys at the wire."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from accounts.models import ApiKey, Scope
from accounts.models.api_keys import LONGEST_KEY_NAME
from accounts.services.api_keys import LARGEST_CAP, MOST_KEYS
from common.api.inputs import Input


class ApiKeyInput(Input):
    """A key to make."""

    name = serializers.CharField(max_length=LONGEST_KEY_NAME, help_text="What it is for; only its owner sees it.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices),
        allow_empty=False,
        max_length=2 * len(Scope),
        help_text="What it may do. Reading is safe methods, writing the others; one does not include the other.",
    )
    monthly_cap = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_CAP,
        required=False,
        allow_null=True,
        default=None,
        help_text="Credits it may spend in a calendar month (UTC); null for no limit.",
    )
    expires_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="When it stops working, at most five years ahead; null for never.",
    )


class ApiKeyOutput(serializers.ModelSerializer[ApiKey]):
    """A key as its owner sees it. The secret itself is not kept."""

    begins_with = serializers.CharField(source="prefix", help_text="By which one recognises it.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    spent_this_month = serializers.SerializerMethodField(help_text="Credits in this calendar month (UTC).")

    class Meta:
        model = ApiKey
        fields = [
            "id",
            "name",
            "begins_with",
            "scopes",
            "monthly_cap",
            "spent_this_month",
            "expires_at",
            "last_used_at",
            "created_at",
        ]
        read_only_fields = fields

    def get_spent_this_month(self, key: ApiKey) -> int:
        spent: Mapping[UUID, int] = self.context["spent"]
        return spent.get(key.pk, 0)


class NewApiKeyOutput(ApiKeyOutput):
    """A key that was just made, with its secret: this answer is the only one that tells it."""

    key = serializers.SerializerMethodField(help_text="`rtx_…`; send it as `X-API-Key` or `Authorization: Bearer …`.")

    class Meta(ApiKeyOutput.Meta):
        fields = [*ApiKeyOutput.Meta.fields, "key"]
        read_only_fields = fields

    def get_key(self, key: ApiKey) -> str:
        return str(self.context["secret"])


class RevokedKeysOutput(serializers.Serializer[Any]):
    """How many keys were ended."""

    revoked = serializers.IntegerField(min_value=0, max_value=MOST_KEYS)
