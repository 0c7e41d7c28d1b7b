"""Tables on the pages of the admin: what stands in them is made here, how they look in `table.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from billing.admin.columns import NONE_YET

Cell = object


@dataclass(frozen=True)
class Column:
    """A heading. Numbers stand at the end of their cell."""

    title: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings; `empty` stands there for none. `more` is where the rest is, "" where this is all."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: str
    note: str = ""
    more: str = ""

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """Each row's cells with their headings."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def when(moment: datetime | None) -> str:
    """A moment in a cell, in UTC to the minute."""
    return NONE_YET if moment is None else date_format(timezone.localtime(moment), "j M Y, H:i")
