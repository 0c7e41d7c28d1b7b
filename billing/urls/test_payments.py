"""The hosted pages of test payments. Not routed in production."""

from django.urls import path

from billing.pages.test_payments import CheckoutPage, PortalPage

urlpatterns = [
    path("test-payments/checkout/<str:reference>", CheckoutPage.as_view(), name="test-payments-checkout"),
    path("test-payments/portal/<str:reference>", PortalPage.as_view(), name="test-payments-portal"),
]
