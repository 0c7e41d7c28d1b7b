"""The loop over all programs."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

import psutil

from routix.embedded.processes import end
from routix.supervisor.program import Program

# Marks the environment of everything a supervisor started, so that the next one finds what a killed one left.
OWNER_VARIABLE = "ROUTIX_SUPERVISED_BY"
_COLOURS = {"up": "35", "web": "36", "worker": "33", "beat": "32"}
_KIND_SECONDS = 5.5
_TICK_SECONDS = 0.2
_HEAL_SECONDS = 2.0


class Log:
    """Lines of many programs, one at a time, each with its program's name in front."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._is_coloured = stream.isatty()

    def write(self, name: str, line: str) -> None:
        label = f"{name:<6} |"
        if self._is_coloured:
            label = f"\033[{_COLOURS.get(name, '37')}m{label}\033[0m"
        with self._lock:
            self._stream.write(f"{label} {line}\n")
            self._stream.flush()


class Supervisor:
    """Starts programs, keeps them running, and ends them all on SIGINT or SIGTERM."""

    def __init__(self, programs: Sequence[Program], log: Log, heal: Callable[[], None]) -> None:
        """`heal` is called every few seconds and restarts the services that the programs stand on."""
        self._programs = programs
        self._heal = heal
        self._log = log
        self._is_ending = False

    def run(self) -> None:
        """Run until a signal comes. All programs have ended when this returns, within ten seconds of the signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        for program in self._programs:
            program.start()
        healed_at = time.monotonic()
        while not self._is_ending:
            for program in self._programs:
                program.watch()
            if time.monotonic() - healed_at > _HEAL_SECONDS:
                self._heal()
                healed_at = time.monotonic()
            time.sleep(_TICK_SECONDS)
        self._end_all()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_ending = True

    def _end_all(self) -> None:
        self._log.write("up", "stopping; running thumbnails are finished or handed over")
        for program in self._programs:
            program.ask_to_end()
        deadline = time.monotonic() + _KIND_SECONDS
        while any(program.is_running for program in self._programs) and time.monotonic() < deadline:
            time.sleep(0.05)
        for program in self._programs:
            if program.is_running:
                self._log.write(
                    "up", f"{program.name} did not end in time and is killed; its work goes on at the next start"
                )
                program.kill()
        end_orphans(Path(os.environ["ROUTIX_HOME"]))
        self._log.write("up", "stopped")


def end_orphans(home: Path) -> int:
    """End what a killed supervisor of this home left running (it may still hold the port); returns how many."""
    orphans = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(OWNER_VARIABLE) == str(home):
                orphans.append(process)
        except (psutil.Error, OSError):
            continue
    end(orphans, seconds=1.0)
    return len(orphans)


def standard_log() -> Log:
    return Log(sys.stdout)
