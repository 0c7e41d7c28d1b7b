"""The page that invites others."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.registration import SignUpOrigin, sign_up
from billing.models import ReferralCode
from tests.billing.shopping import bought_pack, buyer

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return buyer()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link_of(page: Client) -> str:
    return str(page.get(reverse("referrals")).context["link"])


def invited(page: Client) -> User:
    code = link_of(page).partition("ref=")[2]
    origin = SignUpOrigin(ip_digest="", referral_code=code)
    return sign_up(username="newcomer", email="newcomer@example.net", password="a long passphrase 7", origin=origin)


class TestReferralsPage:
    def test_gives_one_link_for_good(self, page: Client, user: User, settings: Any) -> None:
        link = link_of(page)
        assert link == f"{settings.PUBLIC_URL}/?ref={ReferralCode.objects.get(user=user).code}"
        assert link_of(page) == link

    def test_gives_a_link_that_the_welcome_page_understands(self, page: Client, user: User) -> None:
        code = link_of(page).partition("ref=")[2]
        body = Client().get("/", {"ref": code}).content.decode()
        assert f'name="referral_code" value="{code}"' in body

    def test_counts_who_came_and_names_nobody(self, page: Client) -> None:
        invited(page)
        response = page.get(reverse("referrals"))
        assert (response.context["facts"].newcomers, response.context["facts"].rewarded) == (1, 0)
        assert "newcomer" not in re.sub(r'(class|for|id)="[^"]*"', "", response.content.decode())

    def test_counts_what_was_earned(self, page: Client, settings: Any) -> None:
        newcomer = invited(page)
        User.objects.filter(pk=newcomer.pk).update(is_verified=True)
        newcomer.refresh_from_db()
        bought_pack(newcomer)
        facts = page.get(reverse("referrals")).context["facts"]
        assert (facts.rewarded, facts.credits_earned) == (1, settings.REFERRER_CREDITS)

    def test_says_what_it_brings(self, page: Client, settings: Any) -> None:
        settings.REFERRAL_CREDITS, settings.REFERRER_CREDITS = 7, 1
        body = page.get(reverse("referrals")).content.decode()
        assert "They start with 7 credits more." in body
        assert "You get 1 credit, and it never expires." in body

    def test_promises_nothing_where_nothing_is_given(self, page: Client, settings: Any) -> None:
        settings.REFERRAL_CREDITS = settings.REFERRER_CREDITS = 0
        body = page.get(reverse("referrals")).content.decode()
        assert "They start with" not in body
        assert "You get" not in body
