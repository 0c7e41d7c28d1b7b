"""Waking the workers while nobody answers."""

import threading
import time
from typing import Any

import pytest
from celery import Celery, Task

from common.background import nudge

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


class SlowTask(Task):  # type: ignore[type-arg]
    """A task whose broker takes its time."""

    name = "slow"

    def __init__(self) -> None:
        self.bind(Celery(set_as_current=False))
        self.may_go_on = threading.Event()
        self.asked: list[object] = []

    def apply_async(self, *args: object, **options: object) -> None:
        self.may_go_on.wait(10)
        self.asked.append(options["kwargs"])


class TestNudge:
    @pytest.fixture(autouse=True)
    def in_background(self, settings: Any) -> None:
        settings.NUDGES_IN_BACKGROUND = True

    def test_keeps_nobody_waiting_for_a_stalled_broker(self) -> None:
        task = SlowTask()
        started = time.monotonic()
        nudge(task, number=1)
        nudge(task, number=2)
        assert time.monotonic() - started < 0.06
        assert task.asked == []
        task.may_go_on.set()
        while len(task.asked) < 2 and time.monotonic() < started + 10:
            time.sleep(0.01)
        assert task.asked == [{"number": 1}, {"number": 2}]

    def test_runs_an_eager_task_at_once(self) -> None:
        task = SlowTask()
        task.may_go_on.set()
        task.app.conf.task_always_eager = True
        nudge(task, number=1)
        assert task.asked == [{"number": 1}]
