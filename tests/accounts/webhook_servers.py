"""What webhook tests share: users who have an endpoint, and servers that are called."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User, WebhookEndpoint, WebhookEvent
from accounts.services.webhook_endpoints import add_endpoint
from common.fetching import Policy
from tests.accounts.people import make_user
from tests.common.listening import Answer, Listener, listening, reply

# A loopback address of which the tests say it is the world outside.
OUTSIDE = "127.0.0.9"
# The policy of the settings while a server of the test's runs, found by its name.
POLICY = Policy()
TAKEN = reply()


@contextmanager
def outside_server(settings: Any, answer: Answer | bytes = TAKEN, **options: Any) -> Iterator[Listener]:
    """A server that our guards take for one of the public internet, by the names `….example` as well."""
    global POLICY
    with listening(answer, host=OUTSIDE, **options) as server:
        POLICY = Policy(
            ports=frozenset({server.port}),
            trusted_addresses=frozenset({OUTSIDE}),
            resolve=lambda host, port, seconds: [OUTSIDE] if host.endswith(".example") else [],
        )
        settings.FETCH_POLICY = f"{__name__}.POLICY"
        yield server


def add_webhook(user: User, server: Listener, path: str = "/hook", **fields: Any) -> WebhookEndpoint:
    """An endpoint on that server, which hears everything unless told otherwise."""
    return add_endpoint(
        user, **{"url": f"http://{OUTSIDE}:{server.port}{path}", "events": list(WebhookEvent), **fields}
    )


def confirmed_user(username: str = "sara") -> User:
    return make_user(username, is_verified=True)
