"""Categories: staff may add one without a release."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from templates_lib.models import Category


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return ["slug"] if obj else []
