"""How the bank of looks stands."""

from typing import NamedTuple

from django.db.models import Count, Q

from templates_lib.models import Status, Template


class Bank(NamedTuple):
    """Templates by status; `active` ones are ready and matched with prompts."""

    by_status: dict[str, int]
    active: int


def count_bank() -> Bank:
    """Count it in one query."""
    rows = Template.objects.order_by().values("status").annotate(n=Count("pk"), active=Count("pk", Q(is_active=True)))
    found = {row["status"]: row for row in rows}
    by_status = {status.value: found[status]["n"] if status in found else 0 for status in Status}
    return Bank(by_status, found[Status.READY]["active"] if Status.READY in found else 0)
