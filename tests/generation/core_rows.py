"""Generations as the service makes them: with credits set aside."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections, transaction

from accounts.models import User
from billing import ledger
from generation import lifecycle
from generation.lifecycle import Picture
from generation.models import Algorithm, Generation
from tests.generation.api_rows import make_algorithm, make_generation, make_user

CREDITS = 100


def rich_user(**fields: Any) -> User:
    user = make_user(**fields)
    ledger.grant(user, amount=CREDITS, key=f"test:{user.pk}", reason="for a test")
    return user


def queue_one(owner: User | None = None, algorithm: Algorithm | None = None, **fields: Any) -> Generation:
    """A queued generation of a user who could pay for it."""
    owner = owner or rich_user()
    algorithm = algorithm or make_algorithm()
    with transaction.atomic():
        generation = make_generation(owner, algorithm, **fields)
        ledger.reserve(owner, amount=generation.credits_cost, reference=generation.pk)
    return generation


def claim_one(**fields: Any) -> Generation:
    """A claimed generation."""
    queued = queue_one(**fields)
    claimed = lifecycle.claim(worker="a test", only=queued.pk)
    assert claimed is not None
    return claimed


def a_picture(score: float = 80.0, axis: str = "") -> Picture:
    return Picture(
        key=f"thumbnails/{uuid.uuid4()}.jpg",
        bytes=1000,
        width=1280,
        height=720,
        document={"layers": []},
        score=score,
        score_axes={},
        axis=axis,
    )


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(0)` to `work(count - 1)` in as many threads, each with a connection of its own."""
    return [*ThreadPoolExecutor(count).map(lambda number: _guarded(work, number), range(count))]


def _guarded(work: Callable[[int], Any], number: int) -> Any:
    try:
        return work(number)
    except Exception as error:
        return error
    finally:
        connections.close_all()
