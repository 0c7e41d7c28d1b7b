"""What must not be overlooked: books that are not clean, a reconciler that sleeps, events that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timesince import timesince

from billing.admin.columns import list_address
from billing.models import Reconciliation, StripeEvent
from billing.selectors.books import Books, state_of_books
from billing.upkeep.advice import in_words


@dataclass(frozen=True)
class Alarm:
    """Something to see to. `details` are shown below it, `address` leads to where it is seen to."""

    text: str
    address: str
    link: str
    details: Sequence[str] = ()


@dataclass(frozen=True)
class State:
    """The state of the books for the admin. `events_failed` and its address are for the red count on the index."""

    books: Books
    alarms: Sequence[Alarm]
    failed_address: str
    revenue_address: str
    reconciliations_address: str


def alarm_context(request: HttpRequest) -> dict[str, Any]:
    """Give every page of the admin `money`, the state of the books; None for staff without a right to them.

    It is read by pages that show it only.
    """
    return {"money": SimpleLazyObject(lambda: _state_for(request))}


def alarms_of(books: Books) -> list[Alarm]:
    """What is wrong now, the worst first; nothing where all is well."""
    alarms = []
    found, failed = list_address(Reconciliation), list_address(StripeEvent, state__exact="failed")
    if books.wrong:
        details = [f"{in_words(name)}: {count}" for name, count in books.wrong.items()]
        alarms.append(Alarm("The books are not clean.", found, "See what to do", details))
    if books.is_stale:
        text = "Nobody has looked into the books yet."
        if books.checked_at is not None:
            text = f"Nobody has looked into the books for {timesince(books.checked_at, books.at)}."
        alarms.append(Alarm(f"{text} Beat or its worker does not run.", found, "Look now"))
    if books.events_failed:
        were = "event" if books.events_failed == 1 else "events"
        alarms.append(Alarm(f"{books.events_failed} Stripe {were} failed.", failed, "Process again"))
    return alarms


def _state_for(request: HttpRequest) -> State | None:
    if not request.user.has_module_perms("billing"):
        return None
    books = state_of_books()
    return State(
        books=books,
        alarms=alarms_of(books),
        failed_address=list_address(StripeEvent, state__exact="failed"),
        revenue_address=reverse("admin-revenue"),
        reconciliations_address=list_address(Reconciliation),
    )
