"""Algorithms: prices and recipes to edit, figures to read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from generation.models import Algorithm
from generation.selectors import AlgorithmStats, algorithm_stats
from generation.services.algorithms import check_providers, check_recipe

_NONE_YET = "–"


class AlgorithmForm(ModelForm[Algorithm]):
    """Refuses here what would fail every generation later."""

    class Meta:
        model = Algorithm
        fields = [
            *("name", "slug", "description", "version", "features", "sort", "credit_cost", "tier", "is_active"),
            *("is_default", "providers", "params", "max_width", "max_height"),
        ]

    def clean_params(self) -> dict[str, Any]:
        params = self.cleaned_data["params"] or {}
        problem = check_recipe(params)
        if problem:
            raise ValidationError(problem)
        return dict(params)

    def clean_providers(self) -> list[str]:
        problem = check_providers(self.cleaned_data["providers"])
        if problem:
            raise ValidationError(problem)
        return list(self.cleaned_data["providers"])

    def clean(self) -> dict[str, Any] | None:
        if self.instance.is_default and not self.cleaned_data.get("is_active", True):
            self.add_error("is_active", "The default stays active. Make another one the default first.")
        return self.cleaned_data


@admin.register(Algorithm)
class AlgorithmAdmin(ModelAdmin):  # type: ignore[misc]
    form = AlgorithmForm
    list_display = [
        *("name", "slug", "credit_cost", "tier", "is_active", "is_default"),
        *("usage_count", "success_rate", "median_seconds"),
    ]
    list_filter = ["tier", "is_active"]
    search_fields = ["name", "slug"]
    readonly_fields = ["usage_count", "success_rate", "median_seconds", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "description", "version", "features", "sort"]}),
        ("Price", {"fields": ["credit_cost", "tier", "is_active", "is_default"]}),
        ("Recipe", {"fields": ["providers", "params", "max_width", "max_height"]}),
        (
            "Measured from its latest runs",
            {"fields": ["usage_count", "success_rate", "median_seconds", "created_at", "updated_at"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Algorithm | None = None) -> list[str]:
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # generations name it; deactivating takes it away from users

    @admin.display(description="Used")
    def usage_count(self, algorithm: Algorithm) -> int:
        return _stats(algorithm).usage_count

    @admin.display(description="Success rate")
    def success_rate(self, algorithm: Algorithm) -> str:
        rate = _stats(algorithm).success_rate
        return _NONE_YET if rate is None else f"{rate:.1%}"

    @admin.display(description="Median time")
    def median_seconds(self, algorithm: Algorithm) -> str:
        seconds = _stats(algorithm).median_seconds
        return _NONE_YET if seconds is None else f"{seconds:.2f} s"


def _stats(algorithm: Algorithm) -> AlgorithmStats:
    return algorithm_stats().get(algorithm.pk, AlgorithmStats())
