"""What happened to accounts, for staff: to read only."""

import json

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.admin.reading import ReadOnly
from accounts.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    """Entries, newest first. They go after a year, or with their account."""

    list_display = ["created_at", "action", "user", "actor", "told_details"]
    list_filter = ["action"]
    list_select_related = ["user", "actor"]
    search_fields = ["user__username", "user__email", "actor__username", "action"]
    date_hierarchy = "created_at"
    fields = ["created_at", "action", "user", "actor", "details", "ip_digest"]
    show_full_result_count = False

    @admin.display(description=_("details"))
    def told_details(self, entry: AuditEntry) -> str:
        return json.dumps(entry.details, ensure_ascii=False) if entry.details else "–"
