"""The page between a button and its doing: what will happen, the reason for it, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from billing.admin.forms import ConfirmForm
from billing.admin.reading import MoneyAdmin
from common.errors import DomainError

NOTHING_NEW = "This was done before; nothing was done a second time."


@dataclass(frozen=True)
class Question:
    """A page that asks. `explanation` says what will happen; a `refusal` says why it can't."""

    title: str
    explanation: str
    button: str
    refusal: str = ""


class AskingAdmin(MoneyAdmin):
    """Buttons that lead to a small form first. Whoever did what stands in the row's history."""

    def ask(
        self,
        request: HttpRequest,
        row: Model,
        question: Question,
        form: forms.Form,
        do: Callable[[dict[str, Any]], str],
    ) -> HttpResponse:
        """Show the form; once it is sent, `do` what it says.

        `do` gets the cleaned data and returns what it did, in a sentence for the history, "" where it was done before.
        A `DomainError` of it is shown on the form, with its status.
        """
        if question.refusal:
            return self._page(request, row, question, form, status=409 if request.method == "POST" else 200)
        if request.method != "POST":
            return self._page(request, row, question, form)
        if not form.is_valid():
            return self._page(request, row, question, form, status=422)
        try:
            done = do(form.cleaned_data)
        except DomainError as error:
            tell(form, error)
            return self._page(request, row, question, form, status=error.status)
        if done:
            self.log_change(request, row, done)
            self.message_user(request, done, messages.SUCCESS)
        else:
            self.message_user(request, NOTHING_NEW, messages.WARNING)
        return HttpResponseRedirect(self.address_of(row))

    def row_of(self, request: HttpRequest, object_id: str) -> Any:
        """The row that an address names, as the admin writes ids in addresses. `Http404` without one."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def address_of(self, row: Model) -> str:
        """Where the row's page is."""
        name = f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
        return reverse(name, args=[quote(row.pk)])

    def subject_of(self, row: Model) -> str:
        """What the question is about, in words."""
        return str(row)

    def may_act(self, request: HttpRequest) -> bool:
        """Whether somebody has the right to change such rows, though only by way of these buttons."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def has_act_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Stands for `permissions=["act"]` on a button."""
        return self.may_act(request)

    def _page(
        self, request: HttpRequest, row: Model, question: Question, form: forms.Form, *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": question.title,
            "subject": self.subject_of(row),
            "media": self.media,
            "question": question,
            "form": form,
            "back": self.address_of(row),
        }
        request.current_app = self.admin_site.name
        return render(request, "admin/billing/ask.html", context, status=status)


def tell(form: forms.Form, error: DomainError) -> None:
    """Show an error on the form, beside its field where it names one."""
    faults = error.details.get("validation_errors") or []
    for fault in faults:
        form.add_error(fault["field"] if fault["field"] in form.fields else None, fault["message"])
    if not faults:
        form.add_error(None, error.message)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if that is nothing; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def confirmation(request: HttpRequest) -> ConfirmForm:
    """The form of a button that needs no reason."""
    return ConfirmForm(sent(request))
