"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse

from accounts.forms import LoginForm
from accounts.models import User
from accounts.services.sign_in import close_sockets

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
