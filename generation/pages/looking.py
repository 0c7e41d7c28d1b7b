"""How often pictures may be looked at, for what is served to anybody who has an address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from common.api.errors import too_many_requests
from common.errors import RateLimitError
from common.rate_limits.identities import identity_of
from common.rate_limits.requests import require_allowance

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponseBase]


def limited_looks(*, by_user: bool) -> Callable[[_View[_Rest]], _View[_Rest]]:
    """Count each look in the class `picture`, also one at nothing: whoever guesses addresses looks there.

    With `by_user` people who are signed in are counted by who they are, so that an office behind one address does not
    run out. That makes the answer depend on cookies, so what shared caches may keep is counted by address alone.
    """

    def decorate(view: _View[_Rest]) -> _View[_Rest]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponseBase:
            who = identity_of(request, request.user if by_user else None)
            try:
                require_allowance(request, "picture", who)
            except RateLimitError as error:
                return too_many_requests(request, error)
            return view(request, *args, **kwargs)

        return counted

    return decorate
