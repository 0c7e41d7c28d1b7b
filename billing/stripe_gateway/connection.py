"""The SDK's client as the settings describe it, and what its failures mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
import structlog
from django.conf import settings

from billing.errors import PaymentRefusedError, PaymentsUnavailableError
from common.errors import NotFoundError

_log = structlog.get_logger(__name__)
_RETRIES = 2
_TIMEOUT_SECONDS = 20.0
# Refusals that speak to programmers: the bank asks for its customer, who isn't at a page of Stripe's just now.
_NEEDS_THE_CARDHOLDER = frozenset(
    {
        "authentication_required",
        "invoice_payment_intent_requires_action",
        "subscription_payment_intent_requires_action",
    }
)
_CONFIRM = "Your bank wants you to confirm this payment. Add your card anew in the payment portal, then try again."


def client() -> stripe.StripeClient:
    """Return the client of the present key; there is one a process, so that connections are used again."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL, _TIMEOUT_SECONDS)


@lru_cache(maxsize=4)  # one for the settings of now; more only where they change, in tests
def _client(key: str, url: str, seconds: float) -> stripe.StripeClient:
    # A session a thread, which the SDK makes itself; a retry of the SDK's bears the same Idempotency-Key.
    http = stripe.RequestsClient(timeout=seconds)
    return stripe.StripeClient(
        key,
        base_addresses={"api": url.rstrip("/")} if url else {},
        max_network_retries=_RETRIES,
        http_client=http,
    )


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn the SDK's errors into ours, as `billing.gateway` promises. Also a decorator.

    Stripe's own words go no further than here, save what it wrote for the holder of a refused card.
    """
    try:
        yield
    except stripe.CardError as error:
        raise PaymentRefusedError(_CONFIRM if error.code in _NEEDS_THE_CARDHOLDER else error.user_message) from error
    except stripe.InvalidRequestError as error:
        if is_missing(error):
            raise NotFoundError("Stripe does not know this.") from error
        _report(error, error.param)
        raise PaymentsUnavailableError from error
    except stripe.StripeError as error:
        _report(error)
        raise PaymentsUnavailableError from error


def is_missing(error: stripe.InvalidRequestError) -> bool:
    """Whether Stripe refused because something is not there."""
    return error.http_status == 404 or error.code == "resource_missing"


def _report(error: stripe.StripeError, param: str | None = None) -> None:
    """Say what support would ask for. Neither message nor body: they may quote keys and people."""
    _log.error(
        "stripe_call_failed",
        error=type(error).__name__,
        status=error.http_status,
        code=error.code or (error.error.code if error.error is not None and "code" in error.error else None),
        param=param,
        request_id=error.request_id,
    )
