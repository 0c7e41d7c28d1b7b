"""API keys, for staff: to look at, and to revoke."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from accounts.admin.reading import ReadOnly
from accounts.models import ApiKey, User
from accounts.services.api_keys import revoke_api_key
from common.client_address import hashed_ip


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    """Keys by their beginnings; the secrets themselves are nowhere."""

    list_display = ["name", "prefix", "user", "monthly_cap", "last_used_at", "expires_at", "revoked_at", "created_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__username", "user__email"]
    fields = [
        "name",
        "prefix",
        "user",
        "scopes",
        "monthly_cap",
        "last_used_at",
        "expires_at",
        "revoked_at",
        "created_at",
    ]
    actions = ["revoke"]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.has_perm("accounts.change_apikey")

    @admin.action(description=_("Revoke at once"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: "QuerySet[ApiKey]") -> None:
        """End the chosen keys; their owners find it among what happened to their accounts."""
        living = keys.filter(revoked_at=None).select_related("user")
        count = 0
        for key in living:
            if isinstance(request.user, User):
                revoke_api_key(key.user, key.pk, actor=request.user, ip_digest=hashed_ip(request))
                count += 1
        told = ngettext("%(count)d key was revoked.", "%(count)d keys were revoked.", count) % {"count": count}
        self.message_user(request, told, messages.SUCCESS)
