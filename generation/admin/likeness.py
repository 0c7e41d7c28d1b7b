"""How like the original of its template each thumbnail is, for staff."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from generation.models import Generation, Thumbnail

# In parts of the ceiling above which a thumbnail is drawn anew.
_CLOSE = 0.8
_NONE = "–"


class LikenessFilter(SimpleListFilter):
    title, parameter_name = "likeness to the template", "likeness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("close", f"Close: {_CLOSE * settings.ORIGINALITY_CEILING:.0%} or more"), ("moved", "Had to move away")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Generation]") -> "QuerySet[Generation]":
        own = Thumbnail.objects.filter(generation=OuterRef("pk"))
        if self.value() == "close":
            close = own.filter(template_similarity__gte=_CLOSE * settings.ORIGINALITY_CEILING)
            return queryset.filter(Exists(close))
        return queryset.filter(Exists(own.filter(departure__gt=0))) if self.value() == "moved" else queryset


def most_like() -> Subquery:
    """Return the likeness of a generation's thumbnail that is the most like the original, for an annotation."""
    own = Thumbnail.objects.filter(generation=OuterRef("pk")).order_by(F("template_similarity").desc(nulls_last=True))
    return Subquery(own.values("template_similarity")[:1])


def likeness_in_words(value: float | None) -> str:
    return _NONE if value is None else f"{value:.0%}"


def likeness_table(thumbnails: Iterable[Thumbnail]) -> SafeString | str:
    """Return a row for each thumbnail: its likeness, what that was made of, and how far it had to move away."""
    rows = [thumbnail for thumbnail in thumbnails if thumbnail.template_similarity is not None]
    if not rows:
        return "There was nothing to compare with."
    cells = format_html_join(
        "",
        '<tr><th scope="row" style="padding:2px 20px 2px 0;font-weight:400;text-align:left">Picture {}</th>'
        '<td style="padding-right:20px;font-weight:600">{}</td><td style="padding-right:20px">{}</td><td>{}</td></tr>',
        (
            (
                thumbnail.index + 1,
                likeness_in_words(thumbnail.template_similarity),
                _parts(thumbnail.similarity_parts),
                f"moved away {thumbnail.departure}×" if thumbnail.departure else "",
            )
            for thumbnail in rows
        ),
    )
    ceiling = f"{settings.ORIGINALITY_CEILING:.0%}"
    return format_html(
        "<table>{}</table><p>Above {} a thumbnail that follows an uploaded look is drawn anew.</p>", cells, ceiling
    )


def _parts(parts: dict[str, Any]) -> str:
    """Return the parts that were measured, such as "hash 12%, layout 30%"."""
    told = {name: value for name, value in parts.items() if name != "total" and isinstance(value, int | float)}
    return ", ".join(f"{name.replace('_', ' ')} {value:.0%}" for name, value in told.items())
