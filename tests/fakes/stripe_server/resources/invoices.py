"""Invoices, as they are asked for and paid by the API. `invoicing` writes them."""

from tests.fakes.stripe_server import invoicing, metadata, paying
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.state import Row, State


def retrieve(state: State, _asked: Asked, invoice_id: str) -> Row:
    """Return an invoice."""
    return state.get("invoice", invoice_id, in_path=True)


def update(state: State, asked: Asked, invoice_id: str) -> Row:
    """Change the metadata or the description of an invoice."""
    row = state.get("invoice", invoice_id, in_path=True)
    merged = metadata.merged(row["metadata"], asked)
    return state.update(invoice_id, "invoice.updated", metadata=merged, **asked.plain_of("description", "footer"))


def list_all(state: State, asked: Asked) -> Row:
    """List invoices."""
    filters = {
        "collection_method": equal("collection_method"),
        "customer": equal("customer"),
        "status": equal("status"),
        "subscription": equal("parent.subscription_details.subscription"),
    }
    return page(asked, state.all("invoice"), "/v1/invoices", filters)


def lines(state: State, asked: Asked, invoice_id: str) -> Row:
    """List the lines of an invoice."""
    invoice = state.get("invoice", invoice_id, in_path=True)
    return page(asked, invoice["_all_lines"], f"/v1/invoices/{invoice_id}/lines")


def pay(state: State, asked: Asked, invoice_id: str) -> Row:
    """Pay an open invoice now. Raises a 402 if the bank refuses."""
    invoice = state.get("invoice", invoice_id, in_path=True)
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] != "open":
        raise invalid(f"This invoice is {invoice['status']} and cannot be paid.", code="invoice_not_editable")
    if asked.get("paid_out_of_band") or asked.get("forgive"):
        raise StandInGapError("invoices paid elsewhere")
    method_id = asked.get("payment_method") or _payer(state, invoice)
    state.get("payment_method", method_id, param="payment_method")
    invoice = invoicing.collect(state, invoice_id, method_id, off_session=asked.get("off_session", True))
    intent = invoicing.intent_of(state, invoice_id)
    if invoice["status"] == "open" and intent["status"] != "processing":
        raise paying.refusal(intent)
    return invoice


def void(state: State, _asked: Asked, invoice_id: str) -> Row:
    """Make an open invoice void."""
    _check_open(state.get("invoice", invoice_id, in_path=True), "voided")
    return invoicing.void(state, invoice_id)


def mark_uncollectible(state: State, _asked: Asked, invoice_id: str) -> Row:
    """Give an open invoice up."""
    _check_open(state.get("invoice", invoice_id, in_path=True), "marked uncollectible")
    return invoicing.give_up(state, invoice_id)


def _check_open(invoice: Row, done: str) -> None:
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only pass in open invoices. This invoice is {invoice['status']}: not {done}.")


def _payer(state: State, invoice: Row) -> str:
    owner = state.row(invoice["customer"])["invoice_settings"]["default_payment_method"]
    if parent := invoice["parent"]:
        owner = state.row(parent["subscription_details"]["subscription"])["default_payment_method"] or owner
    if owner is None:
        raise invalid(
            "There is no `default_payment_method` set on this Customer or Invoice.",
            code="invoice_payment_intent_requires_action",
        )
    return str(owner)
