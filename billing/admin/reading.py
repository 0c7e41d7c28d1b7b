"""What staff may only read, and the alarm on every page of money."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin

from accounts.models import User


class MoneyAdmin(ModelAdmin):  # type: ignore[misc]
    """The look of the pages of money."""

    show_full_result_count = False

    class Media:
        css = {"all": ["billing/admin.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; all of it for a question that PostgreSQL's text can't even hold."""
        if any("\x00" in value for value in request.GET.values()):
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)  # type: ignore[no-any-return]


class ReadOnly:
    """Rows that only the services and the ledger write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def staff_of(request: HttpRequest) -> User:
    """Return who is signed in. The admin lets nobody else in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the admin was entered by nobody")
    return user
