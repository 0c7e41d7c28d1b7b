"""A user's statement, a page at a time.

The statement is a view over two tables. Here each table gives its lines from a place on, of some kinds, in the order of
an index; the view then tells about those.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from billing.models import Hold, StatementLine

Kind = StatementLine.Kind
# The two kinds that are holds; all others are booked.
_OF_HOLDS = {Kind.HELD: (Hold.State.HELD,), Kind.RETURNED: (Hold.State.RELEASED, Hold.State.CAPTURED)}
_BOOKED = [kind for kind in Kind if kind not in _OF_HOLDS and kind is not Kind.SETTLEMENT]  # as the view has it
_NEWEST = """
    (SELECT id, created_at AS at FROM billing_ledgertransaction
     WHERE account_id = %(account)s AND kind = ANY(%(kinds)s)
       AND (created_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
     ORDER BY created_at DESC, id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT id, coalesce(closed_at, created_at) FROM billing_hold
     WHERE account_id = %(account)s AND captured = 0 AND amount > 0 AND state = ANY(%(states)s)
       AND (coalesce(closed_at, created_at), id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
     ORDER BY coalesce(closed_at, created_at) DESC, id DESC LIMIT %(limit)s)
    ORDER BY at DESC, id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Mark:
    """A place in the statement: that of a line."""

    at: datetime
    id: uuid.UUID


@dataclass(frozen=True)
class StatementPage:
    """Lines, newest first. Older ones follow after `older`; None where there are none."""

    lines: tuple[StatementLine, ...]
    older: Mark | None


def read_statement(user: User, *, kinds: Collection[str] = (), before: Mark | None = None, limit: int) -> StatementPage:
    """The newest `limit` lines before that place, of these kinds or of all."""
    wanted = set(kinds) or set(Kind.values)
    values: dict[str, Any] = {
        "account": user.pk,
        "kinds": [kind.value for kind in _BOOKED if kind in wanted],
        "states": [state for kind, states in _OF_HOLDS.items() if kind in wanted for state in states],
        "before_at": before.at if before else "infinity",
        "before_id": before.id if before else uuid.UUID(int=0),
        "limit": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, values)
        places = [Mark(at, line_id) for line_id, at in cursor.fetchall()]
    lines = StatementLine.objects.filter(account_id=user.pk).in_bulk([place.id for place in places[:limit]])
    # A hold that was closed between the two queries may have moved to another place: it is left out.
    shown = tuple(lines[place.id] for place in places[:limit] if place.id in lines)
    return StatementPage(lines=shown, older=places[limit - 1] if len(places) > limit else None)
