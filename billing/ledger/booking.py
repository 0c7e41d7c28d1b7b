"""How a movement is written: the transaction, its legs, and the sums that follow from them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from billing.models import CreditAccount, CreditLot, LedgerLeg, LedgerTransaction
from common.ids import new_id

Book = LedgerLeg.Book
Kind = LedgerTransaction.Kind


@dataclass(frozen=True)
class Move:
    """What happens to one lot: `posted` and `held` are added to it."""

    lot_id: uuid.UUID
    posted: int = 0
    held: int = 0


@dataclass(frozen=True)
class Opening:
    """A lot that a movement opens, with so many credits in it."""

    amount: int
    bucket: str
    expires_at: datetime | None = None
    kept_until: datetime | None = None
    lot_id: uuid.UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Entry:
    """What the log says of a movement. `against` is the book that stands opposite the user's."""

    kind: Kind
    key: str
    reason: str
    against: Book | None = None
    bucket: str = ""
    hold_id: uuid.UUID | None = None
    reverses: LedgerTransaction | None = None
    author_id: uuid.UUID | None = None


def find_and_lock_account(account_id: uuid.UUID) -> CreditAccount | None:
    """Lock the account until the transaction ends, if it was opened. Its lots change under this lock only."""
    return next(iter(CreditAccount.objects.raw(_LOCK, [account_id])), None)


def lock_account(account_id: uuid.UUID) -> CreditAccount:
    """Lock an account that was opened until the transaction ends."""
    account = find_and_lock_account(account_id)
    if account is None:
        raise CreditAccount.DoesNotExist
    return account


def free_lots(account: CreditAccount, *, with_lapsed: bool = False) -> list[CreditLot]:
    """Lots with credits that are not held, the soonest to expire first; expired ones only `with_lapsed`."""
    return list(CreditLot.objects.raw(_FREE, {"account": account.pk, "with_lapsed": with_lapsed}))


# Written out, since whatever is charged asks both. The index of lots knows only those with credits left.
_LOCK = "SELECT * FROM billing_creditaccount WHERE user_id = %s FOR NO KEY UPDATE"
_FREE = """
    SELECT * FROM billing_creditlot
    WHERE account_id = %(account)s AND posted > 0 AND posted > held
      AND (%(with_lapsed)s OR expires_at IS NULL OR expires_at > statement_timestamp())
    ORDER BY expires_at NULLS LAST, created_at, id
"""


def draw(lots: Iterable[CreditLot], amount: int) -> list[tuple[CreditLot, int]]:
    """Take `amount` free credits from the lots in their order; less where there is less."""
    drawn = []
    for lot in lots:
        if amount <= 0:
            break
        part = min(amount, lot.posted - lot.held)
        if part > 0:
            drawn.append((lot, part))
            amount -= part
    return drawn


def post(
    account: CreditAccount, entry: Entry, moves: Sequence[Move] = (), *, opens: Sequence[Opening] = (), owed: int = 0
) -> LedgerTransaction | None:
    """Write a movement whole: the transaction, its legs and the sums. `None`, and nothing, where its key was used.

    The account has to be locked; what it has is brought up to date. `owed` is how much more its user owes.
    """
    posted = sum(move.posted for move in moves) + sum(lot.amount for lot in opens)
    held = sum(move.held for move in moves)
    booked = LedgerTransaction(
        id=new_id(),
        account=account,
        kind=entry.kind,
        key=entry.key,
        reason=entry.reason[:200],
        bucket=entry.bucket,
        amount=posted - owed,
        balance_after=account.posted + posted - account.owed - owed,
        hold_id=entry.hold_id,
        reverses=entry.reverses,
        author_id=entry.author_id,
    )
    legs = _legs(account, booked.amount, moves, opens, owed, entry.against)
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            {
                "id": booked.pk,
                "account": account.pk,
                "kind": booked.kind,
                "key": booked.key,
                "reason": booked.reason,
                "bucket": booked.bucket,
                "amount": booked.amount,
                "balance_after": booked.balance_after,
                "hold": booked.hold_id,
                "reverses": booked.reverses_id,
                "author": booked.author_id,
                "opened": [lot.lot_id for lot in opens],
                "opened_bucket": [lot.bucket for lot in opens],
                "opened_amount": [lot.amount for lot in opens],
                "opened_expires_at": [lot.expires_at for lot in opens],
                "opened_kept_until": [lot.kept_until or lot.expires_at for lot in opens],
                "moved": [move.lot_id for move in moves],
                "moved_posted": [move.posted for move in moves],
                "moved_held": [move.held for move in moves],
                "leg_book": [leg.book for leg in legs],
                "leg_account": [leg.account_id for leg in legs],
                "leg_lot": [leg.lot_id for leg in legs],
                "leg_amount": [leg.amount for leg in legs],
                "posted": posted,
                "held": held,
                "owed": owed,
            },
        )
        if cursor.rowcount != 1:
            return None
    account.posted += posted
    account.held += held
    account.owed += owed
    return booked


