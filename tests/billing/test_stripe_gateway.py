import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import stripe
from structlog.testing import capture_logs

from billing.errors import PaymentRefusedError, PaymentsUnavailableError
from billing.gateway import PaymentGateway
from billing.stripe_gateway import StripeGateway, connection
from billing.stripe_gateway.objects import lines_of
from common.errors import NotFoundError
from tests.billing.stripe_shop import BASIC, PRO, SMALL, Shop, point_at
from tests.fakes.stripe_server import signed, stripe_server

pytestmark = pytest.mark.integration


@pytest.fixture
def shop(settings, monkeypatch):
    # The SDK waits between its tries: that is time, and no behaviour of ours.
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.01)
    with stripe_server() as server:
        point_at(server, settings)
        yield Shop(server)


class TestTheGateway:
    @pytest.mark.parametrize(
        ("key", "livemode"),
        [("sk_test_1", False), ("rk_test_1", False), ("sk_live_1", True), ("rk_live_1", True), ("nonsense", False)],
    )
    def test_tells_real_money_by_its_key(self, settings, key, livemode):
        settings.STRIPE_SECRET_KEY = key

        gateway: PaymentGateway = StripeGateway()

        assert (gateway.name, gateway.livemode) == ("stripe", livemode)

    def test_has_one_client_a_key(self, settings):
        settings.STRIPE_SECRET_KEY = "sk_test_one"
        first = connection.client()

        assert connection.client() is first
        settings.STRIPE_SECRET_KEY = "sk_test_another"
        assert connection.client() is not first


class TestACustomer:
    def test_is_made_once_a_key(self, shop):
        again = shop.gateway.create_customer(
            user_id=shop.user_id, email="jo@example.org", name="Jo Doe", key=f"customer-{shop.user_id}"
        )

        assert again == shop.customer
        assert shop.server.row(shop.customer)["metadata"] == {"user_id": str(shop.user_id)}

    def test_needs_no_name(self, shop):
        customer = shop.gateway.create_customer(user_id=uuid.uuid4(), email="b@example.org", name="", key="another")

        assert shop.server.row(customer)["email"] == "b@example.org"

    def test_manages_cards_and_invoices_in_the_portal(self, shop):
        assert shop.gateway.portal_url(shop.customer, return_url="https://routix.example/").startswith("https://")


