"""Sending money back. The credits follow when the refund is settled."""

from typing import TypeVar

import structlog

from accounts.models import User
from billing.errors import PaymentsUnavailableError, SubscriptionStateError
from billing.gateway import Refund
from billing.gateways import gateway_named
from billing.models import Invoice, Order
from billing.settlement import settle_payment
from common.errors import ValidationFailedError

_log = structlog.get_logger(__name__)
_Bought = TypeVar("_Bought", Order, Invoice)


def refund_order(order: Order, *, amount: int | None, reason: str, author: User, key: str) -> Refund:
    """Send back `amount` (in minor units) of what an order cost, or all that is left; with the same `key` once.

    Raises `SubscriptionStateError` for what was not paid, `ValidationFailedError` for more than is left, and
    `PaymentsUnavailableError`.
    """
    if order.state != Order.State.PAID or order.kind != Order.Kind.PACK:
        raise SubscriptionStateError("Only paid packs are refunded here; a plan's money stands on its invoices.")
    return _refund(order, order.gateway, amount, reason, author, key)


def refund_invoice(invoice: Invoice, *, amount: int | None, reason: str, author: User, key: str) -> Refund:
    """The same for a plan's invoice. The subscription goes on; end it in its own right."""
    return _refund(invoice, invoice.subscription.gateway, amount, reason, author, key)


def _refund(bought: _Bought, gateway_name: str, amount: int | None, reason: str, author: User, key: str) -> Refund:
    if not reason.strip():
        raise ValidationFailedError(fields={"reason": "Say why."})
    if not bought.payment_id:
        raise SubscriptionStateError("Nothing was paid for this.")
    left = bought.amount - bought.refunded_amount
    if amount is not None and not 0 < amount <= left:
        raise ValidationFailedError(fields={"amount": f"Between 1 and {left} can be sent back."})
    try:
        refund = gateway_named(gateway_name).refund(bought.payment_id, amount=amount, key=f"refund-{bought.pk}-{key}")
    except PaymentsUnavailableError:
        # Another refund may have been quicker, or a dispute: then it is not that payments are away.
        settle_payment(gateway_name, bought.payment_id)
        bought.refresh_from_db()
        left = bought.amount - bought.refunded_amount
        if bought.is_disputed:
            raise SubscriptionStateError("This payment is disputed: its money is with the cardholder's bank.") from None
        if left < (amount or 1):
            raise ValidationFailedError(fields={"amount": f"Only {left} can still be sent back."}) from None
        raise
    _log.info("refunded", bought=str(bought.pk), amount=refund.amount, author=str(author.pk), reason=reason)
    settle_payment(gateway_name, bought.payment_id)
    bought.refresh_from_db()
    return refund
