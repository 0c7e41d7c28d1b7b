"""Looking into the ledger's books from tests."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import CreditAccount, CreditLot
from tests.accounts.people import make_user


def make_empty_user(username: str = "sara") -> User:
    """A user whose account is open and has nothing in it."""
    user = make_user(username)
    ledger.open_account(user, is_welcome=False)
    return user


def days_from_now(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def lots_of(user: User) -> dict[str, int]:
    """What is left of each lot that has something left, by the key of what opened it."""
    lots = CreditLot.objects.filter(account_id=user.pk, posted__gt=0).select_related("opened_by")
    return {lot.opened_by.key if lot.opened_by else "": lot.posted for lot in lots}


def debt_of(user: User) -> int:
    return CreditAccount.objects.get(pk=user.pk).owed


def faults() -> dict[str, int]:
    """What is wrong with the books: nothing, if all is well. Deferred checks run first, as at a commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {name: count for name, count in ledger.verify().items() if count}