class TestACheckout:
    def test_bears_its_order_wherever_it_may_be_met(self, shop):
        request = shop.request(SMALL)

        checkout = shop.gateway.begin_checkout(request)

        assert (checkout.status, checkout.is_paid, checkout.has_failed) == ("open", False, False)
        assert (checkout.order_id, checkout.customer) == (str(request.order_id), shop.customer)
        assert checkout.url.startswith("https://")
        assert checkout.expires_at == request.expires_at.replace(microsecond=0)
        [asked] = shop.asked("POST", "/v1/checkout/sessions")
        assert asked.idempotency_key == f"order-{request.order_id}"
        assert asked.params["success_url"] == request.success_url
        assert asked.params["client_reference_id"] == str(shop.user_id)
        assert asked.params["payment_intent_data"] == {"metadata": {"order_id": str(request.order_id)}}

    def test_is_begun_once_an_order(self, shop):
        request = shop.request(SMALL)

        assert shop.gateway.begin_checkout(request).id == shop.gateway.begin_checkout(request).id

    def test_of_a_pack_leads_to_its_payment(self, shop):
        checkout = shop.buy(SMALL)

        payment = shop.gateway.get_payment(checkout.payment_id)
        assert (checkout.status, checkout.is_paid, checkout.subscription_id) == ("complete", True, None)
        assert (payment.is_paid, payment.amount, payment.currency) == (True, 999, "usd")
        assert (payment.order_id, payment.customer) == (checkout.order_id, shop.customer)

    def test_of_a_plan_leads_to_its_subscription(self, shop):
        checkout = shop.buy(BASIC)

        assert (checkout.status, checkout.is_paid, checkout.payment_id) == ("complete", True, None)
        assert shop.gateway.get_subscription(checkout.subscription_id).customer == shop.customer
        assert shop.server.row(checkout.subscription_id)["metadata"] == {"order_id": checkout.order_id}

    def test_stays_open_after_a_refused_card(self, shop):
        checkout = shop.buy(SMALL, "insufficient_funds")

        assert (checkout.status, checkout.is_paid, checkout.has_failed) == ("open", False, False)

    @pytest.mark.parametrize("wanted", [SMALL, BASIC])
    def test_waits_for_money_that_is_on_its_way(self, shop, wanted):
        checkout = shop.buy(wanted, "sepa_debit")

        assert (checkout.status, checkout.is_paid, checkout.has_failed) == ("complete", False, False)
        shop.server.money_arrives(checkout.id)
        arrived = shop.gateway.get_checkout(checkout.id)
        assert (arrived.is_paid, arrived.has_failed) == (True, False)

    def test_has_failed_when_the_money_never_came(self, shop):
        checkout = shop.buy(SMALL, "sepa_debit")

        shop.server.money_fails(checkout.id)

        failed = shop.gateway.get_checkout(checkout.id)
        assert (failed.is_paid, failed.has_failed) == (False, True)

    def test_of_a_plan_has_failed_when_the_money_never_came_and_nobody_paid_otherwise(self, shop):
        checkout = shop.buy(BASIC, "sepa_debit")

        shop.server.money_fails(checkout.id)
        assert not shop.gateway.get_checkout(checkout.id).has_failed
        shop.server.give_up(checkout.subscription_id)

        assert shop.gateway.get_checkout(checkout.id).has_failed

    def test_can_be_closed(self, shop):
        checkout = shop.gateway.expire_checkout(shop.open(SMALL).id)

        assert (checkout.status, checkout.is_paid) == ("expired", False)
        assert shop.gateway.expire_checkout(checkout.id) == checkout

    def test_that_is_paid_is_not_closed(self, shop):
        checkout = shop.buy(SMALL)

        assert shop.gateway.expire_checkout(checkout.id) == checkout

    def test_that_is_paid_while_we_close_it_is_told_as_paid(self, shop):
        checkout = shop.open(SMALL)
        close = f"/v1/checkout/sessions/{checkout.id}/expire"
        with shop.server.holding(close):
            closing = _in_a_thread(lambda: shop.gateway.expire_checkout(checkout.id))
            assert shop.server.wait_until_held(close)
            shop.server.pay(checkout.id)

        closed = closing()

        assert (closed.status, closed.is_paid) == ("complete", True)


class TestAPayment:
    def test_tells_its_card_alike_for_the_same_card(self, shop):
        cards = ["pm_card_visa", "pm_card_visa", "pm_card_mastercard"]

        prints = [shop.gateway.get_payment(shop.buy(SMALL, card).payment_id).card_fingerprint for card in cards]

        assert prints[0] == prints[1] != prints[2]
        assert prints[0]

    def test_of_a_bank_account_has_no_card(self, shop):
        checkout = shop.buy(SMALL, "sepa_debit")
        shop.server.money_arrives(checkout.id)

        assert shop.gateway.get_payment(checkout.payment_id).card_fingerprint == ""

    def test_tells_all_its_refunds_the_oldest_first(self, shop):
        payment = shop.payment()
        for _ in range(103):  # more than a page
            shop.server.refund(shop.charge_of(payment), 1)
            shop.server.advance(seconds=1)

        refunds = shop.gateway.get_payment(payment).refunds

        assert [refund.amount for refund in refunds] == [1] * 103
        assert len({refund.id for refund in refunds}) == 103
        moments = [refund.created_at for refund in refunds]
        assert moments == sorted(moments)

    def test_tells_its_dispute(self, shop):
        payment = shop.payment()
        dispute = shop.server.dispute(shop.charge_of(payment), amount=500)

        [told] = shop.gateway.get_payment(payment).disputes
        assert (told.id, told.amount, told.status) == (dispute["id"], 500, "needs_response")
        shop.server.close_dispute(dispute["id"], "won")
        assert [told.status for told in shop.gateway.get_payment(payment).disputes] == ["won"]


