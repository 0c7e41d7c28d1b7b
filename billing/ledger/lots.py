"""Credits that come in, to a locked account: a transaction and the lot it opens."""

import uuid
from datetime import datetime

from billing.errors import LedgerKeyReusedError
from billing.ledger.booking import Book, Entry, Kind, Opening, post, settle_debt
from billing.models import CreditAccount, LedgerTransaction


def grant_to(
    account: CreditAccount,
    *,
    amount: int,
    key: str,
    reason: str,
    bucket: str,
    kind: Kind = Kind.GRANT,
    expires_at: datetime | None = None,
    kept_until: datetime | None = None,
    author_id: uuid.UUID | None = None,
) -> bool:
    """Give credits to an account that is locked, once for each `key`; see `grant`."""
    entry = Entry(kind=kind, key=key, reason=reason, against=Book.ISSUED, bucket=bucket, author_id=author_id)
    opening = Opening(amount, bucket, expires_at=expires_at, kept_until=kept_until)
    if post(account, entry, opens=[opening]) is None:
        check_same(account.pk, amount, key)
        return False
    settle_debt(account, key)
    return True


def check_same(account_id: uuid.UUID, amount: int, key: str) -> None:
    """Raise `LedgerKeyReusedError` unless that key stands for this amount on this account."""
    if not LedgerTransaction.objects.filter(key=key, account_id=account_id, amount=amount).exists():
        raise LedgerKeyReusedError
