"""Webhooks under `/api/v1/`."""

from django.urls import path

from accounts.views.webhooks import (
    WebhookDeliveriesView,
    WebhookReplayView,
    WebhookSecretView,
    WebhooksView,
    WebhookTestView,
    WebhookView,
)

urlpatterns = [
    path("users/webhooks", WebhooksView.as_view(), name="api-webhooks"),
    path("users/webhooks/<uuid:endpoint_id>", WebhookView.as_view(), name="api-webhook"),
    path("users/webhooks/<uuid:endpoint_id>/test", WebhookTestView.as_view(), name="api-webhook-test"),
    path("users/webhooks/<uuid:endpoint_id>/rotate-secret", WebhookSecretView.as_view(), name="api-webhook-secret"),
    path("users/webhooks/<uuid:endpoint_id>/deliveries", WebhookDeliveriesView.as_view(), name="api-webhook-calls"),
    path("users/webhooks/deliveries/<uuid:delivery_id>/replay", WebhookReplayView.as_view(), name="api-webhook-replay"),
]
