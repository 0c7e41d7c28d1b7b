"""The hosted pages of test payments, as a vendor would have them. They are never there in production."""

from billing.pages.test_payments.checkout import CheckoutPage
from billing.pages.test_payments.portal import PortalPage

__all__ = ["CheckoutPage", "PortalPage"]
