"""Whether test payments are there."""

from django.conf import settings


def is_available() -> bool:
    """Never in production, nor where a vendor's key is set."""
    return not settings.IS_PRODUCTION and not settings.STRIPE_SECRET_KEY
