"""Payment intents, which pay at once where a payment method is given and confirmed."""

from tests.fakes.stripe_server import metadata, paying, payment_rows
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import invalid, missing_parameter
from tests.fakes.stripe_server.resources import customers
from tests.fakes.stripe_server.state import Row, State

_PLAIN = ("description", "receipt_email", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix")
_PAYABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(state: State, asked: Asked) -> Row:
    """Keep an intent, and try to pay it if it is confirmed at once. Raises a 402 if the bank refuses."""
    if asked["amount"] < 1:
        raise invalid("This value must be greater than or equal to 1.", param="amount")
    customer = customers.get_usable(state, asked["customer"])["id"] if "customer" in asked else None
    asked.plain_of("automatic_payment_methods", "payment_method_types")
    intent = payment_rows.add_intent(
        state,
        amount=asked["amount"],
        currency=asked["currency"].lower(),
        customer=customer,
        metadata=metadata.given(asked),
        **asked.plain_of(*_PLAIN),
    )
    if not asked.get("confirm"):
        return intent
    if "payment_method" not in asked:
        raise missing_parameter("payment_method")
    return _tried(state, asked, intent)


def retrieve(state: State, _asked: Asked, intent_id: str) -> Row:
    """Return an intent."""
    return state.get("payment_intent", intent_id, in_path=True)


def update(state: State, asked: Asked, intent_id: str) -> Row:
    """Change what an intent says about itself."""
    row = state.get("payment_intent", intent_id, in_path=True)
    return state.change(intent_id, metadata=metadata.merged(row["metadata"], asked), **asked.plain_of(*_PLAIN))


def confirm(state: State, asked: Asked, intent_id: str) -> Row:
    """Try to pay an intent. Raises a 402 if the bank refuses."""
    row = state.get("payment_intent", intent_id, in_path=True)
    if row["status"] not in _PAYABLE:
        raise _unexpected(row, "confirmed")
    if "payment_method" not in asked:
        raise missing_parameter("payment_method")
    return _tried(state, asked, row)


def cancel(state: State, asked: Asked, intent_id: str) -> Row:
    """Cancel an intent that nobody has paid."""
    row = state.get("payment_intent", intent_id, in_path=True)
    if row["status"] not in _PAYABLE:
        raise _unexpected(row, "canceled")
    reason = asked.get("cancellation_reason")
    row = state.change(intent_id, status="canceled", canceled_at=state.now, cancellation_reason=reason)
    state.emit("payment_intent.canceled", row)
    return row


def list_all(state: State, asked: Asked) -> Row:
    """List intents."""
    return page(asked, state.all("payment_intent"), "/v1/payment_intents", {"customer": equal("customer")})


def _tried(state: State, asked: Asked, intent: Row) -> Row:
    method = state.get("payment_method", asked["payment_method"], param="payment_method")
    intent = paying.attempt(state, intent["id"], method["id"], off_session=asked.get("off_session") is True)
    if intent["last_payment_error"]:
        raise paying.refusal(intent)
    return intent


def _unexpected(intent: Row, done: str) -> Exception:
    return invalid(
        f"This PaymentIntent could not be {done} because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
        param="intent",
    )