def _legs(
    account: CreditAccount,
    amount: int,
    moves: Sequence[Move],
    opens: Sequence[Opening],
    owed: int,
    against: Book | None,
) -> list[LedgerLeg]:
    """A leg for every lot that gains or loses, one for a debt, and the one that balances them."""
    gains = [(move.lot_id, move.posted) for move in moves if move.posted] + [(lot.lot_id, lot.amount) for lot in opens]
    legs = [LedgerLeg(book=Book.USER, account_id=account.pk, lot_id=lot_id, amount=gain) for lot_id, gain in gains]
    if owed:
        legs.append(LedgerLeg(book=Book.DEBT, account_id=account.pk, amount=-owed))
    if against is not None:
        legs.append(LedgerLeg(book=against, amount=-amount))
    return legs


# One statement, since an account is locked for as long as its movement takes. What follows the first insert happens
# only if that inserted something. The clock is read under the lock, so that a statement sorted by time adds up line by
# line.
_POST = """
    WITH booked AS (
        INSERT INTO billing_ledgertransaction (id, account_id, kind, key, reason, bucket, amount, balance_after,
            hold_id, reverses_id, author_id, created_at)
        VALUES (%(id)s, %(account)s, %(kind)s, %(key)s, %(reason)s, %(bucket)s, %(amount)s, %(balance_after)s,
            %(hold)s, %(reverses)s, %(author)s, clock_timestamp())
        ON CONFLICT (key) DO NOTHING
        RETURNING id, account_id, created_at
    ), opened AS (
        INSERT INTO billing_creditlot (id, created_at, account_id, bucket, opened_by_id, granted, posted, held,
            expires_at, kept_until)
        SELECT lot.id, booked.created_at, booked.account_id, lot.bucket, booked.id, lot.amount, lot.amount, 0,
            lot.expires_at, lot.kept_until
        FROM booked, unnest(%(opened)s::uuid[], %(opened_bucket)s::text[], %(opened_amount)s::bigint[],
            %(opened_expires_at)s::timestamptz[], %(opened_kept_until)s::timestamptz[])
            AS lot (id, bucket, amount, expires_at, kept_until)
    ), moved AS (
        UPDATE billing_creditlot AS lot SET posted = lot.posted + move.posted, held = lot.held + move.held
        FROM booked, unnest(%(moved)s::uuid[], %(moved_posted)s::bigint[], %(moved_held)s::bigint[])
            AS move (id, posted, held)
        WHERE lot.id = move.id
    ), written AS (
        INSERT INTO billing_ledgerleg (transaction_id, book, account_id, lot_id, amount)
        SELECT booked.id, leg.book, leg.account_id, leg.lot_id, leg.amount
        FROM booked, unnest(%(leg_book)s::text[], %(leg_account)s::uuid[], %(leg_lot)s::uuid[],
            %(leg_amount)s::bigint[]) AS leg (book, account_id, lot_id, amount)
    )
    UPDATE billing_creditaccount AS account
    SET posted = account.posted + %(posted)s, held = account.held + %(held)s, owed = account.owed + %(owed)s
    FROM booked WHERE account.user_id = booked.account_id
"""


def settle_debt(account: CreditAccount, cause: str) -> None:
    """Pay what is owed with what has become free. `cause` is the key of what freed it, or names it otherwise."""
    if not account.owed or account.posted <= account.held:
        return
    drawn = draw(free_lots(account, with_lapsed=True), account.owed)
    moves = [Move(lot.pk, posted=-part) for lot, part in drawn]
    entry = Entry(kind=Kind.SETTLEMENT, key=f"settlement:{cause}", reason="Paid what was owed")
    if post(account, entry, moves, owed=sum(move.posted for move in moves)) is None:
        raise AssertionError(f"{entry.key} was settled before, yet credits are free and owed.")
