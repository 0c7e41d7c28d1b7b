"""Who opens a websocket: the session cookie of our own pages, or a single-use ticket of anyone else.

A browser sends its cookies along with every websocket, whatever page opens it. So a foreign `Origin` is refused before
anything else, and a cookie counts only beside an `Origin` that is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from accounts.models import User
from accounts.services.tickets import redeem_ticket

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class SignIn:
    """Who sits at a socket. `session_key` is empty for a ticket, which is spent and can't be asked again."""

    user: User
    session_key: str = ""


def has_foreign_origin(scope: Mapping[str, Any]) -> bool:
    """Tell whether a page of another site opens this socket. Programs send no `Origin`: they are not foreign."""
    origin = _header(scope, b"origin")
    return origin is not None and not _is_ours(origin, _header(scope, b"host") or "")


def sign_in(scope: Mapping[str, Any]) -> SignIn | None:
    """Return who opens the socket, or None. A ticket is spent by this, whether or not the socket then lives.

    Call it in a thread: it reads and writes the database.
    """
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    if ticket:
        user = redeem_ticket(ticket)
        return SignIn(user) if user else None
    if _header(scope, b"origin") is None:
        return None
    session_key = _session_key(scope)
    session_user = _user_of_session(session_key) if session_key else None
    return SignIn(session_user, session_key) if session_user else None


def is_still_signed_in(known: SignIn) -> bool:
    """Ask again after somebody signed out. A spent ticket proves nothing any more, so its socket must come anew."""
    return bool(known.session_key) and _user_of_session(known.session_key) == known.user


def _user_of_session(session_key: str) -> User | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(request)
    return user if isinstance(user, User) else None


def _session_key(scope: Mapping[str, Any]) -> str:
    try:
        cookies = SimpleCookie(_header(scope, b"cookie") or "")
    except CookieError:
        return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


def _is_ours(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
        origin_port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return False
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return False
    if any(_matches(parts, trusted) for trusted in settings.CSRF_TRUSTED_ORIGINS):
        return True
    host_name, host_port = split_domain_port(host)
    is_same_host = parts.hostname == host_name.strip("[]") and origin_port == int(
        host_port or _DEFAULT_PORTS[parts.scheme]
    )
    # the host must be one of ours as well, or a name that somebody points at us would do
    return is_same_host and validate_host(host_name, settings.ALLOWED_HOSTS)


def _matches(origin: SplitResult, trusted: str) -> bool:
    """Django's rule for `CSRF_TRUSTED_ORIGINS`: exact, or any name under `https://*.example.org`."""
    known = urlsplit(trusted)
    if known.scheme != origin.scheme:
        return False
    if known.netloc.startswith("*."):
        return origin.netloc.endswith(known.netloc[1:])
    return known.netloc == origin.netloc


def _header(scope: Mapping[str, Any], name: bytes) -> str | None:
    for key, value in scope.get("headers", ()):
        if key.lower() == name:
            return bytes(value).decode("latin-1")
    return None
