"""Reading credits, plans and purchases."""

from billing.selectors.balance import (
    Balance,
    Expiring,
    account_of,
    available_credits,
    balance_of,
    expiring_of,
    facts_of,
    limits_of,
    tier_of,
)
from billing.selectors.catalogue import get_pack, packs_on_sale, plan_of_price, plan_of_tier, plans_on_sale
from billing.selectors.people import ReferralFacts, referral_facts_of
from billing.selectors.purchases import invoices_of, orders_of, subscription_of
from billing.selectors.statement import statement_of, transactions_of

__all__ = [
    "Balance",
    "Expiring",
    "ReferralFacts",
    "account_of",
    "available_credits",
    "balance_of",
    "expiring_of",
    "facts_of",
    "get_pack",
    "invoices_of",
    "limits_of",
    "orders_of",
    "packs_on_sale",
    "plan_of_price",
    "plan_of_tier",
    "plans_on_sale",
    "referral_facts_of",
    "statement_of",
    "subscription_of",
    "tier_of",
    "transactions_of",
]
