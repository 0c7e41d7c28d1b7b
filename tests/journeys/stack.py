"""The whole product as processes: `manage.py up` with a home, a database and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 90.0
_STOP_SECONDS = 20.0


@dataclass
class Stack:
    """A running Routix. `url` is its base address, `home` its folder."""

    url: str
    home: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]

    def manage(self, *arguments: str, check: bool = True, timeout: float = 120.0) -> "subprocess.CompletedProcess[str]":
        """Run a management command against this stack."""
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=timeout,
        )

    def processes(self, *needles: str) -> list[psutil.Process]:
        """The stack's processes whose command line holds all the words, such as `celery` and `worker`."""
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                command = " ".join(process.cmdline())
                if all(needle in command for needle in needles):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def log(self) -> str:
        return (self.home / "up.log").read_text(errors="replace")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_stack(home: Path, **extra: str) -> Stack:
    """Start `manage.py up` and wait until it answers. Raises `RuntimeError` with the log if it does not."""
    port = int(extra.get("PORT", free_port()))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_"))},
        "DJANGO_SETTINGS_MODULE": "routix.settings.local",
        "ROUTIX_ENV_FILE": os.devnull,
        "ROUTIX_HOME": str(home),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        **extra,
    }
    with (home / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "up", "--no-sample"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    stack = Stack(url=f"http://127.0.0.1:{port}", home=home, process=process, environment=environment)
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(stack):
        if process.poll() is not None or time.monotonic() > deadline:
            stop_stack(stack)
            raise RuntimeError(f"Routix did not start:\n{stack.log()}")
        time.sleep(0.2)
    return stack


def stop_stack(stack: Stack) -> None:
    """End it as Ctrl-C does, and by force what is left."""
    if stack.process.poll() is None:
        stack.process.send_signal(signal.SIGINT)
        try:
            stack.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(stack.process.pid, signal.SIGKILL)
            stack.process.wait(_STOP_SECONDS)
    stack.manage("services", "stop", check=False)


def _is_ready(stack: Stack) -> bool:
    try:
        has_workers = stack.log().count("worker is ready") >= 3  # those that draw, the analyst, the messenger
        return httpx.get(f"{stack.url}/health/ready", timeout=2).status_code == 200 and has_workers
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def live_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One Routix for all journeys that leave it healthy."""
    stack = start_stack(tmp_path_factory.mktemp("stack"))
    yield stack
    stop_stack(stack)
