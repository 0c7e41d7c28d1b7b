"""A small world of customers at the Stripe stand-in: what they did, and the events it told."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event as Flag

from django.db import connection
from django.utils import timezone

from accounts.models import User
from billing.gateways import current_gateway
from billing.models import Order, Pack, Plan, StripeEvent
from billing.selectors import plans_on_sale
from billing.services.prices import current_price, sync_prices
from billing.services.purchasing import buy_pack
from billing.services.subscribing import subscribe
from billing.stripe_events import apply_next
from tests.accounts.people import make_user
from tests.fakes.stripe_server import StripeServer

SECRET = "whsec_of_the_stand_in"
# What a run of settling writes. Orders stay: they were there before the first event.
_SETTLED = (
    "billing_ledgerleg, billing_ledgertransaction, billing_creditlot, billing_holdpart, billing_hold,"
    " billing_creditaccount, billing_invoice, billing_subscription, billing_stripeevent, billing_persontrace"
)
_CARDS = ("pm_card_visa", "pm_card_visa", "pm_card_mastercard")


class World:
    """Customers with packs and plans. `tell` is called after everything that happens, as Stripe would post events."""

    def __init__(self, server: StripeServer, tell: Callable[[], None], *, seed: int = 7) -> None:
        self.server = server
        self._tell = tell
        self._chance = random.Random(seed)
        self.subscriptions: list[str] = []

    def live(self, *, customers: int, months: int) -> None:
        """Let so many customers buy and subscribe, and then so many months pass with all that goes wrong in them."""
        sync_prices(dry_run=False)
        for number in range(customers):
            self._shop(make_user(f"customer{number}", is_verified=True))
        for _ in range(months):
            self._pass_a_month()

    def _shop(self, user: User) -> None:
        if self._chance.random() < 0.6:
            self._subscribe(user, self._chance.choice(["basic", "pro", "enterprise"]))
        slugs = self._chance.sample(["small", "medium", "large"], self._chance.randint(1, 2))
        for order in [buy_pack(user, Pack.objects.get(pk=slug), ip_digest="") for slug in slugs]:
            self._pay(order)

    def _pay(self, order: Order) -> None:
        """Pay a pack, perhaps at the second try, and have the money back perhaps."""
        session = order.session_id or ""
        if self._chance.random() < 0.15:
            self.server.pay(session, card="pm_card_chargeDeclined", fingerprint=order.user_id.hex)
            self._tell()
            if self._chance.random() < 0.5:
                self.server.expire(session)
                self._tell()
                return
        self.server.pay(session, card=self._chance.choice(_CARDS), fingerprint=order.user_id.hex)
        self._tell()
        charge = self._charge_of(session)
        fate = self._chance.random()
        if fate < 0.15:
            self.server.refund(charge, order.amount // 3)
            self._tell()
        if fate < 0.3:
            self.server.refund(charge)
            self._tell()
        elif fate < 0.45:
            dispute = self.server.dispute(charge)
            self._tell()
            if fate < 0.42:
                self.server.close_dispute(dispute["id"], "won" if fate < 0.37 else "lost")
                self._tell()

    def _subscribe(self, user: User, tier: str) -> None:
        order = subscribe(user, Plan.objects.get(pk=tier), ip_digest="")
        session = self.server.pay(order.session_id or "", fingerprint=user.pk.hex)
        self._tell()
        self.subscriptions.append(session["subscription"])

    def _pass_a_month(self) -> None:
        for reference in self.subscriptions:
            if self.server.row(reference)["status"] != "active":
                continue
            self._change_of_mind(reference)
        self.server.advance(days=16)
        self._tell()
        for reference in self.subscriptions:
            row = self.server.row(reference)
            if row["status"] == "active" and self._chance.random() < 0.15:
                self.server.fail_next_payment(row["customer"])
        self.server.advance(days=16)
        self._tell()
        for reference in self.subscriptions:
            if self.server.row(reference)["status"] == "past_due":
                if self._chance.random() < 0.7:
                    self.server.settle(reference)
                else:
                    self.server.give_up(reference)
                self._tell()

    def _change_of_mind(self, reference: str) -> None:
        wish = self._chance.random()
        gateway, key = current_gateway(), f"{reference}-{self._chance.random()}"
        if wish < 0.1:
            gateway.set_cancels_at_period_end(reference, True, key=key)
        elif wish < 0.2:
            gateway.change_price(reference, price=self._another_price(reference, is_higher=False), at=None, key=key)
        elif wish < 0.4:
            at = datetime.fromtimestamp(self.server.now, UTC)
            gateway.change_price(reference, price=self._another_price(reference, is_higher=True), at=at, key=key)
        else:
            return
        self._tell()

    def _another_price(self, reference: str, *, is_higher: bool) -> str:
        gateway = current_gateway()
        amount = gateway.get_subscription(reference).amount
        plans = [plan for plan in plans_on_sale() if plan.price > 0]
        others = [plan for plan in plans if (plan.price >= amount if is_higher else plan.price <= amount)]
        return current_price(gateway, plan=others[-1] if is_higher else others[0])

    def _charge_of(self, session_id: str) -> str:
        intent = self.server.row(self.server.row(session_id)["payment_intent"])
        charge: str = intent["latest_charge"]
        return charge


def forget_what_was_settled() -> None:
    """As if no event had come yet: the orders are open, and nothing is booked."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_SETTLED}")
    Order.objects.update(state="open", paid_at=None, payment_id=None, refunded_amount=0, is_disputed=False)


def apply_all(threads: int = 1) -> None:
    """Apply every event that is there, in so many threads at once, however often it failed."""

    def work(_: int) -> None:
        try:
            while apply_next():
                pass
        finally:
            connection.close()

    while StripeEvent.objects.filter(state="received").exists():
        StripeEvent.objects.filter(state="received").update(due_at=timezone.now())
        if threads == 1:
            while apply_next():
                pass
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work, range(threads)))


def applying(until: Flag) -> Callable[[int], None]:
    """What a worker does while events still come."""

    def work(_: int) -> None:
        try:
            while not until.is_set():
                if not apply_next():
                    until.wait(0.02)
        finally:
            connection.close()

    return work


def failures() -> list[tuple[str, str]]:
    """Events that could not be applied, by type, with what was wrong."""
    return list(StripeEvent.objects.exclude(error="").values_list("type", "error"))
