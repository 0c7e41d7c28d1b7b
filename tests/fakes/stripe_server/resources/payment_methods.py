"""Payment methods: kept cards of customers. Stripe's test cards go by their names, `pm_card_visa` and the rest."""

from tests.fakes.stripe_server import cards, payment_rows
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import StandInGapError, invalid, no_such
from tests.fakes.stripe_server.resources import customers
from tests.fakes.stripe_server.state import Row, State


def retrieve(state: State, _asked: Asked, method_id: str) -> Row:
    """Return a payment method."""
    return state.get("payment_method", method_id, in_path=True)


def attach(state: State, asked: Asked, method_id: str) -> Row:
    """Attach a payment method, or one of Stripe's test cards, to a customer."""
    if "customer" not in asked:
        raise StandInGapError("payment methods without a customer")
    customer = customers.get_usable(state, asked["customer"])
    row = state.find(method_id)
    if row is None:
        try:
            card = cards.card(method_id)
        except ValueError:
            raise no_such("PaymentMethod", method_id, param="payment_method", status=404) from None
        row = payment_rows.add_method(
            state, card, customer=None, fingerprint=None, details={"email": customer["email"]}
        )
    if row["customer"] not in (None, customer["id"]):
        raise invalid(
            "The payment method you provided has already been attached to a customer.", param="payment_method"
        )
    return attach_to(state, row["id"], customer["id"])


def attach_to(state: State, method_id: str, customer_id: str) -> Row:
    """Note whose a payment method is, and tell it."""
    row = state.change(method_id, customer=customer_id)
    state.emit("payment_method.attached", row)
    return row


def detach(state: State, _asked: Asked, method_id: str) -> Row:
    """Take a payment method from its customer for good."""
    row = state.get("payment_method", method_id, in_path=True)
    if row["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    customer = state.row(row["customer"])
    if customer["invoice_settings"]["default_payment_method"] == method_id:
        settings = {**customer["invoice_settings"], "default_payment_method": None}
        state.update(customer["id"], "customer.updated", invoice_settings=settings)
    return state.update(method_id, "payment_method.detached", customer=None)


def list_all(state: State, asked: Asked) -> Row:
    """List the payment methods of a customer."""
    filters = {"customer": equal("customer"), "type": equal("type")}
    return page(asked, state.all("payment_method"), "/v1/payment_methods", filters)


def list_of_customer(state: State, asked: Asked, customer_id: str) -> Row:
    """List the payment methods of the customer whose id stands in the path."""
    state.get("customer", customer_id, in_path=True)
    rows = [row for row in state.all("payment_method") if row["customer"] == customer_id]
    return page(asked, rows, f"/v1/customers/{customer_id}/payment_methods", {"type": equal("type")})
