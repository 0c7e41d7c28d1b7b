"""Changes of a subscription: another price, an end, a payer, and what all that costs."""

from dataclasses import dataclass
from typing import Any

from tests.fakes.stripe_server import invoicing, metadata, paying
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.billing_lines import bill_waiting, period_lines, proration_lines, waiting_lines
from tests.fakes.stripe_server.following import items_of
from tests.fakes.stripe_server.invoice_rows import Line
from tests.fakes.stripe_server.periods import end_after
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.resources import invoice_items, subscription_items, subscriptions
from tests.fakes.stripe_server.state import Row, State

_PENDING_SECONDS = 23 * 3600
_WITH_PENDING = {"expand", "items", "off_session", "payment_behavior", "proration_behavior", "proration_date"}


@dataclass(frozen=True)
class Change:
    """What other items mean: how the subscription is left, what is billed for it, and whether at once."""

    items: list[Row]
    lines: list[Line]
    is_billed_now: bool
    anchor: int | None = None


def update(state: State, asked: Asked, subscription_id: str) -> Row:
    """Change a subscription and tell it. Raises a 402 only if `error_if_incomplete` was asked."""
    row = state.get("subscription", subscription_id, in_path=True)
    if row["status"] in subscriptions.ENDED and set(asked) - {"metadata", "cancellation_details"}:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")
    if asked.get("payment_behavior") == "pending_if_incomplete" and set(asked) - _WITH_PENDING:
        raise invalid(
            "When `payment_behavior` is set to `pending_if_incomplete`, you can only pass parameters that support "
            "pending updates.",
            param="payment_behavior",
        )
    asked.plain_of("off_session")
    fields = _plain_fields(state, row, asked)
    if "items" not in asked:
        asked.plain_of("proration_behavior", "payment_behavior", "proration_date")
        return state.update(subscription_id, "customer.subscription.updated", **fields)
    change = plan(state, row, asked)
    return _carried_out(state, row, change, fields, asked.get("payment_behavior", "allow_incomplete"))


def plan(state: State, row: Row, asked: Asked) -> Change:
    """Return what the items that are asked for would mean, now or at `proration_date`. Raises a 400."""
    old = row["items"]["data"]
    new = subscription_items.read_change(state, row, asked["items"])
    behaviour = asked.get("proration_behavior", "create_prorations")
    at = _proration_date(state, asked, old[0], behaviour)
    is_free = behaviour == "none" or row["status"] in ("trialing", "incomplete")
    if new[0]["price"]["recurring"] == old[0]["price"]["recurring"] or row["status"] == "trialing":
        lines = [] if is_free else proration_lines(state, old, new, at=at)
        return Change(new, lines, is_billed_now=behaviour == "always_invoice" and bool(lines))
    # Another interval begins a period of its own, which is billed at once.
    end = end_after(at, new[0]["price"]["recurring"], at)
    lines = [] if is_free else proration_lines(state, old, [], at=at)
    new = [{**item, "current_period_start": at, "current_period_end": end} for item in new]
    return Change(new, [*lines, *period_lines(state, new, start=at, end=end)], is_billed_now=True, anchor=at)


def _carried_out(state: State, row: Row, change: Change, fields: Row, behaviour: str) -> Row:
    subscription_id: str = row["id"]
    changed: Row = {"items": items_of(subscription_id, change.items), **fields}
    if change.anchor is not None:
        changed["billing_cycle_anchor"] = change.anchor
    if not change.is_billed_now:
        for line in change.lines:
            invoice_items.add(state, row["customer"], line)
        return state.update(subscription_id, "customer.subscription.updated", **changed)
    is_pending = behaviour == "pending_if_incomplete"
    invoice = invoicing.draft(
        state,
        customer=state.row(row["customer"]),
        lines=[*waiting_lines(state, subscription_id), *change.lines],
        reason="subscription_update",
        subscription=row,
    )
    bill_waiting(state, subscription_id, invoice["id"])
    if is_pending:
        state.change(subscription_id, _pending_items=change.items, _pending_invoice=invoice["id"])
    else:
        state.update(subscription_id, "customer.subscription.updated", **changed, latest_invoice=invoice["id"])
    invoice = invoicing.finalise(state, invoice["id"])
    if invoice["status"] == "open":
        _collect(state, subscription_id, invoice, behaviour)
    after = state.row(subscription_id)
    if is_pending and after["_pending_invoice"]:
        pending = {
            "billing_cycle_anchor": None,
            "expires_at": state.now + _PENDING_SECONDS,
            "subscription_items": change.items,
            "trial_end": None,
            "trial_from_plan": None,
        }
        after = state.update(
            subscription_id, "customer.subscription.updated", pending_update=pending, latest_invoice=invoice["id"]
        )
    return after


