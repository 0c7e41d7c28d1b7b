"""Where the gateway calls."""

from django.urls import path

from billing.webhooks import stripe_webhook

urlpatterns = [path("billing/webhook", stripe_webhook, name="stripe-webhook")]
