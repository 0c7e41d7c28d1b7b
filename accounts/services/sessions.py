"""Where somebody is signed in: by browsers and by programs. Each can be seen, and ended.

A browser's sign-in is a session of Django's and a row beside it (`BrowserSession`). The session also remembers how it
was opened, since staff need two proofs.
"""

import math
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import BrowserSession, TokenFamily, User
from accounts.services import audit
from accounts.services.devices import Device, described, device_of
from accounts.services.second_factor import is_guarded
from accounts.services.sign_in import close_sockets, note_sign_in, sign_out, sign_out_everywhere
from common.errors import NotFoundError

BROWSER, API = "browser", "api"
_PROOF = "second_proof"
_SEEN_AT = "seen_at"
_SEEN_AGAIN_AFTER = 60
_SECONDS_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Place:
    """Which sign-in a request belongs to; at most one of the two is set."""

    family_id: uuid.UUID | None = None
    session_key: str = ""


@dataclass(frozen=True)
class OpenSignIn:
    """A sign-in that holds now. `user_agent` is described ("Firefox on Windows"); `kind` is `browser` or `api`."""

    id: uuid.UUID
    kind: str
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    is_current: bool


def open_browser_session(
    request: HttpRequest, user: User, *, way: str, remember_days: int = 0, is_proven_twice: bool = False
) -> None:
    """Sign the browser in. Without days to remember, the session ends with the browser.

    `is_proven_twice` says that it took a code or a passkey, which knows the user by more than their presence.
    """
    login(request, user, backend="accounts.backends.UsernameOrEmailBackend")
    request.session.set_expiry(remember_days * _SECONDS_A_DAY)
    request.session[_PROOF] = is_proven_twice
    request.session[_SEEN_AT] = int(time.time())
    device = device_of(request)
    with transaction.atomic():
        BrowserSession.objects.update_or_create(
            session_key=request.session.session_key,
            defaults={"user": user, "user_agent": device.user_agent, "last_seen_at": timezone.now()},
        )
        note_sign_in(user, device, way=way)


def is_proven_twice(request: HttpRequest) -> bool:
    """Whether this browser's sign-in took a second proof, then or since, and the account still asks for one."""
    user = request.user
    return isinstance(user, User) and is_session_proven_twice(request.session, user)


def is_session_proven_twice(session: SessionBase, user: User) -> bool:
    """The same of a session whose user is known."""
    # The app may have been turned off elsewhere: what it proved does not outlive it.
    return bool(session.get(_PROOF)) and is_guarded(user)


def note_second_proof(session: SessionBase, *, is_proven: bool) -> None:
    """Note that a second proof was given just now, or that there is none any more."""
    session[_PROOF] = is_proven


def is_seen_again(request: HttpRequest) -> bool:
    """Whether `touch` is due: once a minute, never for a session that nothing looked at. Asks no database."""
    session = request.session
    return session.accessed and int(time.time()) - session.get(_SEEN_AT, math.inf) >= _SEEN_AGAIN_AFTER


def touch(request: HttpRequest) -> None:
    """Note that this browser was seen."""
    request.session[_SEEN_AT] = int(time.time())
    BrowserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def move_session(request: HttpRequest, former_key: str) -> None:
    """Keep the row beside the session when that got another key."""
    BrowserSession.objects.filter(session_key=former_key).update(session_key=request.session.session_key)


def close_browser_session(request: HttpRequest) -> None:
    """Sign the browser out, and close what it opened."""
    user = request.user
    BrowserSession.objects.filter(session_key=request.session.session_key or "").delete()
    logout(request)
    if isinstance(user, User):
        close_sockets(user.pk)


def open_sign_ins(user: User) -> "QuerySet[Any, dict[str, Any]]":
    """Rows of the user's sign-ins that hold, by browsers and programs together, the latest used first."""
    now = timezone.now()
    living = Session.objects.filter(expire_date__gt=now).values("session_key")
    browsers = BrowserSession.objects.filter(user=user, session_key__in=living)
    programs = TokenFamily.objects.filter(user=user, revoked_at=None, expires_at__gt=now)
    columns = ("id", "kind", "user_agent", "key", "created_at", "used_at")
    nothing = Value("", CharField())
    shown = browsers.annotate(kind=Value(BROWSER, CharField()), key=F("session_key"), used_at=F("last_seen_at"))
    also = programs.annotate(kind=Value(API, CharField()), key=nothing, used_at=Coalesce("last_used_at", "created_at"))
    rows: QuerySet[Any, dict[str, Any]] = shown.values(*columns).union(also.values(*columns), all=True)
    return rows.order_by("-used_at", "id")


def described_sign_in(row: dict[str, Any], place: Place) -> OpenSignIn:
    """One of `open_sign_ins` in words; `place` is where it is asked from."""
    is_here = row["key"] == place.session_key if row["kind"] == BROWSER else row["id"] == place.family_id
    return OpenSignIn(
        id=row["id"],
        kind=row["kind"],
        user_agent=described(row["user_agent"]),
        created_at=row["created_at"],
        last_used_at=row["used_at"],
        is_current=is_here,
    )


def end_sign_in(user: User, sign_in_id: uuid.UUID, device: Device) -> None:
    """End one of the user's sign-ins, with its tokens and sockets. Raises `NotFoundError`."""
    family = TokenFamily.objects.filter(user=user, pk=sign_in_id, revoked_at=None).first()
    session = BrowserSession.objects.filter(user=user, pk=sign_in_id).first()
    with transaction.atomic():
        if family is not None:
            sign_out(family.pk)
        elif session is not None:
            Session.objects.filter(session_key=session.session_key).delete()
            session.delete()
            close_sockets(user.pk)
        else:
            raise NotFoundError(gettext_noop("There is no such sign-in of yours."))
        audit.record("sign_in.ended", user=user, actor=user, ip_digest=device.ip_digest)


def end_other_sign_ins(user: User, place: Place, device: Device) -> None:
    """End all of the user's sign-ins but the one that asks."""
    with transaction.atomic():
        sign_out_everywhere(user, except_family=place.family_id, except_session=place.session_key)
        audit.record("sign_in.others_ended", user=user, actor=user, ip_digest=device.ip_digest)
