"""A user's statement."""

from django.db.models import QuerySet

from accounts.models import User
from billing.models import LedgerTransaction, StatementLine


def statement_of(user: User) -> "QuerySet[StatementLine]":
    """Every line of the user's statement, newest first: what was booked, is held, or was held and returned."""
    return StatementLine.objects.filter(account_id=user.pk).order_by("-at", "-id")


def transactions_of(user: User) -> "QuerySet[LedgerTransaction]":
    """What was booked on the user's account, newest first."""
    return LedgerTransaction.objects.filter(account_id=user.pk).order_by("-created_at", "-id")
