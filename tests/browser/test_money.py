"""A newcomer's way with money: confirm, buy, subscribe, upgrade, spend, cancel, and have every number explained."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, confirm_address, sign_up
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

MADE_MS = 60_000
PAGES = ("/pricing", "/account/credits", "/account/plan", "/account/purchases", "/account/referrals")


@pytest.fixture
def visit(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page of a newcomer whose address is confirmed."""

    def opened(**more: object) -> Page:
        page = open_page(**more)
        sign_up(page)
        confirm_address(page)
        return page

    return opened


def pay(page: Page, *, card: str = "Card that works") -> None:
    page.get_by_role("radio", name=card).check()
    page.get_by_role("button", name=re.compile("Pay|Subscribe")).click()


def credits_in_header(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#credits span").first.inner_text()))


def statement(page: Page) -> list[tuple[str, str, str]]:
    """Every line as (kind, change, balance), the oldest first, with all older lines loaded."""
    page.goto("/account/credits")
    lines = page.locator(".line")
    while (more := page.get_by_role("link", name="Show older lines")).count():
        before = lines.count()
        more.click()
        page.wait_for_function("before => document.querySelectorAll('.line').length > before", arg=before)
    read = [
        (
            line.get_attribute("data-kind") or "",
            line.locator(".line__change").inner_text().splitlines()[0],
            "".join(line.locator(".line__balance").all_inner_texts()).replace("Balance", "").strip(),
        )
        for line in lines.all()
    ]
    return read[::-1]


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-").replace("+", ""))


def has_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


class TestNewcomer:
    def test_buys_subscribes_upgrades_spends_cancels_and_understands_every_number(
        self, visit: Callable[..., Page]
    ) -> None:
        page = visit()
        page.goto("/pricing")
        expect(page.get_by_text("Test payments.")).to_be_visible()

        page.locator("[data-pack=medium]").get_by_role("button", name="$39.99").click()
        pay(page)
        expect(page.get_by_role("heading", name="500 credits are yours")).to_be_visible()
        assert credits_in_header(page) == 510

        page.goto("/pricing")
        page.locator("[data-plan=basic]").get_by_role("button", name="$9.99 a month").click()
        pay(page)
        expect(page.get_by_role("heading", name="You are on Basic")).to_be_visible()
        assert credits_in_header(page) == 610

        page.goto("/pricing")
        page.locator("[data-plan=pro]").get_by_role("link", name="$29.99").click()
        promised = page.locator(".decision__facts dd").all_inner_texts()
        gained = int(re.sub(r"\D", "", promised[1]))
        page.get_by_role("button", name=f"pay {promised[0]} now").click()
        expect(page.get_by_text("You are on Pro.")).to_be_visible()
        assert credits_in_header(page) == 610 + gained

        page.goto("/")
        page.get_by_label("What is your video about?").fill("How black holes work")
        page.get_by_role("button", name="Create").click()
        page.locator("[data-result-picture]").wait_for(timeout=MADE_MS)
        expect(page.locator("#credits")).to_contain_text(f"{608 + gained:,} credits")

        kinds = [kind for kind, _, _ in statement(page)]
        assert kinds == ["grant", "grant", "grant", "grant", "capture"]
        page.get_by_role("link", name="Routix V6: How black holes work").click()
        page.locator("[data-result-picture]").wait_for()

        page.goto("/account/plan")
        page.get_by_role("link", name="End the plan").click()
        page.get_by_role("button", name="End it on").click()
        expect(page.get_by_text("Until then everything stays as it is.").first).to_be_visible()
        page.get_by_role("button", name="Keep the plan").click()
        expect(page.get_by_text("Your plan goes on.")).to_be_visible()

        balance = 0
        for _, change, after in statement(page):
            balance += number(change)
            assert number(after) == balance
        assert balance == credits_in_header(page)
        page.goto("/account/purchases")
        expect(page.locator(".purchase")).to_have_count(3)

    def test_gets_back_what_a_cancelled_thumbnail_held(self, visit: Callable[..., Page]) -> None:
        page = visit()
        page.goto("/")
        for topic in ("How black holes work", "Grandma's secret lasagna", "My trip to Bali"):
            page.get_by_label("What is your video about?").fill(topic)
            page.get_by_role("button", name="Create").click()
            page.locator(f"[data-live-generation]:has-text('{topic.split()[-1]}')").wait_for()
        page.get_by_role("button", name="Cancel").click()
        page.locator("[data-ended=cancelled]").wait_for()  # it was the last of three in the queue
        expect(page.get_by_text("2 credits returned")).to_be_visible()
        page.locator("#history .history__picture img").nth(1).wait_for(timeout=MADE_MS)

        lines = statement(page)
        assert sorted(kind for kind, _, _ in lines) == ["capture", "capture", "grant", "returned"]
        assert ("returned", "–", "") in lines
        expect(page.get_by_text("came back, because nothing was delivered")).to_be_visible()
        assert credits_in_header(page) == 6

    def test_is_told_why_a_card_was_refused_and_can_leave_without_paying(self, visit: Callable[..., Page]) -> None:
        page = visit()
        page.goto("/pricing")
        page.locator("[data-pack=small]").get_by_role("button", name="$9.99").click()
        pay(page, card="Declined card")
        expect(page.get_by_text("Your card was declined.")).to_be_visible()
        page.get_by_role("link", name="Cancel").click()
        expect(page.get_by_role("heading", name="Nothing was charged")).to_be_visible()
        assert credits_in_header(page) == 10
        page.goto("/account/purchases")
        page.get_by_role("link", name="Go on to pay $9.99").click()
        pay(page)
        expect(page.get_by_role("heading", name="100 credits are yours")).to_be_visible()


class TestUnconfirmed:
    def test_are_led_to_confirm_and_back_to_the_prices(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        page.goto("/pricing")
        page.locator("[data-pack=small]").get_by_role("button", name="$9.99").click()
        expect(page.get_by_role("heading", name="Confirm your e-mail")).to_be_visible()
        page.get_by_role("link", name="Not now").click()
        expect(page.get_by_role("heading", name="Plans")).to_be_visible()


class TestEmptyPurse:
    def test_is_shown_the_way_to_more_credits(self, open_page: Callable[..., Page], live_stack: Stack) -> None:
        page = open_page()
        name = sign_up(page)
        live_stack.manage(
            "shell",
            "-c",
            "import uuid\n"
            "from accounts.models import User\n"
            "from billing import ledger\n"
            f"ledger.reserve(User.objects.get(username={name!r}), amount=9, reference=uuid.uuid4())",
        )
        page.goto("/")
        expect(page.locator(".credit-pill--low")).to_have_text(re.compile("1 credit"))
        page.get_by_label("What is your video about?").fill("How black holes work")
        page.get_by_role("button", name="Create").click()
        page.get_by_role("link", name="Get more credits").click()
        expect(page.get_by_role("heading", name="Plans")).to_be_visible()


class TestPhone:
    def test_never_scrolls_sideways(self, visit: Callable[..., Page]) -> None:
        page = visit(viewport=PHONE)
        page.goto("/pricing")
        page.locator("[data-plan=basic]").get_by_role("button", name="$9.99 a month").click()
        pay(page)
        page.get_by_role("heading", name="You are on Basic").wait_for()
        for address in (*PAGES, "/account/plan/change/pro", "/account/plan/cancel"):
            page.goto(address)
            assert not has_sideways_scroll(page), address


class TestWithoutScripts:
    def test_buying_and_the_statement_work(self, open_page: Callable[..., Page], visit: Callable[..., Page]) -> None:
        cookies = visit().context.cookies()
        page = open_page()
        page.route("**/*.js", lambda route: route.abort())
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.goto("/pricing")
        page.locator("[data-pack=small]").get_by_role("button", name="$9.99").click()
        pay(page)
        expect(page.get_by_role("heading", name="100 credits are yours")).to_be_visible()
        page.get_by_role("link", name="See the statement").click()
        expect(page.get_by_text("Bought 100 credits")).to_be_visible()
