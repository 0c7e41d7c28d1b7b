"""Webhook events as they came, and having one processed again."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action

from billing import stripe_events
from billing.admin.asking import AskingAdmin, Question, confirmation
from billing.admin.columns import label, mode
from billing.admin.reading import ReadOnly
from billing.models import StripeEvent
from billing.tasks import apply_stripe_events
from common.background import nudge

State = StripeEvent.State
_TONES = {State.RECEIVED: "busy", State.APPLIED: "good", State.IGNORED: "plain", State.FAILED: "bad"}
_LISTED_ERROR = 100


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly, AskingAdmin):
    list_display = ["received_at", "type", "standing", "attempts", "object_id", "short_error", "money"]
    list_filter = ["state", "gateway", "livemode", "type"]
    search_fields = ["=event_id", "=object_id", "type", "error"]
    ordering = ["-received_at"]
    fieldsets = [
        (None, {"fields": ["event_id", "type", "object_id", "gateway", "livemode"]}),
        ("What became of it", {"fields": ["standing", "attempts", "failure"]}),
        ("When", {"fields": ["occurred_at", "received_at", "due_at", "applied_at"]}),
        ("Payload", {"fields": ["pretty_payload"]}),
    ]
    readonly_fields = ["standing", "failure", "received_at", "pretty_payload"]
    actions = ["process_all_again"]
    actions_detail = ["process_again"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[StripeEvent]":
        events: QuerySet[StripeEvent] = super().get_queryset(request)
        match = request.resolver_match
        # Payloads weigh kilobytes, and the list shows none.
        return events.defer("payload") if match and (match.url_name or "").endswith("_changelist") else events

    @action(description="Process again", icon="replay", url_path="process-again", permissions=["act"])  # type: ignore[untyped-decorator]
    def process_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event: StripeEvent = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            stripe_events.reset(event)
            nudge(apply_stripe_events)
            return "Waits to be processed again."

        question = Question(
            title="Process the event again",
            explanation=(
                f"The event is {event.get_state_display().lower()} after {event.attempts} of "
                f"{stripe_events.MOST_ATTEMPTS} attempts. It only says where to look: its object is read anew at the "
                "gateway, and what is booked already is not booked twice."
            ),
            button="Process it again",
        )
        return self.ask(request, event, question, confirmation(request), do)

    @admin.action(description="Process again", permissions=["act"])
    def process_all_again(self, request: HttpRequest, queryset: "QuerySet[StripeEvent]") -> None:
        count = 0
        for event in queryset:
            stripe_events.reset(event)
            self.log_change(request, event, "Waits to be processed again.")
            count += 1
        nudge(apply_stripe_events)
        self.message_user(request, f"{count} wait to be processed again.", messages.SUCCESS)

    @admin.display(description="state", ordering="state")
    def standing(self, event: StripeEvent) -> SafeString:
        return label(event.get_state_display(), _TONES[State(event.state)])

    @admin.display(description="error")
    def short_error(self, event: StripeEvent) -> str:
        error = event.error
        return error if len(error) <= _LISTED_ERROR else f"{error[:_LISTED_ERROR]}…"

    @admin.display(description="error")
    def failure(self, event: StripeEvent) -> SafeString | str:
        return format_html('<pre class="money-pre">{}</pre>', event.error) if event.error else "None."

    @admin.display(description="money", ordering="livemode")
    def money(self, event: StripeEvent) -> SafeString:
        return mode(event.livemode)

    @admin.display(description="payload")
    def pretty_payload(self, event: StripeEvent) -> SafeString:
        text = json.dumps(event.payload, indent=2, ensure_ascii=False)
        return format_html('<pre class="money-pre" tabindex="0">{}</pre>', text)
