"""Pages that need somebody signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.models import User

_Rest = ParamSpec("_Rest")


def is_htmx(request: HttpRequest) -> bool:
    """Say whether a script of ours asks for a part of a page."""
    return bool(cast(HtmxDetails, request.htmx))  # type: ignore[attr-defined]


def for_signed_in(
    page: Callable[Concatenate[HttpRequest, User, _Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponseBase]:
    """Give the page its user as second argument; others are led to the sign-in page, and from there back."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponseBase:
        if isinstance(request.user, User):
            return page(request, request.user, *args, **kwargs)
        if is_htmx(request):
            return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
        is_page = request.method in ("GET", "HEAD")
        return redirect_to_login(request.get_full_path() if is_page else resolve_url("studio"))

    return guarded
