"""Two thousand sockets at one process: what each costs, and how fast one event is with all of them."""

import asyncio
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from benchmarks.report import Figure, main, median, percentile
from benchmarks.stack import running
from tests.journeys.client import ApiUser, follow
from tests.journeys.stack import Stack, free_port

_CLIENTS = 2_000
_EVENTS = 20
_PAUSE_SECONDS = 0.5
_FIRST_CLIENTS = 50
_TICKETS = """
import json, sys
from django.conf import settings
from accounts.models import User
from accounts.services.tickets import SocketSignIn, issue_ticket
settings.WS_TICKET_SECONDS = 600
user = User.objects.get(username=sys.argv[1])
known = SocketSignIn(user.pk, family_id=user.token_families.latest("created_at").pk)
print(json.dumps([issue_ticket(known)[0] for _ in range(int(sys.argv[2]))]))
"""
_PUBLISH = """
import sys, time
from common.realtime import group_name, publish
for number in range(int(sys.argv[2])):
    data = {"generation_id": sys.argv[1], "sequence": 10**6 + number, "padding": "x" * 400, "sent": time.time()}
    publish(group_name("generation", sys.argv[1]), "generation_completed", data)
    time.sleep(float(sys.argv[3]))
"""


def measure() -> list[Figure]:
    """Open, weigh, publish; and the same with a bare TCP server."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with running(SOCKETS_PER_USER=str(2 * _CLIENTS)) as stack:
        user = ApiUser(stack.url)
        name = user.get("/users/profile")["username"]
        generation_id = user.create("an event for a crowd", algorithm="routix_v4")["generation_id"]
        with user.socket() as connection:
            follow(connection, generation_id)
        (server,) = stack.processes("routix.serve")[:1]
        with _crowd(stack, name, generation_id, clients=_FIRST_CLIENTS, events=0):
            before = server.memory_info().rss
            started = time.perf_counter()
            with _crowd(stack, name, generation_id, clients=_CLIENTS, events=_EVENTS) as crowd:
                opening = time.perf_counter() - started
                time.sleep(2)
                after, worked = server.memory_info().rss, server.cpu_times()
                _script(stack, _PUBLISH, generation_id, str(_EVENTS), str(_PAUSE_SECONDS))
                heard = json.loads(crowd.stdout.readline())
                busy = sum(server.cpu_times()[:2]) - sum(worked[:2])
    floor = _floor()
    return [
        Figure("memory of a socket", (after - before) / _CLIENTS / 1024, "KB", limit=60),
        Figure("event to frame at 2,000 clients, p50", median(heard["delays"]), "ms"),
        Figure("event to frame at 2,000 clients, p95", percentile(heard["delays"], 0.95), "ms", limit=150),
        Figure("time on a processor for an event to 2,000 clients", busy / _EVENTS * 1000, "ms"),
        Figure("frames lost", heard["owed"] - len(heard["delays"]), "", limit=0),
        Figure("floor: bare TCP to 2,000 clients, p50", median(floor), "ms"),
        Figure("floor: bare TCP to 2,000 clients, p95", percentile(floor, 0.95), "ms"),
        Figure("opening 2,000 sockets, each with its subscription", opening, "s"),
    ]


@contextmanager
def _crowd(stack: Stack, name: str, generation_id: str, *, clients: int, events: int) -> Iterator[Any]:
    tickets = json.loads(_script(stack, _TICKETS, name, str(clients)).splitlines()[-1])
    address = urlsplit(stack.url)
    with _process(address.hostname or "", address.port or 0) as process:
        _tell(process, {"tickets": tickets, "generation_id": generation_id, "events": events})
        yield process


@contextmanager
def _process(host: str, port: int) -> Iterator[Any]:
    command = [sys.executable, "-m", "benchmarks.crowd", host, str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _tell(process: Any, wanted: dict[str, Any]) -> None:
    process.stdin.write(json.dumps(wanted) + "\n")
    process.stdin.flush()
    said = process.stdout.readline()
    assert said == "ready\n", said


def _script(stack: Stack, script: str, *arguments: str) -> str:
    code = f"import sys; sys.argv[1:] = {list(arguments)!r}; exec({script!r})"
    return stack.manage("shell", "--no-imports", "-c", code).stdout


def _floor() -> list[float]:
    """The same bytes to as many clients from a server that does nothing else."""
    port, ready = free_port(), threading.Event()
    transports: set[asyncio.Transport] = set()

    class Taker(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            transports.add(transport)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Taker, "127.0.0.1", port, backlog=_CLIENTS)
        ready.set()
        while len(transports) < _CLIENTS:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        for _ in range(_EVENTS):
            data = json.dumps({"padding": "x" * 600, "sent": time.time()}, separators=(",", ":")).encode()
            for transport in transports:
                transport.write(data)
            await asyncio.sleep(_PAUSE_SECONDS)
        for transport in transports:
            transport.abort()
        server.close()

    serving = threading.Thread(target=asyncio.run, args=(serve(),))
    serving.start()
    ready.wait()
    with _process("127.0.0.1", port) as crowd:
        _tell(crowd, {"clients": _CLIENTS, "events": _EVENTS})
        heard = json.loads(crowd.stdout.readline())
    serving.join()
    return heard["delays"]


if __name__ == "__main__":
    main("Two thousand sockets at one process", measure)
