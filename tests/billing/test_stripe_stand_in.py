"""The stand-in for Stripe, asked by Stripe's own SDK over a real socket."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
import stripe

from tests.fakes.stripe_server import (
    StripeServer,
    altered,
    forged,
    from_the_future,
    signature,
    signed,
    stale,
    stripe_server,
    wrong_mode,
)
from tests.fakes.stripe_server.sdk_shapes import misshapen

pytestmark = pytest.mark.integration

SECRET = "whsec_of_the_tests"
DAY = 86_400
RETURN = "https://example.org/back?sid={CHECKOUT_SESSION_ID}"


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with stripe_server() as running:
        yield running


@pytest.fixture
def client(server):
    return client_of(server)


@pytest.fixture
def shop(server, client):
    return Shop(server, client)


def client_of(server: StripeServer, *, retries: int = 0, timeout: float = 20, key: str | None = None) -> Any:
    return stripe.StripeClient(
        key or server.api_key,
        base_addresses={"api": server.url},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout),
    )


class Shop:
    """A customer, a pack and two plans, and what the customer does with them."""

    def __init__(self, server: StripeServer, client: Any) -> None:
        self.server = server
        self.v1 = client.v1
        self.customer = self.v1.customers.create({"email": "ada@example.org"}).id
        self.product = self.v1.products.create({"id": "routix_plan", "name": "Plan"}).id
        self.pack = self.price(500)
        self.basic = self.price(1000, recurring={"interval": "month"})
        self.pro = self.price(3000, recurring={"interval": "month"})
        self.yearly = self.price(9000, recurring={"interval": "year"})

    def price(self, amount: int, **more: Any) -> str:
        created: str = self.v1.prices.create(
            {"product": self.product, "currency": "usd", "unit_amount": amount, **more}
        ).id
        return created

    def session(self, **more: Any) -> Any:
        return self.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "customer": self.customer,
                "line_items": [{"price": self.pack, "quantity": 1}],
                "success_url": RETURN,
                **more,
            }
        )

    def subscription_session(self, **more: Any) -> Any:
        return self.session(mode="subscription", line_items=[{"price": self.basic, "quantity": 1}], **more)

    def paid_intent(self, card: str = "pm_card_visa") -> Any:
        session = self.server.pay(self.session().id, card)
        return self.v1.payment_intents.retrieve(session["payment_intent"], {"expand": ["latest_charge"]})

    def subscribed(self, **more: Any) -> Any:
        session = self.server.pay(self.subscription_session(**more).id)
        return self.v1.subscriptions.retrieve(session["subscription"])

    def changed(self, subscription: Any, price: str, **more: Any) -> Any:
        item = subscription["items"].data[0].id
        return self.v1.subscriptions.update(subscription.id, {"items": [{"id": item, "price": price}], **more})


def refused(call: Any, *arguments: Any) -> Any:
    """What Stripe says no with."""
    with pytest.raises(stripe.StripeError) as caught:
        call(*arguments)
    return caught.value


def kinds(server: StripeServer, since: int = 0) -> list[str]:
    return [event["type"] for event in server.events[since:]]


class TestCallers:
    def test_without_a_key_are_refused(self, server):
        answer = httpx.get(f"{server.url}/v1/customers", trust_env=False)

        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "invalid_request_error"

    def test_with_another_key_are_refused(self, server):
        error = refused(client_of(server, key="sk_test_of_somebody").v1.customers.list)

        assert isinstance(error, stripe.AuthenticationError)
        assert "sk_test_****body" in str(error)

    def test_of_another_version_are_refused(self, client):
        error = refused(client.v1.customers.list, {}, {"stripe_version": "2024-06-20"})

        assert error.http_status == 400
        assert "2024-06-20" in str(error)

    def test_with_no_form_are_refused(self, server):
        headers = {"Authorization": f"Bearer {server.api_key}", "Stripe-Version": stripe.api_version}
        answer = httpx.post(f"{server.url}/v1/customers", json={}, headers=headers, trust_env=False)

        assert answer.status_code == 400

    def test_of_unknown_addresses_are_told_so(self, client):
        error = refused(client.raw_request, "get", "/v1/nowhere")

        assert error.http_status == 404
        assert "Unrecognized request URL (GET: /v1/nowhere)" in str(error)

    def test_of_what_the_stand_in_lacks_are_told_so_at_once(self, server):
        error = refused(client_of(server, retries=2).v1.customers.search, {"query": "email:'a'"})

        assert error.http_status == 501
        assert "the stand-in does not do the method search" in str(error)
        assert len(server.requests) == 1

    def test_of_parameters_that_the_stand_in_lacks_are_told_so(self, shop):
        error = refused(lambda: shop.session(discounts=[{"coupon": "half"}]))

        assert error.http_status == 501
        assert "discounts of POST /v1/checkout/sessions" in str(error)
        assert not shop.v1.checkout.sessions.list().data

    def test_are_noted(self, server, client):
        client.v1.customers.create({"metadata": {"user": "7"}}, {"idempotency_key": "customer-7"})
        client.v1.customers.list({"limit": 3})

        created, listed = server.requests
        assert (created.method, created.path) == ("POST", "/v1/customers")
        assert created.params == {"metadata": {"user": "7"}}
        assert created.idempotency_key == "customer-7"
        assert (listed.method, listed.params, listed.idempotency_key) == ("GET", {"limit": "3"}, None)


class TestParameters:
    @pytest.mark.parametrize(
        ("params", "code", "param"),
        [
            ({"nmae": "Ada"}, "parameter_unknown", "nmae"),
            ({"address": {"town": "Paris"}}, "parameter_unknown", "address[town]"),
            ({"idempotency_key": "customer-7"}, "parameter_unknown", "idempotency_key"),
            ({"balance": "much"}, "parameter_invalid_integer", "balance"),
            ({"next_invoice_sequence": 1.5}, "parameter_invalid_integer", "next_invoice_sequence"),
            ({"preferred_locales": ""}, "parameter_invalid_empty", "preferred_locales"),
            ({"name": {"first": "Ada"}}, None, "name"),
            ({"tax_exempt": "perhaps"}, None, "tax_exempt"),
            ({"metadata": {"k" * 41: "v"}}, None, "metadata"),
            ({"metadata": {"k": "v" * 501}}, None, "metadata[k]"),
            ({"metadata": {f"k{number}": "v" for number in range(51)}}, None, "metadata"),
            ({"metadata": "text"}, None, "metadata"),
        ],
    )
    def test_of_a_customer_are_checked(self, client, params, code, param):
        error = refused(client.v1.customers.create, params)

        assert isinstance(error, stripe.InvalidRequestError)
        assert (error.http_status, error.code, error.param) == (400, code, param)

    @pytest.mark.parametrize(
        ("item", "code", "param"),
        [
            ({"quantity": 1, "prize": "price_1"}, "parameter_unknown", "line_items[1][prize]"),
            ({"quantity": "one", "price": "price_1"}, "parameter_invalid_integer", "line_items[1][quantity]"),
            ({"quantity": 1, "price": "price_1"}, "resource_missing", "line_items[1][price]"),
            ({"quantity": 1}, "parameter_missing", "line_items[1][price]"),
            (
                {"quantity": 1, "price_data": {"product": "routix_plan"}},
                "parameter_missing",
                "line_items[1][price_data][currency]",
            ),
        ],
    )
    def test_are_checked_at_any_depth(self, shop, item, code, param):
        error = refused(lambda: shop.session(line_items=[{"price": shop.pack, "quantity": 1}, item]))

        assert (error.http_status, error.code, error.param) == (400, code, param)

    def test_that_are_required_may_not_be_missing(self, client):
        error = refused(client.v1.products.create, {"description": "nameless"})

        assert (error.code, error.param) == ("parameter_missing", "name")

    def test_have_one_of_the_values_that_the_sdk_knows(self, shop):
        error = refused(lambda: shop.session(ui_mode="embedded"))

        assert error.param == "ui_mode"
        assert "must be one of elements, embedded_page, form, or hosted_page" in str(error)

    def test_that_are_true_or_false_are_nothing_else(self, client):
        error = refused(client.v1.products.create, {"name": "Pack", "active": "yes"})

        assert (error.param, error.user_message) == ("active", "Invalid boolean: yes")

    def test_of_a_query_are_checked(self, client):
        assert refused(client.v1.customers.list, {"limit": "many"}).code == "parameter_invalid_integer"
        assert refused(client.v1.customers.list, {"limit": 101}).param == "limit"
        assert refused(client.v1.customers.list, {"mail": "a@b.c"}).code == "parameter_unknown"
        assert refused(client.v1.invoices.list, {"status": "late"}).param == "status"

    def test_of_deep_objects_arrive_with_their_types(self, server, client):
        product = client.v1.products.create(
            {"name": "Pack", "active": False, "images": ["https://a/1.png", "https://a/2.png"], "metadata": {"0": "a"}}
        )

        assert product.active is False
        assert product.images == ["https://a/1.png", "https://a/2.png"]
        assert product.metadata.to_dict() == {"0": "a"}


class TestLists:
    def test_are_paged_from_the_newest_to_the_oldest(self, client):
        created = [client.v1.customers.create({"name": str(number)}).id for number in range(5)]

        first = client.v1.customers.list({"limit": 2})
        second = client.v1.customers.list({"limit": 2, "starting_after": first.data[-1].id})
        before = client.v1.customers.list({"limit": 2, "ending_before": second.data[0].id})

        assert [row.id for row in first.data + second.data] == created[::-1][:4]
        assert first.has_more
        assert [row.id for row in before.data] == [row.id for row in first.data]
        assert [row.id for row in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == created[::-1]

    def test_begin_after_something_that_exists(self, client):
        error = refused(client.v1.customers.list, {"starting_after": "cus_nobody"})

        assert error.param == "starting_after"

    def test_go_on_after_a_row_that_no_longer_fits(self, shop):
        prices = [shop.price(700 + number) for number in range(4)]
        first = shop.v1.prices.list({"active": True, "limit": 1})
        shop.v1.prices.update(first.data[0].id, {"active": False})

        rest = shop.v1.prices.list({"active": True, "limit": 3, "starting_after": first.data[0].id})

        assert [row.id for row in rest.data] == prices[::-1][1:]

    def test_are_filtered_even_where_they_are_empty(self, client):
        assert client.v1.prices.list({"lookup_keys": ["a"], "active": True, "type": "recurring"}).data == []

    def test_are_filtered_by_time(self, server, client):
        old = client.v1.customers.create()
        server.advance(days=2)
        new = client.v1.customers.create()

        assert [row.id for row in client.v1.customers.list({"created": {"gt": old.created}}).data] == [new.id]
        assert [row.id for row in client.v1.customers.list({"created": {"lte": old.created}}).data] == [old.id]


class TestExpansion:
    def test_goes_down_to_four_levels(self, shop):
        subscription = shop.subscribed()
        invoice = shop.v1.invoices.retrieve(
            subscription.latest_invoice, {"expand": ["payments.data.payment.payment_intent", "customer"]}
        )

        assert invoice.payments.data[0].payment.payment_intent.status == "succeeded"
        assert invoice.customer.email == "ada@example.org"

    def test_goes_no_deeper(self, shop):
        path = "latest_invoice.payments.data.payment.payment_intent"
        error = refused(shop.v1.subscriptions.retrieve, shop.subscribed().id, {"expand": [path]})

        assert "more than 4 levels" in str(error)

    def test_reaches_into_lists(self, shop):
        shop.subscribed()

        listed = shop.v1.subscriptions.list({"expand": ["data.latest_invoice", "data.customer"]})

        assert listed.data[0].latest_invoice.status == "paid"
        assert listed.data[0].customer.id == shop.customer

    def test_brings_what_is_left_out_otherwise(self, shop):
        charge = shop.paid_intent().latest_charge
        shop.v1.refunds.create({"charge": charge.id, "amount": 100})
        session = shop.v1.checkout.sessions.list({"limit": 1}).data[0]

        assert "refunds" not in charge
        assert shop.v1.charges.retrieve(charge.id, {"expand": ["refunds"]}).refunds.data[0].amount == 100
        assert "line_items" not in session
        expanded = shop.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items.data.price.product"]})
        assert expanded.line_items.data[0].price.product.name == "Plan"

    @pytest.mark.parametrize("path", ["status", "metadata", "nothing", "customer.name", "success_url"])
    def test_of_anything_else_is_refused(self, shop, path):
        error = refused(shop.v1.checkout.sessions.retrieve, shop.session().id, {"expand": [path]})

        assert f"This property cannot be expanded ({path})" in str(error)

    def test_of_what_is_not_there_yet_is_nothing(self, shop):
        session = shop.v1.checkout.sessions.retrieve(shop.session().id, {"expand": ["payment_intent.latest_charge"]})

        assert session.payment_intent is None


class TestIdempotencyKeys:
    def test_replay_the_first_answer(self, shop):
        key = {"idempotency_key": "refund-1"}
        params = {"payment_intent": shop.paid_intent().id, "amount": 100}

        first = shop.v1.refunds.create(params, key)
        second = shop.v1.refunds.create(params, key)

        assert first.id == second.id
        assert "Idempotent-Replayed" not in first.last_response.headers
        assert second.last_response.headers["Idempotent-Replayed"] == "true"
        assert len(shop.v1.refunds.list().data) == 1

    def test_replay_a_refusal_too(self, shop):
        intent = shop.paid_intent().id
        params, key = {"payment_intent": intent, "amount": 9999}, {"idempotency_key": "refund-2"}

        first, second = refused(shop.v1.refunds.create, params, key), refused(shop.v1.refunds.create, params, key)

        assert str(first).split(":")[1:] == str(second).split(":")[1:]
        assert second.headers["Idempotent-Replayed"] == "true"

    def test_belong_to_one_request(self, client):
        key = {"idempotency_key": "customer-7"}
        client.v1.customers.create({"email": "a@b.c"}, key)

        others = [
            refused(client.v1.customers.create, {"email": "b@b.c"}, key),
            refused(client.v1.products.create, {"name": "Pack"}, key),
        ]

        assert [type(error) for error in others] == [stripe.IdempotencyError] * 2
        assert all(error.http_status == 400 and "'customer-7'" in str(error) for error in others)

    def test_are_not_used_up_by_wrong_parameters(self, client):
        key = {"idempotency_key": "customer-8"}
        refused(client.v1.customers.create, {"nmae": "Ada"}, key)

        assert client.v1.customers.create({"name": "Ada"}, key).name == "Ada"

    def test_are_not_used_twice_at_once(self, server, client):
        key = {"idempotency_key": "customer-9"}
        with ThreadPoolExecutor(1) as pool, server.holding("/v1/customers"):
            first = pool.submit(client.v1.customers.create, {}, key)
            assert server.wait_until_held("/v1/customers")
            error = refused(client_of(server).v1.customers.create, {}, key)

        assert (error.http_status, error.json_body["error"]["code"]) == (409, "idempotency_key_in_use")
        assert first.result().object == "customer"

    def test_are_forgotten_after_a_day(self, server, client):
        key = {"idempotency_key": "customer-10"}
        first = client.v1.customers.create({}, key)
        server.advance(days=1, seconds=60)

        assert client.v1.customers.create({}, key).id != first.id


class TestProducts:
    def test_may_bring_their_own_ids(self, client):
        assert client.v1.products.create({"id": "routix_pro", "name": "Pro"}).id == "routix_pro"
        assert client.v1.products.retrieve("routix_pro").name == "Pro"

    def test_share_no_id(self, client):
        client.v1.products.create({"id": "routix_pro", "name": "Pro"})

        assert refused(client.v1.products.create, {"id": "routix_pro", "name": "Pro"}).code == "resource_already_exists"

    def test_are_changed_and_told(self, server, client):
        client.v1.products.create({"id": "routix_pro", "name": "Pro", "metadata": {"a": "1", "b": "2"}})

        product = client.v1.products.update("routix_pro", {"name": "Pro 2", "active": False, "metadata": {"a": ""}})

        assert (product.name, product.active, product.metadata.to_dict()) == ("Pro 2", False, {"b": "2"})
        previous = server.events_of("product.updated")[0]["data"]["previous_attributes"]
        assert previous == {"name": "Pro", "active": True, "metadata": {"a": "1"}}
        assert client.v1.products.list({"active": True}).data == []
        assert len(client.v1.products.list({"ids": ["routix_pro"]}).data) == 1

    def test_may_bring_their_price(self, client):
        product = client.v1.products.create(
            {"name": "Pro", "default_price_data": {"currency": "usd", "unit_amount": 900}}
        )

        assert client.v1.prices.retrieve(product.default_price).product == product.id
        assert "default price" in str(refused(client.v1.prices.update, product.default_price, {"active": False}))

    def test_are_deleted_only_without_prices(self, shop):
        assert "cannot be deleted" in str(refused(shop.v1.products.delete, shop.product))
        free = shop.v1.products.create({"name": "Free"})

        assert shop.v1.products.delete(free.id).deleted
        assert refused(shop.v1.products.retrieve, free.id).http_status == 404


class TestPrices:
    def test_keep_their_amounts(self, shop):
        error = refused(shop.v1.prices.update, shop.pack, {"unit_amount": 1})

        assert (error.code, error.param) == ("parameter_unknown", "unit_amount")

    def test_share_no_lookup_key(self, shop):
        old = shop.price(900, lookup_key="routix_small")

        error = refused(lambda: shop.price(800, lookup_key="routix_small"))

        assert error.param == "lookup_key"
        assert old in str(error)

    def test_take_a_lookup_key_over(self, shop):
        old = shop.price(900, lookup_key="routix_small")
        new = shop.price(800, lookup_key="routix_small", transfer_lookup_key=True)

        assert [row.id for row in shop.v1.prices.list({"lookup_keys": ["routix_small"]}).data] == [new]
        assert shop.v1.prices.retrieve(old).lookup_key is None

    def test_are_the_same_wherever_they_stand(self, shop):
        subscription = shop.subscribed()
        shop.v1.prices.update(shop.basic, {"lookup_key": "routix_basic", "active": False})

        price = shop.v1.subscriptions.retrieve(subscription.id)["items"].data[0].price

        assert (price.lookup_key, price.active) == ("routix_basic", False)

    def test_that_are_archived_are_not_sold(self, shop):
        shop.v1.prices.update(shop.pack, {"active": False})

        assert "inactive" in str(refused(shop.session))
        assert shop.pack not in [row.id for row in shop.v1.prices.list({"active": True}).data]

    def test_are_found_by_what_they_are(self, shop):
        def found(**filters: Any) -> set[str]:
            return {row.id for row in shop.v1.prices.list(filters).data}

        assert found(type="one_time") == {shop.pack}
        assert found(recurring={"interval": "year"}) == {shop.yearly}
        assert found(product=shop.product, currency="usd") == {shop.pack, shop.basic, shop.pro, shop.yearly}
        assert found(currency="eur") == set()

    def test_are_of_a_product_that_exists(self, client):
        params = {"product": "nothing", "currency": "usd", "unit_amount": 1}
        error = refused(client.v1.prices.create, params)

        assert (error.code, error.param) == ("resource_missing", "product")


class TestCustomers:
    def test_are_changed_and_told(self, server, client):
        address = {"city": "London", "country": "GB"}
        customer = client.v1.customers.create({"email": "a@b.c", "address": address})
        client.v1.customers.update(customer.id, {"email": "b@b.c", "address": ""})

        assert client.v1.customers.retrieve(customer.id).address is None
        assert [row.id for row in client.v1.customers.list({"email": "b@b.c"}).data] == [customer.id]
        changed = server.events_of("customer.updated")[0]
        assert changed["data"]["previous_attributes"] == {"email": "a@b.c", "address": address}
        assert changed["request"]["id"].startswith("req_")

    def test_that_do_not_exist_are_not_found(self, client):
        error = refused(client.v1.customers.retrieve, "cus_nobody")

        assert (error.http_status, error.code, error.param) == (404, "resource_missing", "id")

    def test_that_are_deleted_lose_their_subscriptions(self, shop):
        subscription = shop.subscribed()

        shop.v1.customers.delete(shop.customer)

        assert shop.v1.customers.retrieve(shop.customer).deleted
        assert shop.v1.subscriptions.retrieve(subscription.id).status == "canceled"
        assert refused(shop.session).param == "customer"
        assert refused(shop.v1.customers.delete, shop.customer).http_status == 404

    def test_have_a_default_card_of_their_own(self, shop):
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": shop.customer})
        other = shop.v1.customers.create()
        params = {"invoice_settings": {"default_payment_method": method.id}}

        assert refused(shop.v1.customers.update, other.id, params).http_status == 400
        assert shop.v1.customers.update(shop.customer, params).invoice_settings.default_payment_method == method.id
        assert [row.id for row in shop.v1.customers.payment_methods.list(shop.customer).data] == [method.id]

        shop.v1.payment_methods.detach(method.id)

        assert shop.v1.customers.retrieve(shop.customer).invoice_settings.default_payment_method is None
        assert shop.v1.payment_methods.list({"customer": shop.customer}).data == []


class TestCheckout:
    def test_is_open_until_somebody_pays(self, shop):
        session = shop.session(client_reference_id="user:7", metadata={"order_id": "1"})

        assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 500)
        assert (session.client_reference_id, session.metadata.order_id) == ("user:7", "1")
        assert session.url.startswith("https://checkout.stripe.com/")
        assert session.payment_intent is None

    def test_is_completed_by_a_payment(self, server, shop):
        session = shop.session(payment_intent_data={"metadata": {"order_id": "1"}})
        since = len(server.events)

        done = server.pay(session.id, fingerprint="a-card")

        assert (done["status"], done["payment_status"], done["url"]) == ("complete", "paid", None)
        intent = shop.v1.payment_intents.retrieve(done["payment_intent"], {"expand": ["latest_charge"]})
        assert (intent.amount_received, intent.metadata.order_id) == (500, "1")
        assert intent.latest_charge.payment_method_details.card.fingerprint == "a-card"
        assert intent.latest_charge.metadata.order_id == "1"
        assert kinds(server, since) == [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed",
        ]
        told = server.events[-1]["data"]["object"]
        assert told == server.row(session.id)

    def test_stays_open_after_a_decline(self, server, shop):
        session = shop.session().id
        since = len(server.events)

        assert server.pay(session, "insufficient_funds")["status"] == "open"
        assert kinds(server, since) == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]
        error = server.events[-1]["data"]["object"]["last_payment_error"]
        assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
        assert server.pay(session)["payment_status"] == "paid"
        assert len(shop.v1.payment_intents.list({"customer": shop.customer}).data) == 1

    def test_lets_one_card_be_known_again(self, server, shop):
        first, second = shop.paid_intent(), shop.paid_intent()
        other = shop.paid_intent("pm_card_mastercard")
        prints = [i.latest_charge.payment_method_details.card.fingerprint for i in (first, second, other)]

        assert prints[0] == prints[1] != prints[2]

    def test_is_paid_once(self, server, shop):
        session = shop.session().id
        server.pay(session)

        with pytest.raises(ValueError, match="complete"):
            server.pay(session)
        with pytest.raises(ValueError, match="no card"):
            server.pay(shop.session().id, "pm_card_of_gold")

    def test_expires(self, server, shop):
        by_hand, by_api, by_time = (shop.session().id for _ in range(3))

        server.expire(by_hand)
        shop.v1.checkout.sessions.expire(by_api)
        server.advance(days=1, seconds=1)

        assert {server.row(session)["status"] for session in (by_hand, by_api, by_time)} == {"expired"}
        assert len(server.events_of("checkout.session.expired")) == 3
        assert "can be expired" in str(refused(shop.v1.checkout.sessions.expire, by_api))

    @pytest.mark.parametrize("minutes", [29, 24 * 60 + 1])
    def test_ends_within_a_day_and_not_too_soon(self, server, shop, minutes):
        assert refused(lambda: shop.session(expires_at=server.now + minutes * 60)).param == "expires_at"
        assert shop.session(expires_at=server.now + 31 * 60).expires_at > server.now

    def test_ends_by_the_clock_of_its_shop_too(self, server, shop):
        server.advance(days=40)
        session = shop.session(expires_at=int(time.time()) + 31 * 60)

        assert server.pay(session.id)["status"] == "complete"

    @pytest.mark.parametrize(
        ("wrong", "param"),
        [
            ({"success_url": "back"}, "success_url"),
            ({"subscription_data": {"metadata": {"a": "b"}}}, "subscription_data"),
            ({"customer_email": "a@b.c"}, "customer_email"),
            ({"return_url": RETURN}, "return_url"),
            ({"mode": "subscription", "payment_intent_data": {"description": "a"}}, "payment_intent_data"),
            ({"line_items": []}, "line_items"),
        ],
    )
    def test_refuses_what_nobody_could_complete(self, shop, wrong, param):
        assert refused(lambda: shop.session(**wrong)).param == param

    def test_sells_plans_as_subscriptions_only(self, shop):
        error = refused(lambda: shop.session(line_items=[{"price": shop.basic, "quantity": 1}]))

        assert "recurring price" in str(error)

    def test_makes_no_customer_of_a_guest_unless_asked(self, server, client, shop):
        params = {
            "mode": "payment",
            "success_url": RETURN,
            "line_items": [
                {"quantity": 2, "price_data": {"currency": "usd", "unit_amount": 300, "product_data": {"name": "Tip"}}}
            ],
        }
        guest = server.pay(client.v1.checkout.sessions.create(params).id, email="guest@example.org")
        kept = server.pay(client.v1.checkout.sessions.create({**params, "customer_creation": "always"}).id)

        assert (guest["customer"], guest["customer_details"]["email"]) == (None, "guest@example.org")
        assert guest["amount_total"] == 600
        assert client.v1.customers.retrieve(kept["customer"]).email == "jo@example.org"

    def test_brings_an_invoice_if_asked(self, server, shop):
        session = server.pay(shop.session(invoice_creation={"enabled": True}).id)
        invoice = shop.v1.invoices.retrieve(session["invoice"], {"expand": ["payments"]})

        assert (invoice.status, invoice.amount_paid, invoice.parent) == ("paid", 500, None)
        assert invoice.payments.data[0].payment.payment_intent == session["payment_intent"]

    def test_lists_what_it_sells(self, shop):
        lines = shop.v1.checkout.sessions.line_items.list(shop.session().id)

        assert [(line.price.id, line.quantity, line.amount_total) for line in lines.data] == [(shop.pack, 1, 500)]

    def test_is_found_by_what_it_led_to(self, server, shop):
        paid = server.pay(shop.session().id)
        shop.session()

        found = shop.v1.checkout.sessions.list({"payment_intent": paid["payment_intent"]})

        assert [row.id for row in found.data] == [paid["id"]]
        assert len(shop.v1.checkout.sessions.list({"status": "open", "customer": shop.customer}).data) == 1


class TestDelayedPayments:
    def test_complete_a_session_that_is_not_paid(self, server, shop):
        session = server.pay(shop.session().id, "sepa_debit")

        assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
        assert kinds(server)[-3:] == ["charge.pending", "payment_intent.processing", "checkout.session.completed"]

    def test_arrive(self, server, shop):
        session = server.pay(shop.session().id, "sepa_debit")

        assert server.money_arrives(session["id"])["payment_status"] == "paid"
        assert kinds(server)[-1] == "checkout.session.async_payment_succeeded"
        assert shop.v1.payment_intents.retrieve(session["payment_intent"]).status == "succeeded"
        with pytest.raises(ValueError, match="no money is on its way"):
            server.money_arrives(session["id"])

    def test_fail(self, server, shop):
        session = server.pay(shop.session().id, "us_bank_account")

        assert server.money_fails(session["id"])["payment_status"] == "unpaid"
        assert kinds(server)[-1] == "checkout.session.async_payment_failed"
        assert shop.v1.payment_intents.retrieve(session["payment_intent"]).status == "requires_payment_method"

    def test_of_subscriptions_decide_about_their_invoices(self, server, shop):
        good = server.pay(shop.subscription_session().id, "sepa_debit")
        bad = server.pay(shop.subscription_session().id, "sepa_debit")
        assert server.row(good["invoice"])["status"] == "open"

        server.money_arrives(good["id"])
        server.money_fails(bad["id"])

        assert server.row(good["invoice"])["status"] == "paid"
        assert server.row(good["subscription"])["status"] == "active"
        assert server.row(bad["invoice"])["status"] == "open"
        assert server.row(bad["subscription"])["status"] == "past_due"


class TestSubscribing:
    def test_creates_the_subscription_after_the_payment(self, server, shop):
        session = shop.subscription_session(subscription_data={"metadata": {"plan": "basic"}}, metadata={"order": "1"})
        since = len(server.events)

        assert server.pay(session.id, "chargeDeclined")["status"] == "open"
        assert shop.v1.subscriptions.list({"customer": shop.customer, "status": "all"}).data == []
        done = server.pay(session.id)

        subscription = shop.v1.subscriptions.retrieve(done["subscription"], {"expand": ["latest_invoice"]})
        item = subscription["items"].data[0]
        assert (subscription.status, subscription.metadata.plan) == ("active", "basic")
        assert (item.price.id, item.quantity) == (shop.basic, 1)
        assert 28 * DAY <= item.current_period_end - item.current_period_start <= 31 * DAY
        assert "current_period_end" not in subscription
        told = kinds(server, since)
        order = ["payment_intent.succeeded", "customer.subscription.created", "invoice.paid"]
        assert [kind for kind in told if kind in order] == order
        assert told[-1] == "checkout.session.completed"

    def test_writes_an_invoice_in_the_shape_of_this_version(self, shop):
        subscription = shop.subscribed(subscription_data={"metadata": {"plan": "basic"}})
        invoice = shop.v1.invoices.retrieve(subscription.latest_invoice, {"expand": ["payments"]})
        line = invoice.lines.data[0]

        assert invoice.parent.subscription_details.subscription == subscription.id
        assert invoice.parent.subscription_details.metadata.plan == "basic"
        assert (invoice.status, invoice.billing_reason, invoice.amount_paid) == ("paid", "subscription_create", 1000)
        assert line.pricing.price_details.price == shop.basic
        assert line.parent.subscription_item_details.proration is False
        assert line.parent.subscription_item_details.subscription_item == subscription["items"].data[0].id
        payment = invoice.payments.data[0]
        assert (payment.status, payment.amount_paid) == ("paid", 1000)
        found = shop.v1.invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": payment.payment.payment_intent}}
        )
        assert [row.invoice for row in found.data] == [invoice.id]
        assert shop.v1.invoice_payments.retrieve(payment.id).invoice == invoice.id

    def test_by_the_api_needs_a_card(self, shop):
        params = {"customer": shop.customer, "items": [{"price": shop.basic}]}
        assert refused(shop.v1.subscriptions.create, params).code == "resource_missing"
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": shop.customer})

        created = shop.v1.subscriptions.create({**params, "default_payment_method": method.id})

        assert created.status == "active"

    def test_by_the_api_is_incomplete_until_it_is_paid(self, server, shop):
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": shop.customer})
        params = {"customer": shop.customer, "items": [{"price": shop.basic}], "default_payment_method": method.id}
        server.fail_next_payment(shop.customer)
        forgotten = shop.v1.subscriptions.create(params)
        paid = shop.v1.subscriptions.create({**params, "payment_behavior": "default_incomplete"})
        assert (forgotten.status, paid.status) == ("incomplete", "incomplete")

        shop.v1.invoices.pay(paid.latest_invoice)
        server.advance(days=1)

        assert server.row(paid.id)["status"] == "active"
        assert server.row(forgotten.id)["status"] == "incomplete_expired"
        assert server.row(forgotten.latest_invoice)["status"] == "void"

    def test_by_the_api_leaves_nothing_behind_if_so_asked(self, server, shop):
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": shop.customer})
        server.fail_next_payment(shop.customer, "insufficient_funds")
        since = len(server.events)

        error = refused(
            shop.v1.subscriptions.create,
            {
                "customer": shop.customer,
                "items": [{"price": shop.basic}],
                "default_payment_method": method.id,
                "payment_behavior": "error_if_incomplete",
            },
        )

        assert isinstance(error, stripe.CardError)
        assert (error.http_status, error.code) == (402, "card_declined")
        assert error.user_message == "Your card has insufficient funds."
        assert error.error.decline_code == "insufficient_funds"
        assert shop.v1.subscriptions.list({"status": "all"}).data == []
        assert len(server.events) == since

    def test_may_begin_with_a_trial(self, server, shop):
        session = shop.subscription_session(subscription_data={"trial_period_days": 7})
        subscription = server.row(server.pay(session.id)["subscription"])
        assert (session.amount_total, subscription["status"]) == (0, "trialing")
        assert server.row(subscription["latest_invoice"])["amount_due"] == 0

        server.renew(subscription["id"])

        renewed = server.row(subscription["id"])
        assert renewed["status"] == "active"
        assert server.row(renewed["latest_invoice"])["amount_paid"] == 1000

    def test_is_listed_by_status(self, shop):
        going, ended = shop.subscribed(), shop.subscribed()
        shop.v1.subscriptions.cancel(ended.id)

        def listed(**filters: Any) -> list[str]:
            return [row.id for row in shop.v1.subscriptions.list({"customer": shop.customer, **filters}).data]

        assert listed() == listed(status="active") == listed(price=shop.basic) == [going.id]
        assert listed(status="canceled") == listed(status="ended") == [ended.id]
        assert listed(status="all") == [ended.id, going.id]
        assert shop.v1.subscription_items.list({"subscription": going.id}).data[0].price.id == shop.basic


class TestCancelling:
    def test_ends_a_subscription_at_once(self, server, shop):
        subscription = shop.subscribed()

        ended = shop.v1.subscriptions.cancel(subscription.id, {"cancellation_details": {"feedback": "too_expensive"}})

        assert (ended.status, ended.cancellation_details.feedback) == ("canceled", "too_expensive")
        assert kinds(server)[-1] == "customer.subscription.deleted"
        assert refused(shop.v1.subscriptions.cancel, subscription.id).http_status == 404
        assert "canceled subscription" in str(refused(shop.changed, subscription, shop.pro))

    def test_at_the_end_of_the_period_can_be_thought_over(self, server, shop):
        subscription = shop.subscribed()
        leaving = shop.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
        assert leaving.cancel_at == leaving["items"].data[0].current_period_end
        assert (leaving.status, leaving.cancellation_details.reason) == ("active", "cancellation_requested")

        staying = shop.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
        assert (staying.cancel_at, staying.canceled_at) == (None, None)
        assert server.renew(subscription.id)["status"] == "active"

        shop.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
        assert server.renew(subscription.id)["status"] == "canceled"
        assert len(server.events_of("customer.subscription.deleted")) == 1
        assert len(shop.v1.invoices.list({"subscription": subscription.id}).data) == 2

    def test_at_a_moment_happens_then(self, server, shop):
        subscription = shop.subscribed()
        shop.v1.subscriptions.update(subscription.id, {"cancel_at": server.now + 3 * DAY})

        server.advance(days=2)
        assert server.row(subscription.id)["status"] == "active"
        server.advance(days=1, seconds=5)
        assert server.row(subscription.id)["status"] == "canceled"


class TestChangesOfPrice:
    def test_are_previewed_to_the_cent(self, server, shop):
        subscription = shop.subscribed()
        item = subscription["items"].data[0]
        server.advance(days=10)
        at = server.now
        details = {
            "items": [{"id": item.id, "price": shop.pro}],
            "proration_behavior": "always_invoice",
            "proration_date": at,
        }
        preview = shop.v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": details})
        since = len(server.events)
        assert server.row(subscription.id)["items"]["data"][0]["price"]["id"] == shop.basic

        server.advance(seconds=30)
        changed = shop.v1.subscriptions.update(subscription.id, {**details, "payment_behavior": "error_if_incomplete"})

        invoice = shop.v1.invoices.retrieve(changed.latest_invoice)
        left = (item.current_period_end - at) / (item.current_period_end - item.current_period_start)
        assert [line.amount for line in invoice.lines.data] == [-round(1000 * left), round(3000 * left)]
        assert all(line.parent.subscription_item_details.proration for line in invoice.lines.data)
        assert preview.amount_due == invoice.amount_paid == round(3000 * left) - round(1000 * left)
        assert invoice.billing_reason == "subscription_update"
        assert changed["items"].data[0].current_period_end == item.current_period_end
        told = server.events[since:]
        updated = next(event for event in told if event["type"] == "customer.subscription.updated")
        assert updated["data"]["previous_attributes"]["items"]["data"][0]["price"]["id"] == shop.basic
        assert "invoice.paid" in kinds(server, since)

    def test_wait_for_the_next_invoice_by_default(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=10)

        changed = shop.changed(subscription, shop.pro)

        assert changed.latest_invoice == subscription.latest_invoice
        waiting = shop.v1.invoice_items.list({"customer": shop.customer, "pending": True}).data
        renewed = server.renew(subscription.id)
        lines = server.row(renewed["latest_invoice"])["lines"]["data"]
        assert [line["amount"] for line in lines] == [*(item.amount for item in reversed(waiting)), 3000]
        assert shop.v1.invoice_items.list({"customer": shop.customer, "pending": True}).data == []

    def test_cost_nothing_without_proration(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=10)

        shop.changed(subscription, shop.pro, proration_behavior="none")

        invoice = server.row(server.renew(subscription.id)["latest_invoice"])
        assert [line["amount"] for line in invoice["lines"]["data"]] == [3000]

    def test_downwards_leave_a_credit(self, server, shop):
        session = server.pay(shop.session(mode="subscription", line_items=[{"price": shop.pro, "quantity": 1}]).id)
        subscription = shop.v1.subscriptions.retrieve(session["subscription"])
        server.advance(days=10)

        changed = shop.changed(subscription, shop.basic, proration_behavior="always_invoice")

        invoice = server.row(changed.latest_invoice)
        credit = -invoice["total"]
        assert (invoice["amount_due"], invoice["status"]) == (0, "paid")
        assert 0 < credit < 2000
        assert shop.v1.customers.retrieve(shop.customer).balance == -credit
        server.renew(subscription.id)
        server.renew(subscription.id)
        assert shop.v1.customers.retrieve(shop.customer).balance == 0
        paid = sum(row.amount_paid for row in shop.v1.invoices.list({"subscription": subscription.id}).data)
        assert paid == 3000 + 2 * 1000 - credit

    def test_to_another_interval_begin_a_new_period(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=10)

        changed = shop.changed(subscription, shop.yearly)

        item = changed["items"].data[0]
        assert item.current_period_end - item.current_period_start in (365 * DAY, 366 * DAY)
        assert changed.billing_cycle_anchor == item.current_period_start
        amounts = [line["amount"] for line in server.row(changed.latest_invoice)["lines"]["data"]]
        assert amounts[0] < 0
        assert amounts[1] == 9000

    def test_without_the_id_of_the_item_add_another(self, shop):
        subscription = shop.subscribed()

        both = shop.v1.subscriptions.update(subscription.id, {"items": [{"price": shop.pro}]})

        assert [item.price.id for item in both["items"].data] == [shop.basic, shop.pro]
        again = refused(shop.v1.subscriptions.update, subscription.id, {"items": [{"price": shop.pro}]})
        assert "already using that Price" in str(again)
        items = [{"id": both["items"].data[1].id, "deleted": True}]
        only = shop.v1.subscriptions.update(subscription.id, {"items": items})
        assert [item.price.id for item in only["items"].data] == [shop.basic]

    def test_are_of_this_period(self, server, shop):
        subscription = shop.subscribed()
        early = server.now - 3 * DAY

        assert refused(lambda: shop.changed(subscription, shop.pro, proration_date=early)).param == "proration_date"
        assert refused(lambda: shop.changed(subscription, shop.pack)).param == "items[0][price]"

    @pytest.mark.parametrize(
        ("behaviour", "status", "price"),
        [("allow_incomplete", "past_due", "pro"), ("pending_if_incomplete", "active", "basic")],
    )
    def test_that_are_not_paid(self, server, shop, behaviour, status, price):
        subscription = shop.subscribed()
        server.advance(days=3)
        server.fail_next_payment(shop.customer)

        changed = shop.changed(subscription, shop.pro, proration_behavior="always_invoice", payment_behavior=behaviour)

        assert (changed.status, changed["items"].data[0].price.id) == (status, getattr(shop, price))
        assert server.row(changed.latest_invoice)["status"] == "open"
        server.settle(subscription.id)
        settled = server.row(subscription.id)
        assert (settled["status"], settled["items"]["data"][0]["price"]["id"]) == ("active", shop.pro)
        assert settled["pending_update"] is None

    def test_that_are_not_paid_in_time_are_dropped(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=3)
        server.fail_next_payment(shop.customer)
        shop.changed(
            subscription, shop.pro, proration_behavior="always_invoice", payment_behavior="pending_if_incomplete"
        )

        server.advance(days=1)

        row = server.row(subscription.id)
        assert (row["pending_update"], row["items"]["data"][0]["price"]["id"]) == (None, shop.basic)
        assert server.row(row["latest_invoice"])["status"] == "void"

    def test_that_are_not_paid_change_nothing_if_so_asked(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=3)
        server.fail_next_payment(shop.customer)
        before, since = server.row(subscription.id), len(server.events)

        error = refused(
            lambda: shop.changed(
                subscription, shop.pro, proration_behavior="always_invoice", payment_behavior="error_if_incomplete"
            )
        )

        assert isinstance(error, stripe.CardError)
        assert server.row(subscription.id) == before
        assert len(server.events) == since
        assert shop.changed(subscription, shop.pro, proration_behavior="always_invoice").status == "active"

    def test_preview_the_next_invoice_if_nothing_changes(self, server, shop):
        subscription = shop.subscribed()
        preview = shop.v1.invoices.create_preview({"customer": shop.customer, "subscription": subscription.id})
        assert (preview.amount_due, preview.billing_reason) == (1000, "upcoming")
        assert preview.id.startswith("upcoming_in_")

        shop.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})

        error = refused(shop.v1.invoices.create_preview, {"subscription": subscription.id})
        assert error.code == "invoice_upcoming_none"


class TestRenewals:
    def test_bill_the_next_period(self, server, shop):
        subscription = shop.subscribed()
        first = subscription["items"].data[0]
        since = len(server.events)

        renewed = server.renew(subscription.id)

        item = renewed["items"]["data"][0]
        invoice = server.row(renewed["latest_invoice"])
        assert item["current_period_start"] == first.current_period_end
        assert (invoice["billing_reason"], invoice["amount_paid"]) == ("subscription_cycle", 1000)
        assert invoice["lines"]["data"][0]["period"] == {
            "start": item["current_period_start"],
            "end": item["current_period_end"],
        }
        told = kinds(server, since)
        order = ["invoice.created", "customer.subscription.updated", "invoice.finalized", "invoice.paid"]
        assert [kind for kind in told if kind in order] == order
        assert {event["request"]["id"] for event in server.events[since:]} == {None}

    def test_come_with_time(self, server, shop):
        monthly, cancelled = shop.subscribed(), shop.subscribed()
        shop.v1.subscriptions.update(cancelled.id, {"cancel_at_period_end": True})

        server.advance(days=100)

        assert len(shop.v1.invoices.list({"subscription": monthly.id}).data) == 4
        assert len(shop.v1.invoices.list({"subscription": cancelled.id}).data) == 1
        starts = [event["created"] for event in server.events]
        assert starts == sorted(starts)

    def test_keep_the_day_of_the_month(self, server, shop):
        subscription = shop.subscribed()
        begun = time.gmtime(subscription.billing_cycle_anchor).tm_mday
        days = [time.gmtime(self.end(server.renew(subscription.id))).tm_mday for _ in range(13)]

        assert all(day == begun or (day < begun and day >= 28) for day in days)
        assert begun in days

    def end(self, subscription: Any) -> int:
        ends: int = subscription["items"]["data"][0]["current_period_end"]
        return ends

    def test_that_fail_make_it_past_due(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer, "insufficient_funds")
        since = len(server.events)

        assert server.renew(subscription.id)["status"] == "past_due"
        failed = server.events_of("invoice.payment_failed")[0]["data"]["object"]
        assert (failed["status"], failed["attempt_count"]) == ("open", 1)
        assert failed["next_payment_attempt"] > server.now
        assert shop.v1.customers.retrieve(shop.customer).delinquent
        assert "invoice.paid" not in kinds(server, since)

    def test_that_failed_can_be_settled(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer)
        server.renew(subscription.id)

        invoices = server.settle(subscription.id, "pm_card_mastercard")

        assert [(row["status"], row["attempt_count"]) for row in invoices] == [("paid", 2)]
        assert server.row(subscription.id)["status"] == "active"
        assert not shop.v1.customers.retrieve(shop.customer).delinquent
        with pytest.raises(ValueError, match="owes nothing"):
            server.settle(subscription.id)

    def test_that_failed_can_be_tried_again(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer)
        server.renew(subscription.id)
        server.fail_next_payment(shop.customer)

        assert server.retry(subscription.id)[0]["status"] == "open"
        assert server.retry(subscription.id)[0]["status"] == "paid"
        assert len(server.events_of("invoice.payment_failed")) == 2

    def test_that_failed_end_it_when_given_up(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer)
        invoice = server.renew(subscription.id)["latest_invoice"]

        ended = server.give_up(subscription.id)

        assert (ended["status"], ended["cancellation_details"]["reason"]) == ("canceled", "payment_failed")
        assert server.row(invoice)["status"] == "open"
        assert server.events[-1]["type"] == "customer.subscription.deleted"

    def test_may_need_the_customer(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer, "authentication_required")
        server.renew(subscription.id)

        told = server.events_of("invoice.payment_action_required")[0]["data"]["object"]
        payments = shop.v1.invoice_payments.list({"invoice": told["id"]})
        intent = shop.v1.payment_intents.retrieve(payments.data[0].payment.payment_intent)
        assert intent.status == "requires_action"
        server.settle(subscription.id)
        assert server.row(subscription.id)["status"] == "active"

    def test_are_not_collected_while_that_is_paused(self, server, shop):
        subscription = shop.subscribed()
        shop.v1.subscriptions.update(
            subscription.id, {"pause_collection": {"behavior": "void", "resumes_at": server.now + 40 * DAY}}
        )

        assert server.row(server.renew(subscription.id)["latest_invoice"])["status"] == "void"
        assert server.row(server.renew(subscription.id)["latest_invoice"])["status"] == "paid"


class TestPauses:
    def test_stop_time_for_a_subscription(self, server, shop):
        subscription = shop.subscribed()
        server.advance(days=10)

        assert shop.v1.subscriptions.pause(subscription.id).status == "paused"
        server.advance(days=60)
        resumed = shop.v1.subscriptions.resume(subscription.id)

        assert resumed.status == "active"
        assert len(shop.v1.invoices.list({"subscription": subscription.id}).data) == 2
        credit, period = server.row(resumed.latest_invoice)["lines"]["data"]
        assert (credit["amount"] < 0, period["amount"]) == (True, 1000)
        assert server.events_of("customer.subscription.paused", "customer.subscription.resumed")
        assert refused(shop.v1.subscriptions.resume, subscription.id).http_status == 400

    def test_can_end_with_the_money_only(self, server, shop):
        subscription = shop.subscribed()
        shop.v1.subscriptions.pause(subscription.id, {"bill_for": {"unused_time_from": {"type": "none"}}})
        server.fail_next_payment(shop.customer)

        waiting = shop.v1.subscriptions.resume(subscription.id, {"payment_behavior": "resume_on_payment_success"})

        assert waiting.status == "paused"
        server.settle(subscription.id)
        assert server.row(subscription.id)["status"] == "active"
        assert kinds(server)[-1] == "customer.subscription.resumed"


class TestInvoices:
    def test_are_paid_by_the_api(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer)
        invoice = server.renew(subscription.id)["latest_invoice"]
        server.fail_next_payment(shop.customer, "expired_card")

        error = refused(shop.v1.invoices.pay, invoice)
        paid = shop.v1.invoices.pay(invoice)

        assert (error.http_status, error.code) == (402, "expired_card")
        assert (paid.status, paid.attempt_count) == ("paid", 3)
        assert refused(shop.v1.invoices.pay, invoice).code == "invoice_already_paid"

    def test_are_voided_or_given_up(self, server, shop):
        subscription = shop.subscribed()
        server.fail_next_payment(shop.customer)
        first = server.renew(subscription.id)["latest_invoice"]
        server.fail_next_payment(shop.customer)
        second = server.renew(subscription.id)["latest_invoice"]

        assert shop.v1.invoices.void_invoice(first).status == "void"
        assert shop.v1.invoices.mark_uncollectible(second).status == "uncollectible"
        assert refused(shop.v1.invoices.void_invoice, subscription.latest_invoice).http_status == 400
        assert {"invoice.voided", "invoice.marked_uncollectible"} <= set(kinds(server))

    def test_are_listed(self, server, shop):
        subscription, other = shop.subscribed(), shop.subscribed()
        server.fail_next_payment(shop.customer)
        server.renew(subscription.id)

        def listed(**filters: Any) -> int:
            return len(shop.v1.invoices.list(filters).data)

        assert listed(subscription=other.id) == 2
        assert listed(customer=shop.customer) == 4
        assert (listed(status="open"), listed(status="paid")) == (1, 3)
        lines = shop.v1.invoices.line_items.list(subscription.latest_invoice)
        assert [line.amount for line in lines.data] == [1000]

    def test_carry_ten_lines_and_say_where_the_others_are(self, server, shop):
        subscription = shop.subscribed()
        for day in range(1, 7):
            server.advance(days=1)
            shop.changed(subscription, shop.pro if day % 2 else shop.basic)

        invoice = shop.v1.invoices.retrieve(server.renew(subscription.id)["latest_invoice"])

        assert (len(invoice.lines.data), invoice.lines.has_more) == (10, True)
        lines = list(invoice.lines.auto_paging_iter())
        assert len({line.id for line in lines}) == 13
        assert sum(line.amount for line in lines) == invoice.total

    def test_carry_metadata(self, shop):
        invoice = shop.subscribed().latest_invoice

        assert shop.v1.invoices.update(invoice, {"metadata": {"a": "b"}}).metadata.to_dict() == {"a": "b"}


class TestPaymentIntents:
    def test_charge_a_kept_card(self, server, shop):
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": shop.customer})
        params = {"amount": 700, "currency": "usd", "customer": shop.customer, "payment_method": method.id}

        paid = shop.v1.payment_intents.create({**params, "confirm": True, "off_session": True})
        later = shop.v1.payment_intents.create({"amount": 700, "currency": "usd", "customer": shop.customer})

        assert (paid.status, later.status) == ("succeeded", "requires_payment_method")
        assert shop.v1.payment_intents.confirm(later.id, {"payment_method": method.id}).status == "succeeded"
        assert shop.v1.charges.list({"payment_intent": paid.id}).data[0].amount == 700
        assert refused(shop.v1.payment_intents.cancel, paid.id).code == "payment_intent_unexpected_state"

    @pytest.mark.parametrize(
        ("card", "code"),
        [
            ("pm_card_visa_chargeDeclined", "card_declined"),
            ("pm_card_authenticationRequired", "authentication_required"),
        ],
    )
    def test_keep_what_a_declined_card_left(self, server, shop, card, code):
        method = shop.v1.payment_methods.attach(card, {"customer": shop.customer})
        params = {"amount": 700, "currency": "usd", "customer": shop.customer, "payment_method": method.id}

        error = refused(shop.v1.payment_intents.create, {**params, "confirm": True, "off_session": True})

        assert isinstance(error, stripe.CardError)
        assert (error.http_status, error.code) == (402, code)
        intent = shop.v1.payment_intents.retrieve(error.error.payment_intent["id"])
        assert intent.status == "requires_payment_method"
        assert intent.last_payment_error.code == code
        assert shop.v1.payment_intents.cancel(intent.id).status == "canceled"
        assert kinds(server)[-1] == "payment_intent.canceled"


class TestRefunds:
    def test_give_parts_back_until_nothing_is_left(self, server, shop):
        intent = shop.paid_intent()
        since = len(server.events)

        part = shop.v1.refunds.create({"payment_intent": intent.id, "amount": 200, "metadata": {"order_id": "1"}})
        rest = shop.v1.refunds.create({"charge": intent.latest_charge.id, "reason": "requested_by_customer"})

        assert (part.amount, part.status, rest.amount) == (200, "succeeded", 300)
        charge = shop.v1.charges.retrieve(intent.latest_charge.id)
        assert (charge.refunded, charge.amount_refunded) == (True, 500)
        assert kinds(server, since) == ["refund.created", "charge.refunded"] * 2
        assert [row.id for row in shop.v1.refunds.list({"payment_intent": intent.id}).data] == [rest.id, part.id]
        again = refused(shop.v1.refunds.create, {"payment_intent": intent.id})
        assert again.code == "charge_already_refunded"

    def test_give_no_more_back_than_was_paid(self, shop):
        intent = shop.paid_intent()
        shop.v1.refunds.create({"payment_intent": intent.id, "amount": 200})

        error = refused(shop.v1.refunds.create, {"payment_intent": intent.id, "amount": 301})

        assert (error.http_status, error.param) == (400, "amount")
        assert "($3.01) is greater than unrefunded amount on charge ($3.00)" in str(error)

    def test_are_of_something_that_was_paid(self, server, shop):
        session = shop.session().id
        server.pay(session, "chargeDeclined")
        intent = server.row(session)["payment_intent"]

        assert "does not have a successful charge" in str(refused(shop.v1.refunds.create, {"payment_intent": intent}))
        assert refused(shop.v1.refunds.create, {"payment_intent": "pi_none"}).code == "resource_missing"
        assert refused(shop.v1.refunds.create, {"amount": 100}).http_status == 400
        assert refused(shop.v1.refunds.create, {"reason": "whim"}).param == "reason"

    def test_from_the_dashboard_are_told_without_a_request(self, server, shop):
        charge = shop.paid_intent().latest_charge.id

        refund = server.refund(charge, 100)

        assert shop.v1.refunds.retrieve(refund["id"]).amount == 100
        told = server.events_of("refund.created")[0]
        assert (told["request"]["id"], told["data"]["object"]) == (None, refund)

    def test_may_come_back(self, server, shop):
        charge = shop.paid_intent("pm_card_refundFail").latest_charge.id

        refund = shop.v1.refunds.create({"charge": charge})

        assert shop.v1.refunds.retrieve(refund.id).status == "failed"
        assert kinds(server)[-3:] == ["refund.failed", "charge.refund.updated", "charge.updated"]
        assert shop.v1.charges.retrieve(charge).amount_refunded == 0

    def test_may_take_time(self, server, shop):
        charge = shop.paid_intent("pm_card_pendingRefund").latest_charge.id
        good = shop.v1.refunds.create({"charge": charge, "amount": 100})
        bad = shop.v1.refunds.create({"charge": charge, "amount": 100})
        assert (good.status, bad.status) == ("pending", "pending")

        assert server.refund_arrives(good.id)["status"] == "succeeded"
        assert server.refund_fails(bad.id)["status"] == "failed"
        assert shop.v1.charges.retrieve(charge).amount_refunded == 100
        assert shop.v1.refunds.update(good.id, {"metadata": {"a": "b"}}).metadata.to_dict() == {"a": "b"}


class TestDisputes:
    def test_take_the_money_until_they_are_won(self, server, shop):
        charge = shop.paid_intent().latest_charge.id
        since = len(server.events)

        dispute = server.dispute(charge, reason="product_not_received")

        assert (dispute["amount"], dispute["status"]) == (500, "needs_response")
        assert shop.v1.charges.retrieve(charge).disputed
        assert refused(shop.v1.refunds.create, {"charge": charge}).code == "charge_disputed"
        answered = shop.v1.disputes.update(dispute["id"], {"evidence": {"product_description": "credits"}})
        assert answered.status == "under_review"
        server.close_dispute(dispute["id"], "won")
        assert kinds(server, since) == [
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.updated",
            "charge.dispute.closed",
            "charge.dispute.funds_reinstated",
        ]
        assert shop.v1.refunds.create({"charge": charge}).status == "succeeded"

    def test_may_be_lost(self, server, shop):
        intent = shop.paid_intent()
        dispute = server.dispute(intent.latest_charge.id, amount=300)

        assert shop.v1.disputes.close(dispute["id"]).status == "lost"
        assert kinds(server)[-1] == "charge.dispute.closed"
        assert [row.amount for row in shop.v1.disputes.list({"payment_intent": intent.id}).data] == [300]
        assert refused(shop.v1.disputes.close, dispute["id"]).http_status == 400
        with pytest.raises(ValueError, match="won or lost"):
            server.close_dispute(dispute["id"], "maybe")

    def test_come_by_themselves_with_one_card(self, server, shop):
        intent = shop.paid_intent("pm_card_createDispute")

        assert shop.v1.disputes.list({"charge": intent.latest_charge.id}).data[0].reason == "fraudulent"


class TestPortal:
    def test_is_opened_for_a_customer(self, shop):
        session = shop.v1.billing_portal.sessions.create({"customer": shop.customer, "return_url": "https://a.b"})

        assert session.url.startswith("https://billing.stripe.com/")
        assert (session.customer, session.return_url, session.flow) == (shop.customer, "https://a.b", None)
        assert refused(shop.v1.billing_portal.sessions.create, {"customer": "cus_nobody"}).param == "customer"

    def test_leads_to_what_is_asked_for(self, shop):
        flow = {"type": "subscription_cancel", "subscription_cancel": {"subscription": shop.subscribed().id}}
        params = {"customer": shop.customer, "flow_data": flow}

        assert shop.v1.billing_portal.sessions.create(params).flow.type == "subscription_cancel"
        bare = {"customer": shop.customer, "flow_data": {"type": "subscription_cancel"}}
        assert refused(shop.v1.billing_portal.sessions.create, bare).param == "flow_data[subscription_cancel]"


class TestEvents:
    def test_are_told_again_by_the_api(self, server, shop):
        server.pay(shop.session().id)
        event = server.events[-1]

        assert shop.v1.events.retrieve(event["id"]).to_dict() == event
        assert [row.id for row in shop.v1.events.list({"type": "checkout.session.*"}).data] == [event["id"]]
        assert [row.type for row in shop.v1.events.list({"types": ["charge.succeeded"]}).data] == ["charge.succeeded"]
        assert shop.v1.events.list({"limit": 1}).data[0].id == event["id"]
        assert refused(shop.v1.events.retrieve, "evt_none").http_status == 404

    def test_show_things_as_they_were_then(self, server, client):
        customer = client.v1.customers.create({"name": "Ada"})
        client.v1.customers.update(customer.id, {"name": "Grace"})

        assert server.events[0]["data"]["object"]["name"] == "Ada"
        assert server.events[0]["api_version"] == stripe.api_version

    def test_may_be_of_any_type(self, server, client):
        customer = client.v1.customers.create()

        event = server.emit("customer.sang", customer.id)

        assert server.events[-1] == event
        post = signed(event, SECRET)
        assert str(client.construct_event(post.body, post.signature, SECRET).type) == "customer.sang"

    def test_say_which_request_they_come_from(self, server, client):
        client.v1.customers.create({}, {"idempotency_key": "customer-7"})

        assert server.events[0]["request"]["idempotency_key"] == "customer-7"


class Webhook:
    """Takes what is posted, as a webhook would: `answers` are given in turn, and 200 after them."""

    def __init__(self) -> None:
        self.posts: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        self.busy = 0
        self.busiest = 0
        self.lock = threading.Lock()
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                with webhook.lock:
                    webhook.busy += 1
                    webhook.busiest = max(webhook.busiest, webhook.busy)
                body = self.rfile.read(int(self.headers["content-length"]))
                time.sleep(0.005)
                with webhook.lock:
                    webhook.busy -= 1
                    webhook.posts.append((body, self.headers["stripe-signature"]))
                    status = webhook.answers.pop(0) if webhook.answers else 200
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Keep quiet."""

        class Server(ThreadingHTTPServer):
            request_queue_size = 32

        self.http = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/hook"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    thread = threading.Thread(target=hook.http.serve_forever, args=(0.02,))
    thread.start()
    yield hook
    hook.http.shutdown()
    hook.http.server_close()
    thread.join()


