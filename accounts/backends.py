"""Signing in with a password, as Django's own `authenticate()` asks for it."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.errors import InvalidCredentialsError
from accounts.models import User
from accounts.services.devices import Device, device_of
from accounts.services.second_factor import use_code
from accounts.services.sign_in import check_password


class UsernameOrEmailBackend(ModelBackend):
    """Takes a username or an e-mail address, in any case, and where the account asks for it a code as `otp`."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the user, or None. An unknown one costs as much time as a wrong password.

        Raises `TooManyFailedSignInsError` while the name is locked.
        """
        if username is None or password is None:
            return None
        try:
            identified = check_password(username, password)
            if identified.needs_code:
                otp = str(kwargs.get("otp") or "")
                if not otp:
                    return None
                use_code(identified.user, otp, identifier=username, device=device_of(request) if request else Device())
        except InvalidCredentialsError:
            return None
        return identified.user
