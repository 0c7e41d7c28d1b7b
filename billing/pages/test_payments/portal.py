"""A customer's cards, subscriptions and payments, and what can be made to happen to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from billing.gateways.local.cards import CARDS, Card, card_named
from billing.gateways.local.customers import choose_card
from billing.gateways.local.payments import close_dispute, open_dispute
from billing.gateways.local.renewing import pay_open_invoice, renew
from billing.models import LocalCustomer, LocalDispute, LocalInvoice, LocalPayment, LocalPrice, LocalSubscription
from billing.pages.addresses import on_this_host
from billing.pages.test_payments.access import HostedPage, require_owner
from billing.tasks import deliver_test_webhooks
from common.background import nudge
from common.errors import DomainError
from common.money import money_in_text


@dataclass(frozen=True)
class PlanRow:
    """A subscription, with `amount` a month in words."""

    reference: str
    name: str
    amount: str
    status: str
    status_label: str
    period_end: datetime
    cancels: bool


@dataclass(frozen=True)
class PaymentRow:
    """A payment or an unpaid invoice. `anchor` is what links to it name; amounts in words, empty for none.

    `number` is the invoice's, empty for what was paid once.
    """

    anchor: str
    name: str
    number: str
    amount: str
    at: datetime
    refunded: str
    payment: str
    open_invoice: str
    dispute: LocalDispute | None
    can_be_disputed: bool


class PortalPage(HostedPage):
    """What the customer has. For testing, it also makes happen what else would take months or a bank."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._page(request, self._mine(request, reference))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Do what the button says."""
        customer = self._mine(request, reference)
        act = ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        try:
            told = act(customer, request.POST)
        except DomainError as error:
            return self._page(request, customer, error)
        finally:
            nudge(deliver_test_webhooks)
        messages.success(request, told)
        query = urlencode({"return_url": _return_url(request)})
        return redirect(f"{reverse('test-payments-portal', args=[reference])}?{query}")

    def _mine(self, request: HttpRequest, reference: str) -> LocalCustomer:
        customer = get_object_or_404(LocalCustomer, pk=reference)
        require_owner(request, customer)
        return customer

    def _page(self, request: HttpRequest, customer: LocalCustomer, error: DomainError | None = None) -> HttpResponse:
        customer.refresh_from_db()
        context = {
            "customer": customer,
            "cards": CARDS,
            "plans": [_plan(row) for row in customer.subscriptions.select_related("price")],
            "rows": _rows(customer),
            "return_url": _return_url(request),
            "error": _(error.message) if error else "",
        }
        status = error.status if error else 200
        return render(request, "billing/test_payments/portal.html", context, status=status)


def _plan(row: LocalSubscription) -> PlanRow:
    return PlanRow(
        reference=row.reference,
        name=row.price.name,
        amount=money_in_text(row.price.amount, row.price.currency),
        status=row.status,
        status_label=row.get_status_display(),
        period_end=row.period_end,
        cancels=row.cancels_at_period_end,
    )


def _rows(customer: LocalCustomer) -> list[PaymentRow]:
    """Everything that was paid or should have been, the newest first."""
    names = dict(LocalPrice.objects.values_list("pk", "name"))
    paid = LocalPayment.objects.filter(customer=customer, is_paid=True)
    paid = paid.select_related("invoice", "dispute", "checkout__price").prefetch_related("refunds")
    unpaid = LocalInvoice.objects.filter(subscription__customer=customer, paid_at=None).select_related("subscription")
    rows = [_paid_row(payment, names) for payment in paid] + [_unpaid_row(invoice, names) for invoice in unpaid]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _paid_row(payment: LocalPayment, names: Mapping[str, str]) -> PaymentRow:
    invoice: LocalInvoice | None = getattr(payment, "invoice", None)
    dispute: LocalDispute | None = getattr(payment, "dispute", None)
    refunded = sum(refund.amount for refund in payment.refunds.all())
    return PaymentRow(
        anchor=invoice.reference if invoice else payment.reference,
        name=_bought(invoice, names) if invoice else payment.checkout.price.name,
        number=invoice.number if invoice else "",
        amount=money_in_text(payment.amount, payment.currency),
        at=payment.created_at,
        refunded=money_in_text(refunded, payment.currency) if refunded else "",
        payment=payment.reference,
        open_invoice="",
        dispute=dispute,
        can_be_disputed=dispute is None and refunded < payment.amount,
    )