class TestARefund:
    def test_sends_back_a_part_and_then_the_rest(self, shop):
        payment = shop.payment()

        part = shop.gateway.refund(payment, amount=300, key="part")
        rest = shop.gateway.refund(payment, amount=None, key="rest")

        assert (part.amount, part.status, rest.amount) == (300, "succeeded", 699)
        assert {refund.id for refund in shop.gateway.get_payment(payment).refunds} == {part.id, rest.id}

    def test_is_made_once_a_key_even_if_the_answer_was_lost(self, shop):
        payment = shop.payment()
        shop.server.fail_next(3, status="reset", path="/v1/refunds", method="POST", after_work=True)

        with pytest.raises(PaymentsUnavailableError):
            shop.gateway.refund(payment, amount=300, key="part")
        refund = shop.gateway.refund(payment, amount=300, key="part")

        assert list(shop.gateway.get_payment(payment).refunds) == [refund]

    def test_of_more_than_is_left_is_refused(self, shop):
        with pytest.raises(PaymentsUnavailableError):
            shop.gateway.refund(shop.payment(), amount=1000, key="too much")


class TestASubscription:
    def test_is_told(self, shop):
        state = shop.gateway.get_subscription(shop.subscription())

        assert (state.status, state.price, state.amount, state.currency) == ("active", shop.price(BASIC), 999, "usd")
        assert timedelta(days=27) < state.period_end - state.period_start < timedelta(days=32)
        assert state.started_at == state.period_start
        assert (state.cancels_at_period_end, state.ended_at, state.livemode) == (False, None, False)

    def test_tells_its_end(self, shop):
        subscription = shop.subscription()

        shop.server.give_up(subscription)

        state = shop.gateway.get_subscription(subscription)
        assert (state.status, state.ended_at) == ("canceled", shop.now)

    def test_can_end_with_its_period_and_be_kept_after_all(self, shop):
        subscription = shop.subscription()

        assert shop.gateway.set_cancels_at_period_end(subscription, True, key="end").cancels_at_period_end
        assert shop.gateway.set_cancels_at_period_end(subscription, True, key="end").cancels_at_period_end
        assert not shop.gateway.set_cancels_at_period_end(subscription, False, key="keep").cancels_at_period_end

    def test_that_the_portal_let_end_at_a_date_is_told_and_kept(self, shop):
        subscription = shop.subscription()
        period_end = int(shop.gateway.get_subscription(subscription).period_end.timestamp())
        connection.client().v1.subscriptions.update(subscription, params={"cancel_at": period_end})

        assert shop.gateway.get_subscription(subscription).cancels_at_period_end
        assert not shop.gateway.set_cancels_at_period_end(subscription, False, key="keep").cancels_at_period_end
        assert shop.server.row(subscription)["cancel_at"] is None
        assert shop.asked("POST", f"/v1/subscriptions/{subscription}")[-1].params == {"cancel_at": ""}


