"""The customer at a checkout: who pays, is declined, or whose money takes days to arrive."""

from tests.fakes.stripe_server import invoicing, paying, payment_rows
from tests.fakes.stripe_server.cards import Card
from tests.fakes.stripe_server.invoice_rows import Line
from tests.fakes.stripe_server.resources import customers, disputes, payment_methods, subscriptions
from tests.fakes.stripe_server.resources.subscription_items import Wanted
from tests.fakes.stripe_server.state import Row, State


def pay(state: State, session_id: str, card: Card, *, fingerprint: str | None, email: str) -> Row:
    """Pay in an open session. Returns it: complete, or still open after a decline. Raises `ValueError` if not open."""
    session = state.get("checkout.session", session_id)
    if session["status"] != "open":
        raise ValueError(f"nobody can pay in a session that is {session['status']}")
    details = _details(session, email)
    method = payment_rows.add_method(
        state,
        card,
        customer=None,
        fingerprint=fingerprint,
        details={"email": details["email"], "name": details["name"]},
    )
    customer = _customer(state, session, details["email"])
    intent = _intent(state, session, customer)
    if intent:
        intent = paying.attempt(state, intent["id"], method["id"], off_session=False)
        session = state.change(session_id, payment_intent=intent["id"] if session["mode"] == "payment" else None)
        state.change(session_id, _intent=intent["id"])
        if intent["status"] == "requires_payment_method":
            return state.row(session_id)
    if customer and (session["mode"] == "subscription" or session["_payment_intent_data"].get("setup_future_usage")):
        payment_methods.attach_to(state, method["id"], customer)
    if session["mode"] == "subscription":
        fields = _subscribed(state, session, customer, method["id"], intent)
    else:
        fields = _invoiced(state, session, customer, intent)
    session = state.change(
        session_id,
        status="complete",
        url=None,
        customer=customer,
        customer_details=details,
        payment_status=_payment_status(intent),
        **fields,
    )
    state.emit("checkout.session.completed", session)
    if card.is_disputed and intent:
        disputes.open_dispute(state, intent["latest_charge"], amount=None, reason="fraudulent")
    return session


def let_money_arrive(state: State, session_id: str) -> Row:
    """Let the money of a delayed payment method arrive. Returns the session."""
    session = _waiting(state, session_id)
    paying.let_arrive(state, session["_intent"])
    if session["invoice"]:
        invoicing.note_payment(state, session["invoice"])
    session = state.change(session_id, payment_status="paid")
    state.emit("checkout.session.async_payment_succeeded", session)
    return session


def let_money_fail(state: State, session_id: str) -> Row:
    """Let the money of a delayed payment method fail to arrive. Returns the session."""
    session = _waiting(state, session_id)
    paying.let_fail(state, session["_intent"])
    if session["invoice"]:
        invoicing.note_failure(state, session["invoice"])
    state.emit("checkout.session.async_payment_failed", session)
    return session


def _waiting(state: State, session_id: str) -> Row:
    session = state.get("checkout.session", session_id)
    intent = state.row(session["_intent"]) if session.get("_intent") else None
    if intent is None or intent["status"] != "processing":
        raise ValueError("no money is on its way to this session")
    return session


def _payment_status(intent: Row | None) -> str:
    if intent is None:
        return "no_payment_required"
    return "paid" if intent["status"] == "succeeded" else "unpaid"


def _details(session: Row, email: str) -> Row:
    known: Row = session["customer_details"] or {}
    empty = dict.fromkeys(("business_name", "individual_name", "phone"))
    address = {"city": None, "country": "US", "line1": None, "line2": None, "postal_code": "94107", "state": None}
    return {
        **empty,
        "address": address,
        "email": known.get("email") or email,
        "name": "Jo Doe",
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _customer(state: State, session: Row, email: str) -> str | None:
    """Whose payment it is: a guest becomes a customer only where the session says so, or has to be billed again."""
    known: str | None = session["customer"]
    is_guest = session["customer_creation"] == "if_required" and not session["_needs_customer"]
    if known or is_guest:
        return known
    created = customers.add(state, email=email, name="Jo Doe")
    state.change(session["id"], customer=created["id"])
    return str(created["id"])


def _intent(state: State, session: Row, customer: str | None) -> Row | None:
    """The intent of the session, made with the first attempt. It knows of no invoice: there is none yet."""
    if not session["amount_total"]:
        return None
    if session.get("_intent"):
        return state.row(session["_intent"])
    return payment_rows.add_intent(
        state,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=customer,
        **(session["_payment_intent_data"] if session["mode"] == "payment" else {"setup_future_usage": "off_session"}),
    )


def _invoiced(state: State, session: Row, customer_id: str | None, intent: Row | None) -> Row:
    """The invoice of what was bought, if the session is to bring one."""
    creation = session["invoice_creation"]
    if not creation["enabled"] or customer_id is None or intent is None:
        return {}
    lines = [
        Line(
            amount=item["amount_total"],
            description=item["description"],
            price=item["price"],
            quantity=item["quantity"],
            start=state.now,
            end=state.now,
        )
        for item in session["_line_items"]
    ]
    data = creation["invoice_data"]
    invoice = invoicing.draft(
        state,
        customer=state.row(customer_id),
        lines=lines,
        reason="manual",
        metadata=data["metadata"],
        description=data["description"],
        footer=data["footer"],
    )
    invoicing.finalise(state, invoice["id"], intent=intent)
    return {"invoice": invoice["id"]}


def _subscribed(state: State, session: Row, customer_id: str | None, method_id: str, intent: Row | None) -> Row:
    """Create the subscription, which Stripe does after the payment, so that a decline leaves none behind."""
    assert customer_id is not None
    customer = state.row(customer_id)
    subscription = subscriptions.start(
        state,
        customer,
        [Wanted(item["price"], item["quantity"], item["metadata"]) for item in session["_line_items"]],
        trial_end=session["_trial_end"],
        default_payment_method=method_id,
        **session["_subscription_data"],
    )
    if intent:
        state.change(subscription["id"], status="active")
    invoice = subscriptions.draft_first_invoice(state, subscription["id"])
    state.emit("customer.subscription.created", state.row(subscription["id"]))
    invoicing.finalise(state, invoice["id"], intent=intent)
    return {"subscription": subscription["id"], "invoice": invoice["id"]}
