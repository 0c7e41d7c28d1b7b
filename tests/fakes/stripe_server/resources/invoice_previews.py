"""Previews: the invoice that would come, worked out by the same code that would write it, and not kept."""

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.billing_lines import period_lines, waiting_lines
from tests.fakes.stripe_server.invoice_rows import Line, build_invoice
from tests.fakes.stripe_server.periods import end_after
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.resources import customers, subscription_changes, subscriptions
from tests.fakes.stripe_server.state import Row, State


def create(state: State, asked: Asked) -> Row:
    """Return the next invoice of a subscription, as it is or with other items. Raises a 400 if there is none."""
    if "subscription" not in asked:
        raise StandInGapError("previews of what is no subscription yet")
    row = state.get("subscription", asked["subscription"], param="subscription")
    if "customer" in asked and customers.get_usable(state, asked["customer"])["id"] != row["customer"]:
        raise invalid("The subscription does not belong to the customer.", param="subscription")
    if asked.get("preview_mode", "next") != "next":
        raise StandInGapError("previews of recurring invoices")
    details = asked.get("subscription_details", Asked({}))
    ends = details.get("cancel_at_period_end", row["cancel_at_period_end"])
    items, lines, is_now = row["items"]["data"], waiting_lines(state, row["id"]), False
    if "items" in details:
        change = subscription_changes.plan(state, row, details)
        items, lines, is_now = change.items, [*lines, *change.lines], change.is_billed_now
    if not is_now:
        if row["status"] in subscriptions.ENDED or (ends and not lines):
            raise invalid("No upcoming invoices for customer", code="invoice_upcoming_none")
        lines += [] if ends else _next_period(state, row, items)
    preview = build_invoice(
        state,
        state.new_id("upcoming_in"),
        customer=state.row(row["customer"]),
        lines=lines,
        reason="subscription_update" if is_now else "upcoming",
        subscription=row,
        next_payment_attempt=state.now if is_now else items[0]["current_period_end"],
    )
    if preview["lines"]["has_more"]:
        raise StandInGapError("previews of more lines than fit into one page")
    return preview


def _next_period(state: State, subscription: Row, items: list[Row]) -> list[Line]:
    start = items[0]["current_period_end"]
    end = end_after(subscription["billing_cycle_anchor"], items[0]["price"]["recurring"], start)
    return period_lines(state, items, start=start, end=end)
