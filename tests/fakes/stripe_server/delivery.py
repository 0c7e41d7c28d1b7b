"""Webhooks: events as Stripe posts them, signed; and as somebody else might."""

import copy
import hmac
import http.client
import json
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from tests.fakes.stripe_server.state import Row

_FOREIGN_SECRET = "whsec_of_somebody_else"
_TOLERANCE = 300
_TIMEOUT = 30.0


@dataclass(frozen=True)
class Post:
    """A request to a webhook, ready to be sent by whatever client."""

    body: bytes
    signature: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": self.signature,
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }


@dataclass(frozen=True)
class Delivery:
    """One event that was posted, and the status that the webhook answered."""

    event: Row
    status: int


def signature(body: bytes, secret: str, at: int | None = None) -> str:
    """Return the `Stripe-Signature` of a body at a moment of the real clock, now by default."""
    moment = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={digest}"


def signed(event: Row, secret: str, at: int | None = None) -> Post:
    """Return an event as Stripe posts it."""
    body = json.dumps(event, indent=2, ensure_ascii=False).encode()
    return Post(body, signature(body, secret, at))


def forged(event: Row, secret: str) -> Post:
    """Return an event signed by somebody who does not know `secret`."""
    foreign = _FOREIGN_SECRET if secret != _FOREIGN_SECRET else f"{secret}_too"
    return signed(event, foreign)


def altered(event: Row, secret: str) -> Post:
    """Return an event whose body was changed after it had been signed."""
    post = signed(event, secret)
    return Post(post.body.replace(b'"livemode"', b'"livemode" ', 1), post.signature)


def stale(event: Row, secret: str) -> Post:
    """Return an event signed longer ago than is tolerated."""
    return signed(event, secret, int(time.time()) - 2 * _TOLERANCE)


def from_the_future(event: Row, secret: str) -> Post:
    """Return an event signed for a moment further ahead than is tolerated, which the SDK takes."""
    return signed(event, secret, int(time.time()) + 2 * _TOLERANCE)


def wrong_mode(event: Row, secret: str) -> Post:
    """Return a rightly signed event of the live mode, where these are of the test mode."""
    live = copy.deepcopy(event)
    live["livemode"] = True
    if "livemode" in live["data"]["object"]:
        live["data"]["object"]["livemode"] = True
    return signed(live, secret)


def send(url: str, post: Post) -> int:
    """Post to a webhook and return the status that it answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        connection.request("POST", parts.path or "/", post.body, post.headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def deliver(
    url: str,
    events: Sequence[Row],
    *,
    secret: str,
    shuffle_seed: int | None,
    times: tuple[int, int],
    at_once: int,
) -> list[Delivery]:
    """Post events, each between `times[0]` and `times[1]` times, in the order of a seed if there is one."""
    chance = random.Random(shuffle_seed)
    order = [event for event in events for _ in range(chance.randint(*times))]
    if shuffle_seed is not None:
        chance.shuffle(order)
    with ThreadPoolExecutor(at_once) as pool:
        statuses = pool.map(lambda event: send(url, signed(event, secret)), order)
        return [Delivery(event, status) for event, status in zip(order, statuses, strict=True)]
