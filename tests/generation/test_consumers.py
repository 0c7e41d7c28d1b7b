"""The socket at `/ws/`, through the real ASGI application, PostgreSQL and Redis."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone

from accounts.models import User
from accounts.services.tickets import issue_ticket
from common.realtime import group_name, publish
from generation import consumers
from generation.events import snapshot
from generation.models import Generation, Status
from routix.asgi import application
from tests.generation.api_rows import make_algorithm, make_generation, make_result, make_user
from tests.generation.sockets import HOST, Socket, open_socket, ticket_socket

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

OUR_ORIGIN = (b"origin", b"http://testserver")


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def generation(user: User) -> Generation:
    return make_generation(user, make_algorithm())


def session_cookie(user: User) -> tuple[bytes, bytes]:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return (b"cookie", f"{settings.SESSION_COOKIE_NAME}={session.session_key}".encode())


@pytest.fixture(autouse=True)
async def _own_connections(settings: Any) -> AsyncIterator[None]:
    """A channel layer belongs to one event loop; an open connection would keep the test database from being dropped."""
    layer = settings.CHANNEL_LAYERS["default"]
    patient = [{**host, "socket_connect_timeout": 5} for host in layer["CONFIG"]["hosts"]]  # the machine may be busy
    settings.CHANNEL_LAYERS = {"default": {**layer, "CONFIG": {**layer["CONFIG"], "hosts": patient}}}
    channel_layers.backends.clear()
    yield
    await sync_to_async(connections.close_all)()


async def tell(generation: Generation, event: str, data: dict[str, Any]) -> None:
    await sync_to_async(publish)(group_name("generation", generation.pk), event, data)


class TestSigningIn:
    async def test_takes_a_ticket_once(self, user):
        ticket, _ = await sync_to_async(issue_ticket)(user)
        async with Socket(query=f"?ticket={ticket}") as first:
            assert await first.opens()
            assert (await first.hears())[0] == "connection:established"
        async with Socket(query=f"?ticket={ticket}") as second:
            assert await second.opens()
            assert await second.is_closed_with() == 4401

    async def test_refuses_a_ticket_that_is_too_old(self, user):
        socket = await ticket_socket(user)
        await user.ws_tickets.aupdate(expires_at=timezone.now())
        async with socket:
            assert await socket.opens()
            assert await socket.is_closed_with() == 4401

    @pytest.mark.parametrize("query", ["", "?ticket=", "?ticket=made-up", "?ticket=%00%ff", "?token=x"])
    async def test_refuses_who_brings_nothing_good(self, query):
        async with Socket(query=query) as socket:
            assert await socket.opens()
            assert await socket.is_closed_with() == 4401
            await socket.says("ping")
            assert await socket.hears_nothing()

    async def test_takes_the_session_cookie_of_our_own_pages(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, OUR_ORIGIN) as socket:
            assert await socket.opens()
            assert await socket.hears() == ("connection:established", {"user_id": str(user.pk)})

    async def test_takes_no_cookie_without_an_origin(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie) as socket:
            assert await socket.opens()
            assert await socket.is_closed_with() == 4401

    async def test_takes_no_cookie_of_a_deactivated_user(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        await User.objects.filter(pk=user.pk).aupdate(is_active=False)
        async with Socket(cookie, OUR_ORIGIN) as socket:
            assert await socket.opens()
            assert await socket.is_closed_with() == 4401

    @pytest.mark.parametrize(
        "origin",
        [
            b"https://evil.example",
            b"http://testserver.evil.example",
            b"http://testserver:81",
            b"null",
            b"http://[",
            b"",
        ],
    )
    async def test_refuses_a_foreign_origin_in_the_handshake(self, user, origin):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, (b"origin", origin)) as socket:
            assert not await socket.opens()
        ticket, _ = await sync_to_async(issue_ticket)(user)
        async with Socket((b"origin", origin), query=f"?ticket={ticket}") as socket:
            assert not await socket.opens()
        assert await user.ws_tickets.filter(used_at=None).acount() == 1

    async def test_knows_a_host_that_is_not_ours(self, user, settings):
        settings.ALLOWED_HOSTS = ["routix.example"]
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, OUR_ORIGIN) as socket:
            assert not await socket.opens()

    @pytest.mark.parametrize("trusted", ["https://app.routix.example", "https://*.routix.example"])
    async def test_trusts_the_origins_that_forms_are_trusted_from(self, user, settings, trusted):
        settings.CSRF_TRUSTED_ORIGINS = [trusted]
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, (b"origin", b"https://app.routix.example")) as socket:
            assert await socket.opens()
        async with Socket(cookie, (b"origin", b"http://app.routix.example")) as socket:
            assert not await socket.opens()


class TestSigningOut:
    async def test_closes_the_socket_of_an_ended_session(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, OUR_ORIGIN) as socket:
            assert await socket.opens()
            await socket.hears()
            await socket.says("ping")
            await socket.hears()
            await sync_to_async(SessionStore(cookie[1].decode().split("=")[1]).flush)()
            await sync_to_async(publish)(group_name("user", user.pk), "signed_out", {})
            assert await socket.is_closed_with() == 4401

    async def test_leaves_the_socket_of_another_session_open(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, OUR_ORIGIN) as socket:
            assert await socket.opens()
            await socket.hears()
            await socket.says("ping")
            await socket.hears()
            await sync_to_async(publish)(group_name("user", user.pk), "signed_out", {})
            assert await socket.hears_nothing()
            await socket.says("ping")
            assert (await socket.hears())[0] == "pong"

    async def test_asks_a_ticket_s_socket_to_come_anew(self, user):
        async with await open_socket(user) as socket:
            await socket.says("ping")
            await socket.hears()
            await sync_to_async(publish)(group_name("user", user.pk), "signed_out", {})
            assert await socket.is_closed_with() == 4401


class TestFollowingAGeneration:
    async def test_gets_the_whole_snapshot_at_once(self, user, generation):
        async with await open_socket(user) as socket:
            state = await socket.follows(generation)
            expected: Any = await sync_to_async(snapshot)(generation)
            assert state == expected
            assert state["status"] == "queued"
            assert state["queue_position"] == 1

    @pytest.mark.parametrize(
        ("status", "event"),
        [
            (Status.QUEUED, "queue_position"),
            (Status.PROCESSING, "generation_progress"),
            (Status.FAILED, "generation_failed"),
            (Status.CANCELLED, "generation_cancelled"),
        ],
    )
    async def test_names_the_event_after_the_status(self, user, status, event):
        generation = await sync_to_async(make_generation)(user, await sync_to_async(make_algorithm)(), status=status)
        async with await open_socket(user) as socket:
            await socket.says("subscribe_generation", generation_id=str(generation.pk))
            assert (await socket.hears())[0] == "subscribed"
            assert (await socket.hears())[0] == event

    async def test_gets_the_result_of_what_ended_before(self, user):
        generation = await sync_to_async(make_result)(user, await sync_to_async(make_algorithm)())
        async with await open_socket(user) as socket:
            await socket.says("subscribe_generation", generation_id=str(generation.pk))
            await socket.hears()
            event, state = await socket.hears()
            assert event == "generation_completed"
            assert state["thumbnail_url"].startswith("/generations/pictures/")

    async def test_gets_what_is_published(self, user, generation):
        async with await open_socket(user) as socket:
            state = await socket.follows(generation)
            news = {**state, "status": "processing", "sequence": 2}
            await tell(generation, "generation_started", news)
            assert await socket.hears() == ("generation_started", news)

    async def test_gets_it_once_however_often_it_subscribes(self, user, generation):
        async with await open_socket(user) as socket:
            state = await socket.follows(generation)
            assert await socket.follows(generation) == state
            await tell(generation, "generation_progress", state)
            assert (await socket.hears())[0] == "generation_progress"
            assert await socket.hears_nothing()

    async def test_hears_no_more_after_unsubscribing(self, user, generation):
        async with await open_socket(user) as socket:
            state = await socket.follows(generation)
            await socket.says("unsubscribe_generation", generation_id=str(generation.pk))
            assert await socket.hears() == ("unsubscribed", {"generation_id": str(generation.pk)})
            await tell(generation, "generation_progress", state)
            assert await socket.hears_nothing()

    async def test_joins_before_it_reads(self, user, generation, monkeypatch):
        """A frame that is sent while the snapshot is being read must arrive after it."""
        read = consumers._current_state

        def read_and_publish(*arguments: Any) -> Any:
            state = read(*arguments)
            publish(group_name("generation", generation.pk), "generation_started", {"sequence": 2})
            return state

        monkeypatch.setattr(consumers, "_current_state", read_and_publish)
        async with await open_socket(user) as socket:
            assert (await socket.follows(generation))["sequence"] == 1
            assert await socket.hears() == ("generation_started", {"sequence": 2})

    async def test_sees_several_at_once(self, user, generation):
        other = await sync_to_async(make_generation)(user, await sync_to_async(make_algorithm)())
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            await socket.follows(other)
            await tell(other, "generation_progress", {"generation_id": str(other.pk)})
            await tell(generation, "generation_progress", {"generation_id": str(generation.pk)})
            heard = [(await socket.hears())[1]["generation_id"] for _ in range(2)]
            assert heard == [str(other.pk), str(generation.pk)]


class TestStrangers:
    async def test_hear_the_same_for_somebody_else_s_as_for_none(self, generation):
        stranger = await sync_to_async(make_user)()
        async with await open_socket(stranger) as socket:
            answers = []
            for wanted in (generation.pk, uuid.uuid4()):
                await socket.says("subscribe_generation", generation_id=str(wanted))
                event, data = await socket.hears()
                assert event == "error"
                assert data["details"] == {"generation_id": str(wanted)}
                answers.append((data["type"], data["message"], data["about"]))
            assert answers[0] == answers[1]
            assert answers[0][0] == "not_found"
            await tell(generation, "generation_progress", {"secret": True})
            assert await socket.hears_nothing()

    async def test_hear_nothing_of_a_deleted_one(self, user, generation):
        await Generation.objects.filter(pk=generation.pk).aupdate(deleted_at=timezone.now())
        async with await open_socket(user) as socket:
            await socket.says("subscribe_generation", generation_id=str(generation.pk))
            assert (await socket.hears())[1]["type"] == "not_found"


class TestConversations:
    async def test_are_for_who_made_something_in_them(self, user, generation):
        conversation = uuid.uuid4()
        await Generation.objects.filter(pk=generation.pk).aupdate(conversation_id=conversation)
        async with await open_socket(user) as socket:
            await socket.says("subscribe_conversation", conversation_id=str(conversation))
            assert await socket.hears() == ("subscribed", {"conversation_id": str(conversation)})
            await sync_to_async(publish)(group_name("conversation", conversation), "message_created", {"text": "hi"})
            assert await socket.hears() == ("message_created", {"text": "hi"})
            await socket.says("unsubscribe_conversation", conversation_id=str(conversation))
            assert (await socket.hears())[0] == "unsubscribed"
        async with await open_socket(await sync_to_async(make_user)()) as stranger:
            await stranger.says("subscribe_conversation", conversation_id=str(conversation))
            assert (await stranger.hears())[1]["type"] == "not_found"


class TestWhatAClientSays:
    async def test_ping_is_answered(self, user):
        async with await open_socket(user) as socket:
            await socket.says("ping")
            assert await socket.hears() == ("pong", {})

    @pytest.mark.parametrize(
        "text",
        [
            " ",
            "{",
            "[]",
            "1",
            '{"data": {}}',
            '{"event": 1}',
            '{"event": "ping", "data": []}',
            "[" * 30_000,
            '{"a":' * 9_000,
        ],
    )
    async def test_nonsense_is_told_and_survived(self, user, text):
        async with await open_socket(user) as socket:
            await socket.communicator.send_to(text_data=text)
            event, data = await socket.hears()
            assert (event, data["type"]) == ("error", "validation_error")
            await socket.says("ping")
            assert (await socket.hears())[0] == "pong"

    async def test_bytes_are_told_and_survived(self, user):
        async with await open_socket(user) as socket:
            await socket.communicator.send_to(bytes_data=b"\x00\xff")
            assert (await socket.hears())[1]["type"] == "validation_error"

    @pytest.mark.parametrize("event", ["forward", "__class__", "subscribe", ""])
    async def test_unknown_events_are_told(self, user, event):
        async with await open_socket(user) as socket:
            await socket.says(event)
            name, data = await socket.hears()
            assert (name, data["type"], data["about"]) == ("error", "validation_error", event)

    @pytest.mark.parametrize("wrong", [None, 1, "", "not-an-id", {"a": 1}, "\x00"])
    async def test_a_bad_id_names_its_field(self, user, wrong):
        async with await open_socket(user) as socket:
            await socket.says("subscribe_generation", generation_id=wrong)
            _, data = await socket.hears()
            assert data["details"]["validation_errors"][0]["field"] == "generation_id"

    async def test_more_than_64_kib_closes(self, user):
        async with await open_socket(user) as socket:
            await socket.communicator.send_to(text_data=json.dumps({"event": "ping", "data": {"a": "é" * 33_000}}))
            assert await socket.is_closed_with() == 1009

    async def test_more_than_a_hundred_messages_a_minute_close(self, user):
        async with await open_socket(user) as socket:
            for _ in range(100):
                await socket.says("ping")
                assert (await socket.hears())[0] == "pong"
            await socket.says("ping")
            assert await socket.is_closed_with() == 1008

    async def test_a_minute_later_it_may_speak_again(self, user, monkeypatch):
        async with await open_socket(user) as socket:
            for _ in range(100):
                await socket.says("ping")
                await socket.hears()
            later = time.monotonic() + 61
            monkeypatch.setattr(time, "monotonic", lambda: later)
            await socket.says("ping")
            assert (await socket.hears())[0] == "pong"

    async def test_it_follows_only_so_many_things(self, user, generation, monkeypatch):
        monkeypatch.setattr(consumers, "LARGEST_SUBSCRIPTIONS", 1)
        other = await sync_to_async(make_generation)(user, await sync_to_async(make_algorithm)())
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            await socket.says("subscribe_generation", generation_id=str(other.pk))
            _, data = await socket.hears()
            assert (data["type"], data["details"]) == ("conflict", {"limit": 1})
            await socket.follows(generation)


class TestLeaving:
    async def test_leaves_no_group_behind(self, user, generation):
        layer = get_channel_layer()
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            names = [group_name("generation", generation.pk), group_name("user", user.pk)]
            keys = [layer._group_key(name) for name in names]
            assert [await layer.connection(0).zcard(key) for key in keys] == [1, 1]
        for _ in range(20):
            left = [await layer.connection(0).zcard(key) for key in keys]
            if left == [0, 0]:
                break
            await asyncio.sleep(0.05)
        assert left == [0, 0]

    async def test_is_dropped_when_it_reads_nothing(self, user, generation, monkeypatch):
        """A server's `send` does not return while the client's side is full."""
        monkeypatch.setattr(consumers, "SLOWEST_READ_SECONDS", 0.2)
        ticket, _ = await sync_to_async(issue_ticket)(user)
        subscribe = {"event": "subscribe_generation", "data": {"generation_id": str(generation.pk)}}
        incoming = [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": json.dumps(subscribe)},
        ]
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return incoming.pop(0) if incoming else await asyncio.Future()

        async def send(message: dict[str, Any]) -> None:
            sent.append(message["type"])
            if len(sent) > 2:
                await asyncio.Future()

        query = f"ticket={ticket}".encode()
        scope = {"type": "websocket", "path": "/ws/", "query_string": query, "headers": [HOST], "subprotocols": []}
        async with asyncio.timeout(5):
            await application(scope, receive, send)
        assert sent == ["websocket.accept", "websocket.send", "websocket.send"]
        layer = get_channel_layer()
        assert await layer.connection(0).zcard(layer._group_key(group_name("generation", generation.pk))) == 0


class TestWithoutRedis:
    async def test_it_says_to_come_again(self, user, settings, tmp_path):
        layer = settings.CHANNEL_LAYERS["default"]
        dead = {**layer, "CONFIG": {**layer["CONFIG"], "hosts": [{"address": f"unix://{tmp_path}/none.sock"}]}}
        settings.CHANNEL_LAYERS = {"default": dead}
        channel_layers.backends.clear()
        async with await ticket_socket(user) as socket:
            assert await socket.opens()
            assert (await socket.hears())[0] == "connection:established"
            assert await socket.is_closed_with() == 1013
