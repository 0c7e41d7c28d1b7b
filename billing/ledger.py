"""The only code that moves credits: grant, reserve, capture, release.

Each verb is one atomic transaction that joins the caller's, if there is one, and may be repeated: what was done once is
not done again. Rows change by conditional updates only, never by reading, reckoning and writing back.
"""

import uuid

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from billing.errors import HoldClosedError, InsufficientCreditsError, LedgerKeyReusedError
from billing.models import CreditAccount, Hold, LedgerLeg, LedgerTransaction
from billing.selectors import Balance, balance_of, movements_of
from billing.tiers import Tier
from common.errors import NotFoundError
from common.ids import new_id

Book = LedgerLeg.Book
Bucket = LedgerTransaction.Bucket
Kind = LedgerTransaction.Kind
State = Hold.State


def open_account(user: User) -> None:
    """Make the user's account with its welcome credits, unless it is there."""
    if CreditAccount.objects.filter(pk=user.pk).exists():
        return
    with transaction.atomic():
        CreditAccount.objects.bulk_create([CreditAccount(user=user)], ignore_conflicts=True)
        if settings.WELCOME_CREDITS:
            amount, key = settings.WELCOME_CREDITS, f"welcome:{user.pk}"
            _grant(user.pk, amount=amount, key=key, reason="Welcome to Routix", bucket=Bucket.BONUS)


def grant(user: User, *, amount: int, key: str, reason: str, bucket: str = Bucket.BONUS) -> bool:
    """Give credits, once for each `key`. Tell whether this call did it.

    Raises `LedgerKeyReusedError` where the key stands for another amount or another user.
    """
    open_account(user)
    return _grant(user.pk, amount=amount, key=key, reason=reason, bucket=bucket)


def reserve(user: User, *, amount: int, reference: uuid.UUID) -> None:
    """Set credits aside for the work with that id. A repetition is a no-op.

    Raises `InsufficientCreditsError`, and then nothing was written; `LedgerKeyReusedError` where that work holds
    another amount or is somebody else's.
    """
    if amount < 0:
        raise ValueError("Credits are not held in the negative.")
    open_account(user)
    with transaction.atomic():
        if not _insert_hold(user.pk, amount, reference):
            hold = _get_hold(reference)
            if (hold.account_id, hold.amount) != (user.pk, amount):
                raise LedgerKeyReusedError
            return
        account = CreditAccount.objects.filter(pk=user.pk, posted__gte=F("held") + amount)
        if not account.update(held=F("held") + amount):
            raise InsufficientCreditsError(required=amount, available=balance_of(user).available)


def capture(reference: uuid.UUID, *, amount: int | None = None, reason: str = "Generation") -> None:
    """Charge what was held for that work, or `amount` of it; the rest can be spent again. A repetition is a no-op.

    Raises `NotFoundError` without such a hold, `HoldClosedError` where it was released or captured with another
    amount, and `ValueError` for more than was held.
    """
    if amount is not None and amount < 0:
        raise ValueError("Credits are not captured in the negative.")
    with transaction.atomic():
        still_open = Hold.objects.filter(pk=reference, state=State.HELD)
        if amount is not None:
            still_open = still_open.filter(amount__gte=amount)
        charge = F("amount") if amount is None else amount
        if not still_open.update(state=State.CAPTURED, captured=charge, closed_at=timezone.now()):
            _check_captured(reference, amount)
            return
        hold = _get_hold(reference)
        CreditAccount.objects.filter(pk=hold.account_id).update(
            posted=F("posted") - hold.captured, held=F("held") - hold.amount
        )
        if hold.captured:
            _book_capture(hold, reason)


def release(reference: uuid.UUID) -> None:
    """Give back what was held for that work. A repetition is a no-op.

    Raises `NotFoundError` without such a hold, `HoldClosedError` where it was captured.
    """
    with transaction.atomic():
        still_open = Hold.objects.filter(pk=reference, state=State.HELD)
        if not still_open.update(state=State.RELEASED, closed_at=timezone.now()):
            if _get_hold(reference).state != State.RELEASED:
                raise HoldClosedError
            return
        hold = _get_hold(reference)
        CreditAccount.objects.filter(pk=hold.account_id).update(held=F("held") - hold.amount)