def _collect(state: State, subscription_id: str, invoice: Row, behaviour: str) -> None:
    if behaviour == "default_incomplete":
        state.update(subscription_id, "customer.subscription.updated", status="past_due")
        return
    payer = subscriptions.payer_of(state, state.row(subscription_id))
    if payer is None:
        raise invalid(
            "This customer has no attached payment source or default payment method.", code="resource_missing"
        )
    invoice = invoicing.collect(state, invoice["id"], payer, off_session=True)
    if invoice["status"] == "open" and behaviour == "error_if_incomplete":
        problem = paying.refusal(invoicing.intent_of(state, invoice["id"]))
        problem.keeps_changes = False
        raise problem


def _plain_fields(state: State, row: Row, asked: Asked) -> Row:
    """What changes beside the items."""
    fields: dict[str, Any] = {"metadata": metadata.merged(row["metadata"], asked)}
    if asked.get("collection_method", "charge_automatically") != "charge_automatically":
        raise StandInGapError("invoices that are sent")
    if "description" in asked:
        fields["description"] = asked["description"] or None
    if "default_payment_method" in asked:
        method = state.get("payment_method", asked["default_payment_method"], param="default_payment_method")
        if method["customer"] != row["customer"]:
            raise invalid("The payment method belongs to another customer.", param="default_payment_method")
        fields["default_payment_method"] = method["id"]
    if "cancel_at_period_end" in asked:
        if "cancel_at" in asked:
            raise invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")
        fields |= subscriptions.fields_of_cancelling(state, row) if asked["cancel_at_period_end"] else _going_on(row)
    if "cancel_at" in asked:
        fields |= _cancelled_at(state, row, asked["cancel_at"])
    if "cancellation_details" in asked:
        details = {name: value or None for name, value in asked["cancellation_details"].plain().items()}
        before = fields.get("cancellation_details", row["cancellation_details"])
        fields["cancellation_details"] = {**before, **details}
    if "pause_collection" in asked:
        pause = asked["pause_collection"]
        fields["pause_collection"] = {"resumes_at": None, **pause.plain()} if pause else None
    if asked.get("trial_end") == "now" and row["status"] == "trialing":
        raise StandInGapError("the end of a trial by the API: advance the clock")
    return fields


def _going_on(row: Row) -> Row:
    return {
        "cancel_at_period_end": False,
        "cancel_at": None,
        "canceled_at": None,
        "cancellation_details": {**row["cancellation_details"], "reason": None},
    }


def _cancelled_at(state: State, row: Row, asked: int | str) -> Row:
    if asked == "":
        return _going_on(row)
    ends = [int(item["current_period_end"]) for item in row["items"]["data"]]
    moment = asked if isinstance(asked, int) else (min(ends) if asked == "min_period_end" else max(ends))
    if moment <= state.now:
        raise invalid("`cancel_at` must be a timestamp in the future.", param="cancel_at")
    return {**subscriptions.fields_of_cancelling(state, row), "cancel_at_period_end": False, "cancel_at": moment}


def _proration_date(state: State, asked: Asked, item: Row, behaviour: str) -> int:
    if "proration_date" not in asked:
        return state.now
    if behaviour == "none":
        raise invalid(
            "You can not pass `proration_date` when `proration_behavior` is `none`.",
            param=asked.param("proration_date"),
        )
    at: int = asked["proration_date"]
    if not item["current_period_start"] <= at <= item["current_period_end"]:
        raise invalid(
            "Cannot specify a proration date outside of the current subscription period "
            f"({item['current_period_start']} - {item['current_period_end']}).",
            param=asked.param("proration_date"),
        )
    return at
