"""Credits set aside for work: charged when it is delivered, returned when it is not."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone

from accounts.models import User
from billing.errors import (
    AccountFrozenError,
    HoldClosedError,
    InsufficientCreditsError,
    LedgerKeyReusedError,
    SpendingCapReachedError,
)
from billing.ledger.accounts import lock_account_of
from billing.ledger.booking import (
    Book,
    Entry,
    Kind,
    Move,
    draw,
    free_lots,
    lock_account,
    post,
    settle_debt,
)
from billing.models import CreditAccount, Hold
from common.errors import NotFoundError

State = Hold.State
_A_BATCH = 200


@dataclass(frozen=True)
class _Closed:
    """A hold that was closed just now; `parts` are lots and credits held of them, the soonest to expire first."""

    account_id: uuid.UUID
    captured: int
    parts: tuple[tuple[uuid.UUID, int], ...]


def reserve(user: User, *, amount: int, reference: uuid.UUID, note: str = "") -> None:
    """Set credits aside for the work with that id, those that expire soonest first. A repetition is a no-op.

    `note` says for people what the work is. Raises `InsufficientCreditsError`, `SpendingCapReachedError` or
    `AccountFrozenError`, and then nothing was written; `LedgerKeyReusedError` where that work holds another amount or
    is somebody else's.
    """
    if amount < 0:
        raise ValueError("Credits are not held in the negative.")
    with transaction.atomic():
        if not _insert_hold(user.pk, amount, reference, note):
            hold = _get_hold(reference)
            if (hold.account_id, hold.amount) != (user.pk, amount):
                raise LedgerKeyReusedError
            return
        account = lock_account_of(user)
        if account.frozen_at is not None:
            raise AccountFrozenError
        drawn = draw(free_lots(account), amount) if not account.owed else []
        available = sum(part for _, part in drawn)
        if available < amount:
            raise InsufficientCreditsError(required=amount, available=available, owed=account.owed)
        _check_cap(account, amount)
        with connection.cursor() as cursor:
            lots, parts = [lot.pk for lot, _ in drawn], [part for _, part in drawn]
            cursor.execute(_SET_ASIDE, {"hold": reference, "lots": lots, "parts": parts, "account": account.pk})


def capture(reference: uuid.UUID, *, amount: int | None = None, reason: str = "Generation") -> None:
    """Charge what was held for that work, or `amount` of it; the rest can be spent again. A repetition is a no-op.

    Raises `NotFoundError` without such a hold, `HoldClosedError` where it was released or captured with another
    amount, and `ValueError` for more than was held.
    """
    if amount is not None and amount < 0:
        raise ValueError("Credits are not captured in the negative.")
    with transaction.atomic():
        hold = _close(reference, State.CAPTURED, amount)
        if hold is None:
            _check_captured(reference, amount)
            return
        account = lock_account(hold.account_id)
        if hold.captured:
            entry = Entry(Kind.CAPTURE, f"capture:{reference}", reason, against=Book.SPENT, hold_id=reference)
            if post(account, entry, _charged(hold)) is None:
                raise LedgerKeyReusedError
        else:
            _give_back(account, hold)
        settle_debt(account, f"capture:{reference}")


def release(reference: uuid.UUID) -> None:
    """Give back what was held for that work. A repetition is a no-op.

    Raises `NotFoundError` without such a hold, `HoldClosedError` where it was captured.
    """
    with transaction.atomic():
        hold = _close(reference, State.RELEASED, 0)
        if hold is None:
            if _get_hold(reference).state != State.RELEASED:
                raise HoldClosedError
            return
        account = lock_account(hold.account_id)
        _give_back(account, hold)
        settle_debt(account, f"release:{reference}")


def release_expired() -> int:
    """Give back what nobody settled in time. Returns how many holds there were."""
    overdue = Hold.objects.filter(state=State.HELD, expires_at__lte=timezone.now()).order_by("expires_at")
    released = 0
    for reference in list(overdue.values_list("pk", flat=True)[:_A_BATCH]):
        try:
            release(reference)
        except HoldClosedError:
            continue  # captured at this very moment
        released += 1
    return released


def spent_since(account: CreditAccount, since: datetime) -> int:
    """Credits charged since then, and those held for work asked for since then."""
    counted = Case(When(state=State.HELD, then=F("amount")), default=F("captured"))
    holds = Hold.objects.filter(account=account, created_at__gte=since)
    return int(holds.aggregate(sum=Sum(counted))["sum"] or 0)


def _check_cap(account: CreditAccount, amount: int) -> None:
    if account.monthly_cap is None:
        return
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    spent = spent_since(account, month)  # this hold is among it already
    if spent > account.monthly_cap:
        raise SpendingCapReachedError(cap=account.monthly_cap, spent=spent - amount, required=amount)


def _close(reference: uuid.UUID, state: Hold.State, charge: int | None) -> _Closed | None:
    """Close an open hold, charging so much of it or all; `None` where it isn't open or holds less."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"hold": reference, "state": state, "charge": charge, "now": timezone.now()})
        row = cursor.fetchone()
    if row is None:
        return None
    account_id, captured, lots, parts = row
    return _Closed(account_id, captured, tuple(zip(lots, parts, strict=True)))


