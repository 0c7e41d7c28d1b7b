"""What is looked after by the clock."""

from billing.upkeep.free_months import grant_free_months
from billing.upkeep.low_balance import tell_low_balances
from billing.upkeep.old_keys import KEY_LIFETIME, delete_old_keys

__all__ = ["KEY_LIFETIME", "delete_old_keys", "grant_free_months", "tell_low_balances"]
