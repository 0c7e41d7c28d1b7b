"""What comes after an unpaid invoice: another attempt, the customer's other card, or the end."""

from tests.fakes.stripe_server import cards, invoicing, payment_rows
from tests.fakes.stripe_server.following import subscription_of
from tests.fakes.stripe_server.resources import payment_methods, subscriptions
from tests.fakes.stripe_server.state import Row, State


def settle(state: State, subscription_id: str, card: str) -> list[Row]:
    """Let the customer pay what is open with a card that becomes the one of the subscription. Returns the invoices."""
    row = state.get("subscription", subscription_id)
    method = payment_rows.add_method(state, cards.card(card), customer=None, fingerprint=None, details={})
    payment_methods.attach_to(state, method["id"], row["customer"])
    state.update(subscription_id, "customer.subscription.updated", default_payment_method=method["id"])
    return [
        invoicing.collect(state, invoice["id"], method["id"], off_session=False)
        for invoice in _open_invoices(state, subscription_id)
    ]


def retry(state: State, subscription_id: str) -> list[Row]:
    """Try again, with the card as it is, to collect what is open. Returns the invoices."""
    payer = subscriptions.payer_of(state, state.get("subscription", subscription_id))
    if payer is None:
        raise ValueError("the customer has no card that could be tried again")
    return [
        invoicing.collect(state, invoice["id"], payer, off_session=True)
        for invoice in _open_invoices(state, subscription_id)
    ]


def give_up(state: State, subscription_id: str) -> Row:
    """Let the last attempt have failed, which ends the subscription. Returns it."""
    state.get("subscription", subscription_id)
    return subscriptions.end(state, subscription_id, reason="payment_failed")


def _open_invoices(state: State, subscription_id: str) -> list[Row]:
    """The oldest first, so that the newest, when paid, makes the subscription active again."""
    invoices = [invoice for invoice in reversed(state.all("invoice")) if invoice["status"] == "open"]
    owners = [(invoice, subscription_of(state, invoice)) for invoice in invoices]
    found = [invoice for invoice, owner in owners if owner and owner["id"] == subscription_id]
    if not found:
        raise ValueError(f"{subscription_id} owes nothing")
    return found
