"""Buying over HTTP."""

import uuid

import pytest

from billing.models import LedgerTransaction, Order
from billing.selectors import balance_of
from tests.accounts.people import client_of, make_user
from tests.billing.shopping import bought_pack, buyer, subscribed
from tests.common.together import fine, together
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

API = "/api/v1/users"
PURCHASE = f"{API}/credits/purchase"
UPGRADE = f"{API}/subscription/upgrade"


class TestPurchase:
    def test_answers_where_to_pay(self):
        answer = client_of(buyer()).post(PURCHASE, {"pack": "small"}, format="json")
        assert answer.status_code == 201
        assert_described(answer, "users/credits/purchase")
        data = answer.json()["data"]
        order = Order.objects.get()
        assert data["order_id"] == str(order.pk)
        assert data["checkout_url"] == order.checkout_url
        assert (data["amount"], data["currency"], data["credits"]) == (999, "usd", 100)

    def test_takes_a_number_of_credits(self):
        answer = client_of(buyer()).post(PURCHASE, {"credits": 500}, format="json")
        assert answer.json()["data"]["amount"] == 3999

    @pytest.mark.parametrize(
        "body",
        [{}, {"pack": "huge"}, {"credits": 7}, {"pack": "small", "credits": 100}, {"credits": 10**30}, {"credits": -1}],
    )
    def test_says_what_is_wrong(self, body):
        answer = client_of(buyer()).post(PURCHASE, body, format="json")
        assert answer.status_code == 422
        assert_described(answer, "users/credits/purchase")
        assert not Order.objects.exists()

    def test_refuses_the_signed_out_and_the_unconfirmed(self):
        assert client_of(None).post(PURCHASE, {"pack": "small"}, format="json").status_code == 401
        answer = client_of(make_user()).post(PURCHASE, {"pack": "small"}, format="json")
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "email_not_verified")

    def test_says_how_long_to_wait(self):
        client = client_of(buyer())
        for _ in range(10):
            client.post(PURCHASE, {"pack": "small"}, format="json")
        answer = client.post(PURCHASE, {"pack": "small"}, format="json")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "3600"
        assert_described(answer, "users/credits/purchase")

    def test_begins_one_checkout_of_64_with_one_key(self):
        user = buyer()
        clients = [client_of(user) for _ in range(64)]
        answers = fine(
            together(
                64,
                lambda index: clients[index].post(
                    PURCHASE, {"pack": "small"}, format="json", HTTP_IDEMPOTENCY_KEY="one click"
                ),
            )
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
        assert Order.objects.count() == 1


class TestUpgrade:
    def test_begins_a_checkout_for_whoever_has_no_plan(self):
        answer = client_of(buyer()).post(UPGRADE, {"tier": "pro"}, format="json")
        assert answer.status_code == 201
        assert_described(answer, "users/subscription/upgrade")
        assert answer.json()["data"]["checkout_url"]

    def test_changes_the_plan_of_whoever_has_one_once(self):
        user = buyer()
        subscribed(user)
        preview = client_of(user).post(f"{API}/subscription/preview", {"tier": "pro"}, format="json")
        assert preview.status_code == 200
        assert_described(preview, "users/subscription/preview")
        body = {"tier": "pro", "at": preview.json()["data"]["at"]}
        clients = [client_of(user) for _ in range(16)]

        answers = fine(
            together(
                16, lambda index: clients[index].post(UPGRADE, body, format="json", HTTP_IDEMPOTENCY_KEY="one click")
            )
        )

        assert {answer.status_code for answer in answers} == {200}, answers[0].content
        assert len({answer.content for answer in answers}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
        assert answers[0].json()["data"]["subscription"]["tier"] == "pro"
        assert LedgerTransaction.objects.filter(key__startswith="invoice:").count() == 2

    @pytest.mark.parametrize("tier", ["free", "gold", ""])
    def test_knows_the_tiers(self, tier):
        assert client_of(buyer()).post(UPGRADE, {"tier": tier}, format="json").status_code == 422


class TestEnding:
    def test_ends_with_the_period_and_is_taken_back(self):
        user = buyer()
        subscribed(user)
        client = client_of(user)
        ending = client.post(f"{API}/subscription/cancel", format="json", HTTP_IDEMPOTENCY_KEY="a")
        assert ending.status_code == 200
        assert_described(ending, "users/subscription/cancel")
        assert ending.json()["data"]["cancels_at_period_end"] is True
        going_on = client.post(f"{API}/subscription/resume", format="json", HTTP_IDEMPOTENCY_KEY="b")
        assert going_on.json()["data"]["cancels_at_period_end"] is False

    def test_without_a_plan_is_a_conflict(self):
        answer = client_of(buyer()).post(f"{API}/subscription/cancel", format="json")
        assert (answer.status_code, answer.json()["error"]["type"]) == (409, "subscription_state")


_NOBODY_S = "0190a5c8-0000-7000-8000-000000000000"


class TestReading:
    def test_shows_what_is_on_sale_to_anybody(self):
        answer = client_of(None).get(f"{API}/subscription/tiers")
        assert answer.status_code == 200
        assert_described(answer, "users/subscription/tiers")
        data = answer.json()["data"]
        assert [(tier["tier"], tier["price"], tier["monthly_credits"]) for tier in data["tiers"]] == [
            ("free", 0, 10),
            ("basic", 999, 100),
            ("pro", 2999, 500),
            ("enterprise", 9999, 2000),
        ]
        assert [(pack["credits"], pack["price"]) for pack in data["packs"]] == [(100, 999), (500, 3999), (2000, 12999)]

    def test_shows_plan_orders_invoices_and_statement(self):
        user = buyer()
        order = bought_pack(user)
        subscribed(user)
        client = client_of(user)
        for path, count in (("orders", 1), ("invoices", 1), ("credits/statement", 3)):
            answer = client.get(f"{API}/{path}")
            assert answer.status_code == 200
            assert_described(answer, f"users/{path}")
            assert answer.json()["data"]["total"] == count, path
        one = client.get(f"{API}/orders/{order.pk}")
        assert one.json()["data"]["state"] == "paid"
        assert_described(one, "users/orders/{order_id}")
        plan = client.get(f"{API}/subscription").json()["data"]
        assert (plan["tier"], plan["next_tier"], plan["status"]) == ("basic", "basic", "active")
        credits_now = client.get(f"{API}/credits").json()["data"]
        assert credits_now["available"] == 210 == balance_of(user).available
        assert credits_now["expiring"][0]["amount"] == 100
        assert credits_now["monthly_allowance"] == 100

    def test_hides_what_is_somebody_elses(self):
        order = bought_pack(buyer())
        stranger = client_of(buyer("omid"))
        assert stranger.get(f"{API}/orders/{order.pk}").status_code == 404
        assert stranger.get(f"{API}/orders/{uuid.uuid4()}").status_code == 404
        assert stranger.get(f"{API}/subscription").status_code == 404
        for path in ("orders", "invoices", "credits/statement"):
            assert stranger.get(f"{API}/{path}").json()["data"]["items"] == [] or path == "credits/statement"

    @pytest.mark.parametrize(
        "path",
        [
            "orders",
            "invoices",
            "credits",
            "credits/statement",
            "subscription",
            "orders/0190a5c8-0000-7000-8000-000000000000",
        ],
    )
    def test_refuses_the_signed_out(self, path):
        assert client_of(None).get(f"{API}/{path}").status_code == 401

    def test_opens_the_portal_after_a_first_purchase(self):
        user = buyer()
        client = client_of(user)
        assert client.post(f"{API}/subscription/portal", format="json").status_code == 409
        bought_pack(user)
        answer = client.post(f"{API}/subscription/portal", format="json")
        assert answer.status_code == 200
        assert_described(answer, "users/subscription/portal")
        assert answer.json()["data"]["portal_url"].startswith("http")
