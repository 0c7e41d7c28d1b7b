"""The page that explains every number."""

import csv
import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.gateways.local.payments import close_dispute, open_dispute
from billing.models import CreditAccount, LedgerTransaction
from billing.pages.statement_lines import FILTERS
from billing.services.refunding import refund_order
from billing.settlement import settle_payment
from tests.billing.shopping import bought_pack, buyer

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


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def made(user: User, amount: int = 2, *, note: str = "Routix V6: Black holes", ends: str = "captured") -> uuid.UUID:
    """A piece of work that holds credits, or ended so."""
    reference = uuid.uuid4()
    ledger.reserve(user, amount=amount, reference=reference, note=note)
    if ends == "captured":
        ledger.capture(reference)
    elif ends == "released":
        ledger.release(reference)
    return reference


def grant_many(user: User, number: int) -> None:
    for index in range(number):
        ledger.grant(user, amount=1, key=f"gift:{user.pk}:{index}", reason=f"Gift {index}")


class TestFigures:
    def test_add_up_to_the_statement(self, page: Client, user: User) -> None:
        made(user, 3)
        made(user, 2, ends="held")
        context = page.get(reverse("credits")).context
        assert (context["balance"].available, context["balance"].held, context["on_statement"]) == (5, 2, 7)
        booked = LedgerTransaction.objects.filter(account_id=user.pk).latest("created_at")
        assert context["on_statement"] == booked.balance_after

    def test_say_what_expires_when(self, page: Client, user: User) -> None:
        at = timezone.now() + timedelta(days=9)
        ledger.grant(user, amount=40, key="p", reason="Plan", bucket="plan", expires_at=at)
        body = text(page.get(reverse("credits")))
        assert f'<strong>40</strong> plan credits</span><time datetime="{at:%Y-%m-%d}' in body

    def test_tell_of_a_frozen_account(self, page: Client, user: User) -> None:
        ledger.open_account(user)
        ledger.freeze(user.pk, "A payment is disputed")
        body = text(page.get(reverse("credits")))
        assert "Your credits are frozen" in body
        assert "Get more credits" not in body

    def test_tell_of_a_debt(self, page: Client, user: User) -> None:
        order = bought_pack(user)
        made(user, 105)
        staff = buyer("staff", is_staff=True)
        refund_order(order, amount=None, reason="Asked", author=staff, key="1")
        response = page.get(reverse("credits"))
        assert "You owe 95 credits" in text(response)
        assert "−95" in text(response)
        assert (response.context["on_statement"], response.context["is_below_nothing"]) == (95, True)

    def test_tell_of_credits_that_wait_for_the_renewal(self, page: Client, user: User) -> None:
        now = timezone.now()
        ledger.grant(
            user,
            amount=30,
            key="p",
            reason="Plan",
            bucket="plan",
            expires_at=now - timedelta(hours=1),
            kept_until=now + timedelta(days=7),
        )
        response = page.get(reverse("credits"))
        assert "30 credits of your last period" in text(response)
        assert response.context["on_statement"] == 40


class TestLine:
    def test_says_why_credits_came(self, page: Client, user: User) -> None:
        bought_pack(user)
        body = text(page.get(reverse("credits")))
        assert "Bought 100 credits" in body
        assert "Credits of a pack. They never expire." in body
        assert "Welcome to Routix" in body

    def test_leads_to_the_thumbnail_that_was_charged(self, page: Client, user: User) -> None:
        reference = made(user)
        body = text(page.get(reverse("credits")))
        assert (
            f'<a href="{reverse("studio-generation", args=[reference])}"><bdi>Routix V6: Black holes</bdi></a>' in body
        )
        assert "2 credits were set aside and charged when the picture was there." in body

    def test_says_how_much_of_a_hold_was_charged(self, page: Client, user: User) -> None:
        reference = made(user, 6, ends="held")
        ledger.capture(reference, amount=4)
        assert "6 credits were set aside: 4 charged, 2 returned." in text(page.get(reverse("credits")))

    def test_says_what_is_held_and_what_came_back(self, page: Client, user: User) -> None:
        made(user, 1, ends="held")
        made(user, 2, ends="released")
        body = text(page.get(reverse("credits")))
        assert "1 credit is set aside while this is being made." in body
        assert "2 credits were set aside and came back, because nothing was delivered." in body

    def test_says_why_credits_went_with_their_money(self, page: Client, user: User) -> None:
        order = bought_pack(user)
        refund_order(order, amount=None, reason="Asked", author=buyer("staff", is_staff=True), key="1")
        body = text(page.get(reverse("credits")))
        assert "Money was sent back" in body
        assert "The credits that the money had bought went with it." in body

    def test_says_that_a_won_dispute_gives_the_credits_back(self, page: Client, user: User) -> None:
        order = bought_pack(user)
        dispute = open_dispute(order.payment_id or "")
        settle_payment("test", order.payment_id or "")
        assert "Your bank took the money back" in text(page.get(reverse("credits")))
        close_dispute(dispute.pk, is_won=True)
        settle_payment("test", order.payment_id or "")
        response = page.get(reverse("credits"))
        assert "Credits that an earlier line took are back." in text(response)
        assert response.context["on_statement"] == 110

    def test_escapes_what_people_write(self, page: Client, user: User) -> None:
        made(user, note="Routix V6: <script>alert(1)</script>")
        assert "<script>alert" not in text(page.get(reverse("credits")))

    def test_is_headed_by_its_month_once(self, page: Client, user: User) -> None:
        grant_many(user, 3)
        body = text(page.get(reverse("credits")))
        assert body.count(f"<h3>{timezone.now():%B %Y}</h3>") == 1


