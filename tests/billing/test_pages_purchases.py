"""The list of what was bought."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing.models import Invoice, Order, Pack, Plan
from billing.pages.addresses import on_this_host
from billing.pages.purchases import Purchase
from billing.services.purchasing import buy_pack
from billing.services.refunding import refund_invoice, refund_order
from billing.services.subscribing import subscribe
from tests.billing.shopping import bought_pack, buyer, newest_invoice, renewed, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


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


def shown(page: Client) -> list[Purchase]:
    purchases: list[Purchase] = page.get(reverse("purchases")).context["purchases"]
    return purchases


def told(page: Client) -> list[tuple[str, str, str]]:
    return [(purchase.name, purchase.amount, purchase.state) for purchase in shown(page)]


class TestList:
    def test_says_where_to_buy_when_it_is_empty(self, page: Client) -> None:
        body = text(page.get(reverse("purchases")))
        assert "You have bought nothing yet." in body
        assert f'href="{reverse("pricing")}"' in body

    def test_merges_packs_and_invoices_the_newest_first(self, page: Client, user: User) -> None:
        bought_pack(user)
        subscription = subscribed(user)
        renewed(subscription)
        assert [name for name, _, state in told(page) if state == "Paid"].count("Basic plan") == 2
        assert ("100 credits", "$9.99", "Paid") in told(page)
        times = [purchase.at for purchase in shown(page)]
        assert times == sorted(times, reverse=True)

    def test_comes_a_page_at_a_time(self, page: Client, user: User) -> None:
        pack = Pack.objects.get(pk="small")
        common = {"user": user, "kind": "pack", "pack": pack, "credits": 100, "amount": 999, "currency": "usd"}
        orders = [Order(**common, gateway="test", livemode=False, state="expired") for _ in range(33)]
        for number, order in enumerate(Order.objects.bulk_create(orders)):
            Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(days=number))
        first = page.get(reverse("purchases"))
        assert len(first.context["purchases"]) == 30
        second = page.get(f"{reverse('purchases')}?{first.context['older']}")
        assert len(second.context["purchases"]) == 3
        assert second.context["older"] == ""

    @pytest.mark.parametrize("before", ["x", "99999999T000000.000000", ""])
    def test_begins_with_the_newest_for_a_time_that_is_none(self, page: Client, user: User, before: str) -> None:
        bought_pack(user)
        response = page.get(reverse("purchases"), {"before": before})
        assert len(response.context["purchases"]) == 1

    def test_asks_as_many_questions_for_any_number(
        self, page: Client, user: User, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(4):
            bought_pack(user)
        renewed(renewed(subscribed(user)))
        with django_assert_max_num_queries(8):
            page.get(reverse("purchases"))


class TestState:
    def test_of_an_open_checkout_leads_on_to_pay(self, page: Client, user: User) -> None:
        order = buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")
        body = text(page.get(reverse("purchases")))
        assert "Not paid yet" in body
        assert f'href="{on_this_host(order.checkout_url)}">Go on to pay $9.99</a>' in body

    def test_of_an_open_plan_names_it(self, page: Client, user: User) -> None:
        subscribe(user, Plan.objects.get(pk="pro"), ip_digest="")
        assert told(page) == [("Pro", "$29.99", "Not paid yet")]

    def test_of_one_whose_time_is_over_leads_nowhere(self, page: Client, user: User) -> None:
        order = buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")
        Order.objects.filter(pk=order.pk).update(expires_at=timezone.now())
        assert [(row.state, row.continue_url) for row in shown(page)] == [("Expired, nothing was charged", "")]

    @pytest.mark.parametrize(
        ("state", "words"),
        [("expired", "Expired, nothing was charged"), ("failed", "The payment failed, nothing was charged")],
    )
    def test_of_an_unpaid_one_says_so(self, page: Client, user: User, state: str, words: str) -> None:
        order = buy_pack(user, Pack.objects.get(pk="small"), ip_digest="")
        Order.objects.filter(pk=order.pk).update(state=state)
        assert [row.state for row in shown(page)] == [words]

    def test_of_a_refund_says_how_much(self, page: Client, user: User) -> None:
        order, staff = bought_pack(user), buyer("staff", is_staff=True)
        refund_order(order, amount=250, reason="Asked", author=staff, key="1")
        assert told(page) == [("100 credits", "$9.99", "Refunded $2.50 of $9.99")]
        refund_order(order, amount=None, reason="Asked", author=staff, key="2")
        assert told(page) == [("100 credits", "$9.99", "Refunded")]

    def test_of_a_refunded_invoice_says_so(self, page: Client, user: User) -> None:
        subscribed(user)
        invoice = newest_invoice(user)
        refund_invoice(invoice, amount=None, reason="Asked", author=buyer("staff", is_staff=True), key="1")
        assert told(page) == [("Basic plan", "$9.99", "Refunded")]

    def test_of_a_dispute_says_so(self, page: Client, user: User) -> None:
        order = bought_pack(user)
        Order.objects.filter(pk=order.pk).update(is_disputed=True)
        assert [(row.state, row.tone) for row in shown(page)] == [("Disputed", "bad")]


class TestInvoice:
    def test_leads_to_its_page_and_its_file(self, page: Client, user: User) -> None:
        subscribed(user)
        Invoice.objects.filter(user=user).update(
            page_url="https://pay.example/i/1", pdf_url="https://pay.example/1.pdf"
        )
        body = text(page.get(reverse("purchases")))
        assert '<a href="https://pay.example/i/1">Invoice</a>' in body
        assert '<a href="https://pay.example/1.pdf">PDF</a>' in body

    def test_tells_a_currency_without_decimals_right(self, page: Client, user: User) -> None:
        subscribed(user)
        Invoice.objects.filter(user=user).update(currency="jpy", amount=1500)
        assert told(page) == [("Basic plan", "JPY 1,500", "Paid")]
