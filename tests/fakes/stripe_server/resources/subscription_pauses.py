"""Subscriptions that stand still: no periods, no invoices, until they are resumed."""

from tests.fakes.stripe_server import invoicing
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.billing_lines import bill_waiting, period_lines, proration_lines, waiting_lines
from tests.fakes.stripe_server.following import items_of
from tests.fakes.stripe_server.periods import end_after
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.resources import invoice_items, subscriptions
from tests.fakes.stripe_server.state import Row, State


def pause(state: State, asked: Asked, subscription_id: str) -> Row:
    """Pause a subscription. What is left of its period waits as a credit for its next invoice."""
    row = state.get("subscription", subscription_id, in_path=True)
    if row["status"] not in ("active", "past_due", "trialing"):
        raise invalid(f"This subscription cannot be paused while it is {row['status']}.")
    if asked.get("invoicing_behavior", "pending_invoice_item") != "pending_invoice_item":
        raise StandInGapError("pauses that are invoiced at once")
    asked.plain_of("type")
    if _credited_from(asked) == "now" and row["status"] == "active":
        for line in proration_lines(state, row["items"]["data"], [], at=state.now):
            invoice_items.add(state, row["customer"], line)
    row = state.change(subscription_id, status="paused")
    state.emit("customer.subscription.paused", row)
    return row


def resume(state: State, asked: Asked, subscription_id: str) -> Row:
    """Resume a subscription: a new period begins, whose invoice is collected at once.

    It is active whether that is paid or not, unless it is asked to wait for the money.
    """
    row = state.get("subscription", subscription_id, in_path=True)
    if row["status"] != "paused":
        raise invalid("Only paused subscriptions can be resumed.")
    if "billing_cycle_anchor" in asked and asked["billing_cycle_anchor"]["type"] != "now":
        raise StandInGapError("subscriptions that are resumed within their period")
    waits = asked.get("payment_behavior", "resume_on_payment_attempt") == "resume_on_payment_success"
    asked.plain_of("proration_behavior")
    now = state.now
    end = end_after(now, row["items"]["data"][0]["price"]["recurring"], now)
    items = [{**item, "current_period_start": now, "current_period_end": end} for item in row["items"]["data"]]
    invoice = invoicing.draft(
        state,
        customer=state.row(row["customer"]),
        lines=[*waiting_lines(state, subscription_id), *period_lines(state, items, start=now, end=end)],
        reason="subscription_update",
        subscription=row,
    )
    bill_waiting(state, subscription_id, invoice["id"])
    row = state.update(
        subscription_id,
        "customer.subscription.updated",
        items=items_of(subscription_id, items),
        billing_cycle_anchor=now,
        latest_invoice=invoice["id"],
    )
    if not waits:
        row = state.change(subscription_id, status="active")
        state.emit("customer.subscription.resumed", row)
    invoice = invoicing.finalise(state, invoice["id"])
    payer = subscriptions.payer_of(state, row)
    if invoice["status"] == "open" and payer:
        invoicing.collect(state, invoice["id"], payer, off_session=True)
    return state.row(subscription_id)


def _credited_from(asked: Asked) -> str:
    bill_for = asked.get("bill_for", Asked({}))
    if "outstanding_usage_through" in bill_for:
        bill_for["outstanding_usage_through"].plain()
    start: str = bill_for["unused_time_from"]["type"] if "unused_time_from" in bill_for else "now"
    if start == "item_current_period_start":
        raise StandInGapError("pauses that give the whole period back")
    return start
