"""The end of a customer, which is the end of their subscriptions too."""

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.problems import no_such
from tests.fakes.stripe_server.resources import subscriptions
from tests.fakes.stripe_server.state import Row, State


def delete(state: State, _asked: Asked, customer_id: str) -> Row:
    """Delete a customer and cancel what they subscribe to. What is left can be retrieved, and nothing else."""
    row = state.get("customer", customer_id, in_path=True)
    if row.get("deleted"):
        raise no_such("customer", customer_id, param="id", status=404)
    for subscription in state.all("subscription"):
        if subscription["customer"] == customer_id and subscription["status"] not in subscriptions.ENDED:
            subscriptions.end(state, subscription["id"], reason="cancellation_requested")
    state.emit("customer.deleted", row)
    state.remove(customer_id)
    return state.add({"id": customer_id, "object": "customer", "deleted": True})
