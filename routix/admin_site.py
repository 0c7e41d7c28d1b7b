"""The admin's pages behind the sign-in of everybody else: one lock, one second factor, one list of open sign-ins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.sites import UnfoldAdminSite

from accounts.models import User
from accounts.services.sessions import close_browser_session, is_proven_twice


class RoutixAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """Open to staff; with `STAFF_NEED_SECOND_FACTOR` only by a sign-in that took a code or a passkey."""

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.STAFF_NEED_SECOND_FACTOR or is_proven_twice(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the sign-in page; staff who lack the second proof to where they set it up; nobody else on."""
        wanted = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        target = wanted if is_ours else reverse("admin:index")
        if not isinstance(request.user, User):
            return redirect_to_login(target, resolve_url(settings.LOGIN_URL))
        if self.has_permission(request):
            return redirect(target)
        if super().has_permission(request):
            return redirect("security")
        raise PermissionDenied

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign out, by POST only."""
        if request.method == "POST":
            close_browser_session(request)
        return redirect("studio")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the page where everybody changes theirs."""
        return redirect("password-change")
