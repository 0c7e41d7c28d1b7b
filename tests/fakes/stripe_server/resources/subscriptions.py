"""Subscriptions: how they begin, are asked for, pause and end. `subscription_changes` changes them."""

from typing import Any

from tests.fakes.stripe_server import invoicing, metadata, paying
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.billing_lines import period_lines
from tests.fakes.stripe_server.following import items_of
from tests.fakes.stripe_server.listing import Filter, equal, page
from tests.fakes.stripe_server.periods import end_after
from tests.fakes.stripe_server.problems import StandInGapError, invalid, missing_parameter, no_such
from tests.fakes.stripe_server.resources import customers, subscription_items
from tests.fakes.stripe_server.resources.subscription_items import Wanted
from tests.fakes.stripe_server.state import Row, State

ENDED = ("canceled", "incomplete_expired")
_DAY = 86_400


def create(state: State, asked: Asked) -> Row:
    """Subscribe a customer by their default payment method. Raises a 402 only if `error_if_incomplete` was asked."""
    if "customer" not in asked:
        raise missing_parameter("customer")
    if "items" not in asked:
        raise missing_parameter("items")
    if asked.get("collection_method", "charge_automatically") != "charge_automatically":
        raise StandInGapError("invoices that are sent")
    if "automatic_tax" in asked and asked["automatic_tax"]["enabled"]:
        raise StandInGapError("taxes")
    asked.plain_of("off_session", "proration_behavior")
    customer = customers.get_usable(state, asked["customer"])
    behaviour = asked.get("payment_behavior", "allow_incomplete")
    trial_end = trial_end_of(state, asked)
    method_id = asked.get("default_payment_method")
    if method_id:
        state.get("payment_method", method_id, param="default_payment_method")
    payer = method_id or customer["invoice_settings"]["default_payment_method"]
    if payer is None and trial_end is None and behaviour != "default_incomplete":
        raise invalid(
            "This customer has no attached payment source or default payment method. Please consider adding a default "
            "payment method.",
            code="resource_missing",
        )
    subscription = start(
        state,
        customer,
        subscription_items.read_wanted(state, asked["items"]),
        trial_end=trial_end,
        default_payment_method=method_id,
        metadata=metadata.given(asked),
        **_payment_settings(asked),
        **asked.plain_of("description"),
    )
    if asked.get("cancel_at_period_end"):
        subscription = state.change(subscription["id"], **fields_of_cancelling(state, subscription))
    invoice = draft_first_invoice(state, subscription["id"])
    state.emit("customer.subscription.created", state.row(subscription["id"]))
    invoice = invoicing.finalise(state, invoice["id"])
    if invoice["status"] == "open" and behaviour != "default_incomplete":
        invoice = invoicing.collect(state, invoice["id"], payer, off_session=True)
        if invoice["status"] == "open" and behaviour == "error_if_incomplete":
            problem = paying.refusal(invoicing.intent_of(state, invoice["id"]))
            problem.keeps_changes = False
            raise problem
    return state.row(subscription["id"])


def start(state: State, customer: Row, items: list[Wanted], *, trial_end: int | None = None, **fields: Any) -> Row:
    """Keep a subscription whose first period begins now: incomplete until its first invoice is paid, or trialing."""
    subscription_id, now = state.new_id("sub"), state.now
    recurring = items[0].price["recurring"]
    if any(item.price["recurring"] != recurring for item in items):
        raise StandInGapError("a subscription to prices of different intervals")
    anchor = trial_end or now
    end = trial_end or end_after(now, recurring, now)
    row: Row = {
        "id": subscription_id,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": anchor,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible", "updated_at": None},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": items[0].price["currency"],
        "customer": customer["id"],
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        "items": items_of(
            subscription_id,
            [subscription_items.build(state, subscription_id, item, start=now, end=end) for item in items],
        ),
        "latest_invoice": None,
        "livemode": False,
        "metadata": {},
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "trialing" if trial_end else "incomplete",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": trial_end,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": now if trial_end else None,
        "_pending_items": None,
        "_pending_invoice": None,
        **fields,
    }
    return state.add(row)


