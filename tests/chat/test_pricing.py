"""The prices: for strangers, for newcomers, for subscribers. Every figure follows its row."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from billing import ledger
from billing.models import Pack, Plan
from generation.models import Algorithm
from tests.billing.shopping import buyer, subscribed
from tests.generation.api_rows import make_algorithm

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return buyer()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def usual() -> Algorithm:
    return make_algorithm(name="Routix V6", is_default=True, credit_cost=2)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def actions(response: Any) -> dict[str, str]:
    return {offer.plan.tier: offer.action for offer in response.context["plans"]}


class TestPricing:
    def test_leads_strangers_to_sign_up(self, usual: Algorithm) -> None:
        response = Client().get(reverse("pricing"))
        body = text(response)
        assert set(actions(response).values()) == {"start"}
        assert "<form" not in body.partition("<main")[2]
        assert f'href="{reverse("signup")}"' in body

    def test_puts_the_price_on_every_button_that_spends(self, page: Client, usual: Algorithm) -> None:
        body = text(page.get(reverse("pricing")))
        buttons = re.findall(r'<form method="post" action="/buy/[^>]*>.*?<button.*?>(.*?)</button>', body)
        assert len(buttons) == 6
        assert all("$" in button for button in buttons)

    def test_says_how_many_thumbnails_it_is_enough_for(self, page: Client, usual: Algorithm) -> None:
        Plan.objects.filter(pk="pro").update(monthly_credits=701)
        body = text(page.get(reverse("pricing")))
        assert "701 credits a month" in body
        assert "about 350 thumbnails with Routix V6" in body

    def test_says_nothing_of_thumbnails_without_an_algorithm(self, page: Client) -> None:
        body = text(page.get(reverse("pricing")))
        assert "about" not in re.sub(r"<[^>]*>", "", body)

    def test_names_the_price_of_a_credit(self, page: Client) -> None:
        Pack.objects.filter(pk="medium").update(price=2500)
        body = text(page.get(reverse("pricing")))
        assert "$0.0999 a credit" in body
        assert "$0.05 a credit" in body

    def test_names_algorithms_with_the_plan_that_brings_them(self, page: Client, usual: Algorithm) -> None:
        make_algorithm(name="Routix V7 Anime", tier="basic", credit_cost=3)
        make_algorithm(name="Routix Retired", is_active=False)
        body = text(page.get(reverse("pricing")))
        assert "Adds Routix V7 Anime" in body
        assert "from Basic on" in body
        assert "3 credits</p>" in body
        assert "Retired" not in body

    def test_marks_the_present_plan_and_offers_to_change(self, page: Client, user: User) -> None:
        subscribed(user)
        response = page.get(reverse("pricing"))
        assert actions(response) == {"free": "", "basic": "current", "pro": "change", "enterprise": "change"}
        assert f'href="{reverse("plan-change", args=["pro"])}"' in text(response)

    def test_offers_plans_to_whoever_has_none(self, page: Client) -> None:
        assert actions(page.get(reverse("pricing"))) == {
            "free": "current",
            "basic": "subscribe",
            "pro": "subscribe",
            "enterprise": "subscribe",
        }

    def test_shows_only_what_is_on_sale(self, page: Client) -> None:
        Plan.objects.filter(pk="enterprise").update(is_active=False)
        Pack.objects.filter(pk="large").update(is_active=False)
        response = page.get(reverse("pricing"))
        assert "enterprise" not in actions(response)
        assert 'data-pack="large"' not in text(response)

    def test_sells_nothing_to_frozen_accounts(self, page: Client, user: User) -> None:
        ledger.open_account(user)
        ledger.freeze(user.pk, "A payment is disputed")
        body = text(page.get(reverse("pricing")))
        assert "Your credits are frozen" in body
        assert 'action="/buy/' not in body

    def test_sells_nothing_where_no_payments_are_set_up(self, page: Client, settings: Any) -> None:
        settings.IS_PRODUCTION = True
        body = text(page.get(reverse("pricing")))
        assert "no payments are set up" in body
        assert 'action="/buy/' not in body

    def test_says_that_payments_are_tests(self, page: Client) -> None:
        assert "Test payments." in text(page.get(reverse("pricing")))

    def test_is_asked_for_with_few_questions(
        self, page: Client, usual: Algorithm, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(11):
            page.get(reverse("pricing"))
