"""Credits, for staff to read. Every change goes through the ledger."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from billing.models import CreditAccount, Hold, LedgerLeg, LedgerTransaction


class ReadOnly:
    """What the ledger's rows are to everybody."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LegInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = LedgerLeg
    fields = ["book", "account", "amount"]
    readonly_fields = ["account"]
    extra = 0


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ["created_at", "kind", "credits", "user", "bucket", "reason", "key"]
    list_filter = ["kind", "bucket"]
    search_fields = ["key", "reason", "legs__account__user__username", "legs__account__user__email"]
    date_hierarchy = "created_at"
    fields = ["kind", "bucket", "reason", "key", "created_at", "id"]
    readonly_fields = ["created_at", "id"]
    inlines = [LegInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("legs__account__user")

    @admin.display(description=_("credits"))
    def credits(self, booked: LedgerTransaction) -> str:
        leg = self._leg_of_user(booked)
        return f"{leg.amount:+d}" if leg else ""

    @admin.display(description=_("user"))
    def user(self, booked: LedgerTransaction) -> str:
        leg = self._leg_of_user(booked)
        return str(leg.account.user) if leg and leg.account else ""

    def _leg_of_user(self, booked: LedgerTransaction) -> LedgerLeg | None:
        return next((leg for leg in booked.legs.all() if leg.account_id), None)


@admin.register(CreditAccount)
class CreditAccountAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ["user", "tier", "available", "held", "created_at"]
    list_filter = ["tier"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    fields = ["user", "tier", "available", "posted", "held", "created_at"]
    readonly_fields = ["available", "created_at"]

    @admin.display(description=_("available"))
    def available(self, account: CreditAccount) -> int:
        return account.posted - account.held


@admin.register(Hold)
class HoldAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ["id", "user", "state", "amount", "captured", "created_at", "closed_at"]
    list_filter = ["state"]
    list_select_related = ["account__user"]
    search_fields = ["id", "account__user__username"]
    fields = ["id", "user", "state", "amount", "captured", "created_at", "closed_at"]
    readonly_fields = ["id", "user", "created_at"]

    @admin.display(description=_("user"), ordering="account__user__username")
    def user(self, hold: Hold) -> str:
        return str(hold.account.user)