class TestAnUpgrade:
    def test_costs_what_the_preview_said(self, shop):
        subscription = shop.subscription()
        shop.server.advance(days=10)
        at = shop.now

        preview = shop.gateway.preview_change(subscription, price=shop.price(PRO), at=at)
        shop.server.advance(seconds=600)
        state = shop.gateway.change_price(subscription, price=shop.price(PRO), at=at, key="up")

        given_back, new = preview.lines
        assert (given_back.price, new.price) == (shop.price(BASIC), shop.price(PRO))
        assert given_back.amount < 0 < new.amount
        assert preview.amount == given_back.amount + new.amount
        assert [(line.is_proration, line.period_start, line.period_end) for line in preview.lines] == [
            (True, at, state.period_end)
        ] * 2
        assert (state.price, state.amount) == (shop.price(PRO), 2999)
        *_, invoice = shop.gateway.list_paid_invoices(subscription)
        assert (invoice.billing_reason, invoice.amount) == ("subscription_update", preview.amount)
        assert list(invoice.lines) == list(preview.lines)

    def test_is_charged_once_a_key(self, shop):
        subscription, price, at = shop.subscription(), shop.price(PRO), shop.now

        for _ in range(2):
            shop.gateway.change_price(subscription, price=price, at=at, key="up")

        assert len(shop.gateway.list_paid_invoices(subscription)) == 2

    @pytest.mark.parametrize(
        ("decline", "told"),
        [("insufficient_funds", "Your card has insufficient funds."), ("authentication_required", "confirm")],
    )
    def test_changes_nothing_when_the_card_is_refused(self, shop, decline, told):
        subscription = shop.subscription()
        before = shop.gateway.get_subscription(subscription)
        shop.server.fail_next_payment(shop.customer, decline)

        with pytest.raises(PaymentRefusedError, match=told):
            shop.gateway.change_price(subscription, price=shop.price(PRO), at=shop.now, key="up")

        assert shop.gateway.get_subscription(subscription) == before
        assert len(shop.gateway.list_paid_invoices(subscription)) == 1


class TestADowngrade:
    def test_costs_nothing_before_the_next_period(self, shop):
        subscription = shop.subscription(PRO)
        shop.server.advance(days=10)

        state = shop.gateway.change_price(subscription, price=shop.price(BASIC), at=None, key="down")

        assert (state.price, state.amount) == (shop.price(BASIC), 999)
        assert [invoice.amount for invoice in shop.gateway.list_paid_invoices(subscription)] == [2999]
        shop.server.renew(subscription)
        assert [invoice.amount for invoice in shop.gateway.list_paid_invoices(subscription)] == [2999, 999]

    def test_is_previewed_as_free_of_charge(self, shop):
        subscription = shop.subscription(PRO)
        shop.server.advance(days=10)

        preview = shop.gateway.preview_change(subscription, price=shop.price(BASIC), at=shop.now)

        assert preview.amount == 0
        assert sum(line.amount for line in preview.lines) < 0


class TestInvoices:
    def test_lead_to_their_payment(self, shop):
        subscription = shop.subscription()

        [invoice] = shop.gateway.list_paid_invoices(subscription)

        payment = shop.gateway.get_payment(invoice.payment_id)
        assert (payment.is_paid, payment.amount, payment.customer) == (True, 999, shop.customer)
        assert (invoice.subscription_id, invoice.customer) == (subscription, shop.customer)
        assert (invoice.billing_reason, invoice.amount, invoice.currency) == ("subscription_create", 999, "usd")
        assert invoice.number
        assert invoice.page_url.startswith("https://")
        assert invoice.pdf_url.startswith("https://")
        state = shop.gateway.get_subscription(subscription)
        [line] = invoice.lines
        assert (line.price, line.amount, line.is_proration) == (shop.price(BASIC), 999, False)
        assert (line.period_start, line.period_end) == (state.period_start, state.period_end)

    def test_are_all_told_the_oldest_first(self, shop):
        subscription = shop.subscription()
        for _ in range(101):  # more than a page
            shop.server.renew(subscription)

        invoices = shop.gateway.list_paid_invoices(subscription)

        assert len({invoice.id for invoice in invoices}) == len(invoices) == 102
        ends = [invoice.lines[0].period_end for invoice in invoices]
        assert ends == sorted(ends)
        assert invoices[0].billing_reason == "subscription_create"

    def test_are_told_once_they_are_paid(self, shop):
        subscription = shop.subscription()
        shop.server.fail_next_payment(shop.customer)
        shop.server.renew(subscription)

        assert shop.gateway.get_subscription(subscription).status == "past_due"
        assert len(shop.gateway.list_paid_invoices(subscription)) == 1
        shop.server.settle(subscription)
        assert len(shop.gateway.list_paid_invoices(subscription)) == 2

    def test_bring_all_their_lines(self, shop):
        subscription = shop.subscription()
        item = shop.server.row(subscription)["items"]["data"][0]["id"]
        for days in range(8):  # two lines each, which wait for the next invoice: more than come with it
            shop.server.advance(days=1)
            price = shop.price(PRO if days % 2 == 0 else BASIC)
            connection.client().v1.subscriptions.update(
                subscription,
                params={"items": [{"id": item, "price": price}], "proration_behavior": "create_prorations"},
            )
        shop.server.renew(subscription)

        *_, invoice = shop.gateway.list_paid_invoices(subscription)

        assert len(invoice.lines) == 17
        assert [line.is_proration for line in invoice.lines].count(False) == 1
        assert sum(line.amount for line in invoice.lines) == invoice.amount
        # As Stripe itself sends it: with the first ten, and word of more.
        short = connection.client().v1.invoices.retrieve(invoice.id)
        del short.lines.data[10:]
        short.lines.has_more = True
        assert lines_of(short) == list(invoice.lines)


