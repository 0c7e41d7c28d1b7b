"""The same limits for pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from common.api.errors import too_many_requests
from common.errors import RateLimitError
from common.rate_limits.identities import identity_of
from common.rate_limits.requests import SAFE_METHODS, require_allowance

_Rest = ParamSpec("_Rest")
_Page = Callable[Concatenate[HttpRequest, _Rest], HttpResponseBase]


def limited(rate_class: str) -> Callable[[_Page[_Rest]], _Page[_Rest]]:
    """Count what is sent to a page (not looking at it) in that class; too many are answered with a page that says so.

    For a class-based page: `@method_decorator(limited("auth"), name="dispatch")`.
    """

    def decorate(page: _Page[_Rest]) -> _Page[_Rest]:
        @wraps(page)
        def counted(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponseBase:
            try:
                require_page_allowance(request, rate_class)
            except RateLimitError as error:
                return too_many_requests(request, error)
            return page(request, *args, **kwargs)

        return counted

    return decorate


def require_page_allowance(request: HttpRequest, rate_class: str) -> None:
    """Count what is sent to a page that shows refusals itself. Raises `RateLimitError` when there was too much."""
    if request.method not in SAFE_METHODS:
        require_allowance(request, rate_class, identity_of(request, request.user))
