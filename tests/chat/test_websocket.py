"""The socket at `/ws/`, through the real ASGI application, PostgreSQL and Redis."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone

from accounts.models import ApiKey, User
from accounts.services.sign_in import close_sockets, sign_out, sign_out_everywhere
from accounts.services.tickets import SocketSignIn
from chat.consumers import session, upkeep
from chat.consumers.subscriptions import Thing, present_state
from chat.models import Broadcast, Conversation, Participant
from common.realtime import EVERYONE, group_name, publish
from generation.events import announce, snapshot
from generation.models import Generation, Status
from routix.asgi import application
from tests.chat.sockets import HOST, Socket, new_sign_in, open_socket, ticket_of, ticket_socket
from tests.generation.api_rows import make_algorithm, make_generation, make_result, make_user

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


def make_key(user: User, scopes: list[str]) -> ApiKey:
    return ApiKey.objects.create(user=user, name="n", prefix="rtx_abc", digest=uuid.uuid4().hex, scopes=scopes)


async def end(generation: Generation) -> None:
    """Cancel it without a word."""
    ended = {"status": Status.CANCELLED, "sequence": 2, "completed_at": timezone.now()}
    await Generation.objects.filter(pk=generation.pk).aupdate(**ended)


@asynccontextmanager
async def flushing() -> AsyncIterator[None]:
    """Throw away what waits in Redis for server processes, again and again."""
    layer = get_channel_layer()
    redis = layer.connection(0)

    is_over = asyncio.Event()

    async def keep_flushing() -> None:
        while not is_over.is_set():
            for key in await redis.keys(f"{layer.prefix}specific*"):
                await redis.delete(key)
            await asyncio.sleep(0.001)

    task = asyncio.create_task(keep_flushing())
    try:
        yield
    finally:
        is_over.set()
        await task


async def tell(generation: Generation, event: str, data: dict[str, Any]) -> None:
    await sync_to_async(publish)(group_name("generation", generation.pk), event, data)


class TestSigningIn:
    async def test_takes_a_ticket_once(self, user):
        ticket = await ticket_of(user)
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
        ticket = await ticket_of(user)
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

    async def test_closes_the_sockets_of_a_ticket_with_the_sign_in_that_asked_for_it(self, user):
        mine, other = [await sync_to_async(new_sign_in)(user) for _ in range(2)]
        async with await open_socket(user, mine) as socket, await open_socket(user, other) as another:
            await sync_to_async(sign_out)(mine.family_id)
            assert await socket.is_closed_with() == 4401
            assert await another.hears_nothing()
            await another.says("ping")
            assert (await another.hears())[0] == "pong"

    async def test_spoils_a_ticket_that_was_not_used_yet(self, user):
        known = await sync_to_async(new_sign_in)(user)
        socket = await ticket_socket(user, known)
        await sync_to_async(sign_out)(known.family_id)
        async with socket:
            assert await socket.opens()
            assert await socket.is_closed_with() == 4401

    async def test_closes_the_sockets_of_a_session_s_ticket(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        session_key = cookie[1].decode().split("=")[1]
        async with await open_socket(user, SocketSignIn(user.pk, session_key=session_key)) as socket:
            await sync_to_async(SessionStore(session_key).flush)()
            await sync_to_async(close_sockets)(user.pk)
            assert await socket.is_closed_with() == 4401

    async def test_closes_the_sockets_of_a_key_that_was_revoked(self, user):
        key = await sync_to_async(make_key)(user, ["generations:read"])
        async with await open_socket(user, SocketSignIn(user.pk, api_key_id=key.pk)) as socket:
            await ApiKey.objects.filter(pk=key.pk).aupdate(revoked_at=timezone.now())
            await sync_to_async(close_sockets)(user.pk)
            assert await socket.is_closed_with() == 4401

    async def test_closes_all_when_the_password_changes(self, user):
        cookie = await sync_to_async(session_cookie)(user)
        async with Socket(cookie, OUR_ORIGIN) as by_session, await open_socket(user) as by_ticket:
            assert await by_session.opens()
            assert (await by_session.hears())[0] == "connection:established"
            user.set_password("another-secret-2")
            await user.asave()
            await sync_to_async(sign_out_everywhere)(user)
            assert await by_session.is_closed_with() == 4401
            assert await by_ticket.is_closed_with() == 4401

    async def test_closes_all_of_a_deactivated_user(self, user):
        async with await open_socket(user) as socket:
            await User.objects.filter(pk=user.pk).aupdate(is_active=False)
            await sync_to_async(close_sockets)(user.pk)
            assert await socket.is_closed_with() == 4401

    async def test_is_noticed_even_when_the_word_of_it_is_lost(self, user, monkeypatch):
        monkeypatch.setattr(upkeep, "PASS_SECONDS", 0.05)
        known = await sync_to_async(new_sign_in)(user)
        async with await open_socket(user, known) as socket:
            await user.token_families.aupdate(revoked_at=timezone.now())
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
        read = present_state
        news = {"generation_id": str(generation.pk), "sequence": 2}

        def read_and_publish(thing: Thing) -> Any:
            state = read(thing)
            publish(thing.group, "generation_started", news)
            time.sleep(0.2)  # it is here before the state
            return state

        monkeypatch.setattr(session, "present_state", read_and_publish)
        async with await open_socket(user) as socket:
            assert await socket.follows(generation) == news  # the state that was read first is not worth telling now
            assert await socket.hears_nothing()

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
    async def test_are_heard_by_their_owner_until_they_unsubscribe(self, user):
        conversation = await Conversation.objects.acreate(owner=user)
        group = group_name("conversation", conversation.pk)
        async with await open_socket(user) as socket:
            await socket.says("subscribe_conversation", conversation_id=str(conversation.pk))
            assert await socket.hears() == ("subscribed", {"conversation_id": str(conversation.pk)})
            for event in ("message_created", "message_updated"):
                await sync_to_async(publish)(group, event, {"content": "hi"})
                assert await socket.hears() == (event, {"content": "hi"})
            await socket.says("unsubscribe_conversation", conversation_id=str(conversation.pk))
            assert (await socket.hears())[0] == "unsubscribed"
            await sync_to_async(publish)(group, "message_created", {"content": "there?"})
            assert await socket.hears_nothing()

    async def test_are_closed_to_strangers(self, user):
        conversation = await Conversation.objects.acreate(owner=await sync_to_async(make_user)())
        async with await open_socket(user) as stranger:
            answers = []
            for wanted in (conversation.pk, uuid.uuid4()):
                await stranger.says("subscribe_conversation", conversation_id=str(wanted))
                event, data = await stranger.hears()
                answers.append((event, data["type"], data["message"]))
            assert answers[0] == answers[1] == ("error", "not_found", "There is no such thing here.")

    async def test_are_heard_by_participants_until_they_leave(self, user):
        conversation = await Conversation.objects.acreate(owner=await sync_to_async(make_user)())
        await Participant.objects.acreate(conversation=conversation, user=user)
        async with await open_socket(user) as socket:
            await socket.says("subscribe_conversation", conversation_id=str(conversation.pk))
            assert (await socket.hears())[0] == "subscribed"
            await conversation.participants.all().adelete()
            await sync_to_async(close_sockets)(user.pk)
            assert await socket.hears() == ("unsubscribed", {"conversation_id": str(conversation.pk)})
            await sync_to_async(publish)(group_name("conversation", conversation.pk), "message_created", {"a": 1})
            assert await socket.hears_nothing()


class TestApiKeys:
    async def test_hear_what_their_scopes_say(self, user, generation):
        conversation = await Conversation.objects.acreate(owner=user)
        key = await sync_to_async(make_key)(user, ["generations:read"])
        async with await open_socket(user, SocketSignIn(user.pk, api_key_id=key.pk)) as socket:
            assert (await socket.follows(generation))["sequence"] == 1
            await socket.says("subscribe_conversation", conversation_id=str(conversation.pk))
            event, data = await socket.hears()
            assert (event, data["details"]) == ("error", {"required_scope": "chat:read"})


class TestBroadcasts:
    async def test_reach_everybody_who_is_there(self, user):
        async with await open_socket(user) as one, await open_socket(await sync_to_async(make_user)()) as other:
            await sync_to_async(publish)(EVERYONE, "broadcast", {"title": "Soon"})
            assert await one.hears() == await other.hears() == ("broadcast", {"title": "Soon"})

    async def test_greet_who_comes_until_they_expire(self, user):
        now = timezone.now()
        for title, ends_at in (("over", now), ("on", now + timedelta(hours=1))):
            await Broadcast.objects.acreate(title=title, message="…", expires_at=ends_at)
        async with await open_socket(user) as socket:
            event, data = await socket.hears()
            assert (event, data["title"]) == ("broadcast", "on")
            assert await socket.hears_nothing()


class TestHowManySockets:
    async def test_a_user_may_have_is_bounded(self, user, settings):
        settings.SOCKETS_PER_USER = 2
        async with await open_socket(user) as first, await open_socket(user):
            async with await ticket_socket(user) as third:
                assert await third.opens()
                assert await third.is_closed_with() == 4429
            async with await open_socket(await sync_to_async(make_user)()) as of_another:
                assert await of_another.hears_nothing()
            await first.communicator.disconnect()
            async with await open_socket(user) as next_one:
                assert await next_one.hears_nothing()


class TestWhatIsLost:
    """An event that Redis lost is read from the row."""

    async def test_is_told_all_the_same(self, user, generation, monkeypatch):
        monkeypatch.setattr(upkeep, "PASS_SECONDS", 0.1)
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            await end(generation)
            event, state = await socket.hears()
            assert (event, state["status"], state["sequence"]) == ("generation_cancelled", "cancelled", 2)
            assert await socket.hears_nothing()

    async def test_is_told_within_ten_seconds_when_the_channel_is_flushed(self, user, generation):
        started = time.monotonic()
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            async with flushing():
                await end(generation)
                await generation.arefresh_from_db()
                await sync_to_async(announce)(generation)
                event, state = await socket.hears(seconds=10)
            assert (event, state["sequence"]) == ("generation_cancelled", 2)
            assert time.monotonic() - started < 10

    async def test_is_not_told_twice_when_it_comes_late(self, user, generation, monkeypatch):
        monkeypatch.setattr(upkeep, "PASS_SECONDS", 0.1)
        async with await open_socket(user) as socket:
            await socket.follows(generation)
            await end(generation)
            _, state = await socket.hears()
            await tell(generation, "generation_cancelled", state)
            assert await socket.hears_nothing()

    async def test_leaves_one_who_follows_from_then_on_as_wise(self, user, generation, monkeypatch):
        """What a newcomer reads says nothing of what those heard who follow already."""
        monkeypatch.setattr(upkeep, "PASS_SECONDS", 0.3)
        async with await open_socket(user) as first, await open_socket(user) as second:
            await first.follows(generation)
            await end(generation)
            assert (await second.follows(generation))["sequence"] == 2
            assert (await first.hears())[1]["sequence"] == 2


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

    async def test_it_follows_only_so_many_things(self, user, generation, monkeypatch):
        monkeypatch.setattr(session, "MOST_SUBSCRIPTIONS", 1)
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
        monkeypatch.setattr(session, "SLOWEST_READ_SECONDS", 0.2)
        ticket = await ticket_of(user)
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
        assert sent == ["websocket.accept", "websocket.send", "websocket.send", "websocket.close"]
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
            assert await socket.is_closed_with() == 1013
