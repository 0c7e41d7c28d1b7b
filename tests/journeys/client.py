"""A user of the running product: HTTP as in the README, and one websocket."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

FINAL = {"generation_completed", "generation_failed", "generation_cancelled"}


class ApiUser:
    """Someone who has just registered."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=f"{url}/api/v1", timeout=30)
        name = f"user_{secrets.token_hex(6)}"
        answer = self.http.post(
            "/users/register",
            json={"username": name, "email": f"{name}@example.com", "password": "a long enough passphrase"},
        )
        assert answer.status_code == 201, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['data']['access_token']}"

    def get(self, path: str) -> dict[str, Any]:
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def create(self, prompt: str, **options: Any) -> dict[str, Any]:
        answer = self.http.post("/generation/create", json={"prompt": prompt, **options})
        assert answer.status_code == 202, answer.text
        return answer.json()["data"]

    def credits(self) -> tuple[int, int]:
        """Available and held credits."""
        data = self.get("/users/credits")
        return data["available"], data["held"]

    @contextmanager
    def socket(self) -> Iterator[ClientConnection]:
        ticket = self.http.post("/users/ws-ticket").json()["data"]["ticket"]
        with connect(f"{self.url.replace('http', 'ws', 1)}/ws/?ticket={ticket}", open_timeout=20) as connection:
            yield connection


def frames(connection: ClientConnection, *, seconds: float) -> Iterator[dict[str, Any]]:
    """Frames until a final event of a generation has come; `TimeoutError` when nothing comes for so long."""
    while True:
        frame = json.loads(connection.recv(timeout=seconds))
        yield frame
        if frame["event"] in FINAL:
            return


def subscribe(connection: ClientConnection, generation_id: str) -> None:
    connection.send(json.dumps({"event": "subscribe_generation", "data": {"generation_id": generation_id}}))


def follow(connection: ClientConnection, generation_id: str, *, seconds: float = 60) -> list[dict[str, Any]]:
    """Subscribe and return the frames of that generation up to its end."""
    subscribe(connection, generation_id)
    return [f for f in frames(connection, seconds=seconds) if f["data"].get("generation_id") == generation_id]
