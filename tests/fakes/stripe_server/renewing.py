"""Time that passes: what falls due when the clock moves, each at its own moment and in order."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.fakes.stripe_server import invoicing
from tests.fakes.stripe_server.billing_lines import bill_waiting, period_lines, waiting_lines
from tests.fakes.stripe_server.following import items_of
from tests.fakes.stripe_server.periods import end_after
from tests.fakes.stripe_server.resources import checkout_sessions, subscriptions
from tests.fakes.stripe_server.state import Row, State

_INCOMPLETE_SECONDS = 23 * 3600
_RENEWED = ("active", "past_due", "trialing")


class Due(NamedTuple):
    """Something that happens to a row at a moment."""

    moment: int
    row_id: str
    happens: Callable[[State, str], object]


def advance(state: State, moment: int) -> None:
    """Move the clock to `moment`, and let happen what falls due until then, the earliest first."""
    while True:
        due = min(_due(state), key=lambda candidate: candidate.moment, default=None)
        if due is None or due.moment > moment:
            break
        state.move_clock_to(due.moment)
        due.happens(state, due.row_id)
    state.move_clock_to(moment)


def end_of_period(subscription: Row) -> int:
    """Return when the current period of a subscription ends, in seconds since the epoch."""
    return min(int(item["current_period_end"]) for item in subscription["items"]["data"])


def _due(state: State) -> Iterator[Due]:
    for session in state.all("checkout.session"):
        if session["status"] == "open":
            yield Due(session["expires_at"], session["id"], checkout_sessions.let_expire)
    for row in state.all("subscription"):
        if row["status"] in subscriptions.ENDED:
            continue
        if row["cancel_at"]:
            yield Due(row["cancel_at"], row["id"], _cancelled)
        if row["pending_update"]:
            yield Due(row["pending_update"]["expires_at"], row["id"], _pending_expired)
        if row["pause_collection"] and row["pause_collection"]["resumes_at"]:
            yield Due(row["pause_collection"]["resumes_at"], row["id"], _collected_again)
        if row["status"] == "incomplete":
            yield Due(row["created"] + _INCOMPLETE_SECONDS, row["id"], _expired)
        if row["status"] in _RENEWED:
            yield Due(end_of_period(row), row["id"], _renewed)


def _cancelled(state: State, subscription_id: str) -> None:
    subscriptions.end(state, subscription_id, reason="cancellation_requested")


def _expired(state: State, subscription_id: str) -> None:
    """A subscription that nobody has paid for within a day never was."""
    row = state.row(subscription_id)
    invoicing.void(state, row["latest_invoice"])
    state.update(subscription_id, "customer.subscription.updated", status="incomplete_expired", ended_at=state.now)


def _pending_expired(state: State, subscription_id: str) -> None:
    row = state.row(subscription_id)
    invoicing.void(state, row["_pending_invoice"])
    row = state.update(
        subscription_id,
        "customer.subscription.updated",
        pending_update=None,
        _pending_items=None,
        _pending_invoice=None,
    )
    state.emit("customer.subscription.pending_update_expired", row)


def _collected_again(state: State, subscription_id: str) -> None:
    state.update(subscription_id, "customer.subscription.updated", pause_collection=None)


def _renewed(state: State, subscription_id: str) -> None:
    """Begin the next period, draft its invoice, and collect it unless collection is paused."""
    row = state.row(subscription_id)
    start = end_of_period(row)
    end = end_after(row["billing_cycle_anchor"], row["items"]["data"][0]["price"]["recurring"], start)
    items = [{**item, "current_period_start": start, "current_period_end": end} for item in row["items"]["data"]]
    invoice = invoicing.draft(
        state,
        customer=state.row(row["customer"]),
        lines=[*waiting_lines(state, subscription_id), *period_lines(state, items, start=start, end=end)],
        reason="subscription_cycle",
        subscription=row,
        period_start=row["items"]["data"][0]["current_period_start"],
        period_end=start,
    )
    bill_waiting(state, subscription_id, invoice["id"])
    row = state.update(
        subscription_id,
        "customer.subscription.updated",
        items=items_of(subscription_id, items),
        latest_invoice=invoice["id"],
        status="active" if row["status"] == "trialing" else row["status"],
    )
    if row["pause_collection"]:
        _not_collected(state, invoice["id"], row["pause_collection"]["behavior"])
        return
    invoice = invoicing.finalise(state, invoice["id"])
    if invoice["status"] == "open":
        payer = subscriptions.payer_of(state, row)
        if payer is None:
            invoicing.note_failure(state, invoice["id"])
        else:
            invoicing.collect(state, invoice["id"], payer, off_session=True)


def _not_collected(state: State, invoice_id: str, behaviour: str) -> None:
    if behaviour == "keep_as_draft":
        state.change(invoice_id, auto_advance=False)
        return
    invoicing.finalise(state, invoice_id)
    if behaviour == "void":
        invoicing.void(state, invoice_id)
    else:
        invoicing.give_up(state, invoice_id)
