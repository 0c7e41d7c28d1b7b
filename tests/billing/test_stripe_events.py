"""The queue of events."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from billing import stripe_events
from billing.gateway import Event
from billing.models import StripeEvent
from billing.stripe_events import MOST_ATTEMPTS, apply_next, is_anything_due, receive, reset
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def event(event_id: str = "evt_1", kind: str = "customer.created", **changes) -> Event:
    about = {"id": "cus_1", "object": "customer"}
    values = {
        "id": event_id,
        "type": kind,
        "livemode": False,
        "object_id": "cus_1",
        "created_at": timezone.now(),
        "payload": {"id": event_id, "type": kind, "data": {"object": about}},
        **changes,
    }
    return Event(**values)


def unreachable() -> Event:
    """An event whose object can't be read: that gateway is not the present one."""
    return event("evt_far", "checkout.session.completed", object_id="cs_1")


class TestReceiving:
    def test_writes_an_event_down_once(self):
        answers = fine(together(32, lambda _: receive("test", event())))
        assert sorted(answers) == [False] * 31 + [True]
        assert StripeEvent.objects.get().payload["data"]["object"]["id"] == "cus_1"


class TestApplying:
    def test_records_a_type_that_nobody_handles(self):
        receive("test", event(kind="radar.early_fraud_warning.created"))
        assert apply_next() is True
        row = StripeEvent.objects.get()
        assert (row.state, row.error, row.attempts) == ("ignored", "", 1)

    def test_applies_nothing_where_nothing_waits(self):
        assert apply_next() is False
        receive("test", event())
        apply_next()
        assert apply_next() is False

    def test_gives_one_event_to_one_worker(self):
        for number in range(8):
            receive("test", event(f"evt_{number}"))
        answers = fine(together(16, lambda _: apply_next()))
        assert sorted(answers) == [False] * 8 + [True] * 8
        assert set(StripeEvent.objects.values_list("attempts", flat=True)) == {1}

    def test_tries_again_ever_later_and_then_keeps_it_as_failed(self):
        receive("stripe", unreachable())
        pauses = []
        for _ in range(MOST_ATTEMPTS):
            StripeEvent.objects.update(due_at=timezone.now())
            before = timezone.now()
            assert apply_next() is True
            row = StripeEvent.objects.get()
            pauses.append(round((row.due_at - before).total_seconds()))
        assert row.state == "failed"
        assert "PaymentsUnavailableError" in row.error
        assert pauses[:-1] == sorted(pauses[:-1])
        assert max(pauses[:-1]) <= 3601
        assert not is_anything_due()

    def test_is_not_kept_waiting_by_one_that_fails(self):
        receive("stripe", unreachable())
        receive("test", event())
        assert [apply_next(), apply_next(), apply_next()] == [True, True, False]
        assert StripeEvent.objects.get(pk="evt_1").state == "ignored"

    def test_takes_over_from_a_worker_that_died(self):
        receive("test", event())
        StripeEvent.objects.update(attempts=1, due_at=timezone.now() + timedelta(seconds=60))
        assert apply_next() is False
        StripeEvent.objects.update(due_at=timezone.now())
        assert apply_next() is True
        assert StripeEvent.objects.get().attempts == 2

    def test_gives_up_on_one_that_kills_its_workers(self):
        receive("test", event())
        StripeEvent.objects.update(attempts=MOST_ATTEMPTS)
        assert apply_next() is True
        assert StripeEvent.objects.get().state == "failed"

    def test_keeps_the_record_of_a_failure_beside_work_that_was_rolled_back(self, monkeypatch):
        def breaks(_: StripeEvent) -> bool:
            with transaction.atomic():
                StripeEvent.objects.filter(pk="evt_1").update(type="half done")
                raise RuntimeError("the wall")

        monkeypatch.setattr(stripe_events.queue, "apply_event", breaks)
        receive("test", event())
        apply_next()
        row = StripeEvent.objects.get()
        assert (row.type, row.state, row.error) == ("customer.created", "received", "RuntimeError: the wall")


class TestProcessingAgain:
    def test_begins_anew(self):
        receive("stripe", unreachable())
        StripeEvent.objects.update(state="failed", attempts=MOST_ATTEMPTS, error="broken")
        reset(StripeEvent.objects.get())
        row = StripeEvent.objects.get()
        assert (row.state, row.attempts, row.error) == ("received", 0, "")
        assert is_anything_due()
