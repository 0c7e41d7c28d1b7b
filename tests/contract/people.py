"""Who asks, and what they get: HTTP of the running product, each answer held against section 1 and the schema."""

import itertools
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.contract.described import Described
from tests.contract.envelope import require_envelope

PASSWORD = "a long enough passphrase"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ask:
    """What to send. `ids` stand in for the `{…}` of an endpoint's path, in their order."""

    ids: tuple[Any, ...] = ()
    json: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] | None = None
    files: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back. `body` is None where it is no JSON."""

    response: httpx.Response
    body: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def data(self) -> Any:
        return self.body["data"]

    @property
    def error(self) -> Any:
        return self.body["error"]


Listener = Callable[[str, Answer], None]


@dataclass
class Person:
    """Somebody who asks, by a token of theirs or, with none, signed out."""

    url: str
    described: Described
    username: str = ""
    token: str = ""
    password: str = PASSWORD
    id: str = ""
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, timeout=60)

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"

    @property
    def marks(self) -> tuple[str, ...]:
        """What nobody else's answer may hold."""
        return (self.id, self.email)

    def ask(self, endpoint: str, *ids: Any, **parts: Any) -> Answer:
        """Send a request that is no step of its own, such as `ask("GET generation/{id}", some_id)`."""
        return self.send(endpoint, Ask(ids=ids, **parts))

    def send(self, endpoint: str, ask: Ask) -> Answer:
        """Ask an endpoint as the contract writes it. Raises `AssertionError` for an answer that breaks section 1."""
        method, _, path = endpoint.partition(" ")
        for given in ask.ids:
            start, _, rest = path.partition("{")
            path = f"{start}{given}{rest.partition('}')[2]}"
        assert "{" not in path, f"{endpoint} is asked without {path}"
        is_api = not path.startswith("/")
        request_id = f"walk-{next(_numbers):08d}"
        headers = {"X-Request-ID": request_id, **ask.headers}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        content = ask.content
        if ask.json is not None:
            content = json.dumps(ask.json).encode()
            headers.setdefault("Content-Type", "application/json")
        response = self.http.request(
            method,
            f"/api/v1/{path}" if is_api else path,
            params=ask.query,
            content=content,
            data=ask.form,
            files=ask.files,
            headers=headers,
        )
        if not is_api:
            is_json = response.headers.get("Content-Type", "").startswith("application/json")
            return Answer(response, response.json() if is_json else None)
        answer = Answer(response, require_envelope(response, request_id))
        self.described.require(endpoint, response.status_code, answer.body)
        return answer

    def sign_up(self, username: str) -> dict[str, Any]:
        """Register and keep the token; return what was answered."""
        self.username = username
        signed_in = self.ask(
            "POST users/register", json={"username": username, "email": self.email, "password": self.password}
        )
        assert signed_in.status == 201, signed_in.body
        self.keep(signed_in.data)
        return dict(signed_in.data)

    def sign_in(self) -> dict[str, Any]:
        """Sign in by a password, and keep the token."""
        signed_in = self.ask("POST users/login", json={"username": self.username, "password": self.password})
        assert signed_in.status == 200, signed_in.body
        self.keep(signed_in.data)
        return dict(signed_in.data)

    def keep(self, signed_in: dict[str, Any]) -> None:
        self.token = signed_in["access_token"]
        self.id = signed_in["user"]["id"]

    def socket(self) -> AbstractContextManager[ClientConnection]:
        """A websocket by a new ticket, just opened."""
        ticket = self.ask("POST users/ws-ticket").data["ticket"]
        return self.socket_by(ticket)

    def socket_by(self, ticket: str, **options: Any) -> AbstractContextManager[ClientConnection]:
        return connect(f"{self.url.replace('http', 'ws', 1)}/ws/?ticket={ticket}", open_timeout=20, **options)
