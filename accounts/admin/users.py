"""Users and groups, for staff."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import Role, User
from accounts.selectors import user_facts
from accounts.services.audit import record
from accounts.services.roles import may_set_role, set_role
from accounts.services.sign_in import sign_out_everywhere
from common.client_address import hashed_ip


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
        # Who it was stands in the admin's own log.
        record("password.set_by_staff", user=user)
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]
    """Nobody is deleted here: the ledger keeps its rows. What is changed is written down.

    Only superusers grant single rights or touch superusers, and only superusers and admins touch other staff: whoever
    could set their address or password could become them.
    """

    form = UserChangeForm
    add_form = NewUserForm
    change_password_form = NewPasswordForm
    list_display = ["username", "email", "role", "is_verified", "is_active", "is_staff", "created_at"]
    list_filter = ["role", "is_active", "is_verified", "is_staff", "is_superuser"]
    search_fields = ["username", "email", "full_name"]
    ordering = ["-created_at"]
    readonly_fields = ["id", "last_login", "created_at", "erased_at", "credits", "tier"]
    fieldsets = [
        (None, {"fields": ["username", "email", "full_name", "password"]}),
        (_("Standing"), {"fields": ["role", "is_verified", "is_active", "tier", "credits"]}),
        (_("Rights"), {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("More"), {"fields": ["preferences", "last_login", "created_at", "erased_at", "id"]}),
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
        actor = _staff_of(request)
        if not actor.is_superuser:
            fields += ["is_staff", "is_superuser", "groups", "user_permissions"]
        if obj is not None and not may_set_role(actor, obj, Role.MODERATOR):
            fields.append("role")
        return fields

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role" and not _staff_of(request).is_superuser:
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.ADMIN]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if "role" in form.changed_data:
            obj.role = form.initial["role"]  # `save_related` gives the new one, with the rights of it
        super().save_model(request, obj, form, change)
        details = {"fields": [name for name in form.changed_data if name != "role"]}
        if not change or details["fields"]:
            action = "account.changed_by_staff" if change else "account.made_by_staff"
            record(action, user=obj, actor=_staff_of(request), details=details, ip_digest=hashed_ip(request))
        if "is_active" in form.changed_data and not obj.is_active:
            sign_out_everywhere(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "role" in form.changed_data:
            role = Role(form.cleaned_data["role"])
            set_role(form.instance, role, actor=_staff_of(request), ip_digest=hashed_ip(request))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and not _may_touch(_staff_of(request), obj):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


def _staff_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the admin was entered by nobody")
    return request.user


def _may_touch(actor: User, user: User) -> bool:
    if actor.is_superuser or actor.pk == user.pk:
        return user.erased_at is None
    if user.is_superuser or user.erased_at is not None:
        return False
    return not user.is_staff or (actor.role == Role.ADMIN and user.role != Role.ADMIN)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Groups of rights, in the admin's look."""
