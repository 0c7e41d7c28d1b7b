"""Addresses of the API."""

from django.urls import path

from billing.views import purchases, subscription
from billing.views.credits import CreditsView

urlpatterns = [
    path("users/credits", CreditsView.as_view(), name="users-credits"),
    path("users/credits/statement", purchases.StatementView.as_view(), name="users-credits-statement"),
    path("users/credits/purchase", purchases.PurchaseView.as_view(), name="users-credits-purchase"),
    path("users/orders", purchases.OrdersView.as_view(), name="users-orders"),
    path("users/orders/<uuid:order_id>", purchases.OrderView.as_view(), name="users-order"),
    path("users/invoices", purchases.InvoicesView.as_view(), name="users-invoices"),
    path("users/subscription", subscription.SubscriptionView.as_view(), name="users-subscription"),
    path("users/subscription/tiers", subscription.TiersView.as_view(), name="users-subscription-tiers"),
    path("users/subscription/upgrade", subscription.UpgradeView.as_view(), name="users-subscription-upgrade"),
    path("users/subscription/preview", subscription.PreviewView.as_view(), name="users-subscription-preview"),
    path("users/subscription/cancel", subscription.CancelView.as_view(), name="users-subscription-cancel"),
    path("users/subscription/resume", subscription.ResumeView.as_view(), name="users-subscription-resume"),
    path("users/subscription/portal", subscription.PortalView.as_view(), name="users-subscription-portal"),
]
