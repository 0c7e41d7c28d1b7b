"""Users' webhooks, for staff: to look at, and to switch off one that does harm."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from accounts.admin.reading import ReadOnly
from accounts.models import User, WebhookDelivery, WebhookEndpoint
from accounts.services.webhook_endpoints import change_endpoint
from common.client_address import hashed_ip


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    """Where users are called. Nobody reads a secret here."""

    list_display = ["url", "user", "is_active", "failing_since", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    search_fields = ["url", "user__username", "user__email"]
    fields = ["url", "user", "description", "events", "is_active", "failing_since", "created_at"]
    actions = ["switch_off"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WebhookEndpoint]":
        found: QuerySet[WebhookEndpoint] = super().get_queryset(request).defer("secret")
        return found

    def has_switch_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.has_perm("accounts.change_webhookendpoint")

    @admin.action(description=_("Switch off"), permissions=["switch"])
    def switch_off(self, request: HttpRequest, queryset: "QuerySet[WebhookEndpoint]") -> None:
        """Their owners see that they are off, and may switch them on again."""
        active = list(queryset.filter(is_active=True).select_related("user"))
        by = request.user if isinstance(request.user, User) else None
        for endpoint in active:
            change_endpoint(endpoint.user, endpoint.pk, is_active=False, actor=by, ip_digest=hashed_ip(request))
        told = ngettext("%(count)d webhook is switched off.", "%(count)d webhooks are switched off.", len(active))
        self.message_user(request, told % {"count": len(active)}, messages.SUCCESS)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    """What they were told, and how far it came."""

    list_display = ["event", "endpoint_url", "status", "attempts", "status_code", "next_attempt_at", "created_at"]
    list_filter = ["status", "event"]
    search_fields = ["endpoint__url", "endpoint__user__username", "endpoint__user__email"]
    fields = [
        "event",
        "endpoint_url",
        "status",
        "attempts",
        "status_code",
        "problem",
        "next_attempt_at",
        "lease_until",
        "delivered_at",
        "replay_of",
        "payload",
        "created_at",
    ]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WebhookDelivery]":
        found: QuerySet[WebhookDelivery] = super().get_queryset(request).select_related("endpoint")
        return found.defer("endpoint__secret")

    @admin.display(description=_("address"), ordering="endpoint__url")
    def endpoint_url(self, delivery: WebhookDelivery) -> str:
        return delivery.endpoint.url
