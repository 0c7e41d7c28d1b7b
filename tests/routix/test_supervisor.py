"""Programs under supervision."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from routix.supervisor.program import Program, how_it_ended
from routix.supervisor.supervisor import OWNER_VARIABLE, Log, end_orphans

pytestmark = pytest.mark.unit


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def lines() -> list[tuple[str, str]]:
    return []


def program(code: str, lines: list[tuple[str, str]]) -> Program:
    return Program("demo", [sys.executable, "-c", code], dict(os.environ), lambda *line: lines.append(line))


class TestProgram:
    def test_forwards_what_it_says(self, lines: list[tuple[str, str]]) -> None:
        one = program("print('hello'); print('there')", lines)
        one.start()
        until(lambda: len(lines) == 2)
        one.process.wait(10)
        assert lines == [("demo", "hello"), ("demo", "there")]

    def test_is_started_again_with_growing_delays(self, lines: list[tuple[str, str]]) -> None:
        one = program("raise SystemExit(3)", lines)
        one.start()
        for delay in (0.5, 1):
            until(lambda: one.process is not None and one.process.poll() is not None)
            one.watch()
            assert lines[-1] == ("up", f"demo ended with exit code 3; starting it again in {delay:g} s")
            assert one.process is None
            one.restart_at = time.monotonic()
            one.watch()
            assert one.process is not None
        one.kill()
        one.process.wait()

    def test_tells_a_kill_by_its_signal(self, lines: list[tuple[str, str]]) -> None:
        one = program("import time; time.sleep(60)", lines)
        one.start()
        assert one.is_running
        one.process.send_signal(signal.SIGKILL)
        one.process.wait()
        one.watch()
        assert "demo was killed by SIGKILL" in lines[-1][1]

    def test_ends_kindly_when_asked(self, lines: list[tuple[str, str]]) -> None:
        one = program("import time; time.sleep(60)", lines)
        one.start()
        one.ask_to_end()
        one.process.wait(10)
        assert how_it_ended(one.process.returncode) == "was killed by SIGTERM"


class TestOrphans:
    def test_of_this_home_are_ended_and_others_left(self, tmp_path: Path) -> None:
        here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
        sleepers = [
            subprocess.Popen(
                [sys.executable, "-c", "import time; time.sleep(60)"], env={**os.environ, OWNER_VARIABLE: str(home)}
            )
            for home in (here, elsewhere)
        ]
        until(lambda: all(Path(f"/proc/{one.pid}/environ").read_bytes() for one in sleepers))
        assert end_orphans(here) == 1
        assert sleepers[0].poll() is not None
        assert sleepers[1].poll() is None
        sleepers[1].kill()
        sleepers[1].wait()


class TestLog:
    def test_puts_the_name_in_front(self) -> None:
        stream = io.StringIO()
        Log(stream).write("web", "started")
        assert stream.getvalue() == "web    | started\n"
