"""What staff do with credits, holds and events: who may, the reason it takes, what it does, and that twice is once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.admin.asking import NOTHING_NEW
from billing.models import CreditAccount, Hold, LedgerTransaction, StripeEvent
from billing.selectors import balance_of
from tests.accounts.people import make_user
from tests.billing.books import faults
from tests.billing.clerks import address, clerk, history, messages_of, page_of, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

REASON = "A customer wrote"


@pytest.fixture
def sara() -> User:
    """Somebody with ten credits."""
    user = make_user()
    ledger.open_account(user)
    return user


@pytest.fixture
def keeper() -> User:
    return clerk("change_creditaccount", "change_ledgertransaction", "change_hold", "change_stripeevent")


@pytest.fixture
def staff(keeper: User) -> Client:
    return signed_in(keeper)


def booked_on(user: User, **having: Any) -> LedgerTransaction:
    return LedgerTransaction.objects.get(account_id=user.pk, **having)


def held(user: User, *, overdue: bool) -> Hold:
    """Four credits that are set aside."""
    reference = uuid4()
    ledger.reserve(user, amount=4, reference=reference)
    if overdue:
        Hold.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    return Hold.objects.get(pk=reference)


def event(state: str = "failed", **fields: Any) -> StripeEvent:
    values = {
        "event_id": f"evt_{uuid4().hex}",
        "gateway": "test",
        "type": "invoice.paid",
        "livemode": False,
        "payload": {},
        "occurred_at": timezone.now(),
        "state": state,
        "attempts": 8,
        "error": "PaymentsUnavailableError: away",
        "applied_at": timezone.now() if state == "applied" else None,
        "due_at": timezone.now() + timedelta(hours=1),
    }
    return StripeEvent.objects.create(**{**values, **fields})


class TestEveryAction:
    @pytest.fixture
    def addresses(self, sara: User) -> list[str]:
        return [
            *(address("creditaccount", name, sara.pk) for name in ("adjust", "freeze", "thaw")),
            address("ledgertransaction", "reverse", booked_on(sara).pk),
            address("hold", "release", held(sara, overdue=True).pk),
            address("stripeevent", "process_again", event().pk),
        ]

    def test_is_refused_without_the_right_to_change(self, addresses: list[str], sara: User) -> None:
        seeing = signed_in(
            clerk("view_creditaccount", "view_ledgertransaction", "view_hold", "view_stripeevent", "change_order")
        )
        said = {"reason": REASON, "key": uuid4(), "direction": "give", "credits": 5}
        for url in addresses:
            assert seeing.get(url).status_code == 403
            assert seeing.post(url, said).status_code == 403
        assert balance_of(sara).available == 6
        assert LedgerTransaction.objects.count() == 1
        assert history() == []

    def test_sends_strangers_to_sign_in(self, addresses: list[str]) -> None:
        for url in addresses:
            assert "/admin/login/" in Client().post(url)["Location"]

    def test_does_nothing_when_it_is_only_looked_at(self, addresses: list[str], staff: Client, sara: User) -> None:
        for url in addresses:
            page_of(staff, url)
        assert balance_of(sara).available == 6
        assert history() == []

    def test_needs_a_reason(self, addresses: list[str], staff: Client, sara: User) -> None:
        for url in addresses[:-1]:  # processing an event again needs none
            if url.endswith("/thaw/"):
                ledger.freeze(sara.pk, "A test")
            for reason in ("", "   ", "x" * 201):
                sent = {"reason": reason, "key": uuid4(), "direction": "give", "credits": 5}
                answer = staff.post(url, sent)
                assert answer.status_code == 422
                assert "reason" in answer.context["form"].errors
        assert LedgerTransaction.objects.count() == 1
        assert Hold.objects.get().state == "held"

    @pytest.mark.parametrize("model", ["creditaccount", "ledgertransaction", "hold", "stripeevent"])
    def test_answers_404_for_a_row_that_is_not_there(self, staff: Client, model: str) -> None:
        name = {"creditaccount": "adjust", "ledgertransaction": "reverse", "hold": "release"}.get(
            model, "process_again"
        )

        assert staff.post(address(model, name, uuid4())).status_code == 404
        assert staff.post(address(model, name, "x")).status_code == 404

    def test_wants_its_own_page_and_no_other(self, addresses: list[str], keeper: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(keeper)
        for url in addresses:
            assert client.post(url, {"reason": REASON}).status_code == 403


class TestAdjusting:
    @pytest.fixture
    def post(self, staff: Client, sara: User) -> Callable[..., Any]:
        def send(**said: Any) -> Any:
            sent = {"direction": "give", "credits": 25, "reason": REASON, "key": uuid4(), **said}
            return staff.post(address("creditaccount", "adjust", sara.pk), sent, follow=True)

        return send

    def test_gives_credits_with_author_and_reason(self, post: Callable[..., Any], sara: User, keeper: User) -> None:
        answer = post()

        booked = booked_on(sara, kind="adjustment")
        assert (booked.amount, booked.reason, booked.author) == (25, REASON, keeper)
        assert balance_of(sara).available == 35
        assert messages_of(answer) == [f"Gave 25 credits: {REASON}"]
        assert history() == [(keeper.username, f"Gave 25 credits: {REASON}")]
        assert faults() == {}

    def test_takes_credits(self, post: Callable[..., Any], sara: User) -> None:
        post(direction="take", credits=4)

        assert booked_on(sara, kind="adjustment").amount == -4
        assert balance_of(sara).available == 6
        assert faults() == {}

    def test_twice_by_one_page_is_once(self, post: Callable[..., Any], sara: User) -> None:
        key = uuid4()
        post(key=key)
        answer = post(key=key)

        assert balance_of(sara).available == 35
        assert messages_of(answer) == [NOTHING_NEW]
        assert len(history()) == 1

    def test_refuses_another_amount_by_the_same_page(self, post: Callable[..., Any], sara: User) -> None:
        key = uuid4()
        post(key=key)
        answer = post(key=key, credits=26)

        assert answer.status_code == 409
        assert "booked before" in answer.content.decode()
        assert balance_of(sara).available == 35

    def test_takes_no_more_than_can_be_spent(self, post: Callable[..., Any], sara: User) -> None:
        answer = post(direction="take", credits=11)

        assert answer.status_code == 409
        assert "Only 10 credits can be taken." in answer.content.decode()
        assert balance_of(sara).available == 10

    def test_goes_on_with_the_same_page_after_a_refusal(self, post: Callable[..., Any], sara: User) -> None:
        key = uuid4()
        refused = post(direction="take", credits=11, key=key)
        assert str(key) in refused.content.decode()
        post(direction="take", credits=10, key=key)

        assert balance_of(sara).available == 0

    @pytest.mark.parametrize("amount", ["0", "-5", "1.5", "many", "", "1000001", "9" * 400])
    def test_refuses_amounts_that_are_none(self, post: Callable[..., Any], sara: User, amount: str) -> None:
        answer = post(credits=amount)

        assert answer.status_code == 422
        assert "credits" in answer.context["form"].errors
        assert balance_of(sara).available == 10

    @pytest.mark.parametrize("said", [{"direction": "steal"}, {"key": "x"}, {"key": ""}])
    def test_refuses_forms_that_are_none(self, post: Callable[..., Any], sara: User, said: dict[str, str]) -> None:
        assert post(**said).status_code == 422
        assert balance_of(sara).available == 10


class TestFreezing:
    def test_freezes_and_thaws(self, staff: Client, sara: User, keeper: User) -> None:
        said = {"reason": REASON}
        staff.post(address("creditaccount", "freeze", sara.pk), said)
        account = CreditAccount.objects.get(pk=sara.pk)
        assert account.frozen_at is not None
        assert account.frozen_reason == REASON

        staff.post(address("creditaccount", "thaw", sara.pk), said)
        assert CreditAccount.objects.get(pk=sara.pk).frozen_at is None
        assert history() == [(keeper.username, f"Frozen: {REASON}"), (keeper.username, f"Thawed: {REASON}")]

    @pytest.mark.parametrize("name", ["freeze", "thaw"])
    def test_twice_is_once(self, staff: Client, sara: User, name: str) -> None:
        if name == "thaw":
            ledger.freeze(sara.pk, "A test")
        url = address("creditaccount", name, sara.pk)
        staff.post(url, {"reason": REASON})
        answer = staff.post(url, {"reason": "Another"}, follow=True)

        assert messages_of(answer)[-1] == NOTHING_NEW
        assert len(history()) == 1
        assert CreditAccount.objects.get(pk=sara.pk).frozen_reason == (REASON if name == "freeze" else "")


class TestReversing:
    def reverse(self, staff: Client, booked: LedgerTransaction) -> Any:
        return staff.post(address("ledgertransaction", "reverse", booked.pk), {"reason": REASON}, follow=True)

    def test_compensates_a_grant(self, staff: Client, sara: User, keeper: User) -> None:
        ledger.grant(sara, amount=7, key="gift", reason="A gift")
        answer = self.reverse(staff, booked_on(sara, key="gift"))

        reversal = booked_on(sara, kind="reversal")
        assert (reversal.amount, reversal.reason, reversal.author) == (-7, REASON, keeper)
        assert reversal.reverses is not None
        assert reversal.reverses.key == "gift"
        assert balance_of(sara).available == 10
        assert messages_of(answer) == [f"Reversed: {REASON}"]
        assert faults() == {}

    def test_gives_back_what_was_charged(self, staff: Client, sara: User) -> None:
        hold = held(sara, overdue=False)
        ledger.capture(hold.pk)
        self.reverse(staff, booked_on(sara, kind="capture"))

        assert balance_of(sara).available == 10
        assert faults() == {}

    def test_twice_is_once(self, staff: Client, sara: User) -> None:
        ledger.grant(sara, amount=7, key="gift", reason="A gift")
        self.reverse(staff, booked_on(sara, key="gift"))
        answer = self.reverse(staff, booked_on(sara, key="gift"))

        assert balance_of(sara).available == 10
        assert messages_of(answer) == [NOTHING_NEW]
        assert len(history()) == 1

    def test_shows_on_both_pages_what_reversed_what(self, staff: Client, sara: User) -> None:
        ledger.grant(sara, amount=7, key="gift", reason="A gift")
        gift = booked_on(sara, key="gift")
        self.reverse(staff, gift)
        reversal = booked_on(sara, kind="reversal")

        assert address("ledgertransaction", "change", reversal.pk) in page_of(
            staff, address("ledgertransaction", "change", gift.pk)
        )
        assert address("ledgertransaction", "change", gift.pk) in page_of(
            staff, address("ledgertransaction", "change", reversal.pk)
        )

    @pytest.mark.parametrize("kind", ["reversal", "settlement", "rollover"])
    def test_refuses_what_has_no_opposite_and_says_why(self, staff: Client, sara: User, kind: str) -> None:
        self.book(sara, kind)
        booked = booked_on(sara, kind=kind)
        entries = LedgerTransaction.objects.count()

        shown = page_of(staff, address("ledgertransaction", "reverse", booked.pk))
        answer = self.reverse(staff, booked)
        assert answer.status_code == 409
        assert 'name="reason"' not in shown
        assert 'role="alert"' in shown
        assert LedgerTransaction.objects.count() == entries

    def book(self, user: User, kind: str) -> None:
        """Have an entry of that kind in the log."""
        now = timezone.now()
        if kind == "reversal":
            ledger.reverse(booked_on(user), reason="A test", author=make_user("tester"))
        elif kind == "settlement":
            ledger.take_back(user, amount=15, key="back", reason="Gone")
            ledger.grant(user, amount=20, key="more", reason="More")
        else:
            for month in (1, 2):
                ledger.renew_plan(
                    user,
                    amount=10,
                    ceiling=20,
                    key=f"month-{month}",
                    reason="Plan",
                    expires_at=now + timedelta(days=30 * month),
                    kept_until=now + timedelta(days=30 * month),
                )


class TestReleasing:
    def release(self, staff: Client, hold: Hold) -> Any:
        return staff.post(address("hold", "release", hold.pk), {"reason": REASON}, follow=True)

    def test_gives_back_what_nobody_settled_in_time(self, staff: Client, sara: User, keeper: User) -> None:
        answer = self.release(staff, held(sara, overdue=True))

        assert Hold.objects.get().state == "released"
        assert balance_of(sara).available == 10
        assert messages_of(answer) == [f"Released: {REASON}"]
        assert history() == [(keeper.username, f"Released: {REASON}")]

    def test_leaves_alone_what_may_still_be_delivered(self, staff: Client, sara: User) -> None:
        answer = self.release(staff, held(sara, overdue=False))

        assert answer.status_code == 409
        assert "may still be under way" in answer.content.decode()
        assert Hold.objects.get().state == "held"
        assert history() == []

    def test_twice_is_once(self, staff: Client, sara: User) -> None:
        hold = held(sara, overdue=True)
        self.release(staff, hold)
        answer = self.release(staff, hold)

        assert answer.status_code == 409
        assert "It was released" in answer.content.decode()
        assert balance_of(sara).available == 10
        assert len(history()) == 1

    def test_refuses_what_was_charged(self, staff: Client, sara: User) -> None:
        hold = held(sara, overdue=True)
        ledger.capture(hold.pk)
        answer = self.release(staff, hold)

        assert answer.status_code == 409
        assert "Reverse that entry" in answer.content.decode()


class TestProcessingAgain:
    @pytest.mark.parametrize("state", ["failed", "received", "applied", "ignored"])
    def test_puts_the_event_back_into_the_queue(
        self, staff: Client, keeper: User, state: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        found = event(state)
        with django_capture_on_commit_callbacks() as nudges:
            answer = staff.post(address("stripeevent", "process_again", found.pk), follow=True)

        found.refresh_from_db()
        assert (found.state, found.attempts, found.error, found.applied_at) == ("received", 0, "", None)
        assert found.due_at <= timezone.now()
        assert len(nudges) == 1
        assert messages_of(answer) == ["Waits to be processed again."]
        assert history() == [(keeper.username, "Waits to be processed again.")]

    def test_is_offered_on_the_page_whatever_the_event_is_called(self, staff: Client) -> None:
        found = event(event_id="evt_24dc7b")  # "_24" is how the admin writes a dollar sign in addresses
        page = page_of(staff, address("stripeevent", "change", found.pk))
        link = address("stripeevent", "process_again", found.pk)
        assert link in page
        assert messages_of(staff.post(link, follow=True)) == ["Waits to be processed again."]

    def test_twice_leaves_it_waiting_once(self, staff: Client) -> None:
        found = event()
        for _ in range(2):
            staff.post(address("stripeevent", "process_again", found.pk))

        assert StripeEvent.objects.get().state == "received"

    def test_takes_many_from_the_list(self, staff: Client, django_capture_on_commit_callbacks: Any) -> None:
        chosen, left = [event(), event()], event()
        sent = {"action": "process_all_again", ACTION_CHECKBOX_NAME: [one.pk for one in chosen]}
        with django_capture_on_commit_callbacks() as nudges:
            answer = staff.post(address("stripeevent", "changelist"), sent, follow=True)

        assert set(StripeEvent.objects.filter(state="received")) == set(chosen)
        assert StripeEvent.objects.get(state="failed") == left
        assert len(nudges) == 1
        assert messages_of(answer) == ["2 wait to be processed again."]
        assert len(history()) == 2

    def test_from_the_list_takes_the_right_to_change(self) -> None:
        found = event()
        sent = {"action": "process_all_again", ACTION_CHECKBOX_NAME: [found.pk]}
        signed_in(clerk("view_stripeevent")).post(address("stripeevent", "changelist"), sent)

        assert StripeEvent.objects.get().state == "failed"
