"""The list and the page of templates."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin
from unfold.decorators import action

from common.errors import DomainError
from templates_lib.admin.bulk import BulkActions, staff_of
from templates_lib.admin.columns import Columns
from templates_lib.admin.exchange_page import exchange_page
from templates_lib.admin.filters import GuessedCategory, NearDuplicates, Use, is_guess
from templates_lib.admin.look import look_of
from templates_lib.admin.pictures import serve_original, serve_preview
from templates_lib.admin.sandbox_page import sandbox_page
from templates_lib.admin.upload_page import receive_one, tell_states, upload_page
from templates_lib.forms import CorrectionForm
from templates_lib.models import Origin, Template
from templates_lib.services.curating import correct
from templates_lib.services.uploading import delete_template

_HEAVY = ("document", "sample", "fingerprint", "search_text", "consent_note", "description")
_CORRECTED = ["name", "category", "tags", "description", ("is_active", "is_featured")]


class _UnaskableError(Exception):
    """The list's address asks what the database can't answer. Only the list's view catches it."""


@admin.register(Template)
class TemplateAdmin(Columns, BulkActions, ModelAdmin):  # type: ignore[misc]
    """Pictures come in through the upload page, and whatever staff change goes through the services."""

    form = CorrectionForm
    change_form_outer_before_template = "admin/templates_lib/template/look.html"
    change_form_outer_after_template = "admin/templates_lib/template/facts.html"
    list_display = [
        *("picture", "look", "topic", "progress", "colours_and_energy"),
        *("active", "featured", "use", "success"),
    ]
    list_display_links = ["look"]
    list_filter = [
        *("status", "origin", GuessedCategory, "category", "is_active", "is_featured", Use, NearDuplicates),
        *("has_face", "has_text", "has_logo", "licence"),
    ]
    list_select_related = ["category", "analysis"]
    list_per_page = 60
    list_fullwidth = True
    ordering = ["-created_at", "name"]
    search_fields = ["name", "slug", "tags", "description", "source", "artist"]
    actions = [
        *("activate", "deactivate", "feature", "unfeature", "move", "analyse", "redraw"),
        *("export_csv", "export_json", "delete_uploaded"),
    ]
    actions_list = ["sandbox", "exchange"]
    fieldsets = [
        ("Correct it", {"fields": _CORRECTED}),
        ("Provenance", {"fields": ["source", "licence", "artist", "consent_note"]}),
    ]

    class Media:
        css = {"all": ["templates_lib/bank.css"]}

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Template]":
        return super().get_queryset(request).defer("search_text", "fingerprint")  # type: ignore[no-any-return]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Of each row only what the list shows: documents weigh tens of kilobytes."""
        try:
            with transaction.atomic():  # what the database refuses must not spoil the message about it
                changelist = super().get_changelist_instance(request)
        except (IncorrectLookupParameters, ValidationError, DataError, ValueError) as error:
            if not request.GET:
                raise
            raise _UnaskableError from error
        changelist.result_list = changelist.result_list.defer(*_HEAVY)
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)  # type: ignore[no-any-return]
        except _UnaskableError:
            self.message_user(request, "This address asks for what can’t be. Here are all templates.", messages.ERROR)
            return HttpResponseRedirect(request.path)

    def get_actions(self, request: HttpRequest) -> Any:
        """Django's own deletion knows no objects in a storage; `delete_uploaded` stands for it."""
        return {name: value for name, value in super().get_actions(request).items() if name != "delete_selected"}

    def get_fieldsets(self, request: HttpRequest, obj: Template | None = None) -> Any:
        if obj is None or not is_guess(obj) or not self.has_change_permission(request, obj):
            return self.fieldsets
        (title, _), *others = self.fieldsets
        name, category, *more = _CORRECTED
        return [(title, {"fields": [name, category, "category_is_right", *more]}), *others]

    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Any, name: str, *, cacheable: bool = False) -> Any:
            checked = self.admin_site.admin_view(view, cacheable=cacheable)
            return path(route, checked, name=f"templates_lib_template_{name}")

        return [
            # These two say themselves who may keep them, and for how long.
            own("<uuid:template_id>/picture/", self.serve_picture, "picture", cacheable=True),
            own("<uuid:template_id>/original/", self.serve_original, "original", cacheable=True),
            own("upload/", self.receive, "upload"),
            own("states/", self.tell_states, "states"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Template | None = None) -> bool:
        """A shipped look can't be deleted: seeding would bring it back."""
        if obj is not None and obj.origin != Origin.UPLOADED:
            return False
        return super().has_delete_permission(request, obj)  # type: ignore[no-any-return]

    def serve_picture(self, request: HttpRequest, template_id: uuid.UUID) -> FileResponse:
        """The preview's bytes, for staff who may see templates."""
        self._refuse_unless(self.has_view_permission(request))
        return serve_preview(template_id)

    def serve_original(self, request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
        """The original's bytes, for staff who may see templates."""
        self._refuse_unless(self.has_view_permission(request))
        return serve_original(template_id, request.GET.get("width", ""))

    def tell_states(self, request: HttpRequest) -> HttpResponse:
        """Where some templates stand, as JSON."""
        self._refuse_unless(self.has_view_permission(request))
        return tell_states(request)

    def receive(self, request: HttpRequest) -> HttpResponse:
        """One picture of the upload page."""
        self._refuse_unless(self.has_add_permission(request))
        return receive_one(request, staff_of(request))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self._refuse_unless(self.has_add_permission(request))
        return upload_page(self, request, staff_of(request))

    @action(description="Try the search", icon="travel_explore", url_path="sandbox", permissions=["view"])  # type: ignore[untyped-decorator]
    def sandbox(self, request: HttpRequest) -> HttpResponse:
        return sandbox_page(self, request)

    @action(description="Import, export", icon="swap_vert", url_path="exchange", permissions=["view"])  # type: ignore[untyped-decorator]
    def exchange(self, request: HttpRequest) -> HttpResponse:
        return exchange_page(self, request, staff_of(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        template = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if template is not None:
            may_analyse = template.origin == Origin.UPLOADED and self.has_change_permission(request, template)
            context |= {"look": look_of(template), "may_analyse": may_analyse}
        try:
            return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]
        except DomainError as error:  # what changed between the form's check and the correction
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Template, form: "ModelForm[Template]", change: bool) -> None:
        if not isinstance(form, CorrectionForm):
            raise TypeError("templates are corrected by one form only")
        confirming = ["category"] if form.cleaned_data.get("category_is_right") else []
        correct(obj.pk, form.changes, by=staff_of(request), confirming=confirming)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: `correct` has written what changed, from what to what."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing: `delete_template` writes the history."""

    def delete_model(self, request: HttpRequest, obj: Template) -> None:
        delete_template(obj, by=staff_of(request))

    def _refuse_unless(self, is_allowed: bool) -> None:
        if not is_allowed:
            raise PermissionDenied
