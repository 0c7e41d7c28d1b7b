"""What happens by the clock."""

from celery import shared_task

from billing import ledger, upkeep


@shared_task
def grant_free_credits() -> int:
    """Give the free plan's monthly credits to whom they are due. Returns to how many."""
    return upkeep.grant_free_months()


@shared_task
def expire_credits() -> int:
    """Book away lots whose time is over, and release holds that nobody settled. Returns how many of both."""
    return ledger.release_expired() + ledger.expire_lots()


@shared_task
def tell_low_balances() -> int:
    """Mail those whose credits run out. Returns how many."""
    return upkeep.tell_low_balances()


@shared_task
def delete_old_idempotency_keys() -> int:
    """Forget the keys of requests of yesterday. Returns how many."""
    return upkeep.delete_old_keys()
