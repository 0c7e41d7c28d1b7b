"""Invoices: drafted, finalised, collected. Whatever bills, bills through here."""

from typing import Any

from tests.fakes.stripe_server import following, paying, payment_rows
from tests.fakes.stripe_server.invoice_rows import Line, build_invoice, due_of
from tests.fakes.stripe_server.state import Row, State

_RETRY_SECONDS = 3 * 86_400
_DESCRIPTIONS = {"subscription_create": "Subscription creation", "subscription_update": "Subscription update"}


def draft(
    state: State, *, customer: Row, lines: list[Line], reason: str, subscription: Row | None = None, **fields: Any
) -> Row:
    """Keep a draft and tell it."""
    row = build_invoice(
        state, state.new_id("in"), customer=customer, lines=lines, reason=reason, subscription=subscription, **fields
    )
    state.add(row)
    state.emit("invoice.created", row)
    return row


def finalise(state: State, invoice_id: str, *, intent: Row | None = None) -> Row:
    """Open a draft: it gets its number, takes the customer's balance, and how it is to be paid.

    `intent` is one that has been paid already, as at a checkout. What asks for no money is paid at once.
    """
    invoice = state.row(invoice_id)
    customer = state.row(invoice["customer"])
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    due = intent["amount"] if intent else due_of(invoice["total"], customer["balance"])
    balance = invoice["total"] + customer["balance"] - due
    state.change(customer["id"], next_invoice_sequence=customer["next_invoice_sequence"] + 1)
    state.update(customer["id"], "customer.updated", balance=balance, currency=invoice["currency"])
    invoice = state.change(
        invoice_id,
        status="open",
        number=number,
        starting_balance=customer["balance"],
        ending_balance=balance,
        amount_due=due,
        amount_remaining=due,
        effective_at=state.now,
        hosted_invoice_url=f"https://invoice.stripe.com/i/{invoice_id}",
        invoice_pdf=f"https://pay.stripe.com/invoice/{invoice_id}/pdf",
        status_transitions={**invoice["status_transitions"], "finalized_at": state.now},
    )
    if due or intent:
        _ask_payment(state, invoice, intent)
    state.emit("invoice.finalized", invoice)
    if intent and intent["status"] == "succeeded":
        return note_payment(state, invoice_id)
    return invoice if due else note_payment(state, invoice_id)


def collect(state: State, invoice_id: str, method_id: str, *, off_session: bool) -> Row:
    """Try to collect an open invoice. Returns it: paid, or open, and then `intent_of` it tells why."""
    invoice = state.row(invoice_id)
    intent = paying.attempt(state, intent_of(state, invoice_id)["id"], method_id, off_session=off_session)
    invoice = state.change(invoice_id, attempted=True, attempt_count=invoice["attempt_count"] + 1)
    if intent["status"] == "succeeded":
        return note_payment(state, invoice_id)
    if intent["status"] == "processing":
        return invoice
    return note_failure(state, invoice_id)


def note_failure(state: State, invoice_id: str) -> Row:
    """Tell that an open invoice could not be collected, and when that will be tried again."""
    invoice = state.update(invoice_id, "invoice.updated", next_payment_attempt=state.now + _RETRY_SECONDS)
    intent = intent_of(state, invoice_id)
    state.emit("invoice.payment_failed", invoice)
    if intent["status"] == "requires_action":
        state.emit("invoice.payment_action_required", invoice)
    following.follow_failure(state, invoice)
    return invoice


def note_payment(state: State, invoice_id: str) -> Row:
    """Note that an invoice is paid, tell it, and let follow what waited for that."""
    invoice = state.row(invoice_id)
    now = state.now
    for payment in payments_of(state, invoice_id):
        payment = state.change(
            payment["id"],
            status="paid",
            amount_paid=invoice["amount_due"],
            status_transitions={**payment["status_transitions"], "paid_at": now},
        )
        state.emit("invoice_payment.paid", payment)
    invoice = state.change(
        invoice_id,
        status="paid",
        amount_paid=invoice["amount_due"],
        amount_remaining=0,
        attempted=True,
        attempt_count=max(1, invoice["attempt_count"]) if invoice["amount_due"] else 0,
        auto_advance=False,
        next_payment_attempt=None,
        status_transitions={**invoice["status_transitions"], "paid_at": now},
    )
    state.emit("invoice.paid", invoice)
    state.emit("invoice.payment_succeeded", invoice)
    following.follow_payment(state, invoice)
    return invoice


def void(state: State, invoice_id: str) -> Row:
    """Make an open invoice as good as never written."""
    return _closed(state, invoice_id, "void", "voided_at", "invoice.voided")


def give_up(state: State, invoice_id: str) -> Row:
    """Mark an open invoice uncollectible."""
    return _closed(state, invoice_id, "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible")


def intent_of(state: State, invoice_id: str) -> Row:
    """Return the payment intent of an invoice that asks for money."""
    return state.row(payments_of(state, invoice_id)[0]["payment"]["payment_intent"])


def payments_of(state: State, invoice_id: str) -> list[Row]:
    """Return the payments of an invoice: one, or none where nothing is due."""
    return [payment for payment in state.all("invoice_payment") if payment["invoice"] == invoice_id]


def _ask_payment(state: State, invoice: Row, intent: Row | None) -> None:
    intent = intent or payment_rows.add_intent(
        state,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        description=_DESCRIPTIONS.get(invoice["billing_reason"]),
        _is_of_invoice=True,
    )
    state.add(
        {
            "id": state.new_id("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": invoice["amount_due"],
            "created": state.now,
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )


def _closed(state: State, invoice_id: str, status: str, moment: str, event: str) -> Row:
    invoice = state.row(invoice_id)
    for payment in payments_of(state, invoice_id):
        transitions = {**payment["status_transitions"], "canceled_at": state.now}
        state.change(payment["id"], status="canceled", status_transitions=transitions)
        intent = state.change(
            payment["payment"]["payment_intent"],
            status="canceled",
            canceled_at=state.now,
            cancellation_reason="void_invoice",
        )
        state.emit("payment_intent.canceled", intent)
    invoice = state.change(
        invoice_id,
        status=status,
        auto_advance=False,
        next_payment_attempt=None,
        status_transitions={**invoice["status_transitions"], moment: state.now},
    )
    state.emit(event, invoice)
    return invoice
