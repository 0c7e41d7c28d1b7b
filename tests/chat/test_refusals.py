"""The studio's refusals lead on to where they can be helped."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from billing import ledger
from billing.errors import InsufficientCreditsError
from chat.pages.refusals import told, way_out
from common.errors import DomainError
from tests.billing.shopping import buyer
from tests.generation.api_rows import make_algorithm

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def user() -> User:
    return buyer()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(page: Client, *, cost: int = 1, **fields: Any) -> Any:
    algorithm = make_algorithm(credit_cost=cost, **fields)
    return page.post(reverse("studio-create"), {"prompt": "x y", "algorithm": algorithm.slug}, headers=HTMX)


def links(response: Any) -> list[str]:
    return re.findall(r'<a class="button button--wide" href="([^"]+)"', response.content.decode())


class TestRefusal:
    def test_for_want_of_credits_leads_to_the_prices(self, page: Client) -> None:
        response = ask(page, cost=11)
        assert (response.status_code, links(response)) == (402, [reverse("pricing")])

    def test_for_want_of_a_plan_leads_to_the_prices(self, page: Client) -> None:
        response = ask(page, tier="pro")
        assert response.status_code == 403
        assert links(response) == [reverse("pricing")]

    def test_by_the_users_own_cap_leads_to_the_cap(self, page: Client, user: User) -> None:
        ledger.set_monthly_cap(user, 1)
        response = ask(page, cost=2)
        assert links(response) == [reverse("credits") + "#limits"]

    def test_of_a_frozen_account_leads_to_the_purchases(self, page: Client, user: User) -> None:
        ledger.open_account(user)
        ledger.freeze(user.pk, "A payment is disputed")
        assert links(ask(page)) == [reverse("purchases")]

    def test_leads_on_without_scripts_too(self, page: Client) -> None:
        algorithm = make_algorithm(credit_cost=11)
        response = page.post(reverse("studio-create"), {"prompt": "x y", "algorithm": algorithm.slug})
        assert (response.status_code, links(response)) == (402, [reverse("pricing")])

    def test_for_other_reasons_leads_nowhere(self, page: Client) -> None:
        algorithm = make_algorithm()
        response = page.post(reverse("studio-create"), {"prompt": "", "algorithm": algorithm.slug}, headers=HTMX)
        assert (response.status_code, links(response)) == (422, [])
        assert way_out(DomainError()) is None

    @pytest.mark.parametrize(("left", "words"), [(0, "0 credits"), (1, "1 credit"), (2, "2 credits")])
    def test_counts_what_is_left(self, left: int, words: str) -> None:
        error = InsufficientCreditsError(required=3, available=left)
        assert told(error) == [f"You have {words} left, and this costs 3."]

    def test_names_a_debt(self) -> None:
        assert told(InsufficientCreditsError(required=2, available=0, owed=7)) == [
            "You owe 7 credits after a refund or a dispute. What you receive next pays them first."
        ]
