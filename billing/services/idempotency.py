"""Requests that are made once, however often they are sent.

A client names a request by a key of its own. The first request with it is carried out and its answer kept; the same
request with the same key gets that answer again. A refusal writes nothing, so the same key may be tried again once its
reason is gone.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from billing.errors import IdempotencyKeyReusedError, RequestInProgressError
from billing.models import IdempotencyKey
from common.errors import ValidationFailedError

LONGEST_KEY = 255
# A request that talks to the gateway is done within this, or its process has died.
_LEASE = timedelta(seconds=90)
_LONGEST_WAIT_SECONDS = 20.0
_POLL_SECONDS = 0.1
State = IdempotencyKey.State


@dataclass(frozen=True)
class Request:
    """What is asked for: by whom, under which key, where, and a hash of all that it says."""

    user: User
    key: str
    route: str
    hash: str


@dataclass(frozen=True)
class Outcome:
    """An answer: HTTP status, JSON body and headers. `is_replay` says that it was given before."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    is_replay: bool = False


def name_request(user: User, key: str, *, route: str, body: Any) -> Request:
    """Check the key and hash the request. Raises `ValidationFailedError` for a key that can't be one."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise ValidationFailedError(
            fields={"Idempotency-Key": f"It is 1 to {LONGEST_KEY} printable ASCII characters, a UUID say."}
        )
    canonical = json.dumps([route, body], sort_keys=True, default=str).encode(errors="surrogatepass")
    return Request(user, key, route, hashlib.sha256(canonical).hexdigest())


def once(request: Request, carry_out: Callable[[], Outcome]) -> Outcome:
    """Carry out what only writes to the database: the key, its answer and the work are one transaction.

    Whoever asks the same at this moment waits and gets the same answer. Raises what `carry_out` raises, and then
    nothing was written; `IdempotencyKeyReusedError` where the key stands for another request.
    """
    while True:
        with transaction.atomic():
            if _insert(request, lease_until=None):
                outcome = carry_out()
                _finish(request, outcome)
                return outcome
        known = _find(request)
        if known is None:
            continue  # whoever had it was refused, so it is free again
        if known.state != State.DONE:  # an answer comes with its key here, so this one was begun as other work
            raise RequestInProgressError
        return _replay(known)


def once_outside(request: Request, carry_out: Callable[[], Outcome]) -> Outcome:
    """Carry out what also calls the gateway, which no transaction may wait for.

    The key is written first, with a lease. Whoever asks the same waits for the answer, or goes on with the work once
    the lease is over; what the gateway is asked bears keys of its own, so it does nothing twice. Raises what
    `carry_out` raises, and then the key is free again; `RequestInProgressError` where the wait gets too long.
    """
    patience = time.monotonic() + _LONGEST_WAIT_SECONDS
    while (lease_until := _insert_leased(request) or _take_over(request)) is None:
        known = _find(request)
        if known is not None and known.state == State.DONE:
            return _replay(known)
        if time.monotonic() > patience:
            raise RequestInProgressError
        time.sleep(_POLL_SECONDS)
    try:
        outcome = carry_out()
    except BaseException:
        # Unless another went on with it meanwhile, since this took so long.
        mine = IdempotencyKey.objects.filter(user=request.user, key=request.key, state=State.STARTED)
        mine.filter(lease_until=lease_until).delete()
        raise
    _finish(request, outcome)
    return outcome


def _insert_leased(request: Request) -> datetime | None:
    lease_until = timezone.now() + _LEASE
    return lease_until if _insert(request, lease_until=lease_until) else None


def _insert(request: Request, *, lease_until: datetime | None) -> bool:
    """Insert the key unless it is there. A rival who inserts it in a transaction is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_idempotencykey (user_id, key, route, request_hash, state, body, headers, lease_until,"
            " created_at) VALUES (%s, %s, %s, %s, 'started', '', '{}', %s, statement_timestamp())"
            " ON CONFLICT (user_id, key) DO NOTHING",
            [request.user.pk, request.key, request.route, request.hash, lease_until],
        )
        return int(cursor.rowcount) == 1


def _take_over(request: Request) -> datetime | None:
    """Go on with what a process began that has died since; returns the new lease."""
    left = IdempotencyKey.objects.filter(
        user=request.user,
        key=request.key,
        request_hash=request.hash,
        state=State.STARTED,
        lease_until__lt=timezone.now(),
    )
    lease_until = timezone.now() + _LEASE
    return lease_until if left.update(lease_until=lease_until) else None


def _find(request: Request) -> IdempotencyKey | None:
    """The row of the key. `IdempotencyKeyReusedError` where it is of another request."""
    row = IdempotencyKey.objects.filter(user=request.user, key=request.key).first()
    if row is not None and (row.route, row.request_hash) != (request.route, request.hash):
        raise IdempotencyKeyReusedError
    return row


def _replay(row: IdempotencyKey) -> Outcome:
    return Outcome(row.status or 0, json.loads(row.body), row.headers, is_replay=True)


def _finish(request: Request, outcome: Outcome) -> None:
    IdempotencyKey.objects.filter(user=request.user, key=request.key).update(
        state=State.DONE,
        status=outcome.status,
        body=json.dumps(outcome.body),
        headers=dict(outcome.headers),
        lease_until=None,
    )
