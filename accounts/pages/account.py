"""An account as a whole: taking all of it along, erasing it."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import ErasureForm
from accounts.models import User
from accounts.pages.access import for_signed_in
from accounts.pages.refusals import show_refusal
from accounts.services.devices import device_of
from accounts.services.erasing import erase_account
from accounts.services.exporting import export_account
from accounts.services.second_factor import needs_code
from common.api.sending import PiecemealFileResponse
from common.client_address import hashed_ip
from common.errors import DomainError
from common.rate_limits.pages import limited


@csrf_protect
@require_POST
@limited("auth")
@for_signed_in
def export_page(request: HttpRequest, user: User) -> HttpResponse:
    """The archive of everything, to be kept by the browser."""
    name = f"routix-{timezone.now():%Y-%m-%d}.zip"
    archive = export_account(user, ip_digest=hashed_ip(request))
    response = PiecemealFileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]


@sensitive_post_parameters("password", "otp")
@csrf_protect
@never_cache
@limited("auth")
@for_signed_in
def erase_page(request: HttpRequest, user: User) -> HttpResponse:
    """Says what erasing does, and does it."""
    form = ErasureForm(request.POST or None, needs_code=needs_code(user))
    if request.method == "POST" and form.is_valid():
        proofs = {name: form.cleaned_data[name] for name in ("password", "otp") if name in form.cleaned_data}
        try:
            erase_account(user, **proofs, device=device_of(request))
        except DomainError as error:
            return _page(request, show_refusal(form, error), error.status)
        logout(request)
        return render(request, "accounts/erased.html")
    return _page(request, form, 422 if form.is_bound else 200)


def _page(request: HttpRequest, form: ErasureForm, status: int) -> HttpResponse:
    return render(request, "accounts/erase.html", {"section": "profile", "form": form}, status=status)
