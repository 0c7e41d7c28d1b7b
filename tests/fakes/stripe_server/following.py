"""What becomes of a subscription when its invoices are paid, or are not."""

from tests.fakes.stripe_server.listing import list_of
from tests.fakes.stripe_server.state import Row, State

_WAITING = ("incomplete", "past_due", "unpaid")


def follow_payment(state: State, invoice: Row) -> None:
    """Let the subscription of a paid invoice go on, with the change that waited for the money."""
    subscription = subscription_of(state, invoice)
    if subscription is None:
        return
    _note_debt(state, invoice["customer"])
    if subscription["_pending_invoice"] == invoice["id"]:
        _apply_pending(state, subscription)
    if subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["status"] in _WAITING:
        state.update(subscription["id"], "customer.subscription.updated", status="active")
    if subscription["status"] == "paused":
        state.emit("customer.subscription.resumed", state.change(subscription["id"], status="active"))


def follow_failure(state: State, invoice: Row) -> None:
    """Let the subscription of an unpaid invoice be past due; one that never began stays incomplete."""
    subscription = subscription_of(state, invoice)
    if subscription is None or subscription["_pending_invoice"] == invoice["id"]:
        return
    _note_debt(state, invoice["customer"])
    if subscription["status"] in ("active", "trialing"):
        state.update(subscription["id"], "customer.subscription.updated", status="past_due")


def subscription_of(state: State, invoice: Row) -> Row | None:
    """Return the subscription that an invoice bills."""
    if invoice["parent"] is None:
        return None
    return state.find(invoice["parent"]["subscription_details"]["subscription"])


def items_of(subscription_id: str, items: list[Row]) -> Row:
    """Return the list of items that stands in a subscription."""
    return list_of(items, f"/v1/subscription_items?subscription={subscription_id}")


def _note_debt(state: State, customer_id: str) -> None:
    owed = [row for row in state.all("invoice") if row["customer"] == customer_id and row["status"] == "open"]
    is_delinquent = any(invoice["next_payment_attempt"] for invoice in owed)
    state.update(customer_id, "customer.updated", delinquent=is_delinquent)


def _apply_pending(state: State, subscription: Row) -> None:
    after = state.update(
        subscription["id"],
        "customer.subscription.updated",
        items=items_of(subscription["id"], subscription["_pending_items"]),
        pending_update=None,
        _pending_items=None,
        _pending_invoice=None,
    )
    state.emit("customer.subscription.pending_update_applied", after)
