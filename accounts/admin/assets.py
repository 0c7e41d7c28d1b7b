"""Users' pictures, for staff."""

import uuid

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import BrandAsset
from accounts.services.assets import delete_asset, open_picture
from common.errors import NotFoundError


@admin.register(BrandAsset)
class BrandAssetAdmin(ModelAdmin):  # type: ignore[misc]
    """Users' pictures: to look at, and to take down."""

    list_display = ["picture", "kind", "owner", "size", "bytes", "created_at"]
    list_filter = ["kind", "format"]
    list_select_related = ["owner"]
    search_fields = ["owner__username", "owner__email", "sha256"]
    readonly_fields = ["large_picture", "size"]
    fields = ["large_picture", "kind", "owner", "size", "format", "bytes", "sha256", "created_at"]

    @admin.display(description=_("picture"))
    def picture(self, asset: BrandAsset) -> SafeString:
        return self._image(asset, 48)

    @admin.display(description=_("picture"))
    def large_picture(self, asset: BrandAsset) -> SafeString:
        return self._image(asset, 360)

    @admin.display(description=_("size"))
    def size(self, asset: BrandAsset) -> str:
        return f"{asset.width}×{asset.height}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.serve_picture)
        own = [path("<uuid:asset_id>/picture/", view, name="accounts_brandasset_picture")]
        return own + super().get_urls()  # type: ignore[no-any-return]

    def serve_picture(self, request: HttpRequest, asset_id: uuid.UUID) -> FileResponse:
        """The bytes, for staff who may see users' pictures."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asset = get_object_or_404(BrandAsset, pk=asset_id)
        try:
            picture = open_picture(asset)
        except NotFoundError as error:
            raise Http404 from error
        response = FileResponse(picture, content_type=f"image/{asset.format}")
        response["Cache-Control"] = "private, max-age=3600"
        return response

    def delete_model(self, request: HttpRequest, obj: BrandAsset) -> None:
        delete_asset(obj.owner, obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[BrandAsset]") -> None:
        for asset in queryset.select_related("owner"):
            delete_asset(asset.owner, asset.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BrandAsset | None = None) -> bool:
        return False

    def _image(self, asset: BrandAsset, height: int) -> SafeString:
        address = reverse("admin:accounts_brandasset_picture", args=[asset.pk])
        return format_html('<img src="{}" alt="{}" height="{}" loading="lazy">', address, asset.kind, height)
