"""Metadata out as a file and in again: first what would change, then the changing."""

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts.models import User
from common.caching import find, keep
from common.errors import DomainError
from common.ids import new_id
from templates_lib.admin.bulk import as_file
from templates_lib.forms import ImportForm
from templates_lib.models import Template
from templates_lib.services.exchange import LARGEST_FILE, Plan, Row, apply, as_csv, as_json, plan, read_metadata

if TYPE_CHECKING:
    from templates_lib.admin.templates import TemplateAdmin

_KEPT_SECONDS = 30 * 60
_SHOWN = 200
_TOKEN = re.compile("[0-9a-f]{32}")


def exchange_page(model_admin: "TemplateAdmin", request: HttpRequest, by: User) -> HttpResponse:
    """Export everything, show what a file would change, or change it.

    The rows of a file wait in the cache between the two steps, for whoever sent it. If the bank changed meanwhile, the
    new differences are shown and nothing is changed yet.
    """
    if request.method != "POST":
        exported = {"csv": _csv, "json": _json}.get(request.GET.get("export", ""))
        return exported() if exported else _page(model_admin, request, ImportForm())
    if not model_admin.has_change_permission(request):
        return _page(model_admin, request, ImportForm(), fault="You may not change templates.")
    form = ImportForm(request.POST, request.FILES)
    try:
        if "token" in request.POST:
            return _apply(model_admin, request, by)
        if not form.is_valid():
            return _page(model_admin, request, form)
        file = form.cleaned_data["file"]
        rows = read_metadata(file.read(LARGEST_FILE + 1))
        return _preview(model_admin, request, by, rows, plan(rows))
    except DomainError as error:
        faults = [fault["message"] for fault in error.details.get("validation_errors", [])]
        return _page(model_admin, request, ImportForm(), fault=error.message, faults=faults)


def _csv() -> HttpResponse:
    return as_file(as_csv(Template.objects.all()), "text/csv; charset=utf-8", "templates.csv")


def _json() -> HttpResponse:
    return as_file(as_json(Template.objects.all()), "application/json", "templates.json")


def _apply(model_admin: "TemplateAdmin", request: HttpRequest, by: User) -> HttpResponse:
    token = request.POST["token"]
    # No other text may become part of a key: caches refuse some characters.
    rows: tuple[Row, ...] | None = find(_key(by, token)) if _TOKEN.fullmatch(token) else None
    if rows is None:
        return _page(model_admin, request, ImportForm(), fault="That took more than half an hour. Send the file again.")
    found = plan(rows)
    if found.digest != request.POST.get("digest"):
        messages.warning(request, "The bank has changed meanwhile. This is what the file would change now.")
        return _preview(model_admin, request, by, rows, found)
    messages.success(request, f"{apply(found, by=by)} templates were changed.")
    return HttpResponseRedirect(request.path)


def _preview(
    model_admin: "TemplateAdmin", request: HttpRequest, by: User, rows: tuple[Row, ...], found: Plan
) -> HttpResponse:
    token = new_id().hex
    keep(_key(by, token), rows, seconds=_KEPT_SECONDS)
    return _page(model_admin, request, ImportForm(), found=found, token=token, shown=found.changes[:_SHOWN])


def _key(by: User, token: str) -> str:
    return f"templates:import:{by.pk}:{token}"


def _page(model_admin: "TemplateAdmin", request: HttpRequest, form: ImportForm, **more: object) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "model_admin": model_admin,
        "title": "Import and export metadata",
        "media": model_admin.media,
        "form": form,
        "may_change": model_admin.has_change_permission(request),
        **more,
    }
    request.current_app = model_admin.admin_site.name
    return render(request, "admin/templates_lib/template/exchange.html", context)
