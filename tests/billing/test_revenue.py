"""Revenue, against figures that were reckoned by hand from the rows below."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from billing.admin.revenue_chart import HEIGHT, WIDTH, chart_of
from billing.models import Invoice, Order, Subscription
from billing.selectors.revenue import Leaving, Month, Recurring, Revenue, currencies_of, revenue_of
from billing.tiers import Tier
from tests.accounts.people import make_user
from tests.billing.clerks import clerk, page_of, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)
URL = reverse("admin-revenue")
_numbers = count()


def day(month: int, of_month: int = 1) -> datetime:
    return datetime(2026, month, of_month, tzinfo=UTC)


def end_of(month: int) -> datetime:
    """Its last second."""
    return day(month + 1) - timedelta(seconds=1)


@pytest.fixture
def user() -> User:
    return make_user()


def subscribed(user: User, tier: str, began: datetime, **fields: Any) -> Subscription:
    """A subscription that was paid on the day it began."""
    values: dict[str, Any] = {
        "gateway": "stripe",
        "livemode": True,
        "reference": f"sub_{next(_numbers)}",
        "customer_reference": "cus_1",
        "plan_id": tier,
        "paid_plan_id": tier,
        "status": "ended" if "ended_at" in fields else "active",
        "amount": {"basic": 999, "pro": 2999}[tier],
        "currency": "usd",
        "started_at": began,
        "read_at": began,
        **fields,
    }
    subscription = Subscription.objects.create(user=user, **values)
    if values["paid_plan_id"]:
        invoiced(subscription, began, plan_id=tier)
    return subscription


def invoiced(subscription: Subscription, paid_at: datetime, **fields: Any) -> Invoice:
    values: dict[str, Any] = {
        "plan": subscription.plan,
        "reference": f"in_{next(_numbers)}",
        "billing_reason": "subscription_cycle",
        "amount": subscription.amount,
        "currency": subscription.currency,
        "credits": 100,
        "period_start": paid_at,
        "period_end": paid_at,
        "paid_at": paid_at,
        **fields,
    }
    if "plan_id" in fields:
        del values["plan"]
    return Invoice.objects.create(subscription=subscription, user=subscription.user, **values)


def bought(user: User, paid_at: datetime | None, amount: int, **fields: Any) -> Order:
    values: dict[str, Any] = {
        "kind": "pack",
        "pack_id": "small",
        "credits": 100,
        "amount": amount,
        "currency": "usd",
        "gateway": "stripe",
        "livemode": True,
        "state": "paid" if paid_at else "open",
        "paid_at": paid_at,
        **fields,
    }
    return Order.objects.create(user=user, **values)


def live(currency: str = "usd", **asked: Any) -> Revenue:
    return revenue_of(currency, livemode=True, at=NOW, **asked)


def of_tier(revenue: Revenue, tier: Tier) -> Recurring:
    return next(one for one in revenue.tiers if one.tier is tier)


def of_month(revenue: Revenue, month: int) -> Month:
    return next(one for one in revenue.months if one.start == day(month))


@pytest.fixture
def subscriptions(user: User) -> None:
    """What the figures of `TestRecurring` were reckoned from. April, May and June are observed."""
    subscribed(user, "basic", day(1, 10))  # pays in all three months
    subscribed(user, "basic", day(3, 5), ended_at=day(5, 20))  # in April and May, ends in May
    subscribed(user, "basic", day(4, 1))  # begins with April, so it pays at the beginnings of May and June
    subscribed(user, "basic", day(6, 10), cancels_at_period_end=True)  # too late to be observed
    subscribed(user, "basic", day(2, 5), ended_at=day(4, 1))  # pays at the beginning of April, when it ends
    moved = subscribed(user, "basic", day(1, 15), amount=2999)  # Basic in April and May, Pro in June
    invoiced(moved, day(5, 15), plan_id="pro")
    Subscription.objects.filter(pk=moved.pk).update(plan_id="pro", paid_plan_id="pro")
    subscribed(user, "pro", day(3, 20), status="past_due", past_due_since=day(7, 1))  # Pro in all three
    subscribed(user, "pro", day(3, 21), status="paused")  # Pro in all three, but asks for nothing now
    subscribed(user, "pro", day(3, 22), status="incomplete", paid_plan_id=None)  # has never paid
    subscribed(user, "pro", day(1, 1), livemode=False, gateway="test", ended_at=day(5, 5))  # no money
    subscribed(user, "pro", day(1, 1), currency="eur", amount=2500)  # another currency


@pytest.mark.usefixtures("subscriptions")
class TestRecurring:
    def test_counts_what_subscriptions_ask_for(self) -> None:
        basic, pro, total = of_tier(live(), Tier.BASIC), of_tier(live(), Tier.PRO), live().total

        assert (basic.subscriptions, basic.ending, basic.mrr) == (3, 1, 3 * 999)
        assert (pro.subscriptions, pro.ending, pro.mrr) == (2, 0, 2 * 2999)
        assert (total.subscriptions, total.ending, total.mrr) == (5, 1, 8995)
        assert total.arr == 107_940

    def test_counts_who_left_by_the_plan_they_had_paid_for(self) -> None:
        # Basic: 3 + 2 + 2 + 0 + 1 + 2 beginnings of months, of which two ended; Pro: 1 + 3 + 3, of which none.
        assert of_tier(live(), Tier.BASIC).leaving == Leaving(paying=10, ended=2)
        assert of_tier(live(), Tier.PRO).leaving == Leaving(paying=7, ended=0)
        assert live().total.leaving == Leaving(paying=17, ended=2)

    def test_reckons_churn(self) -> None:
        assert of_tier(live(), Tier.BASIC).leaving.rate == pytest.approx(0.2)
        assert of_tier(live(), Tier.PRO).leaving.rate == 0
        assert live().total.leaving.rate == pytest.approx(2 / 17)

    def test_reckons_lifetime_value(self) -> None:
        # 9.99 a month / 0.2; nobody left Pro, so nothing is known there; 17.99 a month / (2/17).
        assert of_tier(live(), Tier.BASIC).lifetime_value == 4995
        assert of_tier(live(), Tier.PRO).lifetime_value is None
        assert live().total.lifetime_value == 15_292

    def test_counts_who_left_month_by_month(self) -> None:
        revenue = live()
        # In April: four of Basic (one of them moves up later) and two of Pro; in May one less and another one more.
        assert of_month(revenue, 4).leaving == Leaving(paying=6, ended=1)
        assert of_month(revenue, 5).leaving == Leaving(paying=6, ended=1)
        assert of_month(revenue, 6).leaving == Leaving(paying=5, ended=0)

    def test_keeps_currencies_and_modes_apart(self) -> None:
        assert live("eur").total.mrr == 2500
        tests = revenue_of("usd", livemode=False, at=NOW)
        assert tests.total.mrr == 0
        assert of_tier(tests, Tier.PRO).leaving == Leaving(paying=2, ended=1)
        assert currencies_of(livemode=True) == ["eur", "usd"]
        assert currencies_of(livemode=False) == ["usd"]


class TestLifetimeValue:
    @pytest.mark.parametrize(
        ("subscriptions", "paying", "ended", "value"),
        [(2, 10, 1, 10_000), (2, 9, 1, None), (2, 10, 0, None), (0, 10, 1, None), (2, 0, 0, None)],
    )
    def test_is_not_known_from_too_little(self, subscriptions: int, paying: int, ended: int, value: int | None) -> None:
        mrr = 1000 * subscriptions
        assert Recurring(Tier.PRO, subscriptions, 0, mrr, Leaving(paying, ended)).lifetime_value == value


class TestMonths:
    @pytest.fixture(autouse=True)
    def purchases(self, user: User) -> None:
        subscription = subscribed(user, "basic", day(6, 1))  # an invoice of 9.99 at the very beginning of June
        invoiced(subscription, day(6, 20), amount=2000, refunded_amount=500)
        invoiced(subscription, day(7, 2), amount=2999, refunded_amount=1000, is_disputed=True)
        bought(user, day(6, 5), 999, refunded_amount=999)
        bought(user, end_of(6), 3999)
        bought(user, end_of(5), 999)
        bought(user, None, 12_999)  # not paid
        bought(user, day(6, 6), 999, kind="plan", pack_id=None, plan_id="basic")  # its money stands on an invoice
        bought(user, day(6, 7), 999, livemode=False, gateway="test")
        bought(user, day(6, 8), 900, currency="eur")

    def test_add_up_what_was_paid_in_them(self) -> None:
        june = of_month(live(), 6)
        assert (june.invoices, june.plans) == (2, 2999)
        assert (june.packs_sold, june.packs) == (2, 4998)
        assert june.gross == 7997
        assert (of_month(live(), 5).packs_sold, of_month(live(), 5).packs) == (1, 999)

    def test_take_off_what_went_back(self) -> None:
        june, july = of_month(live(), 6), of_month(live(), 7)
        assert (june.refunded, june.disputes, june.disputed, june.net) == (1499, 0, 0, 6498)
        assert (july.refunded, july.disputes, july.disputed, july.net) == (1000, 1, 1999, 0)

    def test_are_the_last_ones_in_order_and_only_the_present_one_is_not_whole(self) -> None:
        months = live().months
        assert [month.start for month in months] == [
            *(datetime(2025, month, 1, tzinfo=UTC) for month in range(8, 13)),
            *(day(month) for month in range(1, 8)),
        ]
        assert [month.is_whole for month in months] == [True] * 11 + [False]
        assert [month.start for month in live(months=2).months] == [day(6), day(7)]

    def test_without_money_are_zeros(self) -> None:
        empty = of_month(live(), 2)
        assert (empty.gross, empty.net, empty.leaving.rate) == (0, 0, None)


class TestTheChart:
    def month(self, plans: int, packs: int, refunded: int) -> Month:
        return Month(day(1), True, 1, plans, 1, packs, refunded, 0, 0, Leaving())

    def test_stacks_in_proportion_and_stays_inside(self) -> None:
        chart = chart_of([self.month(300, 100, 0), self.month(0, 200, 100)], "usd")

        assert chart is not None
        by_kind = {(bar.kind, round(bar.x > WIDTH / 2)): bar for bar in chart.bars}
        plans, packs, back = by_kind["plans", 0], by_kind["packs", 0], by_kind["back", 1]
        assert plans.height == pytest.approx(3 * packs.height, abs=0.2)
        assert packs.y + packs.height == pytest.approx(plans.y, abs=0.2)
        assert plans.y + plans.height == pytest.approx(chart.line, abs=0.2)
        assert back.y == chart.line
        for bar in chart.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
        assert ("plans", 1) not in by_kind

    def test_is_not_drawn_without_money(self) -> None:
        assert chart_of([self.month(0, 0, 0)], "usd") is None
        assert chart_of([], "usd") is None


class TestThePage:
    @pytest.fixture
    def staff(self) -> Client:
        return signed_in(clerk("view_order", "view_invoice", "view_subscription"))

    def test_shows_figures_with_their_definitions(self, staff: Client, subscriptions: None) -> None:
        shown = page_of(staff, URL)

        for told in ("$89.95", "$1,079.40", "from 5 subscriptions", "Monthly recurring revenue", "Moving to another"):
            assert told in shown
        assert "EUR" in shown
        assert "€25.00" in shown

    def test_says_where_there_is_not_enough(self, staff: Client, user: User) -> None:
        subscribed(user, "basic", NOW)

        assert "not enough data" in page_of(staff, URL)

    def test_shows_test_payments_apart_and_labelled(self, staff: Client, user: User) -> None:
        bought(user, NOW, 4321, livemode=False, gateway="test")
        assert "No live payment was made yet." in page_of(staff, URL)

        shown = page_of(staff, f"{URL}?mode=test")
        assert "no money moved" in shown

    def test_opens_for_an_empty_shop(self, staff: Client) -> None:
        assert "No live payment was made yet." in page_of(staff, URL)
        assert "No test payment was made yet." in page_of(staff, f"{URL}?mode=test")

    @pytest.mark.parametrize("rights", [(), ("view_order", "view_invoice"), ("view_subscription",)])
    def test_takes_the_right_to_see_all_that_it_adds_up(self, rights: tuple[str, ...]) -> None:
        assert signed_in(clerk(*rights)).get(URL).status_code == 403

    def test_sends_strangers_to_sign_in(self) -> None:
        assert "/admin/login/" in Client().get(URL)["Location"]

    def test_asks_few_questions(self, staff: Client, subscriptions: None, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(20):
            page_of(staff, URL)
