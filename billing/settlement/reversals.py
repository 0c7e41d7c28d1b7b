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
    if not granted.paid:
        return
    with transaction.atomic():
        # One settlement of a purchase at a time.
        type(bought).objects.select_for_update(no_key=True).filter(pk=bought.pk).get()
        refunds = [refund for refund in payment.refunds if before is None or refund.created_at <= before]
        disputes = [dispute for dispute in payment.disputes if before is None or dispute.created_at <= before]
        taken = _take_for_refunds(granted, refunds, disputed=_taken_for_disputes(disputes))
        _take_for_disputes(granted, disputes, taken)
        _freeze_or_thaw(bought, payment.disputes)
        standing = [refund for refund in payment.refunds if not _has_failed(refund)]
        returned = min(sum(refund.amount for refund in standing), bought.amount)
        # A reading that knows of a failure is newer than those that counted it; others may be older ones.
        knows_more = len(standing) < len(payment.refunds)
        type(bought).objects.filter(pk=bought.pk).update(
            refunded_amount=returned if knows_more else Greatest("refunded_amount", returned)
        )


def _has_failed(refund: Refund) -> bool:
    return refund.status not in _RETURNING or _is_compensated(f"refund:{refund.id}")


def _is_compensated(key: str) -> bool:
    return LedgerTransaction.objects.filter(key=f"reversal:{key}").exists()


def _moved_money(dispute: Dispute) -> bool:
    return not dispute.status.startswith("warning_") and dispute.status != "prevented"


def _taken_for_disputes(disputes: Sequence[Dispute]) -> int:
    """How many credits disputes have taken and not given back."""
    keys = [f"dispute:{dispute.id}" for dispute in disputes]
    booked = LedgerTransaction.objects.filter(key__in=keys, reversed_by=None)
    return -sum(booked.values_list("amount", flat=True))


def _take_for_refunds(granted: _Granted, refunds: Sequence[Refund], *, disputed: int) -> int:
    """Return how many of the credits refunds have taken. What a dispute took is not taken again."""
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
        amount = min(amount, granted.credits - taken - (0 if booked else disputed))
        if amount > 0 and booked is None:
            ledger.take_back(granted.user, amount=amount, key=key, reason="Money was sent back", granted_by=granted.key)
        taken += max(amount, 0)
    return taken


def _take_for_disputes(granted: _Granted, disputes: Sequence[Dispute], taken: int) -> None:
    for dispute in filter(_moved_money, disputes):
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
            booked = LedgerTransaction.objects.filter(key=key).first()
        if dispute.status == "won":
            if booked is not None:
                ledger.compensate(booked, reason="The dispute was settled and the payment stands")
            continue
        taken += -booked.amount if booked and not _is_compensated(key) else 0


def _freeze_or_thaw(bought: Order | Invoice, disputes: Sequence[Dispute]) -> None:
    """By all disputes, whenever they were made. One that was won stays so, whatever an older reading says."""
    rows = type(bought).objects.filter(pk=bought.pk)
    user = bought.user
    is_open = any(
        _moved_money(dispute) and dispute.status != "won" and not _is_compensated(f"dispute:{dispute.id}")
        for dispute in disputes
    )
    if is_open and rows.filter(is_disputed=False).update(is_disputed=True):
        ledger.open_account(user)
        ledger.freeze(user.pk, _FROZEN)
    elif not is_open and rows.filter(is_disputed=True).update(is_disputed=False):
        _thaw_if_none_is_left(user)


def _thaw_if_none_is_left(user: User) -> None:
    if not any(model.objects.filter(user=user, is_disputed=True).exists() for model in (Order, Invoice)):
        ledger.thaw(user.pk, only_for=_FROZEN)
