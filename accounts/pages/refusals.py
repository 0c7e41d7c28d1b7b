"""Showing on a form what a service refused."""

from typing import TypeVar

from django import forms
from django.utils.translation import gettext

from accounts.errors import TooManyFailedSignInsError
from accounts.forms import LOCKED
from common.errors import DomainError

_Form = TypeVar("_Form", bound=forms.Form)


def show_refusal(form: _Form, error: DomainError) -> _Form:
    """Put each problem beside its field, or else above the form; returns the form."""
    problems = error.details.get("validation_errors", [])
    for problem in problems:
        field = problem["field"] if problem["field"] in form.fields else None
        form.add_error(field, gettext(problem["message"]))
    if not problems:
        text = str(LOCKED) if isinstance(error, TooManyFailedSignInsError) else gettext(error.message)
        form.add_error(None, text)
    return form
