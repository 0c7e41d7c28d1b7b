"""Credits at the wire."""

from typing import Any

from rest_framework import serializers

from billing.models import Bucket, StatementLine
from billing.tiers import Tier


class ExpiringOutput(serializers.Serializer[Any]):
    """Credits that are lost if they aren't spent by then."""

    amount = serializers.IntegerField()
    bucket = serializers.ChoiceField(choices=Bucket.choices)
    expires_at = serializers.DateTimeField()


class StatementLineOutput(serializers.ModelSerializer[StatementLine]):
    """One line of the statement."""

    amount = serializers.IntegerField(help_text="What it changed. Positive: received. Negative: charged or expired.")
    held = serializers.IntegerField(help_text="What was set aside for the work.")
    charged = serializers.IntegerField(help_text="What of that was charged.")
    returned = serializers.IntegerField(help_text="What of that was returned.")
    balance_after = serializers.IntegerField(
        allow_null=True, help_text="What there was then, held credits included. Null where nothing was booked."
    )
    bucket = serializers.ChoiceField(choices=Bucket.choices, allow_blank=True, help_text="Of what was received.")
    note = serializers.CharField(help_text="What the credits were for.")
    reference = serializers.UUIDField(allow_null=True, help_text="The generation.")
    created_at = serializers.DateTimeField(source="at")

    class Meta:
        model = StatementLine
        fields = [
            "id",
            "kind",
            "amount",
            "held",
            "charged",
            "returned",
            "balance_after",
            "bucket",
            "reason",
            "note",
            "reference",
            "expires_at",
            "created_at",
        ]
        read_only_fields = fields


class CreditsOutput(serializers.Serializer[Any]):
    """What somebody may spend."""

    available = serializers.IntegerField(help_text="Can be spent now.")
    held = serializers.IntegerField(help_text="Set aside for work under way.")
    owed = serializers.IntegerField(help_text="Owed after a refund or a dispute of credits that were spent.")
    lapsed = serializers.IntegerField(
        help_text="Plan credits whose period is over. They roll over if the plan is renewed in time."
    )
    is_frozen = serializers.BooleanField(help_text="Nothing can be spent or bought, because a payment is disputed.")
    expiring = ExpiringOutput(many=True)
    monthly_allowance = serializers.IntegerField(help_text="What the plan brings each month.")
    monthly_cap = serializers.IntegerField(allow_null=True, help_text="The user's own limit of credits a month.")
    subscription_tier = serializers.ChoiceField(choices=Tier.choices)
    recent_transactions = StatementLineOutput(many=True)
