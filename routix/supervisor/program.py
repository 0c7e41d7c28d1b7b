"""One program under supervision."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 30.0
# A program that ran this long was healthy: its next crash starts from the first delay again.
_HEALTHY_SECONDS = 30.0


@dataclass
class Program:
    """A command with a name. `write` takes each line it says."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    write: Callable[[str, str], None]
    process: "subprocess.Popen[str] | None" = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    restart_at: float | None = field(default=None, init=False)
    delay: float = field(default=_FIRST_DELAY_SECONDS, init=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        self.restart_at = None
        threading.Thread(target=self._forward, args=(self.process,), daemon=True).start()

    def watch(self) -> None:
        """Notice an end, say so, and start again once its delay is over."""
        if self.process is not None and self.process.poll() is not None:
            if time.monotonic() - self.started_at > _HEALTHY_SECONDS:
                self.delay = _FIRST_DELAY_SECONDS
            self.write(
                "up", f"{self.name} {how_it_ended(self.process.returncode)}; starting it again in {self.delay:g} s"
            )
            self.restart_at = time.monotonic() + self.delay
            self.delay = min(self.delay * 2, _LONGEST_DELAY_SECONDS)
            self.process = None
        if self.restart_at is not None and time.monotonic() >= self.restart_at:
            self.start()

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _forward(self, process: "subprocess.Popen[str]") -> None:
        if process.stdout is None:
            return
        with process.stdout as output:
            for line in output:
                if line.strip():
                    self.write(self.name, line.rstrip())


def how_it_ended(code: int) -> str:
    """Say an exit code in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was killed by {signal.Signals(-code).name}"
