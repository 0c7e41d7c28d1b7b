"""Passkeys: what the script beside the pages asks for, in JSON, and the forms that rename and delete."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from accounts.errors import PasskeyRefusedError, TooManyFailedSignInsError
from accounts.forms import LOCKED, PasskeyNameForm
from accounts.models import User
from accounts.pages.access import for_signed_in
from accounts.services.devices import device_of
from accounts.services.passkeys import (
    CHALLENGE_SECONDS,
    delete_passkey,
    finish_registration,
    finish_sign_in,
    rename_passkey,
    start_registration,
    start_sign_in,
)
from accounts.services.sessions import is_proven_twice, open_browser_session
from common.errors import DomainError, NotAllowedError, NotFoundError
from common.rate_limits.pages import limited

_LARGEST_BODY = 64 * 1024
_LONGEST_PASSWORD = 256


@csrf_protect
@never_cache
@require_POST
@limited("auth")
@for_signed_in
def passkey_options_page(request: HttpRequest, user: User) -> HttpResponse:
    """Options for a new passkey, for `{"password"}`."""
    password = str(_sent(request).get("password", ""))[:_LONGEST_PASSWORD]
    try:
        return JsonResponse(start_registration(user, request.session, password=password))
    except DomainError as error:
        return _refused(error)


@csrf_protect
@never_cache
@require_POST
@for_signed_in
def passkey_add_page(request: HttpRequest, user: User) -> HttpResponse:
    """Keep what the browser made, for `{"credential", "name"}`."""
    sent = _sent(request)
    credential = sent.get("credential")
    name = str(sent.get("name", ""))
    try:
        if not isinstance(credential, dict):
            raise PasskeyRefusedError
        finish_registration(user, request.session, credential, name=name, device=device_of(request))
    except DomainError as error:
        return _refused(error)
    messages.success(request, gettext("The passkey is added. You can sign in with it from now on."))
    return JsonResponse({"redirect": resolve_url("security")})


@csrf_protect
@never_cache
@require_POST
@limited("default")
def passkey_sign_in_options_page(request: HttpRequest) -> HttpResponse:
    """Options for a sign-in by passkey. They name nobody."""
    options = start_sign_in(request.session)
    if not request.user.is_authenticated:
        # A stranger's row holds the challenge, and is of no use after it.
        request.session.set_expiry(CHALLENGE_SECONDS)
    return JsonResponse(options)


@csrf_protect
@never_cache
@require_POST
@limited("auth")
def passkey_sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in, for `{"credential", "remember", "next"}`; answers where to go on."""
    sent = _sent(request)
    credential = sent.get("credential")
    try:
        if not isinstance(credential, dict):
            raise PasskeyRefusedError
        user = finish_sign_in(request.session, credential)
    except DomainError as error:
        return _refused(error)
    days = settings.REFRESH_TOKEN_REMEMBER_DAYS if sent.get("remember") is True else 0
    open_browser_session(request, user, way="passkey", remember_days=days, is_proven_twice=True)
    return JsonResponse({"redirect": _next_of(request, sent.get("next"))})


@csrf_protect
@require_POST
@for_signed_in
def passkey_rename_page(request: HttpRequest, user: User, passkey_id: uuid.UUID) -> HttpResponse:
    """Call a passkey something else."""
    form = PasskeyNameForm(request.POST)
    try:
        if form.is_valid():
            rename_passkey(user, passkey_id, form.cleaned_data["name"])
    except NotFoundError:
        messages.info(request, gettext("That passkey is gone already."))
    except NotAllowedError as error:
        messages.error(request, gettext(error.message))
    return redirect("security")


@csrf_protect
@require_POST
@for_signed_in
def passkey_delete_page(request: HttpRequest, user: User, passkey_id: uuid.UUID) -> HttpResponse:
    """Let a passkey sign nobody in any more."""
    try:
        delete_passkey(user, passkey_id, device_of(request), is_proven_twice=is_proven_twice(request))
    except NotFoundError:
        messages.info(request, gettext("That passkey is gone already."))
    else:
        messages.success(request, gettext("The passkey is removed."))
    return redirect("security")


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body; empty for what is none, or too large."""
    if len(request.body) > _LARGEST_BODY:
        return {}
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _refused(error: DomainError) -> JsonResponse:
    problems = error.details.get("validation_errors", [])
    message = gettext(problems[0]["message"]) if problems else gettext(error.message)
    if isinstance(error, TooManyFailedSignInsError):
        message = str(LOCKED)
    return JsonResponse({"message": message}, status=error.status)


def _next_of(request: HttpRequest, wanted: object) -> str:
    """The page to go on to, if it is one of ours; else the studio."""
    if isinstance(wanted, str) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