class TestDelivery:
    def test_posts_each_event_signed_one_to_three_times(self, server, client, shop, webhook):
        server.pay(shop.session().id)
        server.renew(shop.subscribed().id)

        done = server.deliver(webhook.url, secret=SECRET, shuffle_seed=3)

        read = [client.construct_event(body, header, SECRET) for body, header in webhook.posts]
        times = Counter(event.id for event in read)
        assert set(times) == {event["id"] for event in server.events}
        assert set(times.values()) == {1, 2, 3}
        assert len(done) == len(read)
        assert {delivery.status for delivery in done} == {200}
        assert 1 < webhook.busiest <= 8

    def test_is_in_order_unless_shuffled(self, server, client, shop, webhook):
        server.pay(shop.session().id)
        ids = [event["id"] for event in server.events]

        server.deliver(webhook.url, secret=SECRET, times=(1, 1), at_once=1)
        shuffled = server.deliver(
            webhook.url, secret=SECRET, events=server.events, times=(1, 1), at_once=1, shuffle_seed=1
        )
        again = server.deliver(
            webhook.url, secret=SECRET, events=server.events, times=(1, 1), at_once=1, shuffle_seed=1
        )

        posted = [client.construct_event(body, header, SECRET).id for body, header in webhook.posts]
        assert posted[: len(ids)] == ids
        assert [delivery.event["id"] for delivery in shuffled] == [delivery.event["id"] for delivery in again] != ids

    def test_repeats_what_was_not_taken(self, server, client, webhook):
        client.v1.customers.create()
        webhook.answers = [500]

        statuses = [
            [done.status for done in server.deliver(webhook.url, secret=SECRET, times=(1, 1))] for _ in range(3)
        ]

        assert statuses == [[500], [200], []]

    @pytest.mark.parametrize("spoilt", [forged, altered, stale])
    def test_of_spoilt_events_is_seen_by_the_sdk(self, server, client, webhook, spoilt):
        client.v1.customers.create()

        assert server.post(webhook.url, spoilt(server.events[0], SECRET)) == 200

        with pytest.raises(stripe.SignatureVerificationError):
            client.construct_event(*webhook.posts[0], SECRET)

    def test_of_others_is_not(self, server, client):
        client.v1.customers.create()
        ahead, live = from_the_future(server.events[0], SECRET), wrong_mode(server.events[0], SECRET)

        assert client.construct_event(ahead.body, ahead.signature, SECRET).id == server.events[0]["id"]
        assert client.construct_event(live.body, live.signature, SECRET).livemode is True
        assert int(ahead.signature.split(",")[0].removeprefix("t=")) > time.time() + 300
        assert server.events[0]["livemode"] is False

    def test_signs_as_the_sdk_does(self, server, client):
        client.v1.customers.create({"name": "Zoë"})
        post = signed(server.events[0], SECRET, 1_700_000_000)
        expected = stripe.WebhookSignature.generate_signature_header(post.body.decode(), SECRET, 1_700_000_000)

        assert post.signature == signature(post.body, SECRET, 1_700_000_000) == expected
        assert post.headers["Stripe-Signature"] == expected


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "error", "attempts"),
        [
            (401, stripe.AuthenticationError, 1),
            (403, stripe.PermissionError, 1),
            (409, stripe.APIError, 2),
            (429, stripe.RateLimitError, 1),
            (500, stripe.APIError, 2),
            (503, stripe.APIError, 2),
            ("html", stripe.APIError, 2),
            ("reset", stripe.APIConnectionError, 2),
        ],
    )
    def test_look_to_the_sdk_like_those_of_stripe(self, server, status, error, attempts):
        server.fail_next(2, status=status)

        with pytest.raises(error):
            client_of(server, retries=1).v1.customers.create()

        assert len(server.requests) == attempts
        assert len({request.idempotency_key for request in server.requests}) == 1
        assert server.events == []

    def test_may_be_silence(self, server):
        server.fail_next(status="timeout")
        begun = time.monotonic()

        with pytest.raises(stripe.APIConnectionError):
            client_of(server, timeout=0.3).v1.customers.create()

        assert 0.25 < time.monotonic() - begun < 5

    def test_pass(self, server):
        server.fail_next(status="reset")

        assert client_of(server, retries=1).v1.customers.create().object == "customer"
        assert len(server.events) == 1

    @pytest.mark.parametrize("status", ["reset", 500, "html"])
    def test_after_the_work_lose_the_answer_only(self, server, status):
        server.fail_next(status=status, after_work=True)

        customer = client_of(server, retries=1).v1.customers.create({"name": "Ada"})

        assert customer.last_response.headers["Idempotent-Replayed"] == "true"
        assert [event["data"]["object"]["id"] for event in server.events] == [customer.id]

    def test_meet_only_what_they_are_for(self, server, client):
        server.fail_next(status=500, path="/v1/customers", method="GET")

        client.v1.products.create({"name": "Pack"})
        client.v1.customers.create()
        refused(client.v1.customers.list)

        assert len(client.v1.customers.list().data) == 1

    def test_are_those_that_exist(self, server):
        with pytest.raises(ValueError, match="no such fault"):
            server.fail_next(status=418)


