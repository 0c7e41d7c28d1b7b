"""Payments whose money went back: to what they had paid for."""

from django.db.models import Q

from billing.gateway import Payment
from billing.gateways import gateway_named
from billing.models import GatewayCustomer, Invoice, Order
from billing.settlement.orders import settle_order
from billing.settlement.reversals import settle_reversals


def settle_payment(gateway_name: str, payment_id: str) -> bool:
    """Read a payment, and book its refunds and disputes. Returns whether it is one of ours.

    What it had paid for is settled first, if that was not heard of yet.
    """
    payment = gateway_named(gateway_name).get_payment(payment_id)
    bought = _find(gateway_name, payment_id)
    if bought is None:
        _settle_what_it_may_have_paid(gateway_name, payment)
        bought = _find(gateway_name, payment_id)
    if bought is None:
        return False
    settle_reversals(bought, payment)
    return True


def _find(gateway_name: str, payment_id: str) -> Order | Invoice | None:
    orders = Order.objects.filter(gateway=gateway_name, payment_id=payment_id).select_related("user")
    invoices = Invoice.objects.filter(subscription__gateway=gateway_name, payment_id=payment_id)
    return orders.first() or invoices.select_related("user").first()


def _settle_what_it_may_have_paid(gateway_name: str, payment: Payment) -> None:
    """Every subscription began with an order of its customer, so their orders lead to all there is."""
    customers = GatewayCustomer.objects.filter(gateway=gateway_name, reference=payment.customer)
    orders = Order.objects.filter(gateway=gateway_name, session_id__isnull=False, user__in=customers.values("user"))
    unpaid_pack, plan = ~Q(state=Order.State.PAID), Q(kind=Order.Kind.PLAN)
    for order_id in list(orders.filter(unpaid_pack | plan).order_by("created_at").values_list("pk", flat=True)):
        settle_order(order_id)
