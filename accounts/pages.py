"""Signing in and up in the browser: a session cookie."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.forms import LoginForm, SignUpForm
from accounts.models import User
from accounts.services.registration import create_user
from accounts.services.sign_in import close_sockets
from common.errors import ValidationFailedError

_SECONDS_A_DAY = 24 * 3600


class LoginPage(auth_views.LoginView):
    """Signs in. Without "keep me signed in" the session ends with the browser."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        days = settings.REFRESH_TOKEN_REMEMBER_DAYS if form.cleaned_data["remember_me"] else 0
        self.request.session.set_expiry(days * _SECONDS_A_DAY)
        return response


class LogoutPage(auth_views.LogoutView):
    """Ends the session, and what it opened."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        response = super().post(request, *args, **kwargs)
        if isinstance(user, User):
            close_sockets(user.pk)
        return response


@method_decorator([sensitive_post_parameters("password"), csrf_protect, never_cache], name="dispatch")
class SignUpPage(FormView[SignUpForm]):
    """Opens an account and signs in."""

    template_name = "accounts/signup.html"
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            user = create_user(**form.cleaned_data)
        except ValidationFailedError as error:
            for problem in error.details["validation_errors"]:
                form.add_error(problem["field"] if problem["field"] in form.fields else None, problem["message"])
            return self.form_invalid(form)
        login(self.request, user)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
