"""Conversations: that they are there, not what is said in them."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from chat.models import Conversation, Participant


class ParticipantsInline(TabularInline):  # type: ignore[misc]
    """Who was let in."""

    model = Participant
    extra = 0
    fields = ["user", "role", "created_at"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Participant | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Participant | None = None) -> bool:
        return False


@admin.register(Conversation)
class ConversationAdmin(ModelAdmin):  # type: ignore[misc]
    """Read-only, and without the messages: these are between the people in it."""

    list_display = ["id", "owner", "message_count", "created_at", "last_message_at", "deleted_at"]
    list_select_related = ["owner"]
    search_fields = ["id", "owner__username", "owner__email"]
    ordering = ["-last_message_at"]
    fields = ["id", "owner", "message_count", "created_at", "last_message_at", "deleted_at"]
    readonly_fields = fields
    inlines = [ParticipantsInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False
