"""Money on its way: payment intents that are tried with a payment method, and the charges that come of it."""

from tests.fakes.stripe_server.cards import AUTHENTICATION_REQUIRED, Card, Decline
from tests.fakes.stripe_server.payment_rows import add_charge
from tests.fakes.stripe_server.problems import StripeProblem
from tests.fakes.stripe_server.state import Row, State, public

_ACTION_REQUIRED: Row = {
    "code": "invoice_payment_intent_requires_action",
    "message": (
        "This payment requires additional user action before it can be completed successfully. Payment can be "
        "completed using the PaymentIntent associated with the invoice."
    ),
}


def attempt(state: State, intent_id: str, method_id: str, *, off_session: bool) -> Row:
    """Try to pay an intent. Returns it: succeeded, processing, requires_action or requires_payment_method."""
    method = state.row(method_id)
    card: Card = method["_card"]
    state.change(intent_id, payment_method=method_id, payment_method_types=[card.kind], next_action=None)
    decline = _decline(state, method, off_session=off_session)
    if decline == AUTHENTICATION_REQUIRED and state.row(intent_id)["_is_of_invoice"]:
        # An invoice waits for its customer to authenticate; any other payment is declined.
        return _needs_action(state, intent_id)
    if decline is not None:
        return _declined(state, intent_id, method, decline)
    if card.needs_authentication:
        _needs_action(state, intent_id)
    if card.is_delayed:
        charge = add_charge(state, state.row(intent_id), method, status="pending")
        intent = state.change(intent_id, status="processing", latest_charge=charge["id"], next_action=None)
        state.emit("charge.pending", charge)
        state.emit("payment_intent.processing", intent)
        return intent
    charge = add_charge(state, state.row(intent_id), method, status="succeeded")
    state.emit("charge.succeeded", charge)
    return _succeeded(state, intent_id, charge["id"])


def let_arrive(state: State, intent_id: str) -> Row:
    """Let the money of a delayed payment method arrive. Returns the intent."""
    charge_id = state.row(intent_id)["latest_charge"]
    charge = state.change(
        charge_id,
        status="succeeded",
        paid=True,
        captured=True,
        amount_captured=state.row(charge_id)["amount"],
        balance_transaction=state.new_id("txn"),
    )
    state.emit("charge.succeeded", charge)
    return _succeeded(state, intent_id, charge_id)


def let_fail(state: State, intent_id: str) -> Row:
    """Let the money of a delayed payment method fail to arrive. Returns the intent."""
    decline = Decline("payment_intent_payment_attempt_failed", "insufficient_funds", "The payment failed.")
    intent = state.row(intent_id)
    charge = state.change(
        intent["latest_charge"], status="failed", failure_code=decline.code, failure_message=decline.message
    )
    state.emit("charge.failed", charge)
    error = _payment_error(decline, charge["id"], state.row(intent["payment_method"]))
    intent = state.change(intent_id, status="requires_payment_method", last_payment_error=error, payment_method=None)
    state.emit("payment_intent.payment_failed", intent)
    return intent


def refusal(intent: Row) -> StripeProblem:
    """Return the 402 for an intent that could not be paid."""
    error = intent["last_payment_error"] or _ACTION_REQUIRED
    return StripeProblem(
        error["message"],
        status=402,
        kind="card_error",
        keeps_changes=True,
        payment_intent=public(intent),
        charge=error.get("charge"),
        code=error["code"],
        decline_code=error.get("decline_code"),
        payment_method=error.get("payment_method"),
    )


def _decline(state: State, method: Row, *, off_session: bool) -> Decline | None:
    card: Card = method["_card"]
    if off_session and (ordered := state.next_declines.pop(method["customer"], None)):
        return ordered
    if off_session and card.needs_authentication:
        return AUTHENTICATION_REQUIRED
    return card.decline


def _declined(state: State, intent_id: str, method: Row, decline: Decline) -> Row:
    intent = state.row(intent_id)
    charge = add_charge(state, intent, method, status="failed", decline=decline)
    state.emit("charge.failed", charge)
    error = _payment_error(decline, charge["id"], method)
    intent = state.change(
        intent_id,
        last_payment_error=error,
        latest_charge=charge["id"],
        payment_method=None,
        status="requires_payment_method",
    )
    state.emit("payment_intent.payment_failed", intent)
    return intent


def _needs_action(state: State, intent_id: str) -> Row:
    action = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    intent = state.change(intent_id, status="requires_action", next_action=action)
    state.emit("payment_intent.requires_action", intent)
    return intent


def _succeeded(state: State, intent_id: str, charge_id: str) -> Row:
    intent = state.change(
        intent_id,
        status="succeeded",
        amount_received=state.row(intent_id)["amount"],
        latest_charge=charge_id,
        last_payment_error=None,
        next_action=None,
    )
    state.emit("payment_intent.succeeded", intent)
    return intent


def _payment_error(decline: Decline, charge_id: str, method: Row) -> Row:
    return {
        "charge": charge_id,
        "code": decline.code,
        "decline_code": decline.decline_code,
        "doc_url": f"https://stripe.com/docs/error-codes/{decline.code.replace('_', '-')}",
        "message": decline.message,
        "payment_method": public(method),
        "type": "card_error",
    }
