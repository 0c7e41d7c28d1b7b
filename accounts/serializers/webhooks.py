"""The shapes of webhooks at the wire."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.models.webhooks import LONGEST_DESCRIPTION, LONGEST_URL, PING
from accounts.webhook_calls import message_id
from common.api.inputs import Input

# Public, since `ENUM_NAME_OVERRIDES` names its schema by it.
TOLD_EVENTS = [(name, name) for name in (*WebhookEvent.values, PING)]


class WebhookInput(Input):
    """A webhook to add."""

    url = serializers.CharField(max_length=LONGEST_URL, help_text="https, on a public place, port 80 or 443.")
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=WebhookEvent.choices),
        allow_empty=False,
        max_length=2 * len(WebhookEvent),
        help_text="What it is told of.",
    )
    description = serializers.CharField(
        max_length=LONGEST_DESCRIPTION, required=False, allow_blank=True, help_text="What it is for."
    )


class WebhookChangeInput(WebhookInput):
    """What to change of a webhook. What is not sent stays as it is."""

    is_active = serializers.BooleanField(
        required=False, help_text="Switched off it is not called, and what waited for it is given up."
    )


class WebhookOutput(serializers.ModelSerializer[WebhookEndpoint]):
    """A webhook as its owner sees it."""

    events = serializers.ListField(child=serializers.ChoiceField(choices=WebhookEvent.choices))
    failing_since = serializers.DateTimeField(
        allow_null=True,
        help_text="When calls began to fail without one since that was taken. After five days it is switched off.",
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["id", "url", "description", "events", "is_active", "failing_since", "created_at"]
        read_only_fields = fields


class NewWebhookOutput(WebhookOutput):
    """A webhook whose secret was just made: this answer is the only one that tells it."""

    secret = serializers.CharField(help_text="`whsec_` and base64; calls are signed with it. See docs/webhooks.md.")

    class Meta(WebhookOutput.Meta):
        fields = [*WebhookOutput.Meta.fields, "secret"]
        read_only_fields = fields


class WebhookDeliveryOutput(serializers.ModelSerializer[WebhookDelivery]):
    """One event for one webhook, and how far it came."""

    message_id = serializers.SerializerMethodField(help_text="The `webhook-id`, the same for each attempt and replay.")
    event = serializers.ChoiceField(choices=TOLD_EVENTS)
    status = serializers.ChoiceField(choices=DeliveryStatus.choices)
    status_code = serializers.IntegerField(allow_null=True, help_text="Of the latest answer.")
    problem = serializers.CharField(help_text="What was wrong with the latest attempt; empty when it was taken.")
    next_attempt_at = serializers.SerializerMethodField(help_text="While it is pending.")
    replay_of = serializers.UUIDField(source="replay_of_id", allow_null=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            "id",
            "message_id",
            "event",
            "status",
            "attempts",
            "status_code",
            "problem",
            "next_attempt_at",
            "delivered_at",
            "replay_of",
            "created_at",
        ]
        read_only_fields = fields

    def get_message_id(self, delivery: WebhookDelivery) -> str:
        return message_id(delivery)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_next_attempt_at(self, delivery: WebhookDelivery) -> str | None:
        if delivery.status != DeliveryStatus.PENDING:
            return None
        shown: str = serializers.DateTimeField().to_representation(delivery.next_attempt_at)
        return shown
