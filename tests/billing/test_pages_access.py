"""Who the pages of money open to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.billing.shopping import bought_pack, buyer, subscribed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGES = ("credits", "credits-lines", "credits-statement", "purchases", "plan", "plan-cancel", "referrals")
ACTIONS = ("credits-limits", "plan-resume", "plan-portal")


@pytest.fixture
def user() -> User:
    return buyer()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


class TestPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_asks_strangers_to_sign_in_and_brings_them_back(self, name: str) -> None:
        address = reverse(name)
        assert Client().get(address).headers["Location"] == f"{reverse('login')}?next={address}"

    @pytest.mark.parametrize("name", PAGES)
    def test_is_kept_by_no_cache(self, page: Client, name: str) -> None:
        assert "no-store" in page.get(reverse(name)).headers["Cache-Control"]

    @pytest.mark.parametrize("name", [name for name in PAGES if name not in ("plan-cancel", "credits-statement")])
    def test_opens_for_a_newcomer(self, page: Client, name: str) -> None:
        assert page.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", ["credits", "purchases", "plan"])
    def test_says_that_payments_are_tests(self, page: Client, name: str) -> None:
        assert "Test payments." in text(page.get(reverse(name)))

    def test_names_no_tests_where_payments_are_real(self, page: Client, settings: Any) -> None:
        settings.STRIPE_SECRET_KEY = "sk_live_none"
        assert "Test payments." not in text(page.get(reverse("plan")))

    def test_offers_nothing_where_no_payments_are_set_up(self, page: Client, settings: Any) -> None:
        settings.IS_PRODUCTION = True
        body = text(page.get(reverse("plan")))
        assert "no payments are set up" in body
        assert reverse("buy-plan", args=["pro"]) not in body


class TestAction:
    @pytest.mark.parametrize("name", ACTIONS)
    def test_is_no_page(self, page: Client, name: str) -> None:
        assert page.get(reverse(name)).status_code == 405

    @pytest.mark.parametrize("address", ["/buy/pack/small", "/buy/plan/pro"])
    def test_is_only_sent_as_a_form(self, page: Client, address: str) -> None:
        assert page.get(address).status_code == 405

    @pytest.mark.parametrize("name", [*ACTIONS, "plan-cancel"])
    def test_asks_strangers_to_sign_in(self, name: str) -> None:
        assert Client().post(reverse(name)).headers["Location"].startswith(reverse("login"))

    @pytest.mark.parametrize("name", [*ACTIONS, "plan-cancel"])
    def test_asks_for_the_csrf_token(self, user: User, name: str) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.post(reverse(name)).status_code == 403


class TestSomebodyElse:
    def test_shows_in_nobodys_lists(self, page: Client) -> None:
        other = buyer("omid")
        bought_pack(other)
        subscribed(other)
        assert "100 credits" not in text(page.get(reverse("purchases")))
        assert "Bought" not in text(page.get(reverse("credits")))
        assert "Bought" not in text(page.get(reverse("credits-statement")))
        assert "Renews" not in text(page.get(reverse("plan")))


class TestHeader:
    def test_shows_the_credits_and_the_menu(self, page: Client) -> None:
        body = text(page.get(reverse("plan")))
        assert f'<a id="credits" class="credit-pill" href="{reverse("credits")}">' in body
        assert "10 credits" in body
        for name in ("credits", "plan", "purchases", "referrals", "pricing"):
            assert f'class="menu__item" href="{reverse(name)}"' in body

    def test_warns_where_the_user_wants_to_be_warned(self, page: Client) -> None:
        page.post(reverse("credits-limits"), {"monthly_cap": "", "low_balance_at": "10"})
        assert "credit-pill--low" in text(page.get(reverse("plan")))
        page.post(reverse("credits-limits"), {"monthly_cap": "", "low_balance_at": ""})
        assert "credit-pill--low" not in text(page.get(reverse("plan")))

    def test_asks_strangers_in(self) -> None:
        body = text(Client().get(reverse("pricing")))
        assert f'href="{reverse("login")}"' in body
        assert "credit-pill" not in body
