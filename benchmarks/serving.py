"""Servers of a benchmark, each a process with a port of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.journeys.stack import ROOT, Stack, free_port

_START_SECONDS = 60.0


@contextmanager
def serving_wsgi(stack: Stack) -> Iterator[str]:
    """The HTTP process of production over the data of `stack`; yields its address.

    More threads than cores: four people who sign in hold four of them, and a look at the health must not wait for one.
    """
    environment = {**stack.environment, "DATABASE_POOL": "true", "DATABASE_POOL_SIZE": "8"}
    options = ["--interface", "wsgi", "--blocking-threads", "16", "--no-ws", "routix.wsgi:application"]
    with serving("granian", *options, environment=environment, home=stack.home) as url:
        yield url


@contextmanager
def serving(module: str, *options: str, environment: dict[str, str], home: Path) -> Iterator[str]:
    """Run `python -m module` with a port; yields its address. Raises `RuntimeError` with the log if it ends."""
    port = free_port()
    log = home / f"{module}.log"
    command = [sys.executable, "-m", module, "--port", str(port), *options]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/health/live", timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))