def _unpaid_row(invoice: LocalInvoice, names: Mapping[str, str]) -> PaymentRow:
    return PaymentRow(
        anchor=invoice.reference,
        name=_bought(invoice, names),
        number=invoice.number,
        amount=money_in_text(invoice.amount, invoice.currency),
        at=invoice.created_at,
        refunded="",
        payment="",
        open_invoice=invoice.reference if invoice.subscription.ended_at is None else "",
        dispute=None,
        can_be_disputed=False,
    )


def _bought(invoice: LocalInvoice, names: Mapping[str, str]) -> str:
    """The plan that an invoice is about: of a change the one that was changed to."""
    return names[invoice.lines[-1]["price"]]


def _choose_card(customer: LocalCustomer, sent: QueryDict) -> str:
    choose_card(customer, sent.get("card", ""))
    return _("The next renewals are paid by: %(card)s.") % {"card": card_named(customer.card).name}


def _renew(customer: LocalCustomer, sent: QueryDict) -> str:
    after = _renewed(customer, sent)
    if after.status == LocalSubscription.Status.PAST_DUE:
        return _("The next period began, but its card was refused.")
    if after.ended_at is not None:
        return _("The period is over, and with it the subscription.")
    return _("The next period began, and is paid.")


def _renew_refused(customer: LocalCustomer, sent: QueryDict) -> str:
    _renewed(customer, sent, card=card_named("declined"))
    return _("The next period began, but its card was refused.")


def _renewed(customer: LocalCustomer, sent: QueryDict, card: Card | None = None) -> LocalSubscription:
    """Renew from the period that the form was about: a second press of the button renews nothing more."""
    subscription = get_object_or_404(customer.subscriptions, pk=sent.get("subscription", ""))
    try:
        period_end = datetime.fromisoformat(sent.get("period_end", ""))
    except ValueError as error:
        raise Http404 from error
    return renew(subscription.reference, period_end=period_end, card=card)


def _pay(customer: LocalCustomer, sent: QueryDict) -> str:
    invoices = LocalInvoice.objects.filter(subscription__customer=customer)
    invoice = get_object_or_404(invoices, pk=sent.get("invoice", ""))
    pay_open_invoice(invoice.reference)
    return _("The invoice is paid.")


def _dispute(customer: LocalCustomer, sent: QueryDict) -> str:
    payment = get_object_or_404(customer.payments, pk=sent.get("payment", ""))
    open_dispute(payment.reference)
    return _("The cardholder’s bank took the payment back.")


def _win(customer: LocalCustomer, sent: QueryDict) -> str:
    return _decide(customer, sent, is_won=True)


def _lose(customer: LocalCustomer, sent: QueryDict) -> str:
    return _decide(customer, sent, is_won=False)


def _decide(customer: LocalCustomer, sent: QueryDict, *, is_won: bool) -> str:
    disputes = LocalDispute.objects.filter(payment__customer=customer)
    dispute = get_object_or_404(disputes, pk=sent.get("dispute", ""))
    dispute = close_dispute(dispute.reference, is_won=is_won)
    is_won = dispute.status == LocalDispute.Status.WON
    return _("The dispute was decided for Routix.") if is_won else _("The dispute was decided for the cardholder.")


ACTIONS: Mapping[str, Callable[[LocalCustomer, QueryDict], str]] = {
    "choose_card": _choose_card,
    "renew": _renew,
    "renew_refused": _renew_refused,
    "pay": _pay,
    "dispute": _dispute,
    "win": _win,
    "lose": _lose,
}


def _return_url(request: HttpRequest) -> str:
    """Where the customer came from, if that is one of our pages; else the studio."""
    wanted = request.POST.get("return_url") or request.GET.get("return_url", "")
    ours = {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=ours, require_https=request.is_secure())
    return on_this_host(wanted) if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
