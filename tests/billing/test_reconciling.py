"""The regular look into the books: what it finds, keeps and tells, and the alarm in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.models import User
from billing import ledger
from billing.models import LedgerTransaction, Reconciliation, StripeEvent
from billing.selectors.books import STALE_AFTER, state_of_books
from billing.tasks.books import reconcile_books
from billing.upkeep.advice import ADVICE
from billing.upkeep.reconciling import KEPT_FOR, reconcile
from tests.accounts.people import make_user
from tests.billing.clerks import address, boss, clerk, messages_of, page_of, signed_in, spoil

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sara() -> User:
    user = make_user()
    ledger.open_account(user)
    return user


def spoil_books_of(user: User) -> None:
    """Give somebody five credits that no entry knows of."""
    spoil("UPDATE billing_creditaccount SET posted = posted + 5 WHERE user_id = %s", user.pk)


def looked(ago: timedelta) -> Reconciliation:
    """A clean reconciliation of so long ago."""
    found = reconcile()
    Reconciliation.objects.filter(pk=found.pk).update(created_at=timezone.now() - ago)
    return found


def failed_event() -> StripeEvent:
    return StripeEvent.objects.create(
        event_id="evt_1",
        gateway="test",
        type="x",
        livemode=False,
        payload={},
        occurred_at=timezone.now(),
        state="failed",
    )


class TestReconcile:
    def test_keeps_every_figure_of_clean_books(self, sara: User) -> None:
        found = reconcile()

        assert found.is_clean
        assert found.figures == ledger.verify()
        assert set(found.figures.values()) == {0}
        assert 0 < found.seconds < 10

    def test_finds_what_was_written_past_the_guards(self, sara: User) -> None:
        spoil_books_of(sara)
        with capture_logs() as logs:
            found = reconcile()

        assert not found.is_clean
        wrong = {name: count for name, count in found.figures.items() if count}
        assert wrong == {"accounts_that_differ_from_the_log": 1, "accounts_that_differ_from_their_lots": 1}
        assert [(log["event"], log["log_level"]) for log in logs] == [("books_not_clean", "error")]
        assert logs[0]["accounts_that_differ_from_the_log"] == 1

    def test_forgets_what_is_old(self, sara: User) -> None:
        old, young = looked(KEPT_FOR + timedelta(minutes=1)), looked(KEPT_FOR - timedelta(minutes=1))
        newest = reconcile()

        assert set(Reconciliation.objects.all()) == {young, newest}
        assert old not in Reconciliation.objects.all()

    def test_is_done_by_a_task(self, sara: User) -> None:
        assert reconcile_books.apply().get() is True
        spoil_books_of(sara)
        assert reconcile_books.apply().get() is False
        assert Reconciliation.objects.count() == 2


class TestAdvice:
    def test_is_known_for_every_figure_and_no_other(self) -> None:
        assert set(ADVICE) == set(ledger.verify())


class TestStateOfBooks:
    def test_of_a_new_ledger_needs_no_look(self, sara: User) -> None:
        books = state_of_books()

        assert (books.checked_at, books.age, books.is_stale) == (None, None, False)

    def test_of_nothing_is_well(self) -> None:
        books = state_of_books()

        assert (books.opened_at, books.is_stale, books.wrong) == (None, False, {})

    def test_is_stale_where_nobody_ever_looked(self, sara: User) -> None:
        moment = timezone.now() - STALE_AFTER - timedelta(minutes=1)
        spoil("UPDATE billing_ledgertransaction SET created_at = %s", moment)

        assert LedgerTransaction.objects.get().created_at == moment
        assert state_of_books().is_stale

    def test_is_stale_after_26_hours(self, sara: User) -> None:
        looked(timedelta(hours=25, minutes=59))
        assert not state_of_books().is_stale
        Reconciliation.objects.all().delete()
        looked(timedelta(hours=26, minutes=1))
        assert state_of_books().is_stale


class TestTheAlarm:
    PAGES = (
        reverse("admin:index"),
        address("creditaccount", "changelist"),
        address("plan", "change", "pro"),
        address("plan", "history", "pro"),
        reverse("admin:app_list", args=["billing"]),
        reverse("admin-revenue"),
    )

    @pytest.mark.parametrize("page", PAGES)
    def test_is_silent_while_all_is_well(self, sara: User, page: str) -> None:
        reconcile()

        assert 'money-alarm"' not in page_of(signed_in(boss()), page)

    @pytest.mark.parametrize("page", PAGES)
    def test_tells_on_every_page_that_books_are_not_clean(self, sara: User, page: str) -> None:
        spoil_books_of(sara)
        reconcile()
        shown = page_of(signed_in(boss()), page)

        assert "The books are not clean." in shown
        assert "accounts that differ from the log: 1" in shown

    @pytest.mark.parametrize("page", PAGES)
    def test_tells_that_nobody_looks(self, sara: User, page: str) -> None:
        looked(timedelta(hours=50))

        assert "Nobody has looked into the books for 2\xa0days, 2\xa0hours." in page_of(signed_in(boss()), page)

    @pytest.mark.parametrize("page", PAGES)
    def test_tells_of_events_that_failed(self, sara: User, page: str) -> None:
        reconcile()
        failed_event()
        shown = page_of(signed_in(boss()), page)

        assert "1 Stripe event failed." in shown
        assert f"{address('stripeevent', 'changelist')}?state__exact=failed" in shown

    def test_is_for_staff_of_money_only(self, sara: User) -> None:
        spoil_books_of(sara)
        reconcile()

        assert "not clean" not in page_of(signed_in(clerk()), reverse("admin:index"))
        assert "not clean" in page_of(signed_in(clerk("view_order")), reverse("admin:index"))

    def test_asks_nothing_of_pages_that_do_not_show_it(self, sara: User) -> None:
        client = signed_in(boss())
        with CaptureQueriesContext(connection) as asked:
            page_of(client, reverse("admin:accounts_user_changelist"))

        assert not [query["sql"] for query in asked if "billing_reconciliation" in query["sql"]]

    def test_is_over_once_the_books_are_repaired(self, sara: User) -> None:
        spoil_books_of(sara)
        reconcile()
        ledger.rebuild()
        reconcile()

        assert "not clean" not in page_of(signed_in(boss()), reverse("admin:index"))


class TestTheIndex:
    def test_counts_what_waits_and_what_failed(self, sara: User) -> None:
        failed_event()
        shown = page_of(signed_in(boss()), reverse("admin:index"))

        assert 'money-label--bad">1</span>' in shown
        assert reverse("admin-revenue") in shown


class TestLookingNow:
    URL = address("reconciliation", "look_now")

    def test_keeps_a_run(self, sara: User) -> None:
        answer = signed_in(boss()).post(self.URL, follow=True)

        assert Reconciliation.objects.get().is_clean
        assert messages_of(answer) == ["The books are clean."]

    def test_tells_that_they_are_not_clean_and_what_to_do(self, sara: User) -> None:
        spoil_books_of(sara)
        answer = signed_in(boss()).post(self.URL, follow=True)

        assert messages_of(answer) == ["The books are not clean."]
        assert "manage.py ledger rebuild" in answer.content.decode()

    def test_asks_first(self, sara: User) -> None:
        page_of(signed_in(boss()), self.URL)

        assert not Reconciliation.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_needs_the_right(self, sara: User, method: str) -> None:
        client: Any = signed_in(clerk("view_reconciliation"))

        assert getattr(client, method)(self.URL).status_code == 403
        assert self.URL not in page_of(client, address("reconciliation", "changelist"))

    def test_sends_strangers_to_sign_in(self) -> None:
        assert "/admin/login/" in Client().post(self.URL)["Location"]
