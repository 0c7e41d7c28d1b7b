"""What was booked with the first ledger is carried over to the one of lots."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import CreditAccount, CreditLot, Hold, HoldPart, LedgerLeg, LedgerTransaction
from billing.selectors import Balance, balance_of, statement_of
from tests.accounts.people import make_user
from tests.billing.books import faults

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

_BEFORE = [("billing", "0002_ledger_guards")]


def migrate(targets: list[tuple[str, str]]) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old() -> Iterator[StateApps]:
    """The old schema, empty. Afterwards the database has the newest one again, whatever happened."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE billing_creditaccount, billing_plan CASCADE")
    try:
        yield migrate(_BEFORE)
    finally:
        migrate(newest)


class OldBooks:
    """Books in the old schema, written as the first ledger wrote them."""

    def __init__(self, apps: StateApps) -> None:
        self.apps = apps
        self.began_at = timezone.now() - timedelta(days=40)
        self.minutes = 0

    def model(self, name: str) -> Any:
        return self.apps.get_model("billing", name)

    def open(self, user: User) -> None:
        self.model("CreditAccount").objects.create(user_id=user.pk, tier="pro")

    def grant(self, user: User, key: str, amount: int) -> None:
        self._book(user, "grant", key, amount, "issued", bucket="pack")
        self._add(user, posted=amount)

    def hold(self, user: User, amount: int, state: str = "held", captured: int = 0) -> UUID:
        reference = uuid4()
        closed_at = None if state == "held" else timezone.now()
        self.model("Hold").objects.create(
            id=reference, account_id=user.pk, amount=amount, captured=captured, state=state, closed_at=closed_at
        )
        if state == "held":
            self._add(user, held=amount)
        if captured:
            self._book(user, "capture", f"capture:{reference}", -captured, "spent")
            self._add(user, posted=-captured)
        return reference

    @transaction.atomic
    def _book(self, user: User, kind: str, key: str, amount: int, against: str, bucket: str = "") -> None:
        booked = self.model("LedgerTransaction").objects.create(kind=kind, key=key, reason="Before", bucket=bucket)
        with connection.cursor() as cursor:
            self.minutes += 1
            at = self.began_at + timedelta(minutes=self.minutes)
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE billing_ledgertransaction SET created_at = %s WHERE id = %s", [at, booked.pk])
            cursor.execute("SET LOCAL session_replication_role = origin")
        self.model("LedgerLeg").objects.create(transaction_id=booked.pk, book="user", account_id=user.pk, amount=amount)
        self.model("LedgerLeg").objects.create(transaction_id=booked.pk, book=against, amount=-amount)

    def _add(self, user: User, posted: int = 0, held: int = 0) -> None:
        account = self.model("CreditAccount").objects.get(pk=user.pk)
        account.posted += posted
        account.held += held
        account.save()


class TestCarryingOver:
    def test_keeps_every_credit_and_its_history(self, old):
        books, sara, omid, idle = OldBooks(old), make_user("sara"), make_user("omid"), make_user("idle")
        for user in (sara, omid, idle):
            books.open(user)
        books.grant(sara, "welcome", 10)
        books.grant(omid, "omids", 4)
        books.hold(sara, 3, "captured", captured=3)
        part = books.hold(sara, 4, "captured", captured=1)
        books.grant(sara, "pack", 20)
        returned = books.hold(sara, 5, "released")
        open_, nothing = books.hold(sara, 6), books.hold(sara, 0)
        books.hold(omid, 4, "captured", captured=4)

        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

        assert faults() == {}
        assert ledger.rebuild() == 0
        assert [balance_of(user) for user in (sara, omid, idle)] == [
            Balance(available=20, held=6),
            Balance(available=0, held=0),
            Balance(available=0, held=0),
        ]
        lot = CreditLot.objects.get(account_id=sara.pk)
        assert (lot.granted, lot.posted, lot.held, lot.expires_at, lot.opened_by) == (30, 26, 6, None, None)
        assert list(HoldPart.objects.values_list("hold_id", "lot_id", "amount")) == [(open_, lot.pk, 6)]
        assert list(
            LedgerTransaction.objects.filter(account_id=sara.pk)
            .order_by("created_at")
            .values_list("amount", "balance_after")
        ) == [(10, 10), (-3, 7), (-1, 6), (20, 26)]
        assert LedgerTransaction.objects.get(hold_id=part).key == f"capture:{part}"
        told = {line.reference: (line.kind, line.charged, line.returned) for line in statement_of(sara)}
        assert told[open_] == ("held", 0, 0)
        assert told[returned] == ("returned", 0, 5)
        assert told[part] == ("capture", 1, 3)
        assert {hold.pk for hold in Hold.objects.filter(expires_at__gt=timezone.now() + timedelta(hours=23))} >= {
            open_,
            nothing,
        }

    def test_leaves_books_that_can_be_gone_on_with(self, old):
        books, sara = OldBooks(old), make_user("sara")
        books.open(sara)
        books.grant(sara, "pack", 10)
        charged, returned = books.hold(sara, 4), books.hold(sara, 3)

        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
        ledger.capture(charged, amount=3)
        ledger.release(returned)
        ledger.take_back(sara, amount=9, key="refund", reason="Money back", granted_by="pack")
        ledger.compensate(LedgerTransaction.objects.get(key="refund"), reason="It failed")
        ledger.reverse(LedgerTransaction.objects.get(hold_id=charged), reason="A bad picture", author=sara)
        ledger.reserve(sara, amount=10, reference=uuid4())

        assert balance_of(sara) == Balance(available=0, held=10)
        assert CreditAccount.objects.get().free_month_due_at is not None
        assert faults() == {}
        assert ledger.grant(sara, amount=10, key="pack", reason="A pack") is False

    def test_refuses_changes_to_the_log_afterwards(self, old):
        books, sara = OldBooks(old), make_user("sara")
        books.open(sara)
        books.grant(sara, "pack", 10)
        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

        with pytest.raises(IntegrityError, match="append-only"):
            LedgerLeg.objects.update(amount=1)
        with pytest.raises(IntegrityError, match="append-only"):
            LedgerTransaction.objects.update(reason="Another")
