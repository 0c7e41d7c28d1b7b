"""Users and their pictures, for staff."""

import uuid

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import BrandAsset, User
from accounts.selectors import user_facts
from accounts.services.assets import delete_asset, open_picture
from accounts.services.sign_in import sign_out_everywhere
from common.errors import NotFoundError


class NewUserForm(UserCreationForm):  # type: ignore[misc]
    """A new user with a password, or without one."""

    class Meta:
        model = User
        fields = ["username", "email", "full_name"]


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[misc]
    """A new password also ends every sign-in that the old one began."""

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        sign_out_everywhere(user)
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]
    """Only superusers grant rights or touch superusers. Nobody is deleted here: the ledger keeps its rows."""

    form = UserChangeForm
    add_form = NewUserForm
    change_password_form = NewPasswordForm
    list_display = ["username", "email", "role", "is_verified", "is_active", "is_staff", "created_at"]
    list_filter = ["role", "is_active", "is_verified", "is_staff", "is_superuser"]
    search_fields = ["username", "email", "full_name"]
    ordering = ["-created_at"]
    readonly_fields = ["id", "last_login", "created_at", "credits", "tier"]
    fieldsets = [
        (None, {"fields": ["username", "email", "full_name", "password"]}),
        (_("Standing"), {"fields": ["role", "is_verified", "is_active", "tier", "credits"]}),
        (_("Rights"), {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("More"), {"fields": ["preferences", "last_login", "created_at", "id"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "full_name", "usable_password", "password1", "password2"]}),
    ]

    @admin.display(description=_("credits"))
    def credits(self, user: User) -> int:
        return int(user_facts(user)["credits"])

    @admin.display(description=_("tier"))
    def tier(self, user: User) -> str:
        return str(user_facts(user)["subscription_tier"])

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        is_superuser = isinstance(request.user, User) and request.user.is_superuser
        return fields if is_superuser else [*fields, "is_staff", "is_superuser", "groups", "user_permissions", "role"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not (isinstance(request.user, User) and request.user.is_superuser):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


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


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Groups of rights, in the admin's look."""
