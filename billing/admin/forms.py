"""What staff are asked before something happens."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from billing.admin.money import decimals_of, in_minor_units
from common.money import money

# A slip of the finger is no gift; more is given in several goes.
MOST_CREDITS = 1_000_000
_LONGEST_REASON = 200


class ConfirmForm(forms.Form):
    """Nothing but the button."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        max_length=_LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        help_text="Stays in the books beside your name. No words about a person that may have to be erased.",
    )


class KeyedForm(ReasonForm):
    """A reason, and the page's own `key`, so that sending it twice does things once."""

    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class AdjustForm(KeyedForm):
    """Credits to give or to take."""

    GIVE, TAKE = "give", "take"

    direction = forms.ChoiceField(
        label="What to do", choices=[(GIVE, "Give credits"), (TAKE, "Take credits")], widget=UnfoldAdminSelectWidget
    )
    credits = forms.IntegerField(min_value=1, max_value=MOST_CREDITS, widget=UnfoldAdminIntegerFieldWidget)

    field_order = ["direction", "credits", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "credits" in cleaned and "direction" in cleaned:
            sign = -1 if cleaned["direction"] == self.TAKE else 1
            cleaned["change"] = sign * cleaned["credits"]
        return cleaned


class RefundForm(KeyedForm):
    """Money to send back: `amount` in minor units, None for all that is left."""

    amount = forms.DecimalField(required=False, max_digits=12, decimal_places=3, widget=UnfoldAdminDecimalFieldWidget)

    field_order = ["amount", "reason"]

    def __init__(self, *args: Any, left: int, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left, self._currency = left, currency
        field = self.fields["amount"]
        field.label = f"Amount in {currency.upper()}"
        field.help_text = f"At most {money(left, currency)}. Left empty, all of it goes back."
        field.widget.attrs["step"] = str(Decimal(1).scaleb(-decimals_of(currency)))

    def clean_amount(self) -> int | None:
        wanted = self.cleaned_data["amount"]
        if wanted is None:
            return None
        try:
            amount = in_minor_units(wanted, self._currency)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 < amount <= self._left:
            raise forms.ValidationError(f"More than nothing, and at most {money(self._left, self._currency)}.")
        return amount
