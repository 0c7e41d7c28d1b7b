"""API keys: making one, seeing it once, revoking it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from accounts.forms import ApiKeyForm
from accounts.models import ApiKey, Scope, User
from accounts.pages.access import for_signed_in
from accounts.pages.refusals import show_refusal
from accounts.selectors import spent_by_keys, unrevoked_api_keys
from accounts.services.api_keys import MOST_KEYS, create_api_key, revoke_all_api_keys, revoke_api_key
from common.client_address import hashed_ip
from common.errors import DomainError, NotFoundError
from common.rate_limits.pages import limited


@dataclass(frozen=True)
class ListedKey:
    """A key with what it spent this month, in credits, and what it may do, in words."""

    key: ApiKey
    spent: int
    may: list[str]
    has_expired: bool


@csrf_protect
@never_cache
@limited("default")
@for_signed_in
def api_keys_page(request: HttpRequest, user: User) -> HttpResponse:
    """The list, and a form for another key; its secret is on the answer to that form and nowhere else."""
    if request.method != "POST":
        return _page(request, user, ApiKeyForm())
    form = ApiKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form, status=422)
    days = form.cleaned_data["lifetime"]
    try:
        key, secret = create_api_key(
            user,
            name=form.cleaned_data["name"],
            scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
            monthly_cap=form.cleaned_data["monthly_cap"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
            ip_digest=hashed_ip(request),
        )
    except DomainError as error:
        return _page(request, user, show_refusal(form, error), status=error.status)
    return _page(request, user, ApiKeyForm(), made=key, secret=secret, status=201)


@csrf_protect
@require_POST
@for_signed_in
def api_key_revoke_page(request: HttpRequest, user: User, key_id: uuid.UUID) -> HttpResponse:
    """Ends one of one's own keys."""
    try:
        revoke_api_key(user, key_id, actor=user, ip_digest=hashed_ip(request))
    except NotFoundError as error:
        raise Http404 from error
    messages.success(request, gettext("That key does not work any more."))
    return redirect("account-api-keys")


@csrf_protect
@require_POST
@for_signed_in
def api_keys_revoke_all_page(request: HttpRequest, user: User) -> HttpResponse:
    """Ends all of them."""
    revoke_all_api_keys(user, actor=user, ip_digest=hashed_ip(request))
    messages.success(request, gettext("None of your keys works any more."))
    return redirect("account-api-keys")


def _page(
    request: HttpRequest,
    user: User,
    form: ApiKeyForm,
    *,
    made: ApiKey | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    keys = list(unrevoked_api_keys(user)[: 2 * MOST_KEYS])
    spent = spent_by_keys(user) if keys else {}
    context: dict[str, Any] = {
        "section": "api_keys",
        "form": form,
        "keys": [_listed(key, spent.get(key.pk, 0)) for key in keys],
        "made": made,
        "secret": secret,
        "is_verified": user.is_verified,
    }
    return render(request, "accounts/api_keys.html", context, status=status)


def _listed(key: ApiKey, spent: int) -> ListedKey:
    has_expired = key.expires_at is not None and key.expires_at <= timezone.now()
    return ListedKey(key=key, spent=spent, may=[str(Scope(one).label) for one in key.scopes], has_expired=has_expired)
