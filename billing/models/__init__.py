"""The tables of money: catalogue, ledger, purchases, subscriptions, events, people."""

from billing.models.catalogue import Gateway, GatewayPrice, Pack, Plan
from billing.models.credit_accounts import Bucket, CreditAccount, CreditLot
from billing.models.holds import Hold, HoldPart
from billing.models.idempotency import IdempotencyKey
from billing.models.ledger_log import LedgerLeg, LedgerTransaction
from billing.models.people import PersonTrace, Referral, ReferralCode
from billing.models.purchases import GatewayCustomer, Order
from billing.models.reconciliation import Reconciliation
from billing.models.statement import StatementLine
from billing.models.stripe_events import StripeEvent
from billing.models.subscriptions import Invoice, Subscription
from billing.models.test_payments import (
    LocalCheckout,
    LocalCustomer,
    LocalDispute,
    LocalEvent,
    LocalInvoice,
    LocalPayment,
    LocalPrice,
    LocalRefund,
    LocalRequest,
    LocalSubscription,
)

__all__ = [
    "Bucket",
    "CreditAccount",
    "CreditLot",
    "Gateway",
    "GatewayCustomer",
    "GatewayPrice",
    "Hold",
    "HoldPart",
    "IdempotencyKey",
    "Invoice",
    "LedgerLeg",
    "LedgerTransaction",
    "LocalCheckout",
    "LocalCustomer",
    "LocalDispute",
    "LocalEvent",
    "LocalInvoice",
    "LocalPayment",
    "LocalPrice",
    "LocalRefund",
    "LocalRequest",
    "LocalSubscription",
    "Order",
    "Pack",
    "PersonTrace",
    "Plan",
    "Reconciliation",
    "Referral",
    "ReferralCode",
    "StatementLine",
    "StripeEvent",
    "Subscription",
]
