"""Payment methods, payment intents and charges, in the shape of this version of the API."""

from typing import Any

from tests.fakes.stripe_server.cards import Card, Decline
from tests.fakes.stripe_server.state import Row, State

_EXPIRES = {"exp_month": 12, "exp_year": 2034}


def add_method(state: State, card: Card, *, customer: str | None, fingerprint: str | None, details: Row) -> Row:
    """Keep a payment method. `details` is whose it is: email, name."""
    row = {
        "id": state.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": _billing_details(details),
        "created": state.now,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": card.kind,
        card.kind: _kind_details(card, fingerprint or card.fingerprint),
        "_card": card,
    }
    return state.add(row)


def add_intent(state: State, *, amount: int, currency: str, customer: str | None, **fields: Any) -> Row:
    """Keep a payment intent that nobody has tried to pay yet, and tell it."""
    intent_id = state.new_id("pi")
    row = {
        "id": intent_id,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{state.new_id('s')[2:]}",
        "confirmation_method": "automatic",
        "created": state.now,
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
        "_is_of_invoice": False,
        **fields,
    }
    state.add(row)
    state.emit("payment_intent.created", row)
    return row


def add_charge(state: State, intent: Row, method: Row, *, status: str, decline: Decline | None = None) -> Row:
    """Keep the charge of an attempt to pay an intent: succeeded, pending or failed."""
    is_paid = status == "succeeded"
    charge_id = state.new_id("py" if method["_card"].is_delayed else "ch")
    row = {
        "id": charge_id,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if is_paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": state.new_id("txn") if is_paid else None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "STAND-IN",
        "captured": is_paid,
        "created": state.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(decline),
        "paid": is_paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: method[method["type"]]},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": f"https://pay.stripe.com/receipts/{charge_id}" if is_paid else None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
        "_card": method["_card"],
    }
    return state.add(row)


def _outcome(decline: Decline | None) -> Row:
    return {
        "advice_code": "try_again_later" if decline else None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": "The bank declined the payment." if decline else "Payment complete.",
        "type": "issuer_declined" if decline else "authorized",
    }


def _billing_details(details: Row) -> Row:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address, "email": None, "name": None, "phone": None, "tax_id": None, **details}


def _kind_details(card: Card, fingerprint: str) -> Row:
    last4 = card.number[-4:]
    if card.kind != "card":
        return {"country": "DE", "fingerprint": fingerprint, "last4": last4}
    return {
        "brand": card.brand,
        "country": "US",
        **_EXPIRES,
        "fingerprint": fingerprint,
        "funding": card.funding,
        "last4": last4,
        "wallet": None,
    }
