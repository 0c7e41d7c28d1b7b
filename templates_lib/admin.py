"""The bank as staff see it: pictures first, then what each look is made of."""

import json
import uuid
import zlib
from dataclasses import fields
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display as labelled

from canvas.dna import DesignDNA
from templates_lib.models import Category, Status, Template
from templates_lib.services.curating import redraw_previews, set_active, set_featured

_STATUS_COLOURS = {Status.DRAFT: "info", Status.READY: "success", Status.FAILED: "danger"}


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return ["slug"] if obj else []


@admin.register(Template)
class TemplateAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ["picture", "name", "category", "coloured_status", "is_active", "is_featured", "usage_count"]
    list_display_links = ["picture", "name"]
    list_filter = ["category", "status", "is_active", "is_featured", "has_face", "embedding_model", "licence"]
    list_select_related = ["category"]
    list_per_page = 60
    search_fields = ["name", "slug", "description"]
    actions = ["activate", "deactivate", "feature", "unfeature", "redraw"]
    readonly_fields = [
        *("large_picture", "slug", "status", "failure", "usage_count", "created_at", "updated_at"),
        *("palette", "traits", "has_face", "design", "made_from", "layers", "embedding_model"),
        *("source", "licence", "artist"),
    ]
    fieldsets = [
        (None, {"fields": ["large_picture", "name", "slug", "category", "tags", "description"]}),
        ("Use", {"fields": ["is_active", "is_featured", "usage_count", "status", "failure"]}),
        ("Design DNA", {"fields": ["palette", "traits", "has_face", "design"]}),
        ("Provenance", {"fields": ["source", "licence", "artist", "created_at", "updated_at"]}),
        ("Secret", {"fields": ["made_from", "layers", "embedding_model"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Template]":
        return super().get_queryset(request).defer("embedding")  # type: ignore[no-any-return]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # looks are designed and seeded

    def has_delete_permission(self, request: HttpRequest, obj: Template | None = None) -> bool:
        return False  # seeding would bring it back; deactivating keeps it away

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.serve_picture)
        own = [path("<uuid:template_id>/picture/", view, name="templates_lib_template_picture")]
        return own + super().get_urls()  # type: ignore[no-any-return]

    def serve_picture(self, request: HttpRequest, template_id: uuid.UUID) -> FileResponse:
        """The preview's bytes, for staff who may see templates."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        template = get_object_or_404(Template.objects.only("preview"), id=template_id)
        name = template.preview.name
        if not name or not default_storage.exists(name):
            raise Http404
        response = FileResponse(template.preview.open("rb"), content_type="image/webp")
        response["Cache-Control"] = "private, max-age=86400"
        del response["Content-Disposition"]  # it would tell the storage key
        return response

    @admin.display(description="Picture")
    def picture(self, template: Template) -> SafeString | str:
        return _picture(template, "width:168px;height:94px;object-fit:cover;border-radius:8px;max-width:none")

    @admin.display(description="Picture")
    def large_picture(self, template: Template) -> SafeString | str:
        return _picture(template, "width:100%;max-width:768px;border-radius:12px")

    @labelled(description="Status", ordering="status", label=_STATUS_COLOURS)  # type: ignore[untyped-decorator]
    def coloured_status(self, template: Template) -> tuple[str, str]:
        return template.status, template.get_status_display()

    @admin.display(description="Palette")
    def palette(self, template: Template) -> SafeString:
        return format_html_join(
            " ",
            '<span title="{0}: {1}" style="display:inline-flex;align-items:center;gap:6px;margin-right:14px">'
            '<i style="background:{1};width:28px;height:28px;border-radius:6px;border:1px solid #8886"></i>{0} {1}'
            "</span>",
            template.dna.get("palette", {}).items(),
        )

    @admin.display(description="Traits of the design")
    def design(self, template: Template) -> SafeString:
        names = [field.name for field in fields(DesignDNA) if field.name != "palette"]
        rows = ((name.replace("_", " "), _plain(template.dna[name])) for name in names if name in template.dna)
        body = format_html_join("", '<tr><td style="padding:2px 24px 2px 0;opacity:.7">{}</td><td>{}</td></tr>', rows)
        return format_html("<table>{}</table>", body)

    @admin.display(description="Made from")
    def made_from(self, template: Template) -> SafeString:
        return _json(template.sample)

    @admin.display(description="Document")
    def layers(self, template: Template) -> SafeString:
        return _json(template.document)

    @admin.action(description="Activate: may be matched with prompts")
    def activate(self, request: HttpRequest, queryset: "QuerySet[Template]") -> None:
        self.message_user(request, f"{set_active(queryset, active=True)} activated.", messages.SUCCESS)

    @admin.action(description="Deactivate: no longer matched")
    def deactivate(self, request: HttpRequest, queryset: "QuerySet[Template]") -> None:
        self.message_user(request, f"{set_active(queryset, active=False)} deactivated.", messages.SUCCESS)

    @admin.action(description="Feature")
    def feature(self, request: HttpRequest, queryset: "QuerySet[Template]") -> None:
        self.message_user(request, f"{set_featured(queryset, featured=True)} featured.", messages.SUCCESS)

    @admin.action(description="No longer feature")
    def unfeature(self, request: HttpRequest, queryset: "QuerySet[Template]") -> None:
        self.message_user(request, f"{set_featured(queryset, featured=False)} no longer featured.", messages.SUCCESS)

    @admin.action(description="Draw the picture anew")
    def redraw(self, request: HttpRequest, queryset: "QuerySet[Template]") -> None:
        self.message_user(request, f"{redraw_previews(queryset)} pictures will be drawn anew.", messages.SUCCESS)


def _picture(template: Template, style: str) -> SafeString | str:
    name = template.preview.name
    if not name:
        return "failed" if template.status == Status.FAILED else "being drawn"
    address = reverse("admin:templates_lib_template_picture", args=[template.id])
    version = zlib.crc32(name.encode())
    return format_html('<img src="{}?v={}" alt="{}" loading="lazy" style="{}">', address, version, template.name, style)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _json(value: Any) -> SafeString:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return format_html('<pre style="max-height:480px;overflow:auto;font-size:12px">{}</pre>', text)
