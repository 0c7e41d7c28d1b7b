"""What is on sale: plans and packs to edit, and their prices as the gateway knows them, to read."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString

from billing.admin.columns import NONE_YET, label, mode
from billing.admin.reading import MoneyAdmin, ReadOnly
from billing.models import GatewayPrice, Pack, Plan
from billing.tiers import Tier
from common.money import money

_AT_THE_GATEWAY = {"name", "price", "currency"}
_PRICE_NOTE = (
    "With Stripe a change needs “manage.py sync_stripe” at once: until then nobody can buy it, since nobody is to pay "
    "another sum than the one shown. What is bought already, and subscriptions that run, keep their price."
)


class OnSaleAdmin(MoneyAdmin):
    """What plans and packs have in common."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # purchases name it; taking it off sale hides it from users

    def save_model(self, request: HttpRequest, obj: Plan | Pack, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.price and (not change or _AT_THE_GATEWAY & set(form.changed_data)):
            message = "If Stripe takes the money, run “manage.py sync_stripe” now; nobody can buy this before."
            self.message_user(request, message, messages.WARNING)

    @admin.display(description="price", ordering="price")
    def cost(self, sold: Plan | Pack) -> str:
        return money(sold.price, sold.currency)

    @admin.display(description="on sale", ordering="is_active")
    def sale(self, sold: Plan | Pack) -> SafeString:
        return label("on sale", "good") if sold.is_active else label("off sale")


@admin.register(Plan)
class PlanAdmin(OnSaleAdmin):
    list_display = [
        *("name", "cost", "monthly_credits", "rollover_factor", "active_generations", "queue_priority"),
        *("brand_assets", "sale"),
    ]
    ordering = ["price"]
    fieldsets = [
        (None, {"fields": ["tier", "name", "is_active"]}),
        ("Price", {"fields": ["price", "currency"], "description": _PRICE_NOTE}),
        ("Credits", {"fields": ["monthly_credits", "rollover_factor"]}),
        ("What it allows", {"fields": ["active_generations", "queue_priority", "brand_assets"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # there is one for each tier, made by `seed`

    def get_readonly_fields(self, request: HttpRequest, obj: Plan | None = None) -> list[str]:
        return ["tier", "price", "currency"] if obj is not None and obj.tier == Tier.FREE else ["tier"]


@admin.register(Pack)
class PackAdmin(OnSaleAdmin):
    list_display = ["name", "slug", "credits", "cost", "a_hundred", "sale"]
    list_filter = ["is_active"]
    search_fields = ["name", "slug"]
    ordering = ["credits"]
    fieldsets = [
        (None, {"fields": ["slug", "name", "credits", "is_active"]}),
        ("Price", {"fields": ["price", "currency"], "description": _PRICE_NOTE}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Pack | None = None) -> list[str]:
        return ["slug"] if obj else []

    @admin.display(description="a hundred credits")
    def a_hundred(self, pack: Pack) -> str:
        return money(round(100 * pack.price / pack.credits), pack.currency)


@admin.register(GatewayPrice)
class GatewayPriceAdmin(ReadOnly, MoneyAdmin):
    list_display = ["reference", "of_what", "cost", "current", "gateway", "money", "created_at"]
    list_filter = ["is_current", "gateway", "livemode", "plan", "pack"]
    list_select_related = ["plan", "pack"]
    search_fields = ["=reference", "=product_reference"]
    ordering = ["-pk"]
    fields = ["of_what", "cost", "is_current", "gateway", "livemode", "reference", "product_reference", "created_at"]
    readonly_fields = ["of_what", "cost", "created_at"]

    @admin.display(description="of")
    def of_what(self, price: GatewayPrice) -> str:
        return str(price.plan or price.pack)

    @admin.display(description="amount", ordering="amount")
    def cost(self, price: GatewayPrice) -> str:
        return money(price.amount, price.currency)

    @admin.display(description="current", ordering="is_current")
    def current(self, price: GatewayPrice) -> SafeString | str:
        return label("current", "good") if price.is_current else NONE_YET

    @admin.display(description="money", ordering="livemode")
    def money(self, price: GatewayPrice) -> SafeString:
        return mode(price.livemode)
