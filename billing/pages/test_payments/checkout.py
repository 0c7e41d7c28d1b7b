"""Paying by a test card."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from billing.errors import PaymentRefusedError
from billing.gateways.local.cards import CARDS
from billing.gateways.local.checkouts import current_checkout, pay_checkout
from billing.models import LocalCheckout
from billing.pages.addresses import on_this_host
from billing.pages.test_payments.access import HostedPage, require_owner
from billing.tasks import deliver_test_webhooks
from common.background import nudge
from common.errors import DomainError, NotFoundError, ValidationFailedError
from common.money import money_in_text


class CheckoutPage(HostedPage):
    """What is bought, and a choice of test cards to pay it by."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._page(request, self._mine(request, reference))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Pay; a second press of the button pays nothing more. A refused card leaves the checkout open."""
        checkout = self._mine(request, reference)
        try:
            checkout = pay_checkout(reference, card_slug=request.POST.get("card", ""))
        except (PaymentRefusedError, ValidationFailedError) as error:
            return self._page(request, checkout, error)
        finally:
            nudge(deliver_test_webhooks)
        if checkout.status == LocalCheckout.Status.COMPLETE:
            return redirect(on_this_host(checkout.success_url))
        return redirect("test-payments-checkout", reference)

    def _mine(self, request: HttpRequest, reference: str) -> LocalCheckout:
        try:
            checkout = current_checkout(reference)
        except NotFoundError as error:
            raise Http404 from error
        require_owner(request, checkout.customer)
        return checkout

    def _page(self, request: HttpRequest, checkout: LocalCheckout, error: DomainError | None = None) -> HttpResponse:
        context = {
            "checkout": checkout,
            "success_url": on_this_host(checkout.success_url),
            "cancel_url": on_this_host(checkout.cancel_url),
            "price": money_in_text(checkout.price.amount, checkout.price.currency),
            "cards": CARDS,
            "chosen": request.POST.get("card", CARDS[0].slug),
            "error": gettext(error.message) if error else "",
        }
        status = error.status if error else 200
        return render(request, "billing/test_payments/checkout.html", context, status=status)
