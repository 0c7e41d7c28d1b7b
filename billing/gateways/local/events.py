"""What the gateway tells: events in Stripe's shape, written down in the transaction of what they are about."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from billing.gateways.local.rows import new_reference
from billing.models import (
    LocalCheckout,
    LocalDispute,
    LocalEvent,
    LocalInvoice,
    LocalPayment,
    LocalRefund,
    LocalSubscription,
)


def tell_of_checkout(event_type: str, checkout: LocalCheckout) -> None:
    """`checkout.session.*`: a checkout was completed, or expired."""
    is_complete = checkout.status == LocalCheckout.Status.COMPLETE
    _tell(
        event_type,
        {
            "id": checkout.reference,
            "object": "checkout.session",
            "client_reference_id": str(checkout.order_id),
            "customer": checkout.customer_id,
            "mode": "subscription" if checkout.price.interval else "payment",
            "payment_intent": checkout.payment_id,
            "payment_status": "paid" if is_complete else "unpaid",
            "status": checkout.status,
            "subscription": checkout.subscription_id,
        },
    )


def tell_of_payment(event_type: str, payment: LocalPayment) -> None:
    """`payment_intent.*`: a payment was tried."""
    _tell(
        event_type,
        {
            "id": payment.reference,
            "object": "payment_intent",
            "amount": payment.amount,
            "currency": payment.currency,
            "customer": payment.customer_id,
            "status": "succeeded" if payment.is_paid else "requires_payment_method",
        },
    )


def tell_of_refund(event_type: str, refund: LocalRefund) -> None:
    """`refund.*`: money was sent back."""
    _tell(
        event_type,
        {
            "id": refund.reference,
            "object": "refund",
            "amount": refund.amount,
            "charge": _charge_of(refund.payment),
            "currency": refund.payment.currency,
            "payment_intent": refund.payment_id,
            "status": "succeeded",
        },
    )


def tell_of_charge(event_type: str, payment: LocalPayment, *, refunded: int) -> None:
    """`charge.*`: a payment, of which `refunded` went back by now."""
    _tell(
        event_type,
        {
            "id": _charge_of(payment),
            "object": "charge",
            "amount": payment.amount,
            "amount_refunded": refunded,
            "currency": payment.currency,
            "payment_intent": payment.reference,
            "refunded": refunded == payment.amount,
        },
    )


def tell_of_dispute(event_type: str, dispute: LocalDispute) -> None:
    """`charge.dispute.*`: a dispute was opened, or decided."""
    _tell(
        event_type,
        {
            "id": dispute.reference,
            "object": "dispute",
            "amount": dispute.amount,
            "charge": _charge_of(dispute.payment),
            "currency": dispute.payment.currency,
            "payment_intent": dispute.payment_id,
            "status": dispute.status,
        },
    )


def tell_of_subscription(event_type: str, subscription: LocalSubscription) -> None:
    """`customer.subscription.*`: a subscription began, changed or ended."""
    _tell(
        event_type,
        {
            "id": subscription.reference,
            "object": "subscription",
            "cancel_at_period_end": subscription.cancels_at_period_end,
            "customer": subscription.customer_id,
            "status": subscription.status,
        },
    )


def tell_of_invoice(event_type: str, invoice: LocalInvoice) -> None:
    """`invoice.*`: an invoice was paid, or its card refused."""
    _tell(
        event_type,
        {
            "id": invoice.reference,
            "object": "invoice",
            "amount_due": invoice.amount,
            "amount_paid": invoice.amount if invoice.paid_at else 0,
            "billing_reason": invoice.billing_reason,
            "currency": invoice.currency,
            "customer": invoice.subscription.customer_id,
            "parent": {
                "type": "subscription_details",
                "subscription_details": {"subscription": invoice.subscription_id},
            },
            "status": "paid" if invoice.paid_at else "open",
        },
    )


def _charge_of(payment: LocalPayment) -> str:
    return payment.reference.replace("pi_", "ch_", 1)


def _tell(event_type: str, about: Mapping[str, Any]) -> None:
    reference, now = new_reference("evt"), timezone.now()
    event = {
        "id": reference,
        "object": "event",
        "created": int(now.timestamp()),
        "data": {"object": {**about, "livemode": False}},
        "livemode": False,
        "type": event_type,
    }
    LocalEvent.objects.create(reference=reference, type=event_type, body=json.dumps(event), created_at=now, due_at=now)
