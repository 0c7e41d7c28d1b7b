"""Who opens a socket: the session cookie of our own pages, or a single-use ticket of anyone else.

A browser sends its cookies along with every websocket, whatever page opens it. So a foreign `Origin` is refused before
anything else, and a cookie counts only beside an `Origin` that is ours.
"""

import uuid
from collections.abc import Collection, Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import ApiKey, TokenFamily, User
from accounts.services.access_tokens import read_access_token
from accounts.services.tickets import SocketSignIn, redeem_ticket

_DEFAULT_PORTS = {"http": 80, "https": 443}


def has_foreign_origin(scope: Mapping[str, Any]) -> bool:
    """Tell whether a page of another site opens this socket. Programs send no `Origin`: they are not foreign.

    Nor are pages that may call the API (`CORS_ALLOWED_ORIGINS`); but no cookie counts there, they bring tickets.
    """
    origin = _header(scope, b"origin")
    return origin is not None and origin not in settings.CORS_ALLOWED_ORIGINS and not _is_ours(origin, scope)


def sign_in(scope: Mapping[str, Any]) -> SocketSignIn | None:
    """Return who opens the socket, or None. A ticket is spent by this, whether or not the socket then lives.

    Ask `still_signed_in` once the socket can't miss a sign-out any more.

    Call it in a thread: it reads and writes the database.
    """
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    if ticket:
        return sign_in_by_ticket(ticket)
    # Browsers tell the origin of every websocket and of every POST, but not of a GET to the page's own site.
    origin = _header(scope, b"origin")
    is_our_page = _header(scope, b"sec-fetch-site") == "same-origin" if origin is None else _is_ours(origin, scope)
    if not is_our_page:
        return None
    session_key = _session_key(scope)
    user_id = _users_of_sessions([session_key]).get(session_key) if session_key else None
    return SocketSignIn(user_id, session_key=session_key) if user_id else None


def sign_in_by_ticket(ticket: str) -> SocketSignIn | None:
    """Use a ticket up. Whether the sign-in that it was asked for with still holds is for `still_signed_in` to say."""
    return redeem_ticket(ticket)


def sign_in_by_token(access_token: str) -> SocketSignIn | None:
    """Return whose access token it is; for ways in that don't write it into an address. See `sign_in_by_ticket`."""
    claims = read_access_token(access_token.encode(errors="replace"))
    return SocketSignIn(claims.user_id, family_id=claims.family_id) if claims else None


def still_signed_in(sign_ins: Collection[SocketSignIn]) -> set[SocketSignIn]:
    """Return those whose session, token family or API key still holds and whose user is active; in four queries."""
    now = timezone.now()
    families = {known.family_id for known in sign_ins if known.family_id}
    keys = {known.api_key_id for known in sign_ins if known.api_key_id}
    sessions = {known.session_key for known in sign_ins if known.session_key}
    living_families = dict(
        TokenFamily.objects.filter(
            pk__in=families, revoked_at=None, expires_at__gt=now, user__is_active=True
        ).values_list("pk", "user_id")
    )
    living_keys = dict(
        ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), pk__in=keys, revoked_at=None)
        .filter(user__is_active=True)
        .values_list("pk", "user_id")
    )
    living_sessions = _users_of_sessions(sessions)
    return {
        known
        for known in sign_ins
        if (known.family_id and living_families.get(known.family_id) == known.user_id)
        or (known.api_key_id and living_keys.get(known.api_key_id) == known.user_id)
        or (known.session_key and living_sessions.get(known.session_key) == known.user_id)
    }


def _users_of_sessions(session_keys: Collection[str]) -> dict[str, uuid.UUID]:
    """Return who is signed in by which session. It asks what `django.contrib.auth.get_user` asks, for many at once."""
    if not session_keys:
        return {}
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    alive = sessions.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    contents: dict[str, dict[str, Any]] = {session.session_key: session.get_decoded() for session in alive}
    user_ids = {content[SESSION_KEY] for content in contents.values() if SESSION_KEY in content}
    users = {str(user.pk): user for user in User.objects.filter(pk__in=user_ids, is_active=True)}
    found = {}
    for session_key, content in contents.items():
        user = users.get(str(content.get(SESSION_KEY)))
        if user and content.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and _fits(user, content):
            found[session_key] = user.pk
    return found


def _fits(user: User, content: Mapping[str, Any]) -> bool:
    """Tell whether the user's password is still the one that the session was opened with."""
    hashed = content.get(HASH_SESSION_KEY, "")
    known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(hashed, one) for one in known)


def _session_key(scope: Mapping[str, Any]) -> str:
    try:
        cookies = SimpleCookie(_header(scope, b"cookie") or "")
    except CookieError:
        return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    # PostgreSQL takes no NUL in a text, and no session has one.
    return morsel.value.replace("\x00", "") if morsel else ""


def _is_ours(origin: str, scope: Mapping[str, Any]) -> bool:
    host = _header(scope, b"host") or ""
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
