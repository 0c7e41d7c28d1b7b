"""The only code that moves credits: grant, reserve, capture, release, and what corrects them.

Each verb is one atomic transaction that joins the caller's, if there is one, and may be repeated: what was done once is
not done again. Every verb locks rows in the same order: the hold, the account, its lots.
"""

from billing.ledger.accounts import (
    balance,
    freeze,
    open_account,
    set_low_balance_notice,
    set_monthly_cap,
    set_tier,
    thaw,
)
from billing.ledger.books import fingerprint, rebuild, verify
from billing.ledger.correcting import adjust, compensate, reverse, take_back
from billing.ledger.expiring import expire_lots
from billing.ledger.granting import BEYOND_ROLLOVER, grant, renew_plan
from billing.ledger.holding import capture, release, release_expired, reserve

__all__ = [
    "BEYOND_ROLLOVER",
    "adjust",
    "balance",
    "capture",
    "compensate",
    "expire_lots",
    "fingerprint",
    "freeze",
    "grant",
    "open_account",
    "rebuild",
    "release",
    "release_expired",
    "renew_plan",
    "reserve",
    "reverse",
    "set_low_balance_notice",
    "set_monthly_cap",
    "set_tier",
    "take_back",
    "thaw",
    "verify",
]
