"""How one's own account is guarded: an overview, and the pages that change it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import ConfirmAuthenticatorForm, ConfirmPasswordForm, PasswordAndCodeForm
from accounts.models import User
from accounts.pages.access import for_signed_in
from accounts.pages.events import told_events
from accounts.pages.refusals import show_refusal
from accounts.selectors import recent_audit
from accounts.services import second_factor
from accounts.services.devices import device_of
from accounts.services.passkeys import MOST_PASSKEYS, passkeys_of
from accounts.services.sessions import (
    Place,
    described_sign_in,
    end_other_sign_ins,
    end_sign_in,
    is_proven_twice,
    note_second_proof,
    open_sign_ins,
)
from common.errors import ConflictError, DomainError, NotFoundError
from common.rate_limits.pages import limited

_SHOWN_SIGN_INS = 20
_SHOWN_EVENTS = 12


@never_cache
@for_signed_in
def security_page(request: HttpRequest, user: User) -> HttpResponse:
    """The overview: password, second factor, passkeys, open sign-ins and what happened lately."""
    place = _place(request)
    passkeys = list(passkeys_of(user))
    rows = list(open_sign_ins(user)[: _SHOWN_SIGN_INS + 1])
    context = {
        "section": "security",
        "second_factor": second_factor.second_factor_of(user),
        "passkeys": passkeys,
        "has_room_for_passkeys": len(passkeys) < MOST_PASSKEYS,
        "sign_ins": [described_sign_in(row, place) for row in rows[:_SHOWN_SIGN_INS]],
        "has_more_sign_ins": len(rows) > _SHOWN_SIGN_INS,
        "events": told_events(recent_audit(user)[:_SHOWN_EVENTS]),
        "needs_second_proof": user.is_staff and settings.STAFF_NEED_SECOND_FACTOR and not is_proven_twice(request),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters("password", "code")
@csrf_protect
@never_cache
@limited("auth")
@for_signed_in
def authenticator_page(request: HttpRequest, user: User) -> HttpResponse:
    """Turns the second factor on: the password, then the QR code and a first code, then the recovery codes."""
    if second_factor.needs_code(user):
        return redirect("security")
    if request.method == "POST" and "code" in request.POST:
        return _confirm_authenticator(request, user)
    form = ConfirmPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = second_factor.start_authenticator(
                user, **form.cleaned_data, is_proven_twice=is_proven_twice(request)
            )
        except DomainError as error:
            return _page(request, "authenticator", {"form": show_refusal(form, error)}, error.status)
        return _page(request, "authenticator", _enrolling(enrolment, ConfirmAuthenticatorForm()))
    return _page(request, "authenticator", {"form": form}, 422 if form.is_bound else 200)


def _confirm_authenticator(request: HttpRequest, user: User) -> HttpResponse:
    enrolment = second_factor.find_enrolment(user)
    form = ConfirmAuthenticatorForm(request.POST)
    if enrolment is None:
        return redirect("authenticator")
    if not form.is_valid():
        return _page(request, "authenticator", _enrolling(enrolment, form), 422)
    try:
        codes = second_factor.confirm_authenticator(
            user, form.cleaned_data["code"], device_of(request), is_proven_twice=is_proven_twice(request)
        )
    except ConflictError:
        return redirect("authenticator")
    except DomainError as error:
        return _page(request, "authenticator", _enrolling(enrolment, show_refusal(form, error)), error.status)
    note_second_proof(request.session, is_proven=True)
    return _page(request, "recovery_codes", {"codes": codes, "is_new": True})


@sensitive_post_parameters("password", "code")
@csrf_protect
@never_cache
@limited("auth")
@for_signed_in
def authenticator_off_page(request: HttpRequest, user: User) -> HttpResponse:
    """Turns the second factor off."""
    if not second_factor.needs_code(user):
        return redirect("security")
    form = PasswordAndCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.disable_authenticator(user, **form.cleaned_data, device=device_of(request))
        except DomainError as error:
            return _page(request, "authenticator_off", {"form": show_refusal(form, error)}, error.status)
        note_second_proof(request.session, is_proven=False)
        messages.success(request, gettext("Two-step sign-in is off."))
        return redirect("security")
    return _page(request, "authenticator_off", {"form": form}, 422 if form.is_bound else 200)


@sensitive_post_parameters("password", "code")
@csrf_protect
@never_cache
@limited("auth")
@for_signed_in
def recovery_codes_page(request: HttpRequest, user: User) -> HttpResponse:
    """Makes new recovery codes and shows them, once."""
    if not second_factor.needs_code(user):
        return redirect("security")
    form = PasswordAndCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.renew_recovery_codes(user, **form.cleaned_data, device=device_of(request))
        except DomainError as error:
            return _page(request, "recovery_codes", {"form": show_refusal(form, error)}, error.status)
        return _page(request, "recovery_codes", {"codes": codes})
    return _page(request, "recovery_codes", {"form": form}, 422 if form.is_bound else 200)


@csrf_protect
@require_POST
@for_signed_in
def end_sign_in_page(request: HttpRequest, user: User, sign_in_id: uuid.UUID) -> HttpResponse:
    """Ends one of one's own sign-ins."""
    try:
        end_sign_in(user, sign_in_id, device_of(request))
    except NotFoundError:
        messages.info(request, gettext("That sign-in had ended already."))
    else:
        messages.success(request, gettext("That sign-in is ended."))
    return redirect("security")


@csrf_protect
@require_POST
@for_signed_in
def end_other_sign_ins_page(request: HttpRequest, user: User) -> HttpResponse:
    """Ends all of one's own sign-ins but this one."""
    end_other_sign_ins(user, _place(request), device_of(request))
    messages.success(request, gettext("Every other sign-in is ended."))
    return redirect("security")


def _page(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"accounts/{name}.html", {"section": "security", **context}, status=status)


def _enrolling(enrolment: second_factor.Enrolment, form: ConfirmAuthenticatorForm) -> dict[str, Any]:
    # Drawn by a library out of our own address: nothing that somebody typed stands in it as it is.
    qr = mark_safe(enrolment.qr_svg)  # noqa: S308
    grouped = " ".join(enrolment.secret[start : start + 4] for start in range(0, len(enrolment.secret), 4))
    return {"enrolment": enrolment, "qr": qr, "secret": grouped, "form": form}


def _place(request: HttpRequest) -> Place:
    return Place(session_key=request.session.session_key or "")
