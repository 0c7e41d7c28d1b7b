"""Confirming an e-mail address: asking for the link, and following it."""

import math
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timesince import timeuntil
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts.errors import InvalidVerificationTokenError, TooManyVerificationsError
from accounts.models import User
from accounts.selectors import find_newest_verification, verification_path
from accounts.services.verification import start_verification, verify_email
from common.errors import ConflictError


@method_decorator([csrf_protect, never_cache], name="dispatch")
class VerificationPage(LoginRequiredMixin, View):
    """How far one's own address is confirmed, with a button for another mail and a way back to `?next=`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mail a link."""
        try:
            start_verification(cast(User, request.user))
        except TooManyVerificationsError as error:
            response = self._page(request, wait=error.retry_after, status=error.status)
            response["Retry-After"] = str(error.retry_after)
            return response
        except ConflictError:
            pass  # confirmed meanwhile, in another window: the page says so
        return redirect(f"{reverse('verify')}?{urlencode({'next': _next_of(request)})}")

    def _page(self, request: HttpRequest, *, wait: int = 0, status: int = 200) -> HttpResponse:
        user = cast(User, request.user)
        newest = None if user.is_verified else find_newest_verification(user)
        context: dict[str, Any] = {
            "is_verified": user.is_verified,
            "newest": newest,
            "wait": _told_wait(wait),
            "next": _next_of(request),
            # Where no mail leaves the machine, a newcomer goes on by this; on a server it would let anybody confirm
            # any address.
            "is_mail_kept_here": _is_mail_kept_here(),
            "link": verification_path(newest) if newest and _is_mail_kept_here() else "",
        }
        return render(request, "accounts/verify.html", context, status=status)


@method_decorator([csrf_protect, never_cache], name="dispatch")
class VerificationLinkPage(View):
    """Where a mailed link leads. Scanners of mail follow links, so it takes a press of a button."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "accounts/verify_link.html", {"state": "asked"})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm the address, whoever is signed in or nobody."""
        try:
            verify_email(token)
        except InvalidVerificationTokenError as error:
            # The second press of a double click finds the link used up, by the first one.
            if isinstance(request.user, User) and request.user.is_verified:
                return render(request, "accounts/verify_link.html", {"state": "confirmed"})
            return render(request, "accounts/verify_link.html", {"state": "refused"}, status=error.status)
        return render(request, "accounts/verify_link.html", {"state": "confirmed"})


def _is_mail_kept_here() -> bool:
    return not settings.IS_PRODUCTION and not settings.EMAIL_URL


def _told_wait(seconds: int) -> str:
    """Some seconds in words, in whole minutes; empty for none."""
    now = timezone.now()
    return timeuntil(now + timedelta(minutes=math.ceil(seconds / 60)), now) if seconds else ""


def _next_of(request: HttpRequest) -> str:
    """The page to go back to, if it is one of ours; else the studio."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
