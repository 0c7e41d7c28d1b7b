"""What a user has made, as cards."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.models import User
from chat.pages import wording
from generation.events import picture_url
from generation.models import ACTIVE_STATUSES, Algorithm
from generation.selectors import GenerationRow, History, HistoryFilter

PAGE_SIZE = 12
_CARD_WIDTH = 480
_JUST_NOW_SECONDS = 60


@dataclass(frozen=True)
class Card:
    """One generation in the grid. `small_url` is None while, or when, there is no picture."""

    id: UUID
    prompt: str
    algorithm_name: str
    small_url: str | None
    width: int
    height: int
    icon: str
    status_label: str
    is_active: bool
    score: int | None
    created_at: Any
    age: str


def history_context(user: User, *, offset: int = 0) -> dict[str, Any]:
    """Return a page of cards, and where the next page starts, None on the last one."""
    rows = History(user, HistoryFilter())[offset : offset + PAGE_SIZE + 1]
    names = dict(Algorithm.objects.values_list("slug", "name"))
    return {
        "cards": [_card(row, names) for row in rows[:PAGE_SIZE]],
        "next_offset": offset + PAGE_SIZE if len(rows) > PAGE_SIZE else None,
    }


def _card(row: GenerationRow, names: dict[str, str]) -> Card:
    return Card(
        id=row.id,
        prompt=row.prompt,
        algorithm_name=names.get(row.algorithm, row.algorithm),
        small_url=f"{picture_url(row.thumbnail_id)}?width={_CARD_WIDTH}" if row.thumbnail_id else None,
        width=row.width,
        height=row.height,
        icon=wording.STATUS_ICONS[row.status],
        status_label=str(wording.STATUSES[row.status]),
        is_active=row.status in ACTIVE_STATUSES,
        score=None if row.score is None else round(row.score),
        created_at=row.created_at,
        age=_age(row.created_at),
    )


def _age(moment: Any) -> str:
    if (timezone.now() - moment).total_seconds() < _JUST_NOW_SECONDS:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
