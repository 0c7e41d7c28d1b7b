"""What dies, dies; nothing is lost and nothing is charged twice."""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from routix.embedded import Home, redis_server
from tests.journeys.client import ApiUser, follow
from tests.journeys.conftest import Register
from tests.journeys.stack import Stack, start_stack, stop_stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def wait_for_status(user: ApiUser, generation_id: str, wanted: set[str], *, seconds: float) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        snapshot = user.get(f"/generation/{generation_id}/status")
        if snapshot["status"] in wanted:
            return snapshot
        time.sleep(0.1)
    pytest.fail(f"not {wanted} within {seconds} s: {snapshot}")


@pytest.fixture
def slow_stack(tmp_path: Path) -> Iterator[Stack]:
    """A Routix whose drawing takes long enough to be interrupted."""
    stack = start_stack(tmp_path, DJANGO_SETTINGS_MODULE="tests.fakes.slow_settings", WORKER_PROCESSES="1")
    yield stack
    stop_stack(stack)


@pytest.fixture
def broken_stack(tmp_path: Path) -> Iterator[Stack]:
    """A Routix whose provider refuses everything."""
    stack = start_stack(tmp_path, DJANGO_SETTINGS_MODULE="tests.fakes.broken_settings", WORKER_PROCESSES="1")
    yield stack
    stop_stack(stack)


class TestAKilledWorker:
    def test_its_generation_is_finished_by_another_and_charged_once(
        self, slow_stack: Stack, register: Register
    ) -> None:
        user = register(slow_stack)
        available, _ = user.credits()
        created = user.create("how to tame a wild horse", algorithm="routix_v4")
        wait_for_status(user, created["generation_id"], {"processing"}, seconds=15)
        for process in slow_stack.processes("celery", "worker"):
            with suppress(psutil.NoSuchProcess):  # a child that went with its parent
                process.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()
        with user.socket() as connection:
            events = follow(connection, created["generation_id"], seconds=60)
        assert events[-1]["event"] == "generation_completed"
        assert time.monotonic() - killed_at <= 45
        assert user.credits() == (available - 1, 0)
        assert "worker was killed by SIGKILL; starting it again" in slow_stack.log()


class TestAStoppedRoutix:
    def test_ctrl_c_ends_within_ten_seconds_and_the_next_start_goes_on(
        self, tmp_path: Path, register: Register
    ) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.fakes.slow_settings", "WORKER_PROCESSES": "1"}
        stack = start_stack(tmp_path, **settings)
        try:
            user = register(stack)
            ids = [user.create(f"part {n} of my travels", algorithm="routix_v4")["generation_id"] for n in range(3)]
            wait_for_status(user, ids[0], {"processing"}, seconds=15)
            stack.process.send_signal(signal.SIGINT)
            stopped_at = time.monotonic()
            stack.process.wait(15)
            assert time.monotonic() - stopped_at <= 10
            assert not psutil.pid_exists(stack.process.pid)
        finally:
            stop_stack(stack)
        again = start_stack(tmp_path, PORT=stack.url.rsplit(":", 1)[1], **settings)
        try:
            for generation_id in ids:
                wait_for_status(user, generation_id, {"completed"}, seconds=90)
            assert user.credits() == (7, 0)
        finally:
            stop_stack(again)


class TestAKilledRedis:
    def test_nothing_is_lost(self, slow_stack: Stack, register: Register) -> None:
        user = register(slow_stack)
        home = Home(slow_stack.home)
        before = user.create("my first garden", algorithm="routix_v4")["generation_id"]
        for process in redis_server.processes(home):
            process.send_signal(signal.SIGKILL)
        during = user.create("my second garden", algorithm="routix_v4")["generation_id"]
        for generation_id in (before, during):
            assert wait_for_status(user, generation_id, {"completed", "failed"}, seconds=60)["status"] == "completed"
        assert user.credits() == (8, 0)


class TestAProviderThatRefuses:
    def test_the_generation_fails_is_told_and_costs_nothing(self, broken_stack: Stack, register: Register) -> None:
        user = register(broken_stack)
        before = user.credits()
        with user.socket() as connection:
            created = user.create("anything at all", algorithm="routix_v4")
            events = follow(connection, created["generation_id"])
        assert events[-1]["event"] == "generation_failed"
        error = events[-1]["data"]["error"]
        assert error["message"]
        assert "secret detail" not in str(events)
        assert events[-1]["data"]["credits"]["returned"] == created["credits_cost"]
        assert user.credits() == before
        assert user.get(f"/generation/{created['generation_id']}")["error"] == error
