"""Everything that the API answers to a GET, for a user who has been here for long. Runs inside a Routix.

`write_plan` fills the database and writes down, for each read of the schema that answers JSON, what it asks the
database and what it answers.
"""

import copy
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiKey, AuditEntry, BrandAsset, User, WebhookDelivery
from billing import ledger
from billing.models import Invoice, Order, Subscription
from chat.models import Conversation, Message
from common.rate_limits.shared_log import SCRIPT
from generation.models import Generation, Thumbnail
from tests.openapi.world import World, make_world

_GENERATIONS = 1000
_GRANTS = 50
# How many more of what the world has one of.
_MORE: dict[type[models.Model], int] = {
    ApiKey: 9,
    AuditEntry: 200,
    BrandAsset: 19,
    Conversation: 99,
    Invoice: 11,
    Message: 199,
    Order: 49,
    WebhookDelivery: 199,
}
_ASKED = {"query": "boss fight with a dragon"}
# What two rows may not share, what orders them, and what is looked for.
_OWN: dict[str, Any] = {
    "reference": lambda number: f"in_{number}",
    "digest": lambda number: secrets.token_hex(32),
    "session_id": lambda number: None,
    "payment_id": lambda number: None,
    "number": lambda number: number + 1,
    "batch_id": lambda number: None,
    "content": lambda number: f"Once more: a {_ASKED['query']}, and the number {number}",
}
# A cursor of the server's is read to its end; the rival asks for all at once.
_CURSOR = re.compile(r"DECLARE .*? CURSOR .*?FOR (?=SELECT)", re.DOTALL)


@dataclass(frozen=True)
class Read:
    """A read: its address, the statements that it sends, and the JSON that it answers."""

    name: str
    address: str
    sql: list[str]
    body: Any


def write_plan(path: str) -> None:
    """Fill the database and write a plan to a file: `{"token", "token_key", "limiter", "reads", "skipped"}`.

    The token is of the user whom the rows belong to, `limiter` the script that counts requests in Redis. Skipped is
    what may answer JSON and then answers something else.
    """
    with transaction.atomic():
        world = make_world(owner_is_staff=True)
        _fill(world.owner)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_AUTHORIZATION=f"Bearer {world.token}", SERVER_NAME="127.0.0.1")
    reads, skipped = [], []
    for name, address in _addresses(client, world):
        read = _look_at(client, name, address)
        if read is None:
            skipped.append(name)
        else:
            reads.append(asdict(read))
    plan = {"token": world.token, "token_key": settings.ACCESS_TOKEN_KEY, "limiter": SCRIPT}
    Path(path).write_text(json.dumps({**plan, "reads": reads, "skipped": skipped}))


def _fill(owner: User) -> None:
    _subscribe(owner)
    for number in range(_GRANTS):
        ledger.grant(owner, amount=1, key=f"reads:{number}", reason="a gift")
    for model, count in _MORE.items():
        row = model._default_manager.order_by("-created_at").first()
        assert row is not None, model
        _multiply(row, count)
    generation = Generation.objects.get(owner=owner, status="completed")
    thumbnail = Thumbnail.objects.get(generation=generation)
    made = _multiply(generation, _GENERATIONS - 2)
    Thumbnail.objects.bulk_create([_copied(thumbnail, 0, generation=one) for one in made])


def _subscribe(owner: User) -> None:
    now = timezone.now()
    money = {"amount": 999, "currency": "usd"}
    period = {"period_start": now, "period_end": now + timedelta(days=30)}
    subscription = Subscription.objects.create(
        user=owner,
        gateway="stripe",
        livemode=True,
        reference="sub_1",
        customer_reference="cus_1",
        plan_id="basic",
        paid_plan_id="basic",
        status="active",
        started_at=now,
        read_at=now,
        **money,
        **period,
    )
    Invoice.objects.create(
        subscription=subscription,
        user=owner,
        plan_id="basic",
        reference="in_0",
        billing_reason="subscription_cycle",
        credits=100,
        paid_at=now,
        **money,
        **period,
    )


def _multiply(row: models.Model, count: int) -> list[Any]:
    made = type(row)._default_manager.bulk_create([_copied(row, number) for number in range(1, count + 1)])
    for number, one in enumerate(made, start=1):
        one.created_at -= timedelta(minutes=number)  # type: ignore[attr-defined]
    type(row)._default_manager.bulk_update(made, ["created_at"])
    return made


def _copied(row: models.Model, number: int, **changes: Any) -> Any:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made.pk = type(row)._meta.pk.get_default()
    for name, value in _OWN.items():
        if hasattr(made, name):
            setattr(made, name, value(number))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _addresses(client: Client, world: World) -> Iterator[tuple[str, str]]:
    """The name and the address, relative to the host, of each read that may answer JSON."""
    schema = client.get(reverse("schema"), {"format": "json"}).json()
    for path, operations in schema["paths"].items():
        read = operations.get("get")
        if read is None or "application/json" not in read["responses"]["200"].get("content", {}):
            continue
        required = [one["name"] for one in read.get("parameters", []) if one["in"] == "query" and one.get("required")]
        query = "&".join(f"{name}={_ASKED[name].replace(' ', '+')}" for name in required)
        yield path.removeprefix("/api/v1/"), path.format(**world.ids) + (f"?{query}" if query else "")


def _look_at(client: Client, name: str, address: str) -> Read | None:
    client.get(address)  # what is looked up once for a process is not looked up again
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code} {answer.content[:500]!r}")
    if answer.headers["Content-Type"] != "application/json":
        return None
    return Read(name, address, [_CURSOR.sub("", query["sql"]) for query in queries], answer.json())
