"""To the checkout and back."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.gateways.local.checkouts import expire_checkout, pay_checkout
from billing.models import Order, Pack, Plan
from billing.pages.addresses import on_this_host
from billing.selectors import balance_of, tier_of
from billing.services.purchasing import MOST_ORDERS_AN_HOUR, buy_pack
from billing.services.subscribing import subscribe
from tests.accounts.people import make_user
from tests.billing.shopping import buyer, paid_pack, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PACK = "/buy/pack/small"
PLAN = "/buy/plan/pro"


@pytest.fixture
def user() -> User:
    return buyer()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def back(order: Order, **more: str) -> str:
    return f"{reverse('checkout-return')}?{urlencode({'order': str(order.pk), **more})}"


def begun(user: User) -> Order:
    return buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")


class TestBuyingTooOften:
    @pytest.mark.parametrize("address", [PACK, PLAN])
    def test_is_refused(self, page: Client, user: User, address: str, settings: Any) -> None:
        settings.RATE_LIMITS = {"default": (2, 60)}
        settings.RATE_LIMIT_TIMEOUT_SECONDS = 5.0  # the machine may be busy, and nothing is away
        token = {"token": str(uuid4())}
        assert [page.post(address, token).status_code for _ in range(3)] == [302, 302, 429]
        assert Order.objects.filter(user=user).count() == 1


class TestBuying:
    @pytest.mark.parametrize(("address", "kind", "amount"), [(PACK, "pack", 999), (PLAN, "plan", 2999)])
    def test_leads_to_the_checkout(self, page: Client, user: User, address: str, kind: str, amount: int) -> None:
        response = page.post(address, {"token": str(uuid4())})
        order = Order.objects.get(user=user)
        assert (response.status_code, response.headers["Location"]) == (302, on_this_host(order.checkout_url))
        assert (order.kind, order.amount, order.state) == (kind, amount, "open")
        assert order.ip_digest != ""

    def test_makes_one_order_of_two_clicks(self, page: Client, user: User) -> None:
        token = str(uuid4())
        first, second = (page.post(PACK, {"token": token}) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert Order.objects.filter(user=user).count() == 1

    def test_makes_another_order_once_the_first_is_paid(self, page: Client, user: User) -> None:
        token = str(uuid4())
        page.post(PACK, {"token": token})
        pay_checkout(Order.objects.get(user=user).session_id or "", card_slug="works")
        page.get(back(Order.objects.get(user=user)))
        page.post(PACK, {"token": token})
        assert sorted(Order.objects.filter(user=user).values_list("state", flat=True)) == ["open", "paid"]

    @pytest.mark.parametrize("token", ["", "é", "x" * 500, "\n"])
    def test_passes_nonsense_in_the_token_over(self, page: Client, user: User, token: str) -> None:
        assert page.post(PACK, {"token": token}).status_code == 302
        assert Order.objects.filter(user=user).count() == 1

    @pytest.mark.parametrize("address", [PACK, PLAN])
    def test_sends_the_unverified_to_confirm_and_back(self, address: str) -> None:
        client, unverified = Client(), make_user("unverified")
        client.force_login(unverified)
        response = client.post(address)
        assert response.headers["Location"] == f"{reverse('verify')}?next=%2Fpricing"
        assert not Order.objects.exists()

    @pytest.mark.parametrize(
        ("address", "status"),
        [("/buy/pack/none", 422), ("/buy/plan/none", 404), ("/buy/plan/free", 422)],
    )
    def test_refuses_what_is_not_for_sale(self, page: Client, address: str, status: int) -> None:
        response = page.post(address, {"token": str(uuid4())})
        assert response.status_code == status
        assert "Nothing was charged." in text(response)
        assert not Order.objects.exists()

    def test_refuses_a_second_plan(self, page: Client, user: User) -> None:
        subscribed(user)
        response = page.post(PLAN, {"token": str(uuid4())})
        assert response.status_code == 409
        assert f'href="{reverse("plan")}">See your plan' in text(response)

    def test_refuses_frozen_accounts(self, page: Client, user: User) -> None:
        ledger.open_account(user)
        ledger.freeze(user.pk, "A payment is disputed")
        response = page.post(PACK, {"token": str(uuid4())})
        assert response.status_code == 403
        assert "Your credits are frozen" in text(response)

    def test_says_when_to_come_back_after_too_many(self, page: Client, user: User) -> None:
        for _ in range(MOST_ORDERS_AN_HOUR):
            begun(user)
        response = page.post(PACK, {"token": str(uuid4())})
        assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")

    def test_says_where_no_payments_are_set_up(self, page: Client, settings: Any) -> None:
        settings.IS_PRODUCTION = True
        response = page.post(PACK, {"token": str(uuid4())})
        assert response.status_code == 503
        assert "takes no payments yet" in text(response)


class TestReturn:
    def test_of_a_paid_pack_shows_the_new_balance(self, page: Client, user: User) -> None:
        order = paid_pack(user)
        response = page.get(back(order))
        assert "100 credits are yours" in text(response)
        assert "110 credits" in text(response)
        assert balance_of(user).available == 110

    def test_books_once_however_often_it_is_opened(self, page: Client, user: User) -> None:
        order = paid_pack(user)
        for _ in range(3):
            page.get(back(order, cancelled="1"))
        assert balance_of(user).available == 110

    def test_of_a_paid_plan_names_it(self, page: Client, user: User) -> None:
        order = subscribe(user, Plan.objects.get(pk="pro"), ip_digest="")
        pay_checkout(order.session_id or "", card_slug="works")
        body = text(page.get(back(order)))
        assert "You are on Pro" in body
        assert "Renews on" in body
        assert tier_of(user) == "pro"

    def test_of_an_unpaid_one_looks_again_by_itself(self, page: Client, user: User) -> None:
        order = begun(user)
        body = text(page.get(back(order)))
        assert "still being processed" in body
        assert f'content="3;url={reverse("checkout-return")}?order={order.pk}&amp;looks=1"' in body

    def test_stops_looking_by_itself_after_a_while(self, page: Client, user: User) -> None:
        body = text(page.get(back(begun(user), looks="40")))
        assert "http-equiv" not in body
        assert "This takes longer than usual." in body

    @pytest.mark.parametrize("looks", ["x", "-1", "9999999", "²"])
    def test_counts_no_nonsense(self, page: Client, user: User, looks: str) -> None:
        assert "looks=1" in text(page.get(back(begun(user), looks=looks)))

    def test_of_a_cancelled_one_says_that_nothing_was_charged(self, page: Client, user: User) -> None:
        order = begun(user)
        body = text(page.get(back(order, cancelled="1")))
        assert "Nothing was charged" in body
        assert f'href="{on_this_host(order.checkout_url)}">Go on to pay $9.99' in body
        assert "http-equiv" not in body

    def test_of_an_expired_one_says_so(self, page: Client, user: User) -> None:
        order = begun(user)
        expire_checkout(order.session_id or "")
        assert "This checkout has expired" in text(page.get(back(order)))

    def test_of_one_whose_time_is_over_waits_no_more(self, page: Client, user: User) -> None:
        order = begun(user)
        Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        assert "http-equiv" not in text(page.get(back(order)))

    def test_of_a_failed_one_says_so(self, page: Client, user: User) -> None:
        order = begun(user)
        Order.objects.filter(pk=order.pk).update(state="failed", session_id=None)
        assert "The payment failed" in text(page.get(back(order)))

    def test_says_that_nothing_is_lost_while_the_gateway_is_away(self, page: Client, user: User, settings: Any) -> None:
        order = paid_pack(user)
        settings.IS_PRODUCTION = True
        response = page.get(back(order))
        assert response.status_code == 503
        assert "Nothing is lost" in text(response)
        settings.IS_PRODUCTION = False
        assert "100 credits are yours" in text(page.get(back(order)))

    @pytest.mark.parametrize("order_id", ["", "x", "0190a5c8-0000-7000-8000-000000000000"])
    def test_of_no_order_is_not_found(self, page: Client, order_id: str) -> None:
        assert page.get(reverse("checkout-return"), {"order": order_id}).status_code == 404

    def test_of_somebody_elses_order_is_not_found(self, page: Client) -> None:
        other = buyer("omid")
        order = paid_pack(other)
        assert page.get(back(order)).status_code == 404
        assert balance_of(other).available == 10

    def test_asks_strangers_to_sign_in_and_brings_them_back(self, user: User) -> None:
        order = begun(user)
        location = Client().get(back(order)).headers["Location"]
        assert location == f"{reverse('login')}?{urlencode({'next': back(order)}, safe='/')}"


class TestOwnAddress:
    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            ("http://here.example:8000/checkout?x=1", "/checkout?x=1"),
            ("http://here.example:80001/checkout", "http://here.example:80001/checkout"),
            ("http://here.example:8000.evil.example/x", "http://here.example:8000.evil.example/x"),
            ("https://checkout.stripe.com/c/pay", "https://checkout.stripe.com/c/pay"),
            ("", ""),
        ],
    )
    def test_leads_to_the_host_that_was_opened(self, settings: Any, url: str, shown: str) -> None:
        settings.PUBLIC_URL = "http://here.example:8000"
        assert on_this_host(url) == shown
