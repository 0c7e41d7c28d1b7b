"""The regular look into the books, written down."""

import time
from datetime import timedelta

import structlog
from django.utils import timezone

from billing import ledger
from billing.models import Reconciliation

KEPT_FOR = timedelta(days=90)
_log = structlog.get_logger(__name__)


def reconcile() -> Reconciliation:
    """Look into the books and keep what was found, for `KEPT_FOR`. Books that are not clean are logged as an error."""
    started = time.perf_counter()
    figures = ledger.verify()
    seconds = time.perf_counter() - started
    wrong = {name: count for name, count in figures.items() if count}
    found = Reconciliation.objects.create(figures=figures, is_clean=not wrong, seconds=seconds)
    if wrong:
        _log.error("books_not_clean", **wrong)
    Reconciliation.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return found