def draft_first_invoice(state: State, subscription_id: str) -> Row:
    """Draft the first invoice of a subscription."""
    subscription = state.row(subscription_id)
    items = subscription["items"]["data"]
    lines = period_lines(
        state,
        items,
        start=items[0]["current_period_start"],
        end=items[0]["current_period_end"],
        is_trial=subscription["status"] == "trialing",
    )
    invoice = invoicing.draft(
        state,
        customer=state.row(subscription["customer"]),
        lines=lines,
        reason="subscription_create",
        subscription=subscription,
    )
    state.change(subscription_id, latest_invoice=invoice["id"])
    return invoice


def payer_of(state: State, subscription: Row) -> str | None:
    """Return the payment method that pays a subscription: its own, or else the customer's default."""
    own: str | None = subscription["default_payment_method"]
    customer = state.row(subscription["customer"])
    default: str | None = customer["invoice_settings"]["default_payment_method"]
    return own or default


def trial_end_of(state: State, asked: Asked) -> int | None:
    """Return when the trial that was asked for ends. Raises a 400 for one that is over."""
    if "trial_period_days" in asked:
        days: int = asked["trial_period_days"]
        return state.now + days * _DAY if days else None
    if "trial_end" not in asked or asked["trial_end"] == "now":
        return None
    trial_end: int = asked["trial_end"]
    if trial_end <= state.now:
        raise invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", param="trial_end")
    return trial_end


def fields_of_cancelling(state: State, subscription: Row) -> Row:
    """Return what changes in a subscription that is to end with its period."""
    return {
        "cancel_at_period_end": True,
        "cancel_at": max(item["current_period_end"] for item in subscription["items"]["data"]),
        "canceled_at": state.now,
        "cancellation_details": {**subscription["cancellation_details"], "reason": "cancellation_requested"},
    }


def retrieve(state: State, _asked: Asked, subscription_id: str) -> Row:
    """Return a subscription."""
    return state.get("subscription", subscription_id, in_path=True)


def list_all(state: State, asked: Asked) -> Row:
    """List subscriptions; without a status, those that have not ended."""
    rows = state.all("subscription")
    if "status" not in asked:
        rows = [row for row in rows if row["status"] not in ENDED]
    filters: dict[str, Filter] = {
        "collection_method": equal("collection_method"),
        "customer": equal("customer"),
        "price": lambda row, price_id: any(item["price"]["id"] == price_id for item in row["items"]["data"]),
        "status": _has_status,
    }
    return page(asked, rows, "/v1/subscriptions", filters)


def cancel(state: State, asked: Asked, subscription_id: str) -> Row:
    """End a subscription now. Nothing is given back unless asked, which the stand-in does not do."""
    row = state.get("subscription", subscription_id, in_path=True)
    if row["status"] in ENDED:
        raise no_such("subscription", subscription_id, param="id", status=404)
    for name in ("invoice_now", "prorate"):
        if asked.get(name):
            raise StandInGapError(f"{name} while cancelling")
    details = asked["cancellation_details"].plain() if "cancellation_details" in asked else {}
    return end(state, subscription_id, reason="cancellation_requested", **details)


def end(state: State, subscription_id: str, *, reason: str | None, **details: Any) -> Row:
    """End a subscription and tell it. An invoice that never began it is void; others stay open, uncollected."""
    row = state.row(subscription_id)
    if row["status"] == "incomplete" and row["latest_invoice"]:
        invoicing.void(state, row["latest_invoice"])
    for invoice in state.all("invoice"):
        parent = (invoice["parent"] or {}).get("subscription_details") or {}
        if invoice["status"] == "open" and parent.get("subscription") == subscription_id:
            state.update(invoice["id"], "invoice.updated", auto_advance=False, next_payment_attempt=None)
    row = state.change(
        subscription_id,
        status="canceled",
        canceled_at=row["canceled_at"] or state.now,
        ended_at=state.now,
        cancel_at_period_end=False,
        cancellation_details={**row["cancellation_details"], "reason": reason, **details},
    )
    state.emit("customer.subscription.deleted", row)
    return row


def _payment_settings(asked: Asked) -> Row:
    given = asked["payment_settings"].plain() if "payment_settings" in asked else {}
    return {
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
            **given,
        }
    }


def _has_status(row: Row, status: str) -> bool:
    if status == "all":
        return True
    return row["status"] in ENDED if status == "ended" else bool(row["status"] == status)
