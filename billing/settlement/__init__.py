"""Bringing our rows in line with what the gateway says, whatever made us look.

An event is only a doorbell. Each of these reads its object anew and books what is not booked yet, in an order and under
keys that follow from the object alone: it makes no difference how often, in what order or how late we are told.
"""

from billing.settlement.orders import settle_order, settle_session
from billing.settlement.payments import settle_payment
from billing.settlement.rewards import reward_referrer
from billing.settlement.standing import refresh_tier
from billing.settlement.subscriptions import settle_subscription

__all__ = [
    "refresh_tier",
    "reward_referrer",
    "settle_order",
    "settle_payment",
    "settle_session",
    "settle_subscription",
]
