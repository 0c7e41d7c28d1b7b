"""Section 3 of the contract: live events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.contract.browser import Browser
from tests.contract.endpoints import require_fields
from tests.contract.lines import check
from tests.contract.people import Person
from tests.contract.scene import Scene

_SECONDS = 60.0
_NOWHERE = "0190a5c8-0000-7000-8000-000000000000"
_BREAK = "from generation.models import Algorithm; Algorithm.objects.filter(slug='{slug}').update(providers=['gone'])"
_NOT_SIGNED_IN = 4401


class Listener:
    """A socket that keeps what it heard."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.heard: list[dict[str, Any]] = []

    def say(self, event: str, **data: str) -> None:
        self._connection.send(json.dumps({"event": event, "data": data}))

    def until(self, *events: str) -> dict[str, Any]:
        """Listen until one of these events comes, and return its data. Raises `AssertionError` when none does."""
        while True:
            try:
                frame = json.loads(self._connection.recv(timeout=_SECONDS))
            except TimeoutError:
                heard = [frame["event"] for frame in self.heard]
                raise AssertionError(f"no {' or '.join(events)} came after {heard[-5:]}") from None
            assert set(frame) == {"event", "data"}, f"a frame has {sorted(frame)}"
            self.heard.append(frame)
            if frame["event"] in events:
                return dict(frame["data"])


@contextmanager
def listening(person: Person) -> Iterator[Listener]:
    with person.socket() as connection:
        listener = Listener(connection)
        listener.until("connection:established")
        yield listener


@check("WS /ws/ by a ticket, once")
def by_ticket(scene: Scene) -> str:
    ticket = scene.user.ask("POST users/ws-ticket").data["ticket"]
    with scene.user.socket_by(ticket) as connection:
        assert Listener(connection).until("connection:established") == {"user_id": scene.user.id}
    assert _code_of(scene, ticket) == _NOT_SIGNED_IN, "a ticket works twice"
    used = "SELECT used_at IS NOT NULL FROM accounts_wsticket WHERE user_id = %s ORDER BY created_at DESC"
    return scene.rows.same("ticket used", True, used, scene.user.id) + "; the second time 4401"


@check("WS /ws/ signed out, or with a long-lived token in the URL")
def signed_out(scene: Scene) -> str:
    assert _code_of(scene, "") == _NOT_SIGNED_IN
    assert _code_of(scene, scene.user.token) == _NOT_SIGNED_IN, "an access token opens a socket"
    return "4401, 4401"


@check("WS /ws/ by the session cookie, of the same origin only")
def by_cookie(scene: Scene) -> str:
    address = f"{scene.user.url.replace('http', 'ws', 1)}/ws/"
    with Browser(scene.user) as browser:
        cookies = {"Cookie": browser.session}
        own_page = {**cookies, "Origin": scene.user.url}
        with connect(address, additional_headers=own_page, open_timeout=20) as connection:
            assert Listener(connection).until("connection:established") == {"user_id": scene.user.id}
        for origin in ("https://evil.example", "null"):
            with pytest.raises(InvalidStatus, match="403"):
                connect(address, additional_headers={**cookies, "Origin": origin}, open_timeout=20)
    return "own origin opens; a foreign Origin is 403 in the handshake"


@check("WS ping, and what is no event")
def ping(scene: Scene) -> str:
    with listening(scene.user) as socket:
        socket.say("ping")
        assert socket.until("pong") == {}
        socket.say("sing")
        assert socket.until("error")["type"] == "validation_error"
    return "pong; error validation_error"


@check("WS subscribe_generation: started, progress, completed, sequence by sequence")
def generation(scene: Scene) -> str:
    with listening(scene.user) as socket:
        # It waits behind others, so it is heard from its start.
        waiting = [scene.user.ask("POST generation/create", json=_wanted(number)).data for number in range(3)]
        created = waiting[-1]["generation_id"]
        socket.say("subscribe_generation", generation_id=created)
        assert socket.until("subscribed") == {"generation_id": created}
        ended = socket.until("generation_completed", "generation_failed")
        heard = [frame for frame in socket.heard if frame["data"].get("generation_id") == created]
    names = {frame["event"] for frame in heard}
    assert {"queue_position", "generation_started", "generation_progress", "generation_completed"} <= names, names
    snapshots = [frame["data"] for frame in heard if "sequence" in frame["data"]]
    for snapshot in snapshots:
        require_fields("snapshot", snapshot)
        require_fields("credits of a snapshot", snapshot["credits"])
    order = [snapshot["sequence"] for snapshot in snapshots]
    assert order == sorted(order), order
    asked = scene.user.ask("GET generation/{id}/status", created).data
    told = {name for name in ended if ended[name] != asked[name] and not name.endswith("_url")}
    assert not told, f"socket and HTTP differ in {told}"
    sequence = "SELECT sequence FROM generation_generation WHERE id = %s"
    return f"{len(snapshots)} snapshots; " + scene.rows.same("sequence", ended["sequence"], sequence, created)