class TestAPrice:
    def test_is_made_with_its_product_and_found_again(self, shop):
        made = shop.gateway.ensure_price(PRO, dry_run=False)
        again = shop.gateway.ensure_price(PRO, dry_run=False)

        assert len(made.changes) == 2
        assert (again.product, again.price, list(again.changes)) == ("routix_plan_pro", made.price, [])
        price = shop.server.row(made.price)
        assert (price["lookup_key"], price["unit_amount"], price["currency"]) == ("routix_plan-pro", 2999, "usd")
        assert (price["recurring"]["interval"], price["product"]) == ("month", "routix_plan_pro")

    def test_of_a_pack_is_for_once(self, shop):
        assert shop.server.row(shop.price(SMALL))["recurring"] is None

    @pytest.mark.parametrize(
        "changed", [replace(PRO, amount=3999), replace(PRO, currency="eur"), replace(PRO, interval="")]
    )
    def test_that_changes_is_another_one(self, shop, changed):
        former = shop.price(PRO)

        found = shop.gateway.ensure_price(changed, dry_run=False)

        assert found.price != former
        assert not shop.server.row(former)["active"]
        assert shop.server.row(found.price)["lookup_key"] == "routix_plan-pro"
        assert list(shop.gateway.ensure_price(changed, dry_run=False).changes) == []

    def test_that_comes_back_within_a_day_is_on_sale(self, shop):
        dear = replace(PRO, amount=3999)

        prices = [shop.price(wanted) for wanted in (PRO, dear, PRO, dear)]

        assert len(set(prices)) == 4
        assert [shop.server.row(price)["active"] for price in prices] == [False, False, False, True]

    def test_leaves_those_who_subscribed_where_they_were(self, shop):
        subscription, former = shop.subscription(), shop.price(BASIC)

        shop.price(replace(BASIC, amount=1099))
        shop.server.renew(subscription)

        assert shop.gateway.get_subscription(subscription).price == former
        assert [invoice.amount for invoice in shop.gateway.list_paid_invoices(subscription)] == [999, 999]

    def test_is_mended_after_hands_in_the_dashboard(self, shop):
        price = shop.price(PRO)
        stripes = connection.client().v1
        stripes.prices.update(price, params={"active": False})
        stripes.products.update("routix_plan_pro", params={"active": False, "name": "Another"})

        found = shop.gateway.ensure_price(PRO, dry_run=False)

        assert (found.price, len(found.changes)) == (price, 3)
        assert shop.server.row(price)["active"]
        product = shop.server.row("routix_plan_pro")
        assert (product["active"], product["name"]) == (True, "Routix Pro")

    def test_is_archived_even_if_it_was_made_the_default(self, shop):
        former = shop.price(PRO)
        connection.client().v1.products.update("routix_plan_pro", params={"default_price": former})

        found = shop.gateway.ensure_price(replace(PRO, amount=3999), dry_run=False)

        assert not shop.server.row(former)["active"]
        assert shop.server.row("routix_plan_pro")["default_price"] == found.price

    def test_of_somebody_elses_making_is_left_alone(self, shop):
        shop.price(PRO)
        theirs = connection.client().v1.prices.create(
            params={"product": "routix_plan_pro", "unit_amount": 1, "currency": "usd"}
        )

        assert list(shop.gateway.ensure_price(PRO, dry_run=False).changes) == []
        assert shop.server.row(theirs.id)["active"]

    def test_is_archived_by_the_next_run_if_one_was_cut(self, shop):
        former = shop.price(PRO)
        shop.server.fail_next(1, status=429, path=f"/v1/prices/{former}", method="POST")
        with pytest.raises(PaymentsUnavailableError):
            shop.price(replace(PRO, amount=3999))

        shop.price(replace(PRO, amount=3999))

        assert not shop.server.row(former)["active"]

    def test_is_made_once_by_many_at_once(self, shop):
        runs = [_in_a_thread(lambda: shop.price(PRO)) for _ in range(8)]

        assert len({run() for run in runs}) == 1
        assert len(shop.server.events_of("price.created")) == 1

    def test_is_only_told_on_a_dry_run(self, shop):
        new = shop.gateway.ensure_price(PRO, dry_run=True)
        assert (new.price, len(new.changes)) == ("", 2)
        price = shop.price(PRO)
        asked = len([each for each in shop.server.requests if each.method == "POST"])

        changed = shop.gateway.ensure_price(replace(PRO, amount=3999, name="Routix Pro+"), dry_run=True)

        assert len(changed.changes) == 3
        assert price in changed.changes[-1]
        assert len([each for each in shop.server.requests if each.method == "POST"]) == asked


