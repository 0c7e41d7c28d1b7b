"""Who brought whom, and the requests that spent. To read."""

from django.contrib import admin
from django.utils.safestring import SafeString

from billing.admin.columns import label
from billing.admin.reading import MoneyAdmin, ReadOnly
from billing.models import IdempotencyKey, Referral, ReferralCode


@admin.register(Referral)
class ReferralAdmin(ReadOnly, MoneyAdmin):
    list_display = ["created_at", "referrer", "newcomer", "standing", "purchased_at", "rewarded_at", "refused"]
    list_filter = ["rewarded_at"]
    list_select_related = ["referrer", "newcomer"]
    search_fields = [f"{who}__{field}" for who in ("referrer", "newcomer") for field in ("username", "email")]
    ordering = ["-created_at"]
    fields = ["referrer", "newcomer", "standing", "created_at", "purchased_at", "rewarded_at", "refused"]
    readonly_fields = ["standing", "created_at"]

    @admin.display(description="state")
    def standing(self, referral: Referral) -> SafeString:
        if referral.refused:
            return label("refused", "bad")
        if referral.rewarded_at:
            return label("rewarded", "good")
        return label("waits for a purchase" if referral.purchased_at is None else "to be rewarded", "busy")


@admin.register(ReferralCode)
class ReferralCodeAdmin(ReadOnly, MoneyAdmin):
    list_display = ["code", "user"]
    list_select_related = ["user"]
    search_fields = ["code", "user__username", "user__email"]
    ordering = ["code"]
    fields = ["code", "user"]


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnly, MoneyAdmin):
    """The answers themselves are not shown: they are what one user was told."""

    list_display = ["created_at", "user", "route", "key", "state", "status"]
    list_filter = ["state", "route"]
    list_select_related = ["user"]
    search_fields = ["=key", "user__username", "user__email"]
    ordering = ["-created_at"]
    fields = ["user", "key", "route", "request_hash", "state", "status", "lease_until", "created_at"]
    readonly_fields = ["created_at"]
