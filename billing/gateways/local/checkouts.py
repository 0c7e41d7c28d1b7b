"""Checkouts, and paying in them."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from billing.errors import PaymentRefusedError
from billing.gateway import Checkout, CheckoutRequest
from billing.gateways.local import events
from billing.gateways.local.cards import card_named
from billing.gateways.local.once import once
from billing.gateways.local.payments import charge
from billing.gateways.local.rows import bad_request, get_row, lock_row, new_reference
from billing.gateways.local.subscriptions import begin_subscription
from billing.models import LocalCheckout, LocalCustomer, LocalPrice

Status = LocalCheckout.Status


def begin_checkout(request: CheckoutRequest) -> Checkout:
    """Begin a checkout, one for each order. Where it leads afterwards is what was said first."""
    asked = {"checkout": str(request.order_id), "customer": request.customer, "price": request.price}

    def begin() -> str:
        price = LocalPrice.objects.filter(pk=request.price, is_active=True).first()
        if price is None or request.mode != _mode_of(price):
            raise bad_request(f"no checkout of mode {request.mode} can have the price {request.price}")
        checkout = LocalCheckout.objects.create(
            reference=new_reference("cs"),
            order_id=request.order_id,
            customer=get_row(LocalCustomer, request.customer),
            price=price,
            success_url=request.success_url,
            cancel_url=request.cancel_url,
            expires_at=request.expires_at,
        )
        return checkout.reference

    return get_checkout(once(f"order-{request.order_id}", asked, begin))


def get_checkout(reference: str) -> Checkout:
    """A checkout as it is now."""
    return _checkout(current_checkout(reference))


def current_checkout(reference: str) -> LocalCheckout:
    """A checkout's row; one that is open beyond its time is closed by this."""
    checkout = get_row(LocalCheckout, reference)
    if not _is_over(checkout):
        return checkout
    with transaction.atomic():
        checkout = lock_row(LocalCheckout, reference)
        if _is_over(checkout):
            _expire(checkout)
        return checkout


def expire_checkout(reference: str) -> Checkout:
    """Close a checkout that is open; others stay as they are."""
    with transaction.atomic():
        checkout = lock_row(LocalCheckout, reference)
        if checkout.status == Status.OPEN:
            _expire(checkout)
    return _checkout(checkout)


def pay_checkout(reference: str, *, card_slug: str) -> LocalCheckout:
    """Pay by a test card. However often this is asked, it is paid once; one that is closed stays so.

    Raises `PaymentRefusedError` with the bank's words (the checkout stays open then), `ValidationFailedError` for an
    unknown card.
    """
    card = card_named(card_slug)
    with transaction.atomic():
        checkout = lock_row(LocalCheckout, reference)
        if _is_over(checkout):
            _expire(checkout)
        if checkout.status != Status.OPEN:
            return checkout
        price, customer = checkout.price, checkout.customer
        if card.refusal:
            charge(customer, card, amount=price.amount, currency=price.currency, order_id=checkout.order_id)
        else:
            customer.card = card.slug
            customer.save(update_fields=["card"])
            if price.interval:
                checkout.subscription = begin_subscription(checkout, card)
            else:
                checkout.payment = charge(
                    customer, card, amount=price.amount, currency=price.currency, order_id=checkout.order_id
                )
            checkout.status = Status.COMPLETE
            checkout.save(update_fields=["status", "payment", "subscription"])
            events.tell_of_checkout("checkout.session.completed", checkout)
    if card.refusal:
        # Outside, so that the refused payment stays written down.
        raise PaymentRefusedError(str(card.refusal))
    return checkout


def _mode_of(price: LocalPrice) -> str:
    return "subscription" if price.interval else "payment"


def _is_over(checkout: LocalCheckout) -> bool:
    return checkout.status == Status.OPEN and checkout.expires_at <= timezone.now()


def _expire(checkout: LocalCheckout) -> None:
    checkout.status = Status.EXPIRED
    checkout.save(update_fields=["status"])
    events.tell_of_checkout("checkout.session.expired", checkout)


def _checkout(row: LocalCheckout) -> Checkout:
    return Checkout(
        id=row.reference,
        status=row.status,
        is_paid=row.status == Status.COMPLETE,
        has_failed=False,
        url=settings.PUBLIC_URL + reverse("test-payments-checkout", args=[row.reference]),
        order_id=str(row.order_id),
        customer=row.customer_id,
        payment_id=row.payment_id,
        subscription_id=row.subscription_id,
        expires_at=row.expires_at,
        livemode=False,
    )
