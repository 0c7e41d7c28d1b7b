"""The real server as a process of its own, on the database and Redis of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import psutil
from django.db import connection
from websockets.sync.client import ClientConnection, connect

from tests.journeys.stack import free_port

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0


@dataclass
class Server:
    """A running `routix.serve`."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def megabytes(self) -> float:
        """What it occupies now."""
        return psutil.Process(self.process.pid).memory_info().rss / 1024 / 1024

    def connect(self, ticket: str, **options: Any) -> ClientConnection:
        return connect(f"ws://127.0.0.1:{self.port}/ws/?ticket={ticket}", open_timeout=20, **options)

    def stop(self, *, signal_number: int = signal.SIGTERM) -> None:
        self.process.send_signal(signal_number)
        self.process.wait(20)


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """Start it, wait until it answers, and end it. Needs a database that commits."""
    server = start_server(free_port(), **environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait(20)


def start_server(port: int, **environment: str) -> Server:
    """Start it at that port. Raises `RuntimeError` if it does not answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "routix.serve", "--port", str(port)],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "routix.settings.test",
            "DATABASE_URL": _database_url(),
            "DATABASE_POOL": "true",
            **environment,
        },
    )
    server = Server(port, process)
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(server):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError("The server did not start.")
        time.sleep(0.1)
    return server


def _answers(server: Server) -> bool:
    try:
        return httpx.get(f"{server.url}/health/live", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def _database_url() -> str:
    """The database of the tests, as an address."""
    known = connection.settings_dict
    host = known["OPTIONS"].get("host") or known["HOST"]
    query = {"host": host, "port": known["PORT"], "password": known["PASSWORD"]}
    return f"postgresql://{known['USER']}@/{known['NAME']}?{urlencode({k: v for k, v in query.items() if v})}"
