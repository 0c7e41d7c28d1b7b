"""Sessions of the customer portal."""

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.problems import invalid, missing_parameter
from tests.fakes.stripe_server.resources import customers
from tests.fakes.stripe_server.state import Row, State

_FLOWS = ("subscription_cancel", "subscription_pause", "subscription_update", "subscription_update_confirm")


def create(state: State, asked: Asked) -> Row:
    """Return a session of the portal for a customer."""
    if "customer" not in asked:
        raise missing_parameter("customer")
    customer = customers.get_usable(state, asked["customer"])
    session_id = state.new_id("bps")
    row: Row = {
        "id": session_id,
        "object": "billing_portal.session",
        "configuration": asked.get("configuration", "bpc_stand_in"),
        "created": state.now,
        "customer": customer["id"],
        "customer_account": None,
        "flow": _flow(state, asked, customer["id"]),
        "livemode": False,
        "locale": asked.get("locale"),
        "on_behalf_of": None,
        "return_url": asked.get("return_url"),
        "url": f"https://billing.stripe.com/p/session/{session_id}",
    }
    state.add(row)
    state.emit("billing_portal.session.created", row)
    return row


def _flow(state: State, asked: Asked, customer_id: str) -> Row | None:
    """What the customer is led to. Each flow but two needs its own details, of a subscription of theirs."""
    if "flow_data" not in asked:
        return None
    data = asked["flow_data"]
    kind = data["type"]
    details = dict.fromkeys(_FLOWS)
    if kind in _FLOWS:
        if kind not in data:
            raise missing_parameter(data.param(kind))
        details[kind] = data[kind].plain()
        param = data[kind].param("subscription")
        subscription = state.get("subscription", details[kind]["subscription"], param=param)
        if subscription["customer"] != customer_id:
            raise invalid("The subscription does not belong to the customer.", param=param)
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    if "after_completion" in data:
        after |= data["after_completion"].plain()
    return {"after_completion": after, **details, "type": kind}
