"""Questions that staff ask of a list in the admin, and that no single column answers."""

from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest


class YesFilter(SimpleListFilter):
    """All rows, or those of which something is so. A subclass says what (`saying`), and narrows the rows to those."""

    saying: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.saying)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return self.narrowed(queryset) if self.value() == "yes" else queryset

    def narrowed(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        raise NotImplementedError
