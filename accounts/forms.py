"""What people fill in to sign in or up."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.models.user import LONGEST_EMAIL, LONGEST_USERNAME, SHORTEST_USERNAME

_LONGEST_PASSWORD = 256


class LoginForm(AuthenticationForm):
    """A username or e-mail address, and a password."""

    remember_me = forms.BooleanField(label=_("Keep me signed in"), required=False)

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The username or password is wrong."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"] = forms.CharField(
            label=_("Username or e-mail"),
            max_length=LONGEST_EMAIL,
            widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=_LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["username", "password", "remember_me"])


class SignUpForm(forms.Form):
    """A new account. Whether a name is taken or a password too weak is told by the service."""

    username = forms.CharField(
        label=_("Username"),
        min_length=SHORTEST_USERNAME,
        max_length=LONGEST_USERNAME,
        help_text=_("Letters, digits, dots, dashes and underscores."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=LONGEST_EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=8,
        max_length=_LONGEST_PASSWORD,
        strip=False,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