def balance(user: User) -> Balance:
    """What the user has; the account is opened if need be."""
    open_account(user)
    return balance_of(user)


def recent_transactions(user: User, limit: int) -> list[LedgerLeg]:
    """The user's side of the newest transactions, newest first, each with its `transaction`."""
    return list(movements_of(user)[:limit])


def set_tier(user: User, tier: Tier) -> None:
    """Put the user on a tier."""
    open_account(user)
    CreditAccount.objects.filter(pk=user.pk).update(tier=tier)


def _grant(account_id: uuid.UUID, *, amount: int, key: str, reason: str, bucket: str) -> bool:
    if amount <= 0:
        raise ValueError("A grant gives at least one credit.")
    with transaction.atomic():
        booked = _insert_transaction(kind=Kind.GRANT, key=key, reason=reason, bucket=bucket)
        if booked is None:
            _check_same_grant(account_id, amount, key)
            return False
        CreditAccount.objects.filter(pk=account_id).update(posted=F("posted") + amount)
        _insert_legs(booked, account_id, amount, against=Book.ISSUED)
    return True


def _check_same_grant(account_id: uuid.UUID, amount: int, key: str) -> None:
    same = LedgerLeg.objects.filter(
        transaction__key=key, transaction__kind=Kind.GRANT, account_id=account_id, amount=amount
    )
    if not same.exists():
        raise LedgerKeyReusedError


def _check_captured(reference: uuid.UUID, amount: int | None) -> None:
    """Why nothing was captured: because it was before (fine), because the hold is closed, or too small."""
    hold = _get_hold(reference)
    if hold.state == State.HELD:
        raise ValueError(f"Of {hold.amount} held credits, {amount} can't be captured.")
    if hold.state != State.CAPTURED or hold.captured != (hold.amount if amount is None else amount):
        raise HoldClosedError


def _book_capture(hold: Hold, reason: str) -> None:
    booked = _insert_transaction(kind=Kind.CAPTURE, key=f"capture:{hold.pk}", reason=reason, bucket="")
    if booked is None:
        raise LedgerKeyReusedError
    _insert_legs(booked, hold.account_id, -hold.captured, against=Book.SPENT)


def _get_hold(reference: uuid.UUID) -> Hold:
    hold = Hold.objects.filter(pk=reference).first()
    if hold is None:
        raise NotFoundError("No credits are held for this.")
    return hold


def _insert_hold(account_id: uuid.UUID, amount: int, reference: uuid.UUID) -> bool:
    """Insert the hold unless it is there; a rival who inserts the same is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_hold (id, account_id, amount, captured, state, created_at)"
            " VALUES (%s, %s, %s, 0, 'held', statement_timestamp()) ON CONFLICT (id) DO NOTHING",
            [reference, account_id, amount],
        )
        return int(cursor.rowcount) == 1


def _insert_transaction(*, kind: str, key: str, reason: str, bucket: str) -> uuid.UUID | None:
    """Insert the transaction and return its id; None where its key was used. A rival with the key is waited for."""
    transaction_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_ledgertransaction (id, kind, key, reason, bucket, created_at)"
            " VALUES (%s, %s, %s, %s, %s, statement_timestamp()) ON CONFLICT (key) DO NOTHING",
            [transaction_id, kind, key, reason, bucket],
        )
        return transaction_id if cursor.rowcount == 1 else None


def _insert_legs(transaction_id: uuid.UUID, account_id: uuid.UUID, amount: int, *, against: str) -> None:
    LedgerLeg.objects.bulk_create(
        [
            LedgerLeg(transaction_id=transaction_id, book=Book.USER, account_id=account_id, amount=amount),
            LedgerLeg(transaction_id=transaction_id, book=against, amount=-amount),
        ]
    )