class TestMore:
    def test_goes_through_every_line_once(self, page: Client, user: User) -> None:
        grant_many(user, 70)
        address, seen = reverse("credits-lines"), []
        while address:
            body = text(page.get(address, headers=HTMX))
            seen += re.findall(r"Gift (\d+)<", body)
            older = re.search(r'hx-get="([^"]+)"', body)
            address = older[1].replace("&amp;", "&") if older else ""
        assert [int(number) for number in seen] == list(range(69, -1, -1))

    def test_works_without_scripts(self, page: Client, user: User) -> None:
        grant_many(user, 35)
        first = text(page.get(reverse("credits")))
        older = re.search(r'class="button" href="([^"]+)"', first)
        assert older is not None
        second = text(page.get(older[1].replace("&amp;", "&")))
        assert "Gift 0<" in second
        assert "Back to the newest lines" in second
        assert "Gift 34<" not in second

    @pytest.mark.parametrize("mark", ["x", "20261128T000000.000000~x", "~", "99999999T000000.000000~", "²~²"])
    def test_begins_with_the_newest_for_a_place_that_is_none(self, page: Client, mark: str) -> None:
        response = page.get(reverse("credits"), {"before": mark})
        assert response.status_code == 200
        assert "Welcome to Routix" in text(response)

    def test_asks_as_many_questions_for_any_number_of_lines(
        self, page: Client, user: User, django_assert_max_num_queries: Any
    ) -> None:
        grant_many(user, 30)
        with django_assert_max_num_queries(12):
            page.get(reverse("credits"))


class TestFilter:
    def test_shows_only_its_kind(self, page: Client, user: User) -> None:
        made(user, 1, note="charged one")
        made(user, 1, note="held one", ends="held")
        made(user, 1, note="returned one", ends="released")
        shown = {
            name: [line.title for line in page.get(reverse("credits"), {"show": name}).context["statement"].lines]
            for name in FILTERS
        }
        assert shown == {
            "received": ["Welcome to Routix"],
            "charged": ["charged one"],
            "held": ["held one"],
            "returned": ["returned one"],
            "expired": [],
            "corrected": [],
        }

    def test_passes_nonsense_over(self, page: Client) -> None:
        assert page.get(reverse("credits"), {"show": "nonsense"}).context["statement"].filter == ""

    def test_stays_while_going_back_in_time(self, page: Client, user: User) -> None:
        grant_many(user, 40)
        assert "show=received&amp;before=" in text(page.get(reverse("credits"), {"show": "received"}))


class TestFile:
    def rows(self, page: Client) -> list[list[str]]:
        response = page.get(reverse("credits-statement"))
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response.headers["Content-Disposition"]
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    def test_has_every_line(self, page: Client, user: User) -> None:
        grant_many(user, 45)
        made(user, 2, ends="released")
        head, *rows = self.rows(page)
        assert head[:6] == ["Time (UTC)", "Kind", "What", "Why", "Change", "Balance after"]
        assert len(rows) == 47
        assert rows[0][1:3] == ["Returned", "Routix V6: Black holes"]
        assert rows[-1][2:6:2] == ["Welcome to Routix", "10"]

    @pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@x", "\tx"])
    def test_runs_nothing_in_a_spreadsheet(self, page: Client, user: User, note: str) -> None:
        made(user, note=note)
        assert self.rows(page)[1][2] == f"'{note}"


class TestLimits:
    def test_are_saved(self, page: Client, user: User) -> None:
        response = page.post(reverse("credits-limits"), {"monthly_cap": "50", "low_balance_at": "3"}, follow=True)
        account = CreditAccount.objects.get(pk=user.pk)
        assert (account.monthly_cap, account.low_balance_at) == (50, 3)
        assert "Your limits are saved." in text(response)
        assert response.redirect_chain == [(reverse("credits"), 302)]

    def test_are_lifted_by_empty_fields(self, page: Client, user: User) -> None:
        page.post(reverse("credits-limits"), {"monthly_cap": "50", "low_balance_at": "3"})
        page.post(reverse("credits-limits"), {"monthly_cap": "", "low_balance_at": ""})
        account = CreditAccount.objects.get(pk=user.pk)
        assert (account.monthly_cap, account.low_balance_at) == (None, None)

    @pytest.mark.parametrize("value", ["-1", "x", "1.5", str(2**31), "0"])
    def test_are_refused_beside_the_field(self, page: Client, user: User, value: str) -> None:
        response = page.post(reverse("credits-limits"), {"monthly_cap": value, "low_balance_at": "3"})
        assert response.status_code == 422
        assert "field__error" in text(response)
        assert not CreditAccount.objects.filter(pk=user.pk, monthly_cap__isnull=False).exists()

    def test_tell_no_second_time_of_what_was_told(self, page: Client, user: User) -> None:
        ledger.open_account(user)
        told_at = timezone.now()
        CreditAccount.objects.filter(pk=user.pk).update(low_balance_told_at=told_at)
        page.post(reverse("credits-limits"), {"monthly_cap": "9", "low_balance_at": "5"})
        assert CreditAccount.objects.get(pk=user.pk).low_balance_told_at == told_at

    def test_show_how_much_of_the_cap_is_used(self, page: Client, user: User) -> None:
        ledger.set_monthly_cap(user, 50)
        made(user, 3)
        assert "3 of 50 credits used this month" in text(page.get(reverse("credits")))
