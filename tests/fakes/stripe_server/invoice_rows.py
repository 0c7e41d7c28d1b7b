"""Invoices and their lines, in the shape of this version of the API."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.fakes.stripe_server.listing import inline
from tests.fakes.stripe_server.state import Row, State

_SMALLEST_CHARGE = 50


@dataclass(frozen=True)
class Line:
    """A line to be billed. `amount` is in the smallest unit of the currency; a credit is negative."""

    amount: int
    description: str
    price: Row
    quantity: int
    start: int
    end: int
    item_id: str | None = None
    subscription_id: str | None = None
    is_proration: bool = False
    credited: Row | None = None
    invoice_item_id: str | None = None


def build_invoice(
    state: State,
    invoice_id: str,
    *,
    customer: Row,
    lines: list[Line],
    reason: str,
    subscription: Row | None = None,
    **fields: Any,
) -> Row:
    """Return a draft that is not kept, which is what a preview is."""
    total = sum(line.amount for line in lines)
    due = due_of(total, customer["balance"])
    rows = [_line_row(state, invoice_id, line) for line in lines]
    return {
        "id": invoice_id,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Stand-in",
        "account_tax_ids": None,
        "amount_due": due,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": due,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": state.now,
        "currency": lines[0].price["currency"] if lines else (customer["currency"] or "usd"),
        "custom_fields": None,
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": None,
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": inline(rows, f"/v1/invoices/{invoice_id}/lines"),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": _parent(subscription),
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "period_end": state.now,
        "period_start": state.now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": customer["balance"],
        "statement_descriptor": None,
        "status": "draft",
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "test_clock": None,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": None,
        "_all_lines": rows,
        **fields,
    }


def due_of(total: int, balance: int) -> int:
    """Return what is asked for: a balance below zero is a credit, and what is too little to charge waits in it."""
    due = max(0, total + balance)
    return 0 if due < _SMALLEST_CHARGE else due


def _parent(subscription: Row | None) -> Row | None:
    if subscription is None:
        return None
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    return {"quote_details": None, "subscription_details": details, "type": "subscription_details"}


def _line_row(state: State, invoice_id: str, line: Line) -> Row:
    return {
        "id": state.new_id("il"),
        "object": "line_item",
        "amount": line.amount,
        "currency": line.price["currency"],
        "description": line.description,
        "discount_amounts": [],
        "discountable": not line.is_proration,
        "discounts": [],
        "invoice": invoice_id,
        "livemode": False,
        "metadata": {},
        "parent": _line_parent(line),
        "period": {"end": line.end, "start": line.start},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": line.price["id"], "product": line.price["product"]},
            "type": "price_details",
            "unit_amount_decimal": str(Decimal(line.price["unit_amount"])),
        },
        "quantity": line.quantity,
        "subscription": line.subscription_id,
        "subtotal": line.amount,
        "taxes": [],
    }


def _line_parent(line: Line) -> Row | None:
    if line.item_id is None:
        return None
    return {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": line.invoice_item_id,
            "proration": line.is_proration,
            "proration_details": {"credited_items": line.credited},
            "subscription": line.subscription_id,
            "subscription_item": line.item_id,
        },
        "type": "subscription_item_details",
    }
