"""Questions staff ask of the list that no single column answers."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin_filters import YesFilter
from templates_lib.admin.duplicates import templates_with_near_duplicates
from templates_lib.models import Template
from templates_lib.services.curating import DEAD_AFTER_DAYS, dead_templates

# Below it the words in a picture left its category open.
UNSURE = 0.5


class GuessedCategory(YesFilter):
    title, parameter_name, saying = "certainty of the category", "guessed", "A guess that nobody confirmed"

    def narrowed(self, rows: "QuerySet[Template]") -> "QuerySet[Template]":
        guessed = rows.filter(analysis__evidence__category__confidence__lt=UNSURE)
        return guessed.exclude(corrected__contains=["category"])


class NearDuplicates(YesFilter):
    title, parameter_name, saying = "likeness", "near", "Has near duplicates"

    def narrowed(self, rows: "QuerySet[Template]") -> "QuerySet[Template]":
        return rows.filter(pk__in=templates_with_near_duplicates())


class Use(SimpleListFilter):
    title, parameter_name = "use", "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("never", "Never used"), ("dead", f"Dead: {DEAD_AFTER_DAYS} days unused")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Template]") -> "QuerySet[Template]":
        if self.value() == "never":
            return queryset.filter(usage_count=0)
        return dead_templates(queryset) if self.value() == "dead" else queryset


def is_guess(template: Template) -> bool:
    """Say whether a template's category is a guess that nobody confirmed. Its analysis must be at hand."""
    analysis = getattr(template, "analysis", None)
    if analysis is None or "category" in template.corrected:
        return False
    confidence = analysis.evidence.get("category", {}).get("confidence")
    return confidence is not None and confidence < UNSURE