def _charged(hold: _Closed) -> list[Move]:
    """What capturing does to the lots: those that expire soonest pay first, the others get theirs back."""
    moves, left = [], hold.captured
    for lot_id, part in hold.parts:
        charged = min(left, part)
        left -= charged
        moves.append(Move(lot_id, posted=-charged, held=-part))
    return moves


def _give_back(account: CreditAccount, hold: _Closed) -> None:
    lots, parts = [lot_id for lot_id, _ in hold.parts], [part for _, part in hold.parts]
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"lots": lots, "parts": parts, "account": account.pk})
    account.held -= sum(parts)


def _check_captured(reference: uuid.UUID, amount: int | None) -> None:
    """Why nothing was captured: because it was before (fine), because the hold is closed, or too small."""
    hold = _get_hold(reference)
    if hold.state == State.HELD:
        raise ValueError(f"Of {hold.amount} held credits, {amount} can't be captured.")
    if hold.state != State.CAPTURED or hold.captured != (hold.amount if amount is None else amount):
        raise HoldClosedError


def _get_hold(reference: uuid.UUID) -> Hold:
    hold = Hold.objects.filter(pk=reference).first()
    if hold is None:
        raise NotFoundError("No credits are held for this.")
    return hold


def _insert_hold(account_id: uuid.UUID, amount: int, reference: uuid.UUID, note: str) -> bool:
    """Insert the hold unless it is there; a rival who inserts the same is waited for."""
    expires_at = timezone.now() + timedelta(hours=settings.CREDIT_HOLD_HOURS)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_hold (id, account_id, amount, captured, state, note, created_at, expires_at)"
            " VALUES (%s, %s, %s, 0, 'held', %s, statement_timestamp(), %s) ON CONFLICT (id) DO NOTHING",
            [reference, account_id, amount, note[:200], expires_at],
        )
        return int(cursor.rowcount) == 1


# Each is one statement, since others wait for the account meanwhile.
_SET_ASIDE = """
    WITH part AS (
        SELECT lot_id, amount FROM unnest(%(lots)s::uuid[], %(parts)s::bigint[]) AS part (lot_id, amount)
    ), inserted AS (
        INSERT INTO billing_holdpart (hold_id, lot_id, amount) SELECT %(hold)s, lot_id, amount FROM part
    ), moved AS (
        UPDATE billing_creditlot AS lot SET held = lot.held + part.amount FROM part WHERE lot.id = part.lot_id
    )
    UPDATE billing_creditaccount SET held = held + (SELECT coalesce(sum(amount), 0) FROM part)
    WHERE user_id = %(account)s
"""
_CLOSE = """
    WITH closed AS (
        UPDATE billing_hold
        SET state = %(state)s, captured = coalesce(%(charge)s::bigint, amount), closed_at = %(now)s
        WHERE id = %(hold)s AND state = 'held' AND amount >= coalesce(%(charge)s::bigint, amount)
        RETURNING id, account_id, captured
    )
    SELECT closed.account_id, closed.captured,
           coalesce(array_agg(part.lot_id ORDER BY lot.expires_at NULLS LAST, lot.created_at, lot.id)
                    FILTER (WHERE part.id IS NOT NULL), '{}'),
           coalesce(array_agg(part.amount ORDER BY lot.expires_at NULLS LAST, lot.created_at, lot.id)
                    FILTER (WHERE part.id IS NOT NULL), '{}')
    FROM closed
    LEFT JOIN billing_holdpart part ON part.hold_id = closed.id
    LEFT JOIN billing_creditlot lot ON lot.id = part.lot_id
    GROUP BY closed.account_id, closed.captured
"""
_GIVE_BACK = """
    WITH part AS (
        SELECT lot_id, amount FROM unnest(%(lots)s::uuid[], %(parts)s::bigint[]) AS part (lot_id, amount)
    ), moved AS (
        UPDATE billing_creditlot AS lot SET held = lot.held - part.amount FROM part WHERE lot.id = part.lot_id
    )
    UPDATE billing_creditaccount SET held = held - (SELECT coalesce(sum(amount), 0) FROM part)
    WHERE user_id = %(account)s
"""
