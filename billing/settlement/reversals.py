"""Money that went back, and the credits that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest

from accounts.models import User
from billing import ledger
from billing.gateway import Dispute, Payment, Refund
from billing.models import Invoice, LedgerTransaction, Order

Kind = LedgerTransaction.Kind
_RETURNING = ("pending", "requires_action", "succeeded")
_FROZEN = "A payment is disputed"


@dataclass(frozen=True)
class _Granted:
    """What a payment had brought: `credits`, booked under `key`."""

    user: User
    key: str
    credits: int
    paid: int


def settle_reversals(bought: Order | Invoice, payment: Payment, *, before: datetime | None = None) -> None:
    """Book the refunds and disputes of a payment, those made `before` then if it is given.

    A refund takes the credits that its share of the money had bought, rounded down until all of it went back; a dispute
    takes what is left of them and freezes the account until it is won or staff thaws it.
    """
    key = f"order:{bought.pk}" if isinstance(bought, Order) else f"invoice:{bought.reference}"
    granted = _Granted(bought.user, key, bought.credits, payment.amount)
    if not granted.credits or not granted.paid:
        return
    with transaction.atomic():
        # One settlement of a purchase at a time.
        type(bought).objects.select_for_update(no_key=True).filter(pk=bought.pk).get()
        refunds = [refund for refund in payment.refunds if before is None or refund.created_at <= before]
        disputes = [dispute for dispute in payment.disputes if before is None or dispute.created_at <= before]
        taken = _take_for_refunds(granted, refunds)
        _take_for_disputes(bought, granted, disputes, taken)
        returned = sum(refund.amount for refund in payment.refunds if refund.status in _RETURNING)
        type(bought).objects.filter(pk=bought.pk).update(
            refunded_amount=Greatest("refunded_amount", min(returned, bought.amount))
        )


def _take_for_refunds(granted: _Granted, refunds: Sequence[Refund]) -> int:
    """Return how many of the credits refunds have taken."""
    returned = taken = 0
    for refund in refunds:
        key = f"refund:{refund.id}"
        booked = LedgerTransaction.objects.filter(key=key).first()
        if refund.status not in _RETURNING:
            if booked is not None:
                ledger.compensate(booked, reason="The refund did not arrive")
            continue
        returned += refund.amount
        amount = -booked.amount if booked else granted.credits * returned // granted.paid - taken
        amount = min(amount, granted.credits - taken)
        if amount > 0 and booked is None:
            ledger.take_back(granted.user, amount=amount, key=key, reason="Money was sent back", granted_by=granted.key)
        taken += max(amount, 0)
    return taken


def _take_for_disputes(bought: Order | Invoice, granted: _Granted, disputes: Sequence[Dispute], taken: int) -> None:
    rows = type(bought).objects.filter(pk=bought.pk)
    is_open = False
    for dispute in disputes:
        if dispute.status.startswith("warning_") or dispute.status == "prevented":
            continue
        key = f"dispute:{dispute.id}"
        booked = LedgerTransaction.objects.filter(key=key).first()
        amount = min(granted.credits * dispute.amount // granted.paid, granted.credits - taken)
        if booked is None and amount > 0:
            ledger.take_back(
                granted.user,
                amount=amount,
                key=key,
                reason="The payment was disputed",
                kind=Kind.DISPUTE,
                granted_by=granted.key,
            )
            booked = LedgerTransaction.objects.get(key=key)
        if dispute.status == "won":
            if booked is not None:
                ledger.compensate(booked, reason="The dispute was settled and the payment stands")
            continue
        is_open = True
        taken += -booked.amount if booked else 0
    if is_open and rows.filter(is_disputed=False).update(is_disputed=True):
        ledger.freeze(granted.user.pk, _FROZEN)
    elif not is_open and rows.filter(is_disputed=True).update(is_disputed=False):
        _thaw_if_none_is_left(granted.user)


def _thaw_if_none_is_left(user: User) -> None:
    if not any(model.objects.filter(user=user, is_disputed=True).exists() for model in (Order, Invoice)):
        ledger.thaw(user.pk, only_for=_FROZEN)