class TestAnEvent:
    def test_is_read_as_the_stand_in_signs_it(self, shop):
        checkout = shop.buy(SMALL)
        [event] = shop.server.events_of("checkout.session.completed")
        post = signed(event, "whsec_of_the_tests")

        read = shop.gateway.read_event(post.body, post.signature)

        assert (read.id, read.type, read.object_id) == (event["id"], event["type"], checkout.id)
        with pytest.raises(ValueError):
            shop.gateway.read_event(post.body + b" ", post.signature)


def _in_a_thread(action: Callable[[], Any]) -> Callable[[], Any]:
    """Begin; calling what is returned waits for the answer."""
    pool = ThreadPoolExecutor(1)
    answer = pool.submit(action)
    pool.shutdown(wait=False)
    return lambda: answer.result(timeout=30)


# What is prepared before anything fails, and then called.
CALLS: dict[str, Callable[[Shop], Callable[[], object]]] = {
    "create_customer": lambda shop: partial(
        shop.gateway.create_customer, user_id=shop.user_id, email="b@example.org", name="", key="another"
    ),
    "begin_checkout": lambda shop: partial(shop.gateway.begin_checkout, shop.request(SMALL)),
    "get_checkout": lambda shop: partial(shop.gateway.get_checkout, shop.open(SMALL).id),
    "expire_checkout": lambda shop: partial(shop.gateway.expire_checkout, shop.open(SMALL).id),
    "get_payment": lambda shop: partial(shop.gateway.get_payment, shop.payment()),
    "get_subscription": lambda shop: partial(shop.gateway.get_subscription, shop.subscription()),
    "list_paid_invoices": lambda shop: partial(shop.gateway.list_paid_invoices, shop.subscription()),
    "preview_change": lambda shop: partial(
        shop.gateway.preview_change, shop.subscription(), price=shop.price(PRO), at=shop.now
    ),
    "change_price": lambda shop: partial(
        shop.gateway.change_price, shop.subscription(), price=shop.price(PRO), at=shop.now, key="up"
    ),
    "set_cancels_at_period_end": lambda shop: partial(
        shop.gateway.set_cancels_at_period_end, shop.subscription(), True, key="end"
    ),
    "portal_url": lambda shop: partial(shop.gateway.portal_url, shop.customer, return_url="https://routix.example/"),
    "refund": lambda shop: partial(shop.gateway.refund, shop.payment(), amount=1, key="part"),
    "ensure_price": lambda shop: partial(shop.gateway.ensure_price, PRO, dry_run=False),
}
FAILURES = [401, 403, 409, 429, 500, 503, "html", "reset", "timeout"]
TRIES = {401: 1, 403: 1, 429: 1}


