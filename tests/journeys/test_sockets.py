"""Live events of the running product, as programs of others use them."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Register
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

CLIENT = Path(__file__).resolve().parents[1] / "clients" / "socketio"
PROMPT = "I spent 24 hours in an abandoned submarine"


@pytest.fixture(scope="session")
def socketio_client() -> Path:
    """A Node program with the `socket.io-client` of the lock file."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("needs Node")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=CLIENT, check=True, capture_output=True, timeout=200)
    return CLIENT / "follow.js"


def follow(program: Path, url: str, auth: dict[str, str], generation_id: str, *transport: str) -> list[dict[str, Any]]:
    """What the client heard, up to the end of the generation."""
    ran = subprocess.run(
        ["node", str(program), url, json.dumps(auth), generation_id, *transport],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert not ran.stderr, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


class TestSocketIO:
    def test_tells_a_generation_from_start_to_end(self, live_stack: Stack, register: Register, socketio_client: Path):
        user = register(live_stack)
        before = [user.create(PROMPT, algorithm="routix_v6")["generation_id"] for _ in range(4)]
        created = user.create(PROMPT, algorithm="routix_v6")["generation_id"]  # waits, so it is heard from its start
        ticket = user.http.post("/users/ws-ticket").json()["data"]["ticket"]
        heard = follow(socketio_client, live_stack.url, {"ticket": ticket}, created)
        names = [one["event"] for one in heard]
        assert names[:3] == ["connection:established", "transport", "subscribed"]
        assert "generation_started" in names
        assert "generation_progress" in names
        states = [
            one["data"] for one in heard if one["data"].get("generation_id") == created and "sequence" in one["data"]
        ]
        assert [state["sequence"] for state in states] == sorted(state["sequence"] for state in states)
        assert states[-1]["status"] == "completed"
        assert user.http.get(f"{live_stack.url}{states[-1]['thumbnail_url']}").headers["content-type"] == "image/jpeg"
        assert not [other for other in before if other in json.dumps(heard)]

    @pytest.mark.parametrize("transport", ["websocket", "polling"])
    def test_takes_an_access_token_by_either_transport(
        self, live_stack: Stack, register: Register, socketio_client: Path, transport: str
    ):
        user = register(live_stack)
        token = user.http.headers["Authorization"].removeprefix("Bearer ")
        created = user.create(PROMPT, algorithm="routix_v4")["generation_id"]
        heard = follow(socketio_client, live_stack.url, {"token": token}, created, transport)
        assert {"event": "transport", "data": {"name": transport}} in heard
        assert [one for one in heard if one["event"] == "generation_completed"]

    def test_refuses_who_brings_nothing_good(self, live_stack: Stack, socketio_client: Path):
        heard = follow(socketio_client, live_stack.url, {"token": "made up"}, "x")
        assert heard[0] == {"event": "connect_error", "data": {"message": "refused", "code": 4401}}

    def test_tells_strangers_nothing(self, live_stack: Stack, register: Register, socketio_client: Path):
        owner, stranger = register(live_stack), register(live_stack)
        created = owner.create(PROMPT, algorithm="routix_v4")["generation_id"]
        token = stranger.http.headers["Authorization"].removeprefix("Bearer ")
        program = subprocess.Popen(
            ["node", str(socketio_client), live_stack.url, json.dumps({"token": token}), created],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            lines = [json.loads(program.stdout.readline()) for _ in range(3)]
        finally:
            program.kill()
            program.communicate()
        assert (lines[2]["event"], lines[2]["data"]["type"]) == ("error", "not_found")

    def test_refuses_a_foreign_page(self, live_stack: Stack, register: Register):
        address = f"{live_stack.url}/socket.io/?EIO=4&transport=polling"
        user = register(live_stack)
        assert user.http.get(address, headers={"Origin": "https://evil.example"}).status_code == 403
        answer = user.http.get(address, headers={"Origin": live_stack.url})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, live_stack.url)
