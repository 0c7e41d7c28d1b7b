"""The log, to read. What was booked wrongly is compensated by its opposite."""

import uuid
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from unfold.admin import TabularInline
from unfold.decorators import action

from billing import ledger
from billing.admin.asking import AskingAdmin, Question, sent
from billing.admin.columns import NONE_YET, link_to
from billing.admin.filters import ByHand
from billing.admin.forms import ReasonForm
from billing.admin.reading import ReadOnly, staff_of
from billing.models import Invoice, LedgerLeg, LedgerTransaction, Order

Kind = LedgerTransaction.Kind
_WITHOUT_OPPOSITE = {
    Kind.ROLLOVER: "What rolled over only moved from one period to the next. There is nothing to reverse.",
    Kind.SETTLEMENT: "A settlement only paid the user's own debt. Reverse what caused the debt instead.",
    Kind.REVERSAL: "A reversal is not reversed. Give or take the credits on the account's page instead.",
}


class LegInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = LedgerLeg
    fields = ["book", "user", "lot", "amount"]
    readonly_fields = ["user", "lot"]
    ordering = ["pk"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("account__user", "lot")

    @admin.display(description="user")
    def user(self, leg: LedgerLeg) -> str:
        return str(leg.account.user) if leg.account else NONE_YET


@admin.register(LedgerTransaction)
class LedgerTransactionAdmin(ReadOnly, AskingAdmin):
    list_display = ["created_at", "kind", "credits", "balance_after", "user", "bucket", "reason", "by_whom"]
    list_filter = ["kind", "bucket", ByHand]
    list_select_related = ["account__user", "author"]
    search_fields = ["=key", "reason", "account__user__username", "account__user__email"]
    # Keys are in order of time, and the newest page comes from their index.
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["of_account", "kind", "amount", "balance_after", "bucket", "reason", "created_at"]}),
        ("Where it comes from", {"fields": ["key", "of_hold", "of_purchase", "by_whom"]}),
        ("Corrections", {"fields": ["what_it_reverses", "what_reversed_it"]}),
    ]
    readonly_fields = [
        *("of_account", "created_at", "of_hold", "of_purchase", "by_whom", "what_it_reverses", "what_reversed_it"),
    ]
    inlines = [LegInline]
    actions_detail = ["reverse"]

    @action(description="Reverse", icon="undo", url_path="reverse", permissions=["act"])  # type: ignore[untyped-decorator]
    def reverse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        booked: LedgerTransaction = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            is_new = ledger.reverse(booked, reason=said["reason"], author=staff_of(request))
            return f"Reversed: {said['reason']}" if is_new else ""

        question = Question(
            title="Reverse the entry",
            explanation=_consequence(booked),
            button="Reverse it",
            refusal=str(_WITHOUT_OPPOSITE.get(Kind(booked.kind), "")),
        )
        return self.ask(request, booked, question, ReasonForm(sent(request)), do)

    @admin.display(description="credits", ordering="amount")
    def credits(self, booked: LedgerTransaction) -> str:
        return f"{booked.amount:+d}"

    @admin.display(description="user", ordering="account__user__username")
    def user(self, booked: LedgerTransaction) -> str:
        return str(booked.account.user)

    @admin.display(description="author", ordering="author__username")
    def by_whom(self, booked: LedgerTransaction) -> str:
        return str(booked.author) if booked.author else "by itself"

    @admin.display(description="account")
    def of_account(self, booked: LedgerTransaction) -> SafeString | str:
        return link_to(booked.account, booked.account.user)

    @admin.display(description="hold")
    def of_hold(self, booked: LedgerTransaction) -> SafeString | str:
        return link_to(booked.hold, booked.hold_id)

    @admin.display(description="order or invoice")
    def of_purchase(self, booked: LedgerTransaction) -> SafeString | str:
        return link_to(_purchase_of(booked))

    @admin.display(description="reverses")
    def what_it_reverses(self, booked: LedgerTransaction) -> SafeString | str:
        return link_to(booked.reverses)

    @admin.display(description="reversed by")
    def what_reversed_it(self, booked: LedgerTransaction) -> SafeString | str:
        return link_to(_reversal_of(booked))


def _consequence(booked: LedgerTransaction) -> str:
    user = booked.account.user
    if booked.amount > 0:
        what = f"{booked.amount} credits are taken from {user}; those that are spent already are owed then."
    else:
        what = f"{-booked.amount} credits go back to {user}; what is owed is forgiven first."
    return f"“{booked.reason}” stays in the log, and its opposite is booked beside it: {what}"


def _reversal_of(booked: LedgerTransaction) -> LedgerTransaction | None:
    return LedgerTransaction.objects.filter(reverses=booked).first()


def _purchase_of(booked: LedgerTransaction) -> Order | Invoice | None:
    """What the credits were bought with, by the key of the grant. Refunds and disputes are keyed by their own ids."""
    subject, _, reference = booked.key.partition(":")
    if subject == "order":
        order_id = _uuid(reference)
        return Order.objects.filter(pk=order_id).first() if order_id else None
    if subject == "invoice":
        return Invoice.objects.filter(reference=reference).first()
    return None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
