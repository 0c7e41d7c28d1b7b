"""Credits that come in."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from billing.errors import LedgerKeyReusedError
from billing.ledger.accounts import lock_account_of
from billing.ledger.booking import Book, Entry, Kind, Move, Opening, draw, post
from billing.ledger.lots import grant_to
from billing.models import Bucket, CreditAccount, CreditLot

# Why credits went at a renewal, and not because their time was over.
BEYOND_ROLLOVER = "Plan credits beyond what rolls over"


def grant(
    user: User,
    *,
    amount: int,
    key: str,
    reason: str,
    bucket: str = Bucket.BONUS,
    expires_at: datetime | None = None,
    kept_until: datetime | None = None,
    author: User | None = None,
) -> bool:
    """Give credits, once for each `key`. Tell whether this call did it.

    They can be spent until `expires_at`; `kept_until` is how long after that a renewal may still roll them over.
    Raises `LedgerKeyReusedError` where the key stands for another amount or another user.
    """
    if amount <= 0:
        raise ValueError("A grant gives at least one credit.")
    with transaction.atomic():
        return grant_to(
            lock_account_of(user),
            amount=amount,
            key=key,
            reason=reason,
            bucket=bucket,
            expires_at=expires_at,
            kept_until=kept_until,
            author_id=author.pk if author else None,
        )


def renew_plan(
    user: User, *, amount: int, ceiling: int, key: str, reason: str, expires_at: datetime, kept_until: datetime
) -> bool:
    """Give a new period's plan credits, once for each `key`. Tell whether this call did it.

    What is left of earlier periods rolls over as far as the plan's credits, held ones included, don't pass `ceiling`;
    the rest expires.
    """
    if amount <= 0:
        raise ValueError("A plan gives at least one credit.")
    with transaction.atomic():
        account = lock_account_of(user)
        if not grant_to(
            account,
            amount=amount,
            key=key,
            reason=reason,
            bucket=Bucket.PLAN,
            expires_at=expires_at,
            kept_until=kept_until,
        ):
            return False
        earlier = CreditLot.objects.filter(account=account, bucket=Bucket.PLAN, posted__gt=0, expires_at__lt=expires_at)
        lots = list(earlier.order_by("expires_at", "created_at", "pk"))
        held = sum(lot.held for lot in lots)
        left = sum(lot.posted - lot.held for lot in lots)
        kept = min(left, max(0, ceiling - amount - held))
        if ceiling > amount:
            # What work under way holds is not cut off: if it comes back, it counts for the new period.
            earlier.filter(held__gt=0).update(expires_at=expires_at, kept_until=kept_until)
        # The newest credits stay: they would have expired last.
        lost = draw(lots, left - kept)
        _expire(account, lost, key)
        taken = {lot.pk: part for lot, part in lost}
        for lot in lots:
            lot.posted -= taken.get(lot.pk, 0)
        _roll_over(account, draw(lots, kept), key, expires_at, kept_until)
    return True


def _expire(account: CreditAccount, lost: list[tuple[CreditLot, int]], key: str) -> None:
    if not lost:
        return
    entry = Entry(kind=Kind.EXPIRY, key=f"expiry:{key}", reason=BEYOND_ROLLOVER, against=Book.EXPIRED)
    if post(account, entry, [Move(lot.pk, posted=-part) for lot, part in lost]) is None:
        raise LedgerKeyReusedError


def _roll_over(
    account: CreditAccount,
    kept: list[tuple[CreditLot, int]],
    key: str,
    expires_at: datetime,
    kept_until: datetime,
) -> None:
    if not kept:
        return
    amount = sum(part for _, part in kept)
    entry = Entry(
        kind=Kind.ROLLOVER,
        key=f"rollover:{key}",
        reason=f"{amount} unspent plan credits stay for the new period",
        bucket=Bucket.PLAN,
    )
    opening = Opening(amount, Bucket.PLAN, expires_at=expires_at, kept_until=kept_until)
    if post(account, entry, [Move(lot.pk, posted=-part) for lot, part in kept], opens=[opening]) is None:
        raise LedgerKeyReusedError
