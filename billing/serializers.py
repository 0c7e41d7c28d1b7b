"""The shapes of credits at the wire."""

from typing import Any

from rest_framework import serializers

from billing.models import LedgerLeg, LedgerTransaction
from billing.tiers import Tier


class ExpiringOutput(serializers.Serializer[Any]):
    """Credits that are lost if they aren't spent by then."""

    amount = serializers.IntegerField()
    bucket = serializers.ChoiceField(choices=LedgerTransaction.Bucket.choices)
    expires_at = serializers.DateTimeField()


class TransactionOutput(serializers.ModelSerializer[LedgerLeg]):
    """A movement of credits, from the user's side."""

    id = serializers.UUIDField(source="transaction_id")
    kind = serializers.ChoiceField(source="transaction.kind", choices=LedgerTransaction.Kind.choices)
    amount = serializers.IntegerField(help_text="Positive: received. Negative: spent.")
    bucket = serializers.ChoiceField(
        source="transaction.bucket", choices=LedgerTransaction.Bucket.choices, allow_blank=True, help_text="Of grants."
    )
    reason = serializers.CharField(source="transaction.reason")
    created_at = serializers.DateTimeField(source="transaction.created_at")

    class Meta:
        model = LedgerLeg
        fields = ["id", "kind", "amount", "bucket", "reason", "created_at"]
        read_only_fields = fields


class CreditsOutput(serializers.Serializer[Any]):
    """What somebody may spend."""

    available = serializers.IntegerField(help_text="Can be spent now.")
    held = serializers.IntegerField(help_text="Set aside for work under way.")
    expiring = ExpiringOutput(many=True)
    monthly_allowance = serializers.IntegerField(help_text="What a subscription brings each month.")
    subscription_tier = serializers.ChoiceField(choices=Tier.choices)
    recent_transactions = TransactionOutput(many=True)
