"""One's own profile: names, address, language and picture."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import AvatarForm, ProfileForm
from accounts.models import User
from accounts.pages.access import for_signed_in
from accounts.pages.refusals import show_refusal
from accounts.selectors import avatar_path
from accounts.services.avatars import store_avatar
from accounts.services.devices import device_of
from accounts.services.profile import ProfileChanges, change_profile
from common.errors import DomainError
from common.rate_limits.pages import limited

_A_YEAR = 365 * 24 * 3600


@sensitive_post_parameters("current_password")
@csrf_protect
@never_cache
@limited("default")
@for_signed_in
def profile_page(request: HttpRequest, user: User) -> HttpResponse:
    """Shows the profile, and changes it."""
    if request.method != "POST":
        names = ("full_name", "username", "email")
        present = {name: getattr(user, name) for name in names} | {"language": get_language()}
        return _page(request, user, ProfileForm(initial=present))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form, 422)
    language = form.cleaned_data["language"]
    changes = ProfileChanges(
        full_name=form.cleaned_data["full_name"],
        username=form.cleaned_data["username"],
        email=form.cleaned_data["email"],
        preferences={**user.preferences, "language": language},
    )
    password = form.cleaned_data["current_password"]
    try:
        changed = change_profile(user, changes, current_password=password, device=device_of(request))
    except DomainError as error:
        return _page(request, user, show_refusal(form, error), error.status)
    with override(language):
        messages.success(request, _told(user, changed))
    response = redirect("account-profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=_A_YEAR, samesite="Lax")
    return response


@csrf_protect
@require_POST
@limited("upload")
@for_signed_in
def avatar_page(request: HttpRequest, user: User) -> HttpResponse:
    """Takes another picture, or none where none was sent and `remove` was pressed."""
    if "remove" in request.POST:
        change_profile(user, {"avatar_asset_id": None})
        messages.success(request, gettext("The picture is not shown any more."))
        return redirect("account-profile")
    form = AvatarForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Choose a picture first."))
        return redirect("account-profile")
    try:
        store_avatar(user, form.cleaned_data["picture"].read())
    except DomainError as error:
        messages.error(request, gettext(error.message))
    else:
        messages.success(request, gettext("This is your picture now."))
    return redirect("account-profile")


def _page(request: HttpRequest, user: User, form: ProfileForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"section": "profile", "form": form, "avatar": avatar_path(user)}
    return render(request, "accounts/profile.html", context, status=status)


def _told(before: User, changed: User) -> str:
    if before.email.lower() != changed.email.lower():
        return gettext("Saved. Confirm the new address by the link that was mailed to it.")
    return gettext("Saved.")
