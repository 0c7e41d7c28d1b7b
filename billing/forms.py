"""What people fill in about money."""

from django import forms
from django.utils.translation import gettext_lazy as _

_LARGEST = 2**31 - 1  # what the columns hold


class LimitsForm(forms.Form):
    """The user's own limits, in credits; empty for none."""

    monthly_cap = forms.IntegerField(
        label=_("Monthly spending cap"),
        required=False,
        min_value=1,
        max_value=_LARGEST,
        help_text=_("Beyond so many credits in a calendar month (UTC), nothing is started. Empty: no cap."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    low_balance_at = forms.IntegerField(
        label=_("Low-balance notice"),
        required=False,
        min_value=0,
        max_value=_LARGEST,
        help_text=_("You get a mail when so many credits are left, or fewer. Empty: no mail."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
