"""Telling everybody something from the admin."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from accounts.services import audit
from chat.models import Broadcast
from chat.services.broadcasting import announce_broadcast


@admin.register(Broadcast)
class BroadcastAdmin(ModelAdmin):  # type: ignore[misc]
    """A new one is told at once; a told one is not changed any more, only taken back before it expires."""

    list_display = ["title", "level", "is_current", "author", "created_at", "expires_at"]
    list_select_related = ["author"]
    list_filter = ["level"]
    search_fields = ["title", "message"]
    ordering = ["-created_at"]
    fields = ["title", "message", "level", "expires_at"]

    @display(description="told to newcomers", boolean=True)  # type: ignore[untyped-decorator]
    def is_current(self, broadcast: Broadcast) -> bool:
        return broadcast.expires_at > timezone.now()

    def save_model(self, request: HttpRequest, obj: Broadcast, form: Any, change: bool) -> None:
        author = _staff(request)
        obj.author = author
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            announce_broadcast(obj, by=author)

    def delete_model(self, request: HttpRequest, obj: Broadcast) -> None:
        by, details = _staff(request), {"broadcast_id": str(obj.pk)}
        with transaction.atomic():
            super().delete_model(request, obj)
            audit.record("broadcast.taken_back", user=by, actor=by, details=details)

    def has_change_permission(self, request: HttpRequest, obj: Broadcast | None = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        return {}  # one at a time, so that each is written down


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the admin was entered by nobody")
    return request.user