class TestShapes:
    def test_are_those_of_the_sdk(self, server, shop):
        for card in (
            "pm_card_visa",
            "chargeDeclined",
            "sepa_debit",
            "authentication_required",
            "pm_card_createDispute",
        ):
            server.pay(shop.session(invoice_creation={"enabled": True}).id, card)
        server.refund(shop.paid_intent().latest_charge.id, 100)
        shop.paid_intent("pm_card_refundFail")
        subscription = shop.subscribed()
        server.advance(days=5)
        shop.changed(subscription, shop.pro)
        server.fail_next_payment(shop.customer)
        shop.changed(shop.subscribed(), shop.pro, proration_behavior="always_invoice")
        server.fail_next_payment(shop.customer, "authentication_required")
        server.renew(subscription.id)
        server.settle(subscription.id)
        shop.v1.subscriptions.pause(subscription.id)
        shop.v1.billing_portal.sessions.create({"customer": shop.customer})
        preview = shop.v1.invoices.create_preview({"subscription": shop.subscribed().id})

        told = {event["data"]["object"]["object"] for event in server.events}
        assert {"checkout.session", "dispute", "invoice", "invoice_payment", "invoiceitem", "refund"} <= told
        assert sorted({fault for event in server.events for fault in misshapen(event)}) == []
        assert list(misshapen(preview.to_dict())) == []

    def test_that_are_wrong_are_seen(self):
        faults = list(misshapen({"object": "refund", "id": "re_1", "amount": None, "currency": "usd", "colour": "red"}))

        assert faults == ["refund.colour is not known", "refund.amount is missing", "refund.created is missing"]


