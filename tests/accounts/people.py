"""People for tests."""

import json
from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.registration import SignUpOrigin
from accounts.services.sign_in import sign_in

PASSWORD = "correct horse battery"
# A name that the hook of new users refuses.
UNWELCOME = "unwelcome"


@dataclass(frozen=True)
class Newcomer:
    """What the hook of new users was told."""

    username: str
    origin: SignUpOrigin


NEWCOMERS: list[Newcomer] = []


class UnwelcomeError(Exception):
    """A fault in the hook."""


def note_newcomer(user: User, origin: SignUpOrigin) -> None:
    """A hook of new users."""
    if user.username == UNWELCOME:
        raise UnwelcomeError
    NEWCOMERS.append(Newcomer(user.username, origin))


class _SevenEach(dict[Any, int]):
    def get(self, key: Any, default: Any = None) -> int:
        return 7


def spending_of(user: User) -> dict[Any, int]:
    """What the API keys of a user spent: seven credits each."""
    return _SevenEach()


def make_user(username: str = "sara", **fields: Any) -> User:
    fields.setdefault("email", f"{username}@example.com")
    return User.objects.create_user(username, password=PASSWORD, **fields)


def client_of(user: User | None) -> APIClient:
    """An API client that bears the user's access token; None is nobody."""
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {sign_in(user).access_token}")
    return client


def as_json(value: Any) -> str:
    """JSON with everything beyond ASCII escaped, so that a test can send what is not valid text."""
    return json.dumps(value)


def fields_of(response: Any) -> set[str]:
    """Which fields a 422 complains about."""
    assert response.status_code == 422, response.content
    body = response.json()
    assert body["success"] is False
    assert body["error"]["type"] == "validation_error"
    return {problem["field"] for problem in body["error"]["details"]["validation_errors"]}
