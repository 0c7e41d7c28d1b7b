"""What staff do to many templates at once."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from unfold.admin import ModelAdmin

from accounts.models import User
from templates_lib.errors import NoOriginalError
from templates_lib.forms import CategoriseForm
from templates_lib.models import Origin, Template
from templates_lib.services.curating import analyse_anew, categorise, redraw_previews, set_active, set_featured
from templates_lib.services.exchange import as_csv, as_json
from templates_lib.services.uploading import delete_template

Templates = QuerySet[Template]
_SHOWN = 24


class BulkActions(ModelAdmin):  # type: ignore[misc]
    """Actions of the list; each goes through the services, which keep the history."""

    @admin.action(description="Activate: may be matched with prompts", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: Templates) -> None:
        self.tell(request, set_active(queryset, active=True, by=staff_of(request)), "activated")

    @admin.action(description="Deactivate: no longer matched", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: Templates) -> None:
        self.tell(request, set_active(queryset, active=False, by=staff_of(request)), "deactivated")

    @admin.action(description="Feature", permissions=["change"])
    def feature(self, request: HttpRequest, queryset: Templates) -> None:
        self.tell(request, set_featured(queryset, featured=True, by=staff_of(request)), "featured")

    @admin.action(description="No longer feature", permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: Templates) -> None:
        self.tell(request, set_featured(queryset, featured=False, by=staff_of(request)), "no longer featured")

    @admin.action(description="Move to a category…", permissions=["change"])
    def move(self, request: HttpRequest, queryset: Templates) -> HttpResponse | None:
        form = CategoriseForm(request.POST if "category" in request.POST else None)
        if form.is_valid():
            category = form.cleaned_data["category"]
            self.tell(request, categorise(queryset, category, by=staff_of(request)), f"moved to {category}")
            return None
        return self.ask(request, queryset, "move", title="Move to a category", form=form)

    @admin.action(description="Analyse anew (uploaded only)", permissions=["change"])
    def analyse(self, request: HttpRequest, queryset: Templates) -> None:
        try:
            self.tell(request, analyse_anew(queryset, by=staff_of(request)), "waiting to be analysed anew")
        except NoOriginalError as error:
            self.message_user(request, error.message, messages.WARNING)

    @admin.action(description="Draw the preview anew", permissions=["change"])
    def redraw(self, request: HttpRequest, queryset: Templates) -> None:
        self.tell(request, redraw_previews(queryset), "waiting to be drawn anew")

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: Templates) -> HttpResponse:
        return as_file(as_csv(queryset), "text/csv; charset=utf-8", "templates.csv")

    @admin.action(description="Export as JSON", permissions=["view"])
    def export_json(self, request: HttpRequest, queryset: Templates) -> HttpResponse:
        return as_file(as_json(queryset), "application/json", "templates.json")

    @admin.action(description="Delete, with the originals (uploaded only)…", permissions=["delete"])
    def delete_uploaded(self, request: HttpRequest, queryset: Templates) -> HttpResponse | None:
        uploaded = queryset.filter(origin=Origin.UPLOADED)
        if not uploaded.exists():
            self.message_user(request, "These looks ship with Routix. Deactivate them instead.", messages.WARNING)
            return None
        if request.POST.get("confirmed") == "yes":
            doomed = list(uploaded)
            for template in doomed:
                delete_template(template, by=staff_of(request))
            self.tell(request, len(doomed), "deleted")
            return None
        kept = queryset.count() - uploaded.count()
        return self.ask(request, uploaded, "delete_uploaded", title="Delete templates", kept=kept)

    def response_action(self, request: HttpRequest, queryset: Templates) -> HttpResponse | None:
        """Run an action, unless what was chosen for it can be no template."""
        try:
            for text in request.POST.getlist(ACTION_CHECKBOX_NAME):
                uuid.UUID(text)
        except ValueError:
            message = "Something else than templates was chosen; nothing was done."
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)  # type: ignore[no-any-return]

    def tell(self, request: HttpRequest, count: int, what: str) -> None:
        """Say how many were changed."""
        self.message_user(request, f"{count} {what}.", messages.SUCCESS if count else messages.INFO)

    def ask(self, request: HttpRequest, chosen: Templates, action: str, **more: Any) -> HttpResponse:
        """Show the page between an action and its doing."""
        everything = request.POST.get("select_across") == "1"
        context = {
            **self.admin_site.each_context(request),
            "model_admin": self,
            "action": action,
            "count": chosen.count(),
            "shown": list(chosen.select_related("category")[:_SHOWN]),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "select_across": "1" if everything else "0",
            "media": self.media,
            **more,
        }
        request.current_app = self.admin_site.name
        return render(request, f"admin/templates_lib/template/{action}.html", context)


def staff_of(request: HttpRequest) -> User:
    """Return who is signed in. The admin lets nobody else in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the admin was entered by nobody")
    return user


def as_file(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Answer with a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=media_type, headers=headers)
