"""Money as staff see it: all of it to read, and a few things to do, each with a reason."""

from billing.admin.accounts import CreditAccountAdmin
from billing.admin.catalogue import GatewayPriceAdmin, PackAdmin, PlanAdmin
from billing.admin.holds import HoldAdmin
from billing.admin.ledger_log import LedgerTransactionAdmin
from billing.admin.people import IdempotencyKeyAdmin, ReferralAdmin, ReferralCodeAdmin
from billing.admin.purchases import GatewayCustomerAdmin, InvoiceAdmin, OrderAdmin, SubscriptionAdmin
from billing.admin.reconciliations import ReconciliationAdmin
from billing.admin.stripe_events import StripeEventAdmin

__all__ = [
    "CreditAccountAdmin",
    "GatewayCustomerAdmin",
    "GatewayPriceAdmin",
    "HoldAdmin",
    "IdempotencyKeyAdmin",
    "InvoiceAdmin",
    "LedgerTransactionAdmin",
    "OrderAdmin",
    "PackAdmin",
    "PlanAdmin",
    "ReconciliationAdmin",
    "ReferralAdmin",
    "ReferralCodeAdmin",
    "StripeEventAdmin",
    "SubscriptionAdmin",
]
