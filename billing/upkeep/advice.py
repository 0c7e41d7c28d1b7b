"""The figures of a reconciliation in words, and what to do where one is not 0."""

from collections.abc import Mapping

_REBUILD = "The log is right and a sum is not: “manage.py ledger rebuild” repairs it. Then find out what wrote the sum."
_BY_HAND = "The rows were written past the guards or apart from each other: look who reached the database, and how."
_BEAT = "Beat or its worker does not run: “billing: credits whose time is over” sees to it every ten minutes."
_ORDERS = "Open the order and press “Read again”: what is paid and not booked is booked then."

ADVICE: Mapping[str, str] = {
    "unbalanced_transactions": _BY_HAND,
    "transactions_that_disagree_with_their_legs": _BY_HAND,
    "accounts_that_differ_from_the_log": _REBUILD,
    "lots_that_differ_from_the_log": _REBUILD,
    "lots_that_differ_from_their_holds": _REBUILD,
    "accounts_that_differ_from_their_lots": _REBUILD,
    "holds_that_differ_from_their_parts": _BY_HAND,
    "captures_without_a_transaction": _BY_HAND,
    "holds_long_overdue": _BEAT,
    "lots_long_over": _BEAT,
    "debts_beside_free_credits": "The next credits that come in pay the debt. If it stays, look at the account.",
    "paid_packs_without_their_credits": _ORDERS,
    "credits_of_packs_that_are_not_paid": "Open the entry and reverse it, unless its order is read as paid.",
    "paid_invoices_without_their_credits": _BY_HAND,
    "events_that_failed": "Open the failed events, read their errors, and press “Process again”.",
    "events_that_wait_too_long": "Beat or its worker does not run, or the gateway does not answer.",
}


def in_words(figure: str) -> str:
    """A figure's name as people read it."""
    return figure.replace("_", " ")


def advice_on(figure: str) -> str:
    """What to do where the figure is not 0, "" where nothing is known."""
    return ADVICE.get(figure, "")