class TestEveryCall:
    @pytest.mark.parametrize("failure", FAILURES)
    @pytest.mark.parametrize("call", CALLS)
    def test_tells_that_payments_are_unavailable_and_works_again_later(self, shop, monkeypatch, call, failure):
        if failure == "timeout":
            monkeypatch.setattr(connection, "_TIMEOUT_SECONDS", 0.3)
        action = CALLS[call](shop)
        before = len(shop.server.requests)
        shop.server.fail_next(TRIES.get(failure, 3), status=failure)

        with capture_logs() as logs, pytest.raises(PaymentsUnavailableError) as raised:
            action()

        assert raised.value.message == PaymentsUnavailableError.message
        assert len(shop.server.requests) - before == TRIES.get(failure, 3)
        [line] = logs
        assert line["event"] == "stripe_call_failed"
        assert shop.server.api_key not in str(line)
        assert action()

    @pytest.mark.parametrize("failure", [409, 500, "html", "reset"])
    @pytest.mark.parametrize("call", CALLS)
    def test_survives_two_failures_in_a_row(self, shop, call, failure):
        action = CALLS[call](shop)
        shop.server.fail_next(2, status=failure)

        assert action()

    def test_is_refused_with_a_wrong_key(self, shop, settings):
        settings.STRIPE_SECRET_KEY = "sk_test_of_somebody_else"

        with capture_logs() as logs, pytest.raises(PaymentsUnavailableError):
            shop.gateway.get_subscription("sub_1")

        [line] = logs
        assert (line["error"], line["status"]) == ("AuthenticationError", 401)
        assert line["request_id"].startswith("req_")
        assert "somebody_else" not in str(line)

    @pytest.mark.parametrize(
        "call",
        [
            lambda gateway: gateway.get_checkout("cs_none"),
            lambda gateway: gateway.expire_checkout("cs_none"),
            lambda gateway: gateway.get_payment("pi_none"),
            lambda gateway: gateway.get_subscription("sub_none"),
            lambda gateway: gateway.set_cancels_at_period_end("sub_none", True, key="end"),
            lambda gateway: gateway.portal_url("cus_none", return_url="https://routix.example/"),
            lambda gateway: gateway.refund("pi_none", amount=1, key="part"),
        ],
    )
    def test_tells_what_is_not_there(self, shop, call):
        with pytest.raises(NotFoundError) as raised:
            call(shop.gateway)

        assert "none" not in raised.value.message

    def test_with_a_key_of_another_request_is_our_mistake(self, shop):
        payment = shop.payment()
        shop.gateway.refund(payment, amount=1, key="part")

        with capture_logs() as logs, pytest.raises(PaymentsUnavailableError):
            shop.gateway.refund(payment, amount=2, key="part")

        assert logs[0]["error"] == "IdempotencyError"
        assert len(shop.gateway.get_payment(payment).refunds) == 1

    def test_tells_support_which_parameter_was_wrong(self, shop):
        request = replace(shop.request(SMALL), success_url="nowhere")

        with capture_logs() as logs, pytest.raises(PaymentsUnavailableError) as raised:
            shop.gateway.begin_checkout(request)

        assert raised.value.message == PaymentsUnavailableError.message
        assert (logs[0]["code"], logs[0]["param"]) == ("url_invalid", "success_url")
        assert "nowhere" not in str(logs)
