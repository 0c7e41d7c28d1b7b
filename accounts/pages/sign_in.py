"""Signing in and out. Where the account has an authenticator app, the password leads to a second page for its code."""

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.errors import InvalidCredentialsError, TooManyFailedSignInsError
from accounts.forms import LOCKED, CodeForm, LoginForm
from accounts.models import User
from accounts.services.devices import device_of
from accounts.services.second_factor import use_code
from accounts.services.sessions import close_browser_session, open_browser_session
from common.rate_limits.pages import limited

# The password was right; this waits for the code.
_WAITING = "sign_in_waits"
_WAITS_SECONDS = 5 * 60


@method_decorator(limited("auth"), name="dispatch")
class LoginPage(auth_views.LoginView):
    """Signs in. Without "keep me signed in" the session ends with the browser."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.identified.user
        days = settings.REFRESH_TOKEN_REMEMBER_DAYS if form.cleaned_data["remember_me"] else 0
        if form.identified.needs_code:
            self.request.session[_WAITING] = {
                "user": str(user.pk),
                # A password that is changed meanwhile ends the wait.
                "proof": user.get_session_auth_hash(),
                "identifier": form.cleaned_data["username"],
                "days": days,
                "next": self.get_success_url(),
                "until": time.time() + _WAITS_SECONDS,
            }
            return redirect("login-code")
        open_browser_session(self.request, user, way="password", remember_days=days)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.retry_after:
            response.status_code = 429
            response["Retry-After"] = str(form.retry_after)
        return response


@method_decorator([sensitive_post_parameters("code"), csrf_protect, never_cache, limited("auth")], name="dispatch")
class CodePage(FormView[CodeForm]):
    """Asks for the code of whoever's password was right; it waits for five minutes."""

    template_name = "accounts/login_code.html"
    form_class = CodeForm
    waiting: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = request.session.get(_WAITING)
        if not waiting or waiting["until"] < time.time():
            return redirect("login")
        self.waiting = waiting
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        waiting = self.waiting
        user = User.objects.get_queryset().filter(pk=UUID(waiting["user"]), is_active=True).first()
        if user is None or not constant_time_compare(user.get_session_auth_hash(), waiting["proof"]):
            self.request.session.pop(_WAITING, None)
            return redirect("login")
        try:
            use_code(user, form.cleaned_data["code"], identifier=waiting["identifier"], device=device_of(self.request))
        except InvalidCredentialsError as error:
            form.add_error("code", gettext(error.message))
            return self.form_invalid(form)
        except TooManyFailedSignInsError as error:
            form.add_error(None, str(LOCKED))
            response = self.form_invalid(form)
            response.status_code = error.status
            response["Retry-After"] = str(error.retry_after)
            return response
        self.request.session.pop(_WAITING, None)
        open_browser_session(self.request, user, way="code", remember_days=waiting["days"], is_proven_twice=True)
        return redirect(waiting["next"])


@method_decorator([csrf_protect, never_cache], name="dispatch")
class LogoutPage(auth_views.LogoutView):
    """Ends the session, and what it opened."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        close_browser_session(request)
        return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
