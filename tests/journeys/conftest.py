"""People who use the running product."""

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.client import ApiUser
from tests.journeys.stack import Stack

Register = Callable[[Stack], ApiUser]


@pytest.fixture
def register() -> Iterator[Register]:
    """Registers somebody new; their connections are closed with the test."""
    users: list[ApiUser] = []

    def new(stack: Stack) -> ApiUser:
        users.append(ApiUser(stack.url))
        return users[-1]

    yield new
    for user in users:
        user.http.close()