class TestManyClients:
    def test_do_not_disturb_each_other(self, server, shop):
        chance = random.Random(7)
        orders = [chance.randint(1, 9) for _ in range(16)]

        def shopping(number: int) -> tuple[str, int]:
            v1 = client_of(server, retries=2).v1
            customer = v1.customers.create({"name": str(number)}, {"idempotency_key": f"customer-{number}"}).id
            for order in range(5):
                session = v1.checkout.sessions.create(
                    {
                        "mode": "payment",
                        "customer": customer,
                        "success_url": RETURN,
                        "line_items": [{"price": shop.pack, "quantity": orders[number]}],
                    },
                    {"idempotency_key": f"order-{number}-{order}"},
                )
                v1.refunds.create({"payment_intent": server.pay(session.id)["payment_intent"], "amount": 100})
            return customer, sum(charge.amount for charge in v1.charges.list({"customer": customer}).data)

        with ThreadPoolExecutor(16) as pool:
            results = list(pool.map(shopping, range(16)))

        assert [paid for _, paid in results] == [500 * 5 * quantity for quantity in orders]
        assert len({customer for customer, _ in results}) == 16
        assert len(server.events_of("checkout.session.completed")) == 80

    def test_give_back_no_more_than_was_paid(self, server, shop):
        intent = shop.paid_intent().id

        def give_back(_: int) -> bool:
            try:
                client_of(server).v1.refunds.create({"payment_intent": intent, "amount": 100})
            except stripe.InvalidRequestError:
                return False
            return True

        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(give_back, range(16))) == 5
        assert shop.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge"]}).latest_charge.refunded
