"""A new password: by the present one, or by a link that is mailed to whoever forgot it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.errors import InvalidResetTokenError
from accounts.forms import ChangePasswordForm, ConfirmResetForm, RequestResetForm
from accounts.models import User
from accounts.pages.access import for_signed_in
from accounts.pages.refusals import show_refusal
from accounts.services.devices import device_of
from accounts.services.password_reset import confirm_reset, is_open, request_reset
from accounts.services.passwords import change_password
from accounts.services.sessions import Place, move_session
from common.errors import DomainError, ValidationFailedError
from common.rate_limits.pages import limited


@method_decorator([csrf_protect, never_cache, limited("auth")], name="dispatch")
class RequestResetPage(FormView[RequestResetForm]):
    """Asks for an address and mails a link to it. It says the same whether or not an account has it."""

    template_name = "accounts/password_reset.html"
    form_class = RequestResetForm

    def form_valid(self, form: RequestResetForm) -> HttpResponse:
        request_reset(form.cleaned_data["email"], device_of(self.request))
        context = {
            "email": form.cleaned_data["email"],
            "is_mail_kept_here": not settings.IS_PRODUCTION and not settings.EMAIL_URL,
        }
        return render(self.request, "accounts/password_reset_asked.html", context)


@method_decorator([sensitive_post_parameters("password"), csrf_protect, never_cache, limited("auth")], name="dispatch")
class ConfirmResetPage(FormView[ConfirmResetForm]):
    """Where a mailed link leads: sets the password, and goes on to the sign-in."""

    template_name = "accounts/password_reset_link.html"
    form_class = ConfirmResetForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_open(self.kwargs["token"]):
            return self._refused(InvalidResetTokenError.status)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: ConfirmResetForm) -> HttpResponse:
        try:
            confirm_reset(self.kwargs["token"], form.cleaned_data["password"], device_of(self.request))
        except InvalidResetTokenError as error:
            return self._refused(error.status)
        except ValidationFailedError as error:
            show_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("Your new password is set. Sign in with it."))
        return redirect("login")

    def _refused(self, status: int) -> HttpResponse:
        return render(self.request, "accounts/password_reset_refused.html", status=status)


@sensitive_post_parameters("current_password", "new_password")
@csrf_protect
@never_cache
@limited("auth")
@for_signed_in
def change_password_page(request: HttpRequest, user: User) -> HttpResponse:
    """Sets another password. This browser stays signed in, and nothing else does."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        former_key = request.session.session_key or ""
        try:
            changed = change_password(
                user, **form.cleaned_data, place=Place(session_key=former_key), device=device_of(request)
            )
        except DomainError as error:
            return render(
                request, "accounts/password_change.html", {"form": show_refusal(form, error)}, status=error.status
            )
        update_session_auth_hash(request, changed)
        move_session(request, former_key)
        messages.success(request, gettext("Your password is changed. Every other sign-in is ended."))
        return redirect("security")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password_change.html", {"form": form}, status=status)
