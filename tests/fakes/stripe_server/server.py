"""The stand-in as a test holds it: the address for the client, and the hands of customers, banks and time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from tests.fakes.stripe_server import cards, checkout, delivery, dunning, renewing
from tests.fakes.stripe_server.answers import Request
from tests.fakes.stripe_server.api import Api
from tests.fakes.stripe_server.delivery import Delivery, Post
from tests.fakes.stripe_server.faults import Fault, answer_of
from tests.fakes.stripe_server.handler import HttpServer
from tests.fakes.stripe_server.resources import checkout_sessions, disputes, refunds
from tests.fakes.stripe_server.state import Row, State, public

_DAY = 86_400


class StripeServer:
    """Stripe in memory, on a port of the loopback. Every method may be called from any thread.

    Rows are given out as copies. What a test asks for and cannot happen raises `ValueError`; an id that nothing has
    raises the refusal of Stripe.
    """

    def __init__(self, api_key: str = "sk_test_stand_in") -> None:
        self.api_key = api_key
        self._state = State()
        self._api = Api(self._state, api_key)
        self._server = HttpServer(self._api)
        self._delivered: set[str] = set()

    @property
    def url(self) -> str:
        """What `base_addresses={"api": …}` of the client is told."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def now(self) -> int:
        """Seconds since the epoch, by this server's clock."""
        return self._state.now

    @property
    def requests(self) -> list[Request]:
        """What was asked, the oldest first."""
        return list(self._api.requests)

    @property
    def events(self) -> list[Row]:
        """All events, the oldest first, each as it is posted."""
        with self._state.lock:
            return list(self._state.events)

    def events_of(self, *kinds: str) -> list[Row]:
        """Return the events of these types, the oldest first."""
        return [event for event in self.events if event["type"] in kinds]

    def row(self, row_id: str) -> Row:
        """Return what has an id, as the API would, with nothing expanded. Raises `KeyError`."""
        with self._state.lock:
            copy: Row = public(self._state.row(row_id))
            return copy

    # Customers

    def pay(
        self,
        session_id: str,
        card: str = "pm_card_visa",
        *,
        fingerprint: str | None = None,
        email: str = "jo@example.org",
    ) -> Row:
        """Pay in an open checkout session. Returns it: complete, or open still if the card was declined.

        `email` is what a guest types. With a delayed payment method the session is complete and unpaid.
        """
        with self._state.transaction():
            found = cards.card(card)
            session: Row = public(checkout.pay(self._state, session_id, found, fingerprint=fingerprint, email=email))
            return session

    def money_arrives(self, session_id: str) -> Row:
        """Let the money of a delayed payment method arrive. Returns the session."""
        with self._state.transaction():
            session: Row = public(checkout.let_money_arrive(self._state, session_id))
            return session

    def money_fails(self, session_id: str) -> Row:
        """Let the money of a delayed payment method fail to arrive. Returns the session."""
        with self._state.transaction():
            session: Row = public(checkout.let_money_fail(self._state, session_id))
            return session

    def expire(self, session_id: str) -> Row:
        """Close an open session, as time does. Raises `ValueError` for any other."""
        with self._state.transaction():
            if self._state.get("checkout.session", session_id)["status"] != "open":
                raise ValueError("only an open session expires")
            session: Row = public(checkout_sessions.let_expire(self._state, session_id))
            return session

    def settle(self, subscription_id: str, card: str = "pm_card_visa") -> list[Row]:
        """Let the customer pay what a subscription owes, with a card that it keeps. Returns the invoices."""
        with self._state.transaction():
            return [public(row) for row in dunning.settle(self._state, subscription_id, card)]

    # Time

    def advance(self, days: float = 0, *, seconds: int = 0) -> None:
        """Move the clock, and let happen what falls due on the way, in order. Unpaid invoices are not retried."""
        with self._state.transaction():
            renewing.advance(self._state, int(self._state.now + days * _DAY + seconds))

    def renew(self, subscription_id: str) -> Row:
        """Move the clock to the end of a subscription's period, with all that falls due. Returns the subscription."""
        with self._state.transaction():
            row = self._state.get("subscription", subscription_id)
            renewing.advance(self._state, renewing.end_of_period(row))
            return self.row(subscription_id)

    # Banks

    def fail_next_payment(self, customer_id: str, decline: str = "generic_decline") -> None:
        """Let the next payment of a customer who is not there fail: a decline code, or `authentication_required`."""
        with self._state.transaction():
            self._state.get("customer", customer_id)
            self._state.next_declines[customer_id] = cards.decline(decline)

    def retry(self, subscription_id: str) -> list[Row]:
        """Try again to collect what a subscription owes, with its card as it is. Returns the invoices."""
        with self._state.transaction():
            return [public(row) for row in dunning.retry(self._state, subscription_id)]

    def give_up(self, subscription_id: str) -> Row:
        """Let the last attempt have failed, which cancels the subscription. Returns it."""
        with self._state.transaction():
            subscription: Row = public(dunning.give_up(self._state, subscription_id))
            return subscription

    def dispute(self, charge_id: str, *, amount: int | None = None, reason: str = "fraudulent") -> Row:
        """Let the bank take the money of a charge back. Returns the dispute."""
        with self._state.transaction():
            row: Row = public(disputes.open_dispute(self._state, charge_id, amount=amount, reason=reason))
            return row

    def close_dispute(self, dispute_id: str, status: str) -> Row:
        """Let the bank decide a dispute: `won` by us, or `lost`. Returns it."""
        with self._state.transaction():
            row: Row = public(disputes.decide(self._state, dispute_id, status))
            return row

    def refund_arrives(self, refund_id: str) -> Row:
        """Let a pending refund arrive. Returns it."""
        with self._state.transaction():
            row: Row = public(refunds.let_arrive(self._state, refund_id))
            return row

    def refund_fails(self, refund_id: str) -> Row:
        """Let the bank send a refund back. Returns it."""
        with self._state.transaction():
            row: Row = public(refunds.let_fail(self._state, refund_id))
            return row

    # The dashboard

    def refund(self, charge_id: str, amount: int | None = None, *, reason: str | None = None) -> Row:
        """Give money back by hand, all that is left by default. Raises the refusals of the API. Returns the refund."""
        with self._state.transaction():
            charge = self._state.get("charge", charge_id)
            row: Row = public(refunds.issue(self._state, charge, amount=amount, reason=reason))
            return row

    def emit(self, kind: str, row_id: str) -> Row:
        """Tell an event of any type about a row, such as one of a type that nobody knows yet. Returns the event."""
        with self._state.transaction():
            return self._state.emit(kind, self._state.row(row_id))

    # Webhooks

    def deliver(
        self,
        url: str,
        *,
        secret: str,
        events: Sequence[Row] | None = None,
        shuffle_seed: int | None = None,
        times: tuple[int, int] = (1, 3),
        at_once: int = 8,
    ) -> list[Delivery]:
        """Post events to a webhook: each one to three times, eight at once, in the order of a seed if there is one.

        Without `events`, those that no delivery of before has brought an answer in the 200s.
        """
        waiting = [event for event in self.events if event["id"] not in self._delivered]
        chosen = waiting if events is None else events
        deliveries = delivery.deliver(
            url, chosen, secret=secret, shuffle_seed=shuffle_seed, times=times, at_once=at_once
        )
        with self._state.lock:
            self._delivered |= {done.event["id"] for done in deliveries if 200 <= done.status < 300}
        return deliveries

    def post(self, url: str, post: Post) -> int:
        """Post one request, such as a forged one, to a webhook. Returns the status that it answers."""
        return delivery.send(url, post)

    # Faults

    def fail_next(
        self,
        count: int = 1,
        *,
        status: int | str,
        path: str | None = None,
        method: str | None = None,
        after_work: bool = False,
    ) -> None:
        """Let the next requests fail: 401, 403, 409, 429, 500, 503, `html`, `reset` or `timeout`.

        With `after_work` the request is carried out, and only its answer is lost.
        """
        self._api.faults.add(count, Fault(answer_of(status), path, method, after_work))

    def holding(self, path: str) -> AbstractContextManager[None]:
        """Return a block within which requests to a path are begun and not ended."""
        return self._api.faults.holding(path)

    def wait_until_held(self, path: str, count: int = 1) -> bool:
        """Wait until that many requests are held back at a path. Returns whether they are."""
        return self._api.faults.wait_until_held(path, count)

    # The server

    def serve(self) -> None:
        """Answer until `stop`."""
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        """Stop, ending what is still silent."""
        self._server.is_stopping.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def stripe_server(api_key: str = "sk_test_stand_in") -> Iterator[StripeServer]:
    """Run a server on a free port of the loopback."""
    server = StripeServer(api_key)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
