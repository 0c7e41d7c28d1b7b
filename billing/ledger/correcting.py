"""What sets something right. Nothing is ever taken out of the log: what was wrong is compensated by what follows it."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from billing.errors import InsufficientCreditsError, IrreversibleError, LedgerKeyReusedError
from billing.ledger.accounts import lock_account_of
from billing.ledger.booking import (
    Book,
    Entry,
    Kind,
    Move,
    Opening,
    draw,
    free_lots,
    lock_account,
    post,
    settle_debt,
)
from billing.ledger.lots import check_same, grant_to
from billing.models import Bucket, CreditAccount, CreditLot, LedgerLeg, LedgerTransaction

# Credits that come back after their own time are good for so long.
RETURNED_FOR = timedelta(days=30)


def adjust(user: User, *, amount: int, key: str, reason: str, author: User) -> bool:
    """Give (or with a negative `amount` take) credits by hand, once for each `key`. Tell whether this call did it.

    Raises `InsufficientCreditsError` for more than can be spent.
    """
    if not amount:
        raise ValueError("An adjustment changes something.")
    with transaction.atomic():
        account = lock_account_of(user)
        if amount > 0:
            return grant_to(
                account,
                amount=amount,
                key=key,
                reason=reason,
                bucket=Bucket.BONUS,
                kind=Kind.ADJUSTMENT,
                author_id=author.pk,
            )
        if LedgerTransaction.objects.filter(key=key).exists():
            check_same(user.pk, amount, key)
            return False
        drawn = draw(free_lots(account), -amount)
        available = sum(part for _, part in drawn)
        if available < -amount:
            raise InsufficientCreditsError(required=-amount, available=available, owed=account.owed)
        entry = Entry(kind=Kind.ADJUSTMENT, key=key, reason=reason, against=Book.ISSUED, author_id=author.pk)
        if post(account, entry, [Move(lot.pk, posted=-part) for lot, part in drawn]) is None:
            raise LedgerKeyReusedError  # on another account, at this very moment
    return True


def take_back(
    user: User,
    *,
    amount: int,
    key: str,
    reason: str,
    kind: Kind = Kind.REFUND,
    granted_by: str = "",
    author: User | None = None,
) -> bool:
    """Take credits whose money went back, once for each `key`. Tell whether this call did it.

    First from what is left of the grant with the key `granted_by`, then from whatever else is free; what was spent
    already is owed.
    """
    if amount <= 0:
        raise ValueError("What is taken back is at least one credit.")
    with transaction.atomic():
        entry = Entry(kind=kind, key=key, reason=reason, against=Book.ISSUED, author_id=author.pk if author else None)
        account = lock_account_of(user)
        expired = _expired_of(granted_by, account, amount)
        if expired and LedgerTransaction.objects.filter(key=key, account=account).exists():
            return False  # what was taken then depended on what had expired by then
        return amount > expired and _take(account, entry, amount - expired, granted_by)


def reverse(booked: LedgerTransaction, *, reason: str, author: User) -> bool:
    """Compensate a transaction by its opposite, once. Tell whether this call did it.

    Raises `IrreversibleError` for kinds that have no opposite: what was rolled over or settled, and reversals.
    """
    return _reverse(booked, reason, author.pk)


def compensate(booked: LedgerTransaction, *, reason: str) -> bool:
    """`reverse`, by itself: a dispute that was won, a refund that failed. Tell whether this call did it."""
    return _reverse(booked, reason, None)


def _reverse(booked: LedgerTransaction, reason: str, author_id: uuid.UUID | None) -> bool:
    entry = Entry(
        kind=Kind.REVERSAL,
        key=f"reversal:{booked.key}",
        reason=reason,
        against=_against(booked),
        reverses=booked,
        author_id=author_id,
    )
    with transaction.atomic():
        account = lock_account(booked.account_id)
        if booked.amount > 0:
            return _take(account, entry, booked.amount, booked.key)
        return _give_back(account, entry, booked)


def _against(booked: LedgerTransaction) -> Book:
    books = {
        Kind.GRANT: Book.ISSUED,
        Kind.ADJUSTMENT: Book.ISSUED,
        Kind.REFUND: Book.ISSUED,
        Kind.DISPUTE: Book.ISSUED,
        Kind.CAPTURE: Book.SPENT,
        Kind.EXPIRY: Book.EXPIRED,
    }
    try:
        return books[Kind(booked.kind)]
    except KeyError:
        raise IrreversibleError(details={"kind": booked.kind}) from None


def _expired_of(granted_by: str, account: CreditAccount, amount: int) -> int:
    """How much of `amount` went already, since its time was over. What is left of the grant pays first."""
    own = CreditLot.objects.filter(account=account, opened_by__key=granted_by)
    left = own.aggregate(sum=Sum(F("posted") - F("held")))["sum"] or 0
    expired = LedgerLeg.objects.filter(lot__in=own, transaction__kind=Kind.EXPIRY).aggregate(sum=Sum("amount"))["sum"]
    return min(max(0, amount - left), -(expired or 0))


def _take(account: CreditAccount, entry: Entry, amount: int, granted_by: str) -> bool:
    lots = free_lots(account, with_lapsed=True)
    own = set(CreditLot.objects.filter(account=account, opened_by__key=granted_by).values_list("pk", flat=True))
    lots.sort(key=lambda lot: lot.pk not in own)  # stable: within each half the soonest to expire stays first
    drawn = draw(lots, amount)
    owed = amount - sum(part for _, part in drawn)
    if post(account, entry, [Move(lot.pk, posted=-part) for lot, part in drawn], owed=owed) is None:
        check_same(account.pk, -amount, entry.key)
        return False
    return True


def _give_back(account: CreditAccount, entry: Entry, original: LedgerTransaction) -> bool:
    """Put back what a transaction took: a debt is forgiven first, credits go where they came from.

    Those whose time is over meanwhile come back as bonus credits, and so do those that paid the debt of it.
    """
    amount = -original.amount
    forgiven = min(account.owed, amount)
    moves, left, lapsed = [], amount - forgiven, 0
    for leg in original.legs.filter(lot__isnull=False).select_related("lot"):
        lot = leg.lot
        if lot is None or (lot.expires_at is not None and lot.expires_at <= timezone.now()):
            lapsed -= leg.amount
            continue
        part = min(left, -leg.amount, lot.granted - lot.posted)
        if part > 0:
            moves.append(Move(lot.pk, posted=part))
            left -= part
    lapsed = min(lapsed, left)
    opens = [
        Opening(part, Bucket.BONUS, expires_at=expires_at)
        for part, expires_at in ((lapsed, timezone.now() + RETURNED_FOR), (left - lapsed, None))
        if part
    ]
    if post(account, entry, moves, opens=opens, owed=-forgiven) is None:
        check_same(account.pk, amount, entry.key)
        return False
    settle_debt(account, entry.key)
    return True
