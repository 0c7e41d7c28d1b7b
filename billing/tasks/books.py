"""Looking into the books by the clock."""

from celery import shared_task

from billing.upkeep.reconciling import reconcile


@shared_task
def reconcile_books() -> bool:
    """Count what is wrong in the books and keep the figures. Returns whether they are clean."""
    return reconcile().is_clean
