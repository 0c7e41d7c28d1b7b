"""Credits that go because their time is over."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from billing.ledger.booking import Book, Entry, Kind, Move, lock_account, post
from billing.models import CreditLot

_A_BATCH = 500


def expire_lots() -> int:
    """Book away what is left of lots whose time is over; what work under way holds of them stays. Returns how many."""
    over = CreditLot.objects.filter(kept_until__lte=timezone.now(), posted__gt=F("held")).order_by("kept_until")
    return sum(_expire(lot) for lot in over[:_A_BATCH])


def _expire(lot: CreditLot) -> bool:
    with transaction.atomic():
        account = lock_account(lot.account_id)
        # Under the account's lock it may have been spent, or its time may have been extended.
        lot.refresh_from_db()
        left = lot.posted - lot.held
        if not left or lot.kept_until is None or lot.kept_until > timezone.now():
            return False
        entry = Entry(
            kind=Kind.EXPIRY,
            # Credits may come back to a lot and expire again; by then it has more legs.
            key=f"expiry:{lot.pk}:{lot.legs.count()}",
            reason=f"{lot.get_bucket_display()} credits whose time was over",
            against=Book.EXPIRED,
        )
        if post(account, entry, [Move(lot.pk, posted=-left)]) is None:
            raise AssertionError(f"{entry.key} was booked before, yet the credits are there.")
    return True
