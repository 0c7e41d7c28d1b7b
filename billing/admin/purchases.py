"""Orders, invoices and subscriptions as last read from the gateway. Money goes back through these pages."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from unfold.decorators import action

from billing.admin.asking import AskingAdmin, Question, confirmation, sent
from billing.admin.columns import NONE_YET, label, link_out, link_to, mode
from billing.admin.filters import Refunded
from billing.admin.forms import RefundForm
from billing.admin.reading import MoneyAdmin, ReadOnly, staff_of
from billing.models import GatewayCustomer, Invoice, LedgerTransaction, Order, Subscription
from billing.services.refunding import refund_invoice, refund_order
from billing.settlement import settle_order, settle_subscription
from common.money import money

Status = Subscription.Status
_SHARED_NOTE = (
    "The gateway sends the money to the card it came from. The credits it had bought go back in the same share, those "
    "that are spent already are owed."
)


class BoughtAdmin(ReadOnly, AskingAdmin):
    """What orders and invoices have in common."""

    purchase: ClassVar[str]

    @admin.display(description="amount", ordering="amount")
    def price(self, bought: Order | Invoice) -> str:
        return money(bought.amount, bought.currency)

    @admin.display(description="sent back", ordering="refunded_amount")
    def sent_back(self, bought: Order | Invoice) -> str:
        return money(bought.refunded_amount, bought.currency) if bought.refunded_amount else NONE_YET

    @admin.display(description="disputed", ordering="is_disputed")
    def disputed(self, bought: Order | Invoice) -> SafeString | str:
        return label("disputed", "bad") if bought.is_disputed else NONE_YET

    @admin.display(description="booked")
    def booked(self, bought: Order | Invoice) -> SafeString | str:
        key = f"order:{bought.pk}" if isinstance(bought, Order) else f"invoice:{bought.reference}"
        return link_to(LedgerTransaction.objects.filter(key=key).first())

    def refund_form(self, request: HttpRequest, bought: Order | Invoice) -> RefundForm:
        """The form that asks how much and why."""
        left = bought.amount - bought.refunded_amount
        return RefundForm(sent(request), left=left, currency=bought.currency)

    def refund_question(self, bought: Order | Invoice, *, refusal: str) -> Question:
        """What is said about sending money back."""
        if not refusal and bought.amount == bought.refunded_amount:
            refusal = "All of it went back already." if bought.amount else "It cost nothing."
        return Question(
            title=f"Refund the {self.purchase}",
            explanation=f"{bought.user} paid {money(bought.amount, bought.currency)}. {_SHARED_NOTE}",
            button="Send the money back",
            refusal=refusal,
        )


@admin.register(Order)
class OrderAdmin(BoughtAdmin):
    purchase = "order"
    list_display = ["created_at", "user", "of_what", "price", "standing", "sent_back", "gateway", "money"]
    list_filter = ["state", "kind", "livemode", "gateway", "is_disputed", Refunded]
    list_select_related = ["user", "pack", "plan"]
    search_fields = ["=id", "=session_id", "=payment_id", "user__username", "user__email"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["user", "kind", "of_what", "credits", "price", "state", "booked"]}),
        ("Money that went back", {"fields": ["sent_back", "disputed"]}),
        ("At the gateway", {"fields": ["gateway", "livemode", "session_id", "payment_id"]}),
        ("When", {"fields": ["created_at", "expires_at", "paid_at"]}),
    ]
    readonly_fields = ["of_what", "price", "booked", "sent_back", "disputed", "created_at"]
    actions_detail = ["refund", "read_again"]

    @action(description="Refund", icon="currency_exchange", url_path="refund", permissions=["act"])  # type: ignore[untyped-decorator]
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order: Order = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            before = order.refunded_amount
            refund = refund_order(
                order,
                amount=said["amount"],
                reason=said["reason"],
                author=staff_of(request),
                key=str(said["key"]),
            )
            return sent_money(order, refund.amount, before, said["reason"])

        refusal = ""
        if order.kind == Order.Kind.PLAN:
            refusal = "A plan's money stands on its invoices; refund the invoice."
        elif order.state != Order.State.PAID:
            refusal = f"Nothing was paid: the order is {order.get_state_display().lower()}."
        question = self.refund_question(order, refusal=refusal)
        return self.ask(request, order, question, self.refund_form(request, order), do)

    @action(description="Read again", icon="sync", url_path="read-again", permissions=["act"])  # type: ignore[untyped-decorator]
    def read_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order: Order = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            return f"Read again; the order is {settle_order(order.pk).get_state_display().lower()}."

        question = Question(
            title="Read the order again",
            explanation="The gateway is asked for the checkout and its payment, and what is not booked yet is booked.",
            button="Read it",
            refusal="" if order.session_id else "Its checkout was never begun at the gateway.",
        )
        return self.ask(request, order, question, confirmation(request), do)

    @admin.display(description="of")
    def of_what(self, order: Order) -> str:
        return str(order.pack or order.plan)

    @admin.display(description="state", ordering="state")
    def standing(self, order: Order) -> SafeString:
        if order.is_disputed:
            return label("disputed", "bad")
        tones = {Order.State.PAID: "good", Order.State.OPEN: "busy"}
        return label(order.get_state_display(), tones.get(Order.State(order.state), "plain"))

    @admin.display(description="money", ordering="livemode")
    def money(self, order: Order) -> SafeString:
        return mode(order.livemode)


@admin.register(Invoice)
class InvoiceAdmin(BoughtAdmin):
    purchase = "invoice"
    list_display = ["paid_at", "user", "plan", "number", "price", "credits", "sent_back", "disputed", "money"]
    list_filter = ["plan", "subscription__livemode", "billing_reason", "is_disputed", Refunded]
    list_select_related = ["user", "plan", "subscription"]
    search_fields = ["=reference", "=number", "=payment_id", "user__username", "user__email"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["user", "of_subscription", "plan", "price", "credits", "booked"]}),
        ("Money that went back", {"fields": ["sent_back", "disputed"]}),
        ("Period", {"fields": ["period_start", "period_end", "billing_reason", "paid_at"]}),
        ("At the gateway", {"fields": ["reference", "number", "payment_id", "of_page", "of_pdf"]}),
    ]
    readonly_fields = ["of_subscription", "price", "booked", "sent_back", "disputed", "of_page", "of_pdf"]
    actions_detail = ["refund", "read_again"]

    @action(description="Refund", icon="currency_exchange", url_path="refund", permissions=["act"])  # type: ignore[untyped-decorator]
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        invoice: Invoice = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            before = invoice.refunded_amount
            refund = refund_invoice(
                invoice,
                amount=said["amount"],
                reason=said["reason"],
                author=staff_of(request),
                key=str(said["key"]),
            )
            return sent_money(invoice, refund.amount, before, said["reason"])

        question = self.refund_question(invoice, refusal="" if invoice.payment_id else "Nothing was paid for it.")
        return self.ask(request, invoice, question, self.refund_form(request, invoice), do)

    @action(description="Read again", icon="sync", url_path="read-again", permissions=["act"])  # type: ignore[untyped-decorator]
    def read_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        invoice: Invoice = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            return read_money(invoice.subscription)

        return self.ask(request, invoice, _reading_a_subscription(), confirmation(request), do)

    @admin.display(description="subscription")
    def of_subscription(self, invoice: Invoice) -> SafeString | str:
        return link_to(invoice.subscription)

    @admin.display(description="page")
    def of_page(self, invoice: Invoice) -> SafeString | str:
        return link_out(invoice.page_url, "Open it at the gateway")

    @admin.display(description="PDF")
    def of_pdf(self, invoice: Invoice) -> SafeString | str:
        return link_out(invoice.pdf_url, "Open the PDF")

    @admin.display(description="money", ordering="subscription__livemode")
    def money(self, invoice: Invoice) -> SafeString:
        return mode(invoice.subscription.livemode)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, AskingAdmin):
    list_display = ["started_at", "user", "plan", "standing", "monthly", "period_end", "gateway", "money"]
    list_filter = ["status", "plan", "livemode", "gateway", "cancels_at_period_end"]
    list_select_related = ["user", "plan"]
    search_fields = ["=reference", "=customer_reference", "user__username", "user__email"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["user", "plan", "paid_plan", "status", "monthly", "cancels_at_period_end"]}),
        ("When", {"fields": ["started_at", "period_start", "period_end", "past_due_since", "ended_at", "read_at"]}),
        ("At the gateway", {"fields": ["gateway", "livemode", "reference", "customer_reference"]}),
    ]
    readonly_fields = ["monthly"]
    actions_detail = ["read_again"]

    @action(description="Read again", icon="sync", url_path="read-again", permissions=["act"])  # type: ignore[untyped-decorator]
    def read_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        subscription: Subscription = self.row_of(request, object_id)

        def do(said: dict[str, Any]) -> str:
            return read_money(subscription)

        return self.ask(request, subscription, _reading_a_subscription(), confirmation(request), do)

    @admin.display(description="a month", ordering="amount")
    def monthly(self, subscription: Subscription) -> str:
        return money(subscription.amount, subscription.currency)

    @admin.display(description="state", ordering="status")
    def standing(self, subscription: Subscription) -> SafeString:
        tones = {Status.ACTIVE: "good", Status.PAST_DUE: "bad", Status.INCOMPLETE: "busy"}
        text = subscription.get_status_display() + (", ending" if subscription.cancels_at_period_end else "")
        return label(text, tones.get(Status(subscription.status), "plain"))

    @admin.display(description="money", ordering="livemode")
    def money(self, subscription: Subscription) -> SafeString:
        return mode(subscription.livemode)


@admin.register(GatewayCustomer)
class GatewayCustomerAdmin(ReadOnly, MoneyAdmin):
    list_display = ["reference", "user", "gateway", "money", "created_at"]
    list_filter = ["gateway", "livemode"]
    list_select_related = ["user"]
    search_fields = ["=reference", "user__username", "user__email"]
    ordering = ["-pk"]
    fields = ["user", "gateway", "livemode", "reference", "created_at"]
    readonly_fields = ["created_at"]

    @admin.display(description="money", ordering="livemode")
    def money(self, customer: GatewayCustomer) -> SafeString:
        return mode(customer.livemode)


def sent_money(bought: Order | Invoice, amount: int, before: int, reason: str) -> str:
    """What a refund did, "" where the gateway had done it for the same page before."""
    if bought.refunded_amount == before:
        return ""
    return f"Sent {money(amount, bought.currency)} back: {reason}"


def read_money(subscription: Subscription) -> str:
    """Read a subscription at the gateway, and say how it stands."""
    read = settle_subscription(subscription.gateway, subscription.reference)
    if read is None:
        return "Read again; the gateway knows it as nobody's of ours, and nothing was changed."
    return f"Read again; the subscription is {read.get_status_display().lower()}."


def _reading_a_subscription() -> Question:
    return Question(
        title="Read the subscription again",
        explanation="The gateway is asked for its state and its paid invoices, and what is not booked yet is booked.",
        button="Read it",
    )
