"""Taking money, and giving it back."""

import uuid
from functools import partial

from django.db import transaction
from django.db.models import Sum

from billing.errors import PaymentRefusedError
from billing.gateway import Dispute, Payment, Refund
from billing.gateways.local import events
from billing.gateways.local.cards import Card, card_named
from billing.gateways.local.once import once
from billing.gateways.local.rows import bad_request, get_row, lock_row, new_reference
from billing.models import LocalCustomer, LocalDispute, LocalPayment, LocalRefund

Status = LocalDispute.Status


def charge(
    customer: LocalCustomer, card: Card, *, amount: int, currency: str, order_id: uuid.UUID | None = None
) -> LocalPayment:
    """Try to take money. The payment says by `is_paid` whether that worked."""
    payment = LocalPayment.objects.create(
        reference=new_reference("pi"),
        customer=customer,
        order_id=order_id,
        amount=amount,
        currency=currency,
        card=card.slug,
        is_paid=not card.refusal,
    )
    events.tell_of_payment(f"payment_intent.{'succeeded' if payment.is_paid else 'payment_failed'}", payment)
    return payment


def require_paid(payment: LocalPayment) -> None:
    """Raise `PaymentRefusedError`, with what the card's bank said, where it was not paid."""
    if not payment.is_paid:
        raise PaymentRefusedError(str(card_named(payment.card).refusal))


def get_payment(reference: str) -> Payment:
    """A payment with its refunds and disputes."""
    payment = get_row(LocalPayment, reference)
    return Payment(
        id=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        is_paid=payment.is_paid,
        card_fingerprint=card_named(payment.card).fingerprint(payment.customer_id),
        order_id=str(payment.order_id or ""),
        customer=payment.customer_id,
        refunds=tuple(_refund(refund) for refund in payment.refunds.all()),
        disputes=tuple(
            Dispute(id=dispute.reference, amount=dispute.amount, status=dispute.status, created_at=dispute.created_at)
            for dispute in LocalDispute.objects.filter(payment=payment)
        ),
    )


def refund(reference: str, *, amount: int | None, key: str) -> Refund:
    """Send money back: `amount`, or all that is left. More than that, or none, is refused."""
    asked = {"refund": reference, "amount": amount}
    return _refund(get_row(LocalRefund, once(key, asked, partial(_send_back, reference, amount))))


def open_dispute(reference: str) -> LocalDispute:
    """Have the cardholder's bank take a payment back, as far as it was not refunded. One that it took already stays."""
    with transaction.atomic():
        payment = lock_row(LocalPayment, reference)
        opened = LocalDispute.objects.filter(payment=payment).first()
        if opened is not None:
            return opened
        left = _left(payment)
        if not left:
            raise bad_request("nothing is left of the payment")
        dispute = LocalDispute.objects.create(reference=new_reference("dp"), payment=payment, amount=left)
        events.tell_of_dispute("charge.dispute.created", dispute)
        return dispute


def close_dispute(reference: str, *, is_won: bool) -> LocalDispute:
    """Decide a dispute, for us if it `is_won`. One that is decided stays as it is."""
    with transaction.atomic():
        dispute = lock_row(LocalDispute, reference)
        if dispute.status == Status.NEEDS_RESPONSE:
            dispute.status = Status.WON if is_won else Status.LOST
            dispute.save(update_fields=["status"])
            events.tell_of_dispute("charge.dispute.closed", dispute)
        return dispute


def _send_back(reference: str, amount: int | None) -> str:
    payment = lock_row(LocalPayment, reference)
    left = _left(payment)
    wanted = left if amount is None else amount
    if not payment.is_paid or not 0 < wanted <= left:
        raise bad_request(f"{wanted} can't be refunded, where {left} is left")
    sent = LocalRefund.objects.create(reference=new_reference("re"), payment=payment, amount=wanted)
    events.tell_of_refund("refund.created", sent)
    events.tell_of_charge("charge.refunded", payment, refunded=_refunded(payment))
    return sent.reference


def _left(payment: LocalPayment) -> int:
    """What neither went back nor is in the hands of the cardholder's bank."""
    if not payment.is_paid:
        return 0
    disputed = LocalDispute.objects.filter(payment=payment).exclude(status=Status.WON).aggregate(sum=Sum("amount"))
    return payment.amount - _refunded(payment) - (disputed["sum"] or 0)


def _refunded(payment: LocalPayment) -> int:
    return payment.refunds.aggregate(sum=Sum("amount"))["sum"] or 0


def _refund(row: LocalRefund) -> Refund:
    return Refund(id=row.reference, amount=row.amount, status="succeeded", created_at=row.created_at)
