"""What workers do."""

from datetime import timedelta

import pytest
from billiard.exceptions import WorkerLostError as ProcessLostError
from celery import signals
from django.utils import timezone

from generation import lifecycle, tasks
from generation.models import Generation, Status
from tests.generation.core_rows import claim_one, queue_one

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def nudged(monkeypatch) -> list[tuple[str, dict[str, object]]]:
    """The tasks that are asked for, instead of a broker."""
    sent: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(tasks, "nudge", lambda task, **arguments: sent.append((task.name, arguments)))
    return sent


RUN, RELEASE = tasks.run_next_generation.name, tasks.release_lost_worker.name


class TestRunNextGeneration:
    def test_does_nothing_in_an_empty_queue(self, nudged):
        assert tasks.run_next_generation.apply().get() is False
        assert nudged == []

    def test_ends_one_generation_whatever_becomes_of_it(self, nudged):
        generation = queue_one()  # the template bank is empty: it fails
        assert tasks.run_next_generation.apply().get() is True
        generation.refresh_from_db()
        assert generation.status == Status.FAILED
        assert nudged == []

    def test_wakes_another_for_what_still_waits(self, nudged):
        queue_one()
        queue_one()
        tasks.run_next_generation.apply()
        assert nudged == [(RUN, {})]

    def test_runs_nothing_twice_when_a_message_comes_again(self, nudged):
        generation = queue_one()
        tasks.run_next_generation.apply()
        sequence = Generation.objects.get(pk=generation.pk).sequence
        assert tasks.run_next_generation.apply(retries=1).get() is False
        assert Generation.objects.get(pk=generation.pk).sequence == sequence


class TestReapGenerations:
    def test_brings_back_what_is_lost_and_wakes_a_worker(self, nudged):
        generation = claim_one()
        Generation.objects.filter(pk=generation.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert tasks.reap_generations.apply().get() == 1
        assert nudged == [(RUN, {})]

    def test_wakes_a_worker_for_what_waits_though_its_message_was_lost(self, nudged):
        queue_one()
        assert tasks.reap_generations.apply().get() == 0
        assert nudged == [(RUN, {})]

    def test_wakes_nobody_for_what_is_not_due(self, nudged):
        queue_one(available_at=timezone.now() + timedelta(minutes=1))
        tasks.reap_generations.apply()
        assert nudged == []


class TestALostProcess:
    def test_is_noticed_by_the_main_process(self, nudged):
        lost = {"task_id": "the-task", "exception": ProcessLostError("signal 9")}
        signals.task_failure.send(sender=tasks.run_next_generation, **lost)
        assert nudged == [(RELEASE, {"worker": "the-task"})]

    def test_is_not_seen_in_an_ordinary_error(self, nudged):
        signals.task_failure.send(sender=tasks.run_next_generation, task_id="the-task", exception=ValueError())
        assert nudged == []

    def test_gives_back_what_it_held_at_once(self, nudged):
        generation = queue_one()
        lifecycle.claim(worker="the-task", only=generation.pk)
        assert tasks.release_lost_worker.apply(kwargs={"worker": "the-task"}).get() == 1
        generation.refresh_from_db()
        assert generation.status == Status.QUEUED
        assert nudged == [(RUN, {})]
