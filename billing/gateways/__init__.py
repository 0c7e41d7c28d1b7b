"""Which gateway takes the money."""

from django.conf import settings
from django.utils.translation import gettext_noop

from billing.errors import PaymentsUnavailableError
from billing.gateway import PaymentGateway
from billing.gateways.local import LocalGateway
from billing.models import Gateway
from billing.stripe_gateway import StripeGateway


def current_gateway() -> PaymentGateway:
    """Stripe, once its key is set; else test payments, but never in production: there it is unavailable."""
    if settings.STRIPE_SECRET_KEY:
        return StripeGateway()
    if settings.IS_PRODUCTION:
        raise PaymentsUnavailableError(gettext_noop("This Routix takes no payments yet."))
    return LocalGateway()


def gateway_named(name: str) -> PaymentGateway:
    """The gateway that a row was made with. `PaymentsUnavailableError` where it isn't the present one."""
    gateway = current_gateway()
    if gateway.name != name:
        raise PaymentsUnavailableError(f"{Gateway(name).label} is not set up here any more.")
    return gateway
