"""A real Chromium in front of the running product."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.stack import Stack

PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of `CHROMIUM`, or the one on the path. Without any the tests are skipped, but never in CI.

    By module: while it runs Django takes its thread for an asynchronous one, and other files need the database.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("there is no Chromium here; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_stack: Stack) -> Iterator[Callable[..., Page]]:
    """Open a page with cookies of its own. At the end no page may have had an error in its scripts."""
    errors: list[str] = []
    contexts = []

    def opened(viewport: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=live_stack.url, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def sign_up(page: Page) -> str:
    """Sign up on the welcome page and return the name."""
    name = f"visitor_{secrets.token_hex(5)}"
    page.goto("/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("E-mail").fill(f"{name}@example.com")
    page.get_by_label("Password").fill("a long enough passphrase")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    page.get_by_label("What is your video about?").wait_for()
    return name


def confirm_address(page: Page) -> None:
    """Confirm the address of who has just signed up, by the mail that is kept here."""
    page.goto("/verify")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Open the link of that mail").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Your e-mail is confirmed")).to_be_visible()
