"""No page of the running product does what its policy of contents forbids."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import sign_up
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

NOWHERE = "/nothing/here"
SIGNED_OUT = ["/", "/login", "/signup", "/pricing", NOWHERE, "/api/docs/"]
SIGNED_IN = ["/", "/verify"]  # and whatever the menu of the account leads to
ADMIN = [
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/templates_lib/template/",
    "/admin/billing/revenue/",
]


@pytest.fixture
def seen(open_page: Callable[..., Page]) -> Callable[[], tuple[Page, list[str]]]:
    """Open a page; what its policies forbid is noted, with its address."""

    def opened() -> tuple[Page, list[str]]:
        page = open_page()
        violations: list[str] = []
        page.on(
            "console",
            lambda message: (
                violations.append(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
            ),
        )
        return page, violations

    return opened


def visit(page: Page, paths: list[str]) -> None:
    for path in paths:
        answer = page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.status == (404 if path == NOWHERE else 200), f"{path} answered {answer.status}"
        assert "content-security-policy" in answer.headers
        page.wait_for_timeout(300)  # what scripts do at their start


class TestPolicies:
    def test_are_kept_by_pages_for_everybody(self, seen: Callable[[], tuple[Page, list[str]]]) -> None:
        page, violations = seen()
        visit(page, SIGNED_OUT)
        page.locator(".swagger-ui .opblock-summary").first.wait_for()
        page.locator(".swagger-ui .opblock-summary").first.click()
        page.locator(".swagger-ui .opblock-body").first.wait_for()
        assert violations == []

    def test_are_kept_by_the_studio_and_the_account(self, seen: Callable[[], tuple[Page, list[str]]]) -> None:
        page, violations = seen()
        sign_up(page)
        page.get_by_label("What is your video about?").fill("How black holes work")
        page.locator("[data-composer] button[type=submit]").click()
        page.locator("[data-result-picture]").wait_for(timeout=60_000)
        menu = page.locator("[data-menu] a[href^='/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert "/account/credits" in menu
        visit(page, [*SIGNED_IN, *(path for path in menu if not path.startswith("/api/"))])
        assert violations == []

    def test_are_kept_by_the_admin(self, live_stack: Stack, seen: Callable[[], tuple[Page, list[str]]]) -> None:
        page, violations = seen()
        live_stack.manage("shell", "-c", _MAKE_BOSS)
        page.goto("/login")
        page.get_by_label("Username or e-mail").fill("boss_of_policies")
        page.get_by_label("Password").fill("a long enough passphrase")
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_label("What is your video about?").wait_for()
        visit(page, ADMIN)
        page.goto("/admin/accounts/user/")
        page.locator("#result_list a[href*='/change/']").first.click()
        page.locator("form#user_form").wait_for()
        page.wait_for_load_state("load")
        assert violations == []

    def test_stop_a_script_that_stands_in_a_page(self, seen: Callable[[], tuple[Page, list[str]]]) -> None:
        page, violations = seen()
        page.goto("/login")
        page.evaluate(
            "() => document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
        )
        assert page.evaluate("() => window.ran === undefined")
        assert len(violations) == 1


_MAKE_BOSS = """
from accounts.models import User
User.objects.create_superuser("boss_of_policies", "boss@example.com", "a long enough passphrase")
"""
