"""Refunds: never more than was paid, and not of what the bank has taken back already."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import invalid
from tests.fakes.stripe_server.state import Row, State


def create(state: State, asked: Asked) -> Row:
    """Give money back, all that is left unless an amount is asked for. Raises a 400."""
    return issue(
        state,
        _charge(state, asked),
        amount=asked.get("amount"),
        reason=asked.get("reason"),
        metadata=metadata.given(asked),
    )


def issue(state: State, charge: Row, *, amount: int | None, reason: str | None, **fields: object) -> Row:
    """Give money of a charge back and tell it. Raises a 400."""
    left = charge["amount"] - charge["amount_refunded"]
    if charge["disputed"] and not _was_won(state, charge):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = left if amount is None else amount
    if amount < 1:
        raise invalid("Invalid positive integer", param="amount", code="parameter_invalid_integer")
    if amount > left:
        raise invalid(
            f"Refund amount (${amount / 100:.2f}) is greater than unrefunded amount on charge (${left / 100:.2f})",
            param="amount",
        )
    refunding = charge["_card"].refunding
    row: Row = {
        "id": state.new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": state.new_id("txn"),
        "charge": charge["id"],
        "created": state.now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if refunding == "pending" or charge["_card"].is_delayed else "succeeded",
        "transfer_reversal": None,
        **fields,
    }
    state.add(row)
    state.emit("refund.created", row)
    _count(state, charge["id"], amount, event="charge.refunded")
    if refunding == "failed":
        let_fail(state, row["id"])
    return row


def let_arrive(state: State, refund_id: str) -> Row:
    """Let a pending refund arrive."""
    return _updated(state, refund_id, "refund.updated", status="succeeded")


def let_fail(state: State, refund_id: str) -> Row:
    """Let a refund come back: the bank would not take it, and the charge counts as not refunded by it."""
    row = _updated(
        state,
        refund_id,
        "refund.failed",
        status="failed",
        failure_reason="lost_or_stolen_card",
        failure_balance_transaction=state.new_id("txn"),
    )
    _count(state, row["charge"], -row["amount"], event="charge.updated")
    return row


def retrieve(state: State, _asked: Asked, refund_id: str) -> Row:
    """Return a refund."""
    return state.get("refund", refund_id, in_path=True)


def update(state: State, asked: Asked, refund_id: str) -> Row:
    """Change the metadata of a refund."""
    row = state.get("refund", refund_id, in_path=True)
    return state.update(refund_id, "refund.updated", metadata=metadata.merged(row["metadata"], asked))


def list_all(state: State, asked: Asked) -> Row:
    """List refunds."""
    filters = {"charge": equal("charge"), "payment_intent": equal("payment_intent")}
    return page(asked, state.all("refund"), "/v1/refunds", filters)


def _charge(state: State, asked: Asked) -> Row:
    if "charge" in asked and "payment_intent" in asked:
        raise invalid("Only one of these parameters can be specified: charge, payment_intent.")
    if "charge" in asked:
        charge = state.get("charge", asked["charge"], param="charge")
    elif "payment_intent" in asked:
        intent = state.get("payment_intent", asked["payment_intent"], param="payment_intent")
        if intent["status"] != "succeeded":
            raise invalid(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                param="payment_intent",
            )
        charge = state.row(intent["latest_charge"])
    else:
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    if not charge["paid"]:
        raise invalid(f"Charge {charge['id']} is not paid and cannot be refunded.", param="charge")
    return charge


def _count(state: State, charge_id: str, amount: int, *, event: str) -> None:
    charge = state.row(charge_id)
    refunded = charge["amount_refunded"] + amount
    state.update(charge_id, event, amount_refunded=refunded, refunded=refunded == charge["amount"])


def _updated(state: State, refund_id: str, event: str, **fields: object) -> Row:
    row = state.update(refund_id, event, **fields)
    state.emit("charge.refund.updated", row)
    return row


def _was_won(state: State, charge: Row) -> bool:
    disputes = [row for row in state.all("dispute") if row["charge"] == charge["id"]]
    return all(row["status"] == "won" for row in disputes)
