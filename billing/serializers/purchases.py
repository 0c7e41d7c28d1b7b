"""Purchases and plans at the wire. Amounts are in minor units of the currency."""

from typing import Any

from rest_framework import serializers

from billing.models import Invoice, Order, Pack, Plan, Subscription
from billing.tiers import Tier
from common.api.inputs import Input

_MINOR_UNITS = "In minor units: 999 is 9.99."


class PurchaseInput(Input):
    """Which pack: by its slug, or by how many credits it has."""

    pack = serializers.SlugField(max_length=40, required=False)
    credits = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("pack" in attrs) == ("credits" in attrs):
            raise serializers.ValidationError("Name either a pack or its number of credits.")
        return attrs


class CheckoutOutput(serializers.ModelSerializer[Order]):
    """Where to pay."""

    order_id = serializers.UUIDField(source="pk")

    class Meta:
        model = Order
        fields = ["order_id", "checkout_url", "expires_at", "amount", "currency", "credits"]
        read_only_fields = fields
        extra_kwargs = {"amount": {"help_text": _MINOR_UNITS}}


class PackOutput(serializers.ModelSerializer[Pack]):
    class Meta:
        model = Pack
        fields = ["slug", "name", "credits", "price", "currency"]
        read_only_fields = fields


class PlanOutput(serializers.ModelSerializer[Plan]):
    """A plan. Each of its figures is enforced."""

    is_current = serializers.SerializerMethodField(help_text="Whether it is the user's.")

    class Meta:
        model = Plan
        fields = [
            "tier",
            "name",
            "price",
            "currency",
            "monthly_credits",
            "rollover_factor",
            "active_generations",
            "queue_priority",
            "brand_assets",
            "is_current",
        ]
        read_only_fields = fields

    def get_is_current(self, plan: Plan) -> bool:
        return bool(plan.tier == self.context["tier"])


class OffersOutput(serializers.Serializer[Any]):
    """What is on sale."""

    tiers = PlanOutput(many=True)
    packs = PackOutput(many=True)


class TierInput(Input):
    tier = serializers.ChoiceField(choices=Tier.choices)


class UpgradeInput(TierInput):
    """`at` is a preview's, so that exactly its price is charged."""

    at = serializers.DateTimeField(required=False)


class ChangeOutput(serializers.Serializer[Any]):
    """What a change of plan would do."""

    tier = serializers.ChoiceField(choices=Tier.choices, source="plan.tier")
    is_upgrade = serializers.BooleanField()
    amount = serializers.IntegerField(help_text=f"Due at once. {_MINOR_UNITS}")
    currency = serializers.CharField()
    credits = serializers.IntegerField(help_text="Received at once.")
    at = serializers.DateTimeField(help_text="The moment the price is reckoned from; it holds for half an hour.")
    effective_at = serializers.DateTimeField(help_text="When the tier changes.")
    monthly_amount = serializers.IntegerField(help_text=f"What every later month costs. {_MINOR_UNITS}")


class SubscriptionOutput(serializers.ModelSerializer[Subscription]):
    """A subscription. `tier` is what is paid for, `next_tier` what the next period will be."""

    tier = serializers.ChoiceField(choices=Tier.choices, source="paid_plan_id", allow_null=True)
    next_tier = serializers.ChoiceField(choices=Tier.choices, source="plan_id")

    class Meta:
        model = Subscription
        fields = [
            "tier",
            "next_tier",
            "status",
            "amount",
            "currency",
            "period_start",
            "period_end",
            "cancels_at_period_end",
            "past_due_since",
            "started_at",
            "ended_at",
        ]
        read_only_fields = fields


class UpgradeOutput(serializers.Serializer[Any]):
    """Either a checkout to pay, or the subscription as it is now."""

    checkout_url = serializers.URLField(allow_null=True)
    order_id = serializers.UUIDField(allow_null=True)
    subscription = SubscriptionOutput(allow_null=True)


class PortalOutput(serializers.Serializer[Any]):
    portal_url = serializers.URLField()


class OrderOutput(serializers.ModelSerializer[Order]):
    order_id = serializers.UUIDField(source="pk")
    pack = serializers.CharField(source="pack_id", allow_null=True)
    tier = serializers.CharField(source="plan_id", allow_null=True)

    class Meta:
        model = Order
        fields = [
            "order_id",
            "kind",
            "pack",
            "tier",
            "credits",
            "amount",
            "currency",
            "state",
            "checkout_url",
            "refunded_amount",
            "is_disputed",
            "created_at",
            "paid_at",
        ]
        read_only_fields = fields


class InvoiceOutput(serializers.ModelSerializer[Invoice]):
    tier = serializers.CharField(source="plan_id")

    class Meta:
        model = Invoice
        fields = [
            "number",
            "tier",
            "credits",
            "amount",
            "currency",
            "refunded_amount",
            "is_disputed",
            "period_start",
            "period_end",
            "page_url",
            "pdf_url",
            "paid_at",
        ]
        read_only_fields = fields
