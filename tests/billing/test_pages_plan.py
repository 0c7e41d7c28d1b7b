"""The plan's pages: seeing it, changing it after a look at the price, ending it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.gateways.local.customers import choose_card
from billing.models import Invoice, LocalCustomer, Plan, Subscription
from billing.pages.promises import promises_of
from billing.selectors import balance_of, subscription_of, tier_of
from billing.services.subscribing import PREVIEW_LIFETIME
from billing.tiers import Tier
from tests.billing.shopping import buyer, renewed, subscribed

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


def change(tier: str) -> str:
    return reverse("plan-change", args=[tier])


def fields_of(response: Any) -> dict[str, str]:
    """What the form on the page would send."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text(response))
    return {name: value.replace("&#x2B;", "+") for name, value in found}


def present(user: User) -> Subscription:
    subscription = subscription_of(user)
    assert subscription is not None
    return subscription


class TestPlanPage:
    def test_offers_every_plan_to_whoever_has_none(self, page: Client) -> None:
        body = text(page.get(reverse("plan")))
        assert "Costs nothing." in body
        for tier, price in (("basic", "$9.99"), ("pro", "$29.99"), ("enterprise", "$99.99")):
            assert f'action="{reverse("buy-plan", args=[tier])}"' in body
            assert f'<span class="button__price">{price} a month</span>' in body

    def test_says_when_it_renews_and_for_how_much(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        body = text(page.get(reverse("plan")))
        assert f"Renews on {subscription.period_end:%-d %b %Y} for $9.99." in body
        assert reverse("buy-plan", args=["pro"]) not in body
        assert f'href="{change("pro")}"' in body

    def test_tells_of_a_payment_that_is_missing(self, page: Client, user: User, settings: Any) -> None:
        subscription = subscribed(user)
        choose_card(LocalCustomer.objects.get(pk=subscription.customer_reference), "declined")
        subscription = renewed(subscription)
        assert subscription.past_due_since is not None
        until = subscription.past_due_since + timedelta(days=settings.PAYMENT_GRACE_DAYS)
        body = text(page.get(reverse("plan")))
        assert "The last payment did not go through." in body
        assert f"by {until:%-d %b %Y}" in body
        assert f'action="{reverse("plan-portal")}"' in body
        assert change("pro") not in body

    def test_says_when_the_last_one_ended(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        now = timezone.now()
        Subscription.objects.filter(pk=subscription.pk).update(status="ended", ended_at=now)
        ledger.set_tier(user, Tier.FREE)
        body = text(page.get(reverse("plan")))
        assert f"Your Basic plan ended on {now:%-d %b %Y}." in body
        assert reverse("buy-plan", args=["basic"]) in body


class TestPreview:
    def test_says_what_an_upgrade_costs_and_brings(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        response = page.get(change("pro"))
        told, body = response.context["change"], text(response)
        assert 0 < told.amount <= 2000
        assert 0 < told.credits <= 400
        assert f"pay ${told.amount / 100:.2f} now" in body
        assert f"{told.credits} credits" in body
        assert f"From {subscription.period_end:%-d %b %Y} on" in body
        assert "$29.99 a month" in body

    def test_says_that_a_downgrade_begins_with_the_next_period(self, page: Client, user: User) -> None:
        subscription = subscribed(user, "pro")
        body = text(page.get(change("basic")))
        assert "<dd>nothing</dd>" in body
        assert f"Until {subscription.period_end:%-d %b %Y}" in body
        assert "you stay on Pro" in body

    @pytest.mark.parametrize("tier", ["free", "none", "basic"])
    def test_is_refused_where_there_is_no_such_change(self, page: Client, user: User, tier: str) -> None:
        subscribed(user)
        response = page.get(change(tier))
        assert response.status_code == (404 if tier == "none" else response.status_code)
        assert 400 <= response.status_code < 500

    def test_sends_whoever_has_no_plan_to_subscribe(self, page: Client) -> None:
        response = page.get(change("pro"))
        assert response.status_code == 409
        assert "You have no plan to change." in text(response)

    def test_is_refused_while_the_plan_ends(self, page: Client, user: User) -> None:
        subscribed(user)
        page.post(reverse("plan-cancel"), {"key": "1"})
        response = page.get(change("pro"))
        assert response.status_code == 409
        assert "Keep it first, then change it." in text(response)


class TestChange:
    def test_upgrades_at_once_for_the_price_that_was_shown(self, page: Client, user: User) -> None:
        subscribed(user)
        preview = page.get(change("pro"))
        response = page.post(change("pro"), fields_of(preview), follow=True)
        invoice = Invoice.objects.filter(user=user).latest("paid_at", "created_at")
        assert response.redirect_chain == [(reverse("plan"), 302)]
        assert "You are on Pro." in text(response)
        assert tier_of(user) == "pro"
        told = preview.context["change"]
        assert Invoice.objects.filter(user=user, amount=told.amount, credits=told.credits).exists()
        assert balance_of(user).available == 10 + 100 + told.credits
        assert invoice.user == user

    def test_is_made_once_by_two_clicks(self, page: Client, user: User) -> None:
        subscribed(user)
        sent = fields_of(page.get(change("pro")))
        page.post(change("pro"), sent)
        second = page.post(change("pro"), sent)
        assert second.headers["Location"] == reverse("plan")
        assert Invoice.objects.filter(user=user).count() == 2
        assert present(user).plan_id == "pro"

    def test_plans_a_downgrade_and_takes_it_back(self, page: Client, user: User) -> None:
        subscription = subscribed(user, "pro")
        response = page.post(change("basic"), fields_of(page.get(change("basic"))), follow=True)
        assert f"Becomes Basic on {subscription.period_end:%-d %b %Y}, for $9.99 a month." in text(response)
        assert tier_of(user) == "pro"
        response = page.post(change("pro"), fields_of(page.get(change("pro"))), follow=True)
        assert f"Renews on {subscription.period_end:%-d %b %Y} for $29.99." in text(response)

    def test_changes_nothing_where_the_card_is_refused(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        choose_card(LocalCustomer.objects.get(pk=subscription.customer_reference), "declined")
        sent = fields_of(page.get(change("pro")))
        response = page.post(change("pro"), sent)
        assert response.status_code == 402
        assert "Your card was declined." in text(response)
        assert fields_of(response)["key"] != sent["key"]
        assert tier_of(user) == "basic"

    def test_shows_the_price_again_where_the_preview_is_too_old(self, page: Client, user: User) -> None:
        subscribed(user)
        at = timezone.now() - PREVIEW_LIFETIME - timedelta(minutes=1)
        response = page.post(change("pro"), {"at": at.isoformat(), "key": "1"})
        assert response.status_code == 422
        assert "pay $" in text(response)
        assert tier_of(user) == "basic"

    @pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-01T00:00:00"])
    def test_shows_the_price_where_none_was_shown(self, page: Client, user: User, at: str) -> None:
        subscribed(user)
        response = page.post(change("pro"), {"at": at, "key": "1"})
        assert "pay $" in text(response)
        assert tier_of(user) == "basic"


class TestEnd:
    def test_says_what_is_kept_until_when(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        body = text(page.get(reverse("plan-cancel")))
        assert f"End it on {subscription.period_end:%-d %b %Y}" in body
        assert "you have all of Basic" in body
        assert "<dd>100</dd>" in body
        assert "Free, 10 credits a month" in body

    def test_comes_with_the_period_and_can_be_taken_back(self, page: Client, user: User) -> None:
        subscribed(user)
        ended = page.post(reverse("plan-cancel"), fields_of(page.get(reverse("plan-cancel"))), follow=True)
        assert "Until then everything stays as it is." in text(ended)
        assert present(user).cancels_at_period_end
        assert tier_of(user) == "basic"
        assert "Keep the plan" in text(ended)
        kept = page.post(reverse("plan-resume"), fields_of(ended), follow=True)
        assert "Your plan goes on." in text(kept)
        assert not present(user).cancels_at_period_end

    def test_has_no_page_for_whoever_has_no_plan(self, page: Client) -> None:
        assert page.get(reverse("plan-cancel")).headers["Location"] == reverse("plan")

    def test_can_not_be_taken_back_without_a_plan(self, page: Client) -> None:
        response = page.post(reverse("plan-resume"), {"key": str(uuid4())})
        assert response.status_code == 409
        assert 'role="alert"' in text(response)


class TestPortal:
    def test_opens_for_a_customer(self, page: Client, user: User) -> None:
        subscription = subscribed(user)
        response = page.post(reverse("plan-portal"))
        assert response.status_code == 302
        assert subscription.customer_reference in response.headers["Location"]

    def test_is_refused_before_a_first_purchase(self, page: Client) -> None:
        response = page.post(reverse("plan-portal"))
        assert response.status_code == 409
        assert "nothing to manage" in text(response)

    def test_says_when_the_gateway_is_away(self, page: Client, user: User, settings: Any) -> None:
        subscribed(user)
        settings.IS_PRODUCTION = True
        response = page.post(reverse("plan-portal"))
        assert response.status_code == 503
        assert 'role="alert"' in text(response)


class TestPromises:
    def plans(self) -> list[Plan]:
        return list(Plan.objects.order_by("price"))

    def test_follow_the_columns(self) -> None:
        plans = self.plans()
        pro = next(plan for plan in plans if plan.tier == "pro")
        pro.monthly_credits, pro.rollover_factor, pro.active_generations, pro.brand_assets = 700, 3, 7, 1
        assert promises_of(pro, plans) == [
            "Unspent credits roll over, up to 2,100 in all",
            "7 thumbnails at once",
            "In the queue before Free and Basic",
            "1 picture of your own kept",
        ]

    @pytest.mark.parametrize("factor", [0, 1])
    def test_promise_no_rollover_where_nothing_rolls_over(self, factor: int) -> None:
        plan = self.plans()[0]
        plan.rollover_factor = factor
        assert promises_of(plan, self.plans())[0] == "Unspent credits expire with the month"

    def test_promise_no_place_before_equals(self) -> None:
        plans = self.plans()
        for plan in plans:
            plan.queue_priority = 1
        assert {promises_of(plan, plans)[2] for plan in plans} == {"Standard place in the queue"}