@check("WS subscribe_generation later: the present snapshot at once; unsubscribe_generation")
def late(scene: Scene) -> str:
    done = scene.made["generation"]
    with listening(scene.user) as socket:
        socket.say("subscribe_generation", generation_id=done)
        snapshot = socket.until("generation_completed")
        socket.say("unsubscribe_generation", generation_id=done)
        assert socket.until("unsubscribed") == {"generation_id": done}
    sequence = "SELECT sequence FROM generation_generation WHERE id = %s"
    return scene.rows.same("sequence", snapshot["sequence"], sequence, done)


@check("WS generation_cancelled")
def cancelled(scene: Scene) -> str:
    with listening(scene.user) as socket:
        waiting = [scene.user.ask("POST generation/create", json=_wanted(number)).data for number in range(4)]
        last = waiting[-1]["generation_id"]
        socket.say("subscribe_generation", generation_id=last)
        socket.until("subscribed")
        assert scene.user.ask("POST generation/{id}/cancel", last).status == 200
        told = socket.until("generation_cancelled")
    for one in waiting[:-1]:
        scene.user.ask("POST generation/{id}/cancel", one["generation_id"])
    assert told["credits"]["returned"] == waiting[-1]["credits_cost"], told["credits"]
    captured = "SELECT captured::int FROM billing_hold WHERE id = %s"
    return scene.rows.same("captured", told["credits"]["charged"], captured, last) + ", told as returned"


@check("WS generation_failed")
def failed(scene: Scene) -> str:
    """Whoever is asked to paint is not there any more."""
    slug = "routix_broken"
    recipe = {"slug": slug, "name": "Broken", "description": "Asks nobody.", "credit_cost": 1, "providers": ["local"]}
    assert scene.staff.ask("POST algorithms/", json=recipe).status == 201
    scene.stack.manage("shell", "-v", "0", "-c", _BREAK.format(slug=slug))
    with listening(scene.user) as socket:
        created = scene.user.ask("POST generation/create", json={"prompt": "nobody paints this", "algorithm": slug})
        socket.say("subscribe_generation", generation_id=created.data["generation_id"])
        told = socket.until("generation_failed", "generation_completed")
    assert told["status"] == "failed", told["status"]
    error = "SELECT error->>'type' FROM generation_generation WHERE id = %s"
    kind = scene.rows.same("error", told["error"]["type"], error, created.data["generation_id"])
    state = "SELECT captured::int FROM billing_hold WHERE id = %s"
    return f"{kind}, " + scene.rows.same("captured", 0, state, created.data["generation_id"])


@check("WS what is not yours is the same as what does not exist")
def not_yours(scene: Scene) -> str:
    with listening(scene.stranger) as socket:
        for event, key, theirs in (
            ("subscribe_generation", "generation_id", scene.made["generation"]),
            ("subscribe_conversation", "conversation_id", scene.made["conversation"]),
        ):
            answers = []
            for one in (theirs, _NOWHERE):
                socket.say(event, **{key: one})
                # The id that was asked for comes back; nothing else may tell them apart.
                answers.append(json.dumps(socket.until("error", "subscribed")).replace(one, "the id"))
            assert '"not_found"' in answers[0], answers[0]
            assert answers[0] == answers[1], answers
    return "not_found, word for word the same"


@check("WS subscribe_conversation: message_created, message_updated; unsubscribe_conversation")
def conversation(scene: Scene) -> str:
    talk = scene.made["conversation"]
    with listening(scene.user) as socket:
        socket.say("subscribe_conversation", conversation_id=talk)
        assert socket.until("subscribed") == {"conversation_id": talk}
        said = {"content": "now with a sledge", "algorithm": "routix_v4"}
        posted = scene.user.ask("POST chat/conversations/{id}/messages", talk, json=said).data
        first = socket.until("message_created")
        updated = socket.until("message_updated")
        while updated["generation"]["status"] != "completed":
            updated = socket.until("message_updated")
        socket.say("unsubscribe_conversation", conversation_id=talk)
        assert socket.until("unsubscribed") == {"conversation_id": talk}
    assert first["id"] == posted["message"]["id"]
    assert updated["id"] == posted["reply"]["id"]
    content = scene.rows.value("SELECT content FROM chat_message WHERE id = %s", updated["id"])
    assert content == updated["content"], "another text is kept than was told"
    revision = "SELECT revision FROM chat_message WHERE id = %s"
    return scene.rows.same("revision", updated["revision"], revision, updated["id"]) + ", the same text"


@check("WS broadcast, to those who are there and those who come")
def broadcast(scene: Scene) -> str:
    with listening(scene.user) as socket:
        sent = scene.staff.ask("POST admin/broadcast", json={"title": "Now", "message": "For everybody."})
        told = socket.until("broadcast")
        while told["id"] != sent.data["id"]:
            told = socket.until("broadcast")
    with listening(scene.stranger) as socket:
        later = socket.until("broadcast")
        while later["id"] != sent.data["id"]:
            later = socket.until("broadcast")
    return scene.rows.same("title", told["title"], "SELECT title FROM chat_broadcast WHERE id = %s", sent.data["id"])


def _wanted(number: int) -> dict[str, str]:
    return {"prompt": f"lighthouse number {number} in a storm", "algorithm": "routix_v4"}


def _code_of(scene: Scene, ticket: str) -> int | None:
    """The code that a socket is closed with."""
    try:
        with scene.user.socket_by(ticket) as connection:
            connection.recv(timeout=_SECONDS)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return None
