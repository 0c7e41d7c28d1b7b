"""What people fill in to sign in or up, and to guard their account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.errors import InvalidCredentialsError, TooManyFailedSignInsError
from accounts.models import Scope, WebhookEvent
from accounts.models.api_keys import LONGEST_KEY_NAME
from accounts.models.security import LONGEST_PASSKEY_NAME
from accounts.models.user import LONGEST_EMAIL, LONGEST_FULL_NAME, LONGEST_USERNAME, SHORTEST_USERNAME
from accounts.models.webhooks import LONGEST_DESCRIPTION, LONGEST_URL
from accounts.services.api_keys import LARGEST_CAP
from accounts.services.second_factor import LONGEST_CODE
from accounts.services.sign_in import Identified, check_password

_LONGEST_PASSWORD = 256
LOCKED = _("Too many wrong passwords or codes. Try again in a quarter of an hour, or set a new password by e-mail.")


class NewPasswordField(forms.CharField):
    """A password that is being chosen. Whether it is too weak is told by the service."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_length=8,
            max_length=_LONGEST_PASSWORD,
            strip=False,
            help_text=_("At least 8 characters."),
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            **options,
        )


class PresentPasswordField(forms.CharField):
    """A password that is known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=_LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            **options,
        )


class CodeInputField(forms.CharField):
    """A code of an authenticator app, which phones offer to fill in."""

    def __init__(self, *, is_first: bool = False, **options: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        if is_first:
            attributes["autofocus"] = "autofocus"
        super().__init__(max_length=LONGEST_CODE, widget=forms.TextInput(attrs=attributes), **options)


class LoginForm(AuthenticationForm):
    """A username or e-mail address, and a password.

    Once it is valid, `identified` says whose they are. `retry_after` is the seconds that the name stays locked, if so.
    """

    remember_me = forms.BooleanField(label=_("Keep me signed in"), required=False)
    identified: Identified
    retry_after = 0

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
        self.fields["password"] = PresentPasswordField(label=_("Password"))
        self.order_fields(["username", "password", "remember_me"])

    def clean(self) -> dict[str, Any]:
        identifier, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if identifier and password:
            try:
                self.identified = check_password(identifier, password)
            except InvalidCredentialsError:
                raise self.get_invalid_login_error() from None
            except TooManyFailedSignInsError as error:
                self.retry_after = error.retry_after
                raise ValidationError(LOCKED) from None
        return self.cleaned_data


class CodeForm(forms.Form):
    """The second proof of a sign-in."""

    code = CodeInputField(label=_("Code"), is_first=True)


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
    password = NewPasswordField(label=_("Password"))


class RequestResetForm(forms.Form):
    """Where to mail a link to."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "email"}),
    )


class ConfirmResetForm(forms.Form):
    """The password to set by a mailed link."""

    password = NewPasswordField(label=_("New password"))


class ChangePasswordForm(forms.Form):
    """The present password, and another one."""

    current_password = PresentPasswordField(label=_("Present password"))
    new_password = NewPasswordField(label=_("New password"))


class ConfirmPasswordForm(forms.Form):
    """The present password, to prove oneself again."""

    password = PresentPasswordField(label=_("Password"))


class ConfirmAuthenticatorForm(forms.Form):
    """What the app shows now."""

    code = CodeInputField(label=_("Code of the app"))


class PasswordAndCodeForm(forms.Form):
    """Both proofs."""

    password = PresentPasswordField(label=_("Password"))
    code = CodeInputField(label=_("Code"), help_text=_("Of the authenticator app, or a recovery code."))


class PasskeyNameForm(forms.Form):
    """What its owner calls a passkey."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_PASSKEY_NAME)


class WebhookForm(forms.Form):
    """Where a webhook is, and what it is told of."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_URL,
        help_text=_("https, on a public server of yours."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "dir": "ltr", "spellcheck": "false"}),
    )
    description = forms.CharField(label=_("What it is for"), max_length=LONGEST_DESCRIPTION, required=False)
    events = forms.TypedMultipleChoiceField(
        label=_("Call it when"),
        choices=WebhookEvent.choices,
        coerce=WebhookEvent,
        widget=forms.CheckboxSelectMultiple,
        initial=WebhookEvent.values,
        error_messages={"required": _("Choose at least one.")},
    )


class ProfileForm(forms.Form):
    """What a user may change about the account. The password is asked for where the address is another one."""

    full_name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_FULL_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    username = forms.CharField(
        label=_("Username"),
        min_length=SHORTEST_USERNAME,
        max_length=LONGEST_USERNAME,
        help_text=_("Letters, digits, dots, dashes and underscores."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=LONGEST_EMAIL,
        help_text=_("Another address has to be confirmed again; the present one is told of it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    current_password = PresentPasswordField(
        label=_("Present password"), required=False, help_text=_("Needed for another e-mail address only.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.Select(attrs={"class": "field__input"})
    )


class AvatarForm(forms.Form):
    """The picture to be shown by."""

    picture = forms.FileField(label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/*"}))


class ApiKeyForm(forms.Form):
    """A key to make. `lifetime` is in days, empty for a key that does not end."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_KEY_NAME,
        help_text=_("What it is for, such as “upload script”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    monthly_cap = forms.IntegerField(
        label=_("Spending cap"),
        required=False,
        min_value=1,
        max_value=LARGEST_CAP,
        help_text=_("Credits a calendar month (UTC). Empty: no cap of its own."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    lifetime = forms.TypedChoiceField(
        label=_("Works for"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year")), ("", _("No end"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="90",
        widget=forms.Select(attrs={"class": "field__input"}),
    )


class ErasureForm(forms.Form):
    """The proof that it is the owner who wants the account erased."""

    password = PresentPasswordField(label=_("Password"))
    otp = CodeInputField(label=_("Code"), required=False, help_text=_("Of the authenticator app, or a recovery code."))
    is_meant = forms.BooleanField(label=_("I know that this can't be undone"))

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["otp"]
