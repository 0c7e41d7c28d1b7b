"""Disputes: a cardholder's bank takes the money back, and perhaps returns it."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import invalid
from tests.fakes.stripe_server.state import Row, State

_ANSWER_SECONDS = 9 * 86_400
_CLOSED = ("won", "lost")


def open_dispute(state: State, charge_id: str, *, amount: int | None, reason: str) -> Row:
    """Let the bank take the money of a charge back. Returns the dispute."""
    charge = state.get("charge", charge_id)
    row: Row = {
        "id": state.new_id("du"),
        "object": "dispute",
        "amount": charge["amount"] if amount is None else amount,
        "balance_transactions": [],
        "charge": charge_id,
        "created": state.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": state.now + _ANSWER_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": charge["_card"].brand,
                "case_type": "chargeback",
                "network": charge["_card"].brand,
                "network_reason_code": "10",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }
    state.add(row)
    state.change(charge_id, disputed=True)
    state.emit("charge.dispute.created", row)
    state.emit("charge.dispute.funds_withdrawn", row)
    return row


def decide(state: State, dispute_id: str, status: str) -> Row:
    """Let the bank decide: `won` brings the money back, `lost` does not."""
    if status not in _CLOSED:
        raise ValueError(f"a dispute is won or lost, not {status!r}")
    row = state.change(dispute_id, status=status)
    state.emit("charge.dispute.closed", row)
    if status == "won":
        state.emit("charge.dispute.funds_reinstated", row)
    return row


def retrieve(state: State, _asked: Asked, dispute_id: str) -> Row:
    """Return a dispute."""
    return state.get("dispute", dispute_id, in_path=True)


def update(state: State, asked: Asked, dispute_id: str) -> Row:
    """Answer a dispute, or only note something on it."""
    row = state.get("dispute", dispute_id, in_path=True)
    fields: Row = {"metadata": metadata.merged(row["metadata"], asked)}
    if "evidence" in asked:
        fields["evidence"] = {**row["evidence"], **asked["evidence"].plain()}
        fields["evidence_details"] = {**row["evidence_details"], "has_evidence": True}
    if asked.get("submit", "evidence" in asked):
        fields["status"] = "under_review"
    return state.update(dispute_id, "charge.dispute.updated", **fields)


def close(state: State, _asked: Asked, dispute_id: str) -> Row:
    """Give a dispute up."""
    row = state.get("dispute", dispute_id, in_path=True)
    if row["status"] in _CLOSED:
        raise invalid("This dispute is already closed.")
    return decide(state, dispute_id, "lost")


def list_all(state: State, asked: Asked) -> Row:
    """List disputes."""
    filters = {"charge": equal("charge"), "payment_intent": equal("payment_intent")}
    return page(asked, state.all("dispute"), "/v1/disputes", filters)
