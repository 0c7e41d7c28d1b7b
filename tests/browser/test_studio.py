"""A newcomer's way through the page: sign up, ask, watch, look, take it along."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, sign_up

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]

PORTRAIT = Path(__file__).resolve().parents[1] / "fixtures" / "portrait.jpg"
PROMPT = "I survived 7 days in the Arctic with no food, shocked face, red arrow"
MADE_MS = 60_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self' ws:; form-action 'self'; base-uri 'none'"
)

# Notes every value of the bar and every stage that is shown, from the moment the form is sent.
WATCH = """() => {
  window.shown = {values: [], stages: []};
  new MutationObserver(() => {
    const bar = document.querySelector("[data-live-bar]");
    const line = document.querySelector("[data-live-line]");
    if (bar) window.shown.values.push(bar.value);
    if (line) window.shown.stages.push(line.textContent);
  }).observe(document.getElementById("stage"), {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def ask(page: Page, prompt: str = PROMPT, *, algorithm: str = "Routix V4") -> None:
    page.get_by_label("What is your video about?").fill(prompt)
    page.get_by_role("radio", name=algorithm).check()
    page.get_by_role("button", name="Create").click()


def picture(page: Page) -> None:
    """Wait until the picture is there and really loaded."""
    page.locator("[data-result-picture]").wait_for(timeout=MADE_MS)
    page.wait_for_function("document.querySelector('[data-result-picture]').naturalWidth > 0")


def has_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


class TestNewcomer:
    def test_signs_up_asks_watches_and_downloads(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        expect(page.locator("#credits")).to_have_text("10 credits")
        page.evaluate(WATCH)

        ask(page, algorithm="Routix V6")
        picture(page)

        shown = page.evaluate("window.shown")
        assert shown["values"] == sorted(shown["values"])
        assert len(set(shown["values"])) >= 2
        assert len(set(shown["stages"])) >= 2
        expect(page.locator("#credits")).to_have_text("8 credits")
        expect(page.locator(".history__item")).to_have_count(1)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as JPG").click()
        data = Path(download.value.path()).read_bytes()
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("JPEG", (1920, 1080))
        assert len(data) < 2_000_000

    def test_finds_the_result_again_after_reloading(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        ask(page)
        picture(page)
        page.reload()
        picture(page)
        page.goto("/")
        page.locator(".history__card").click()
        picture(page)

    def test_places_a_photo_of_their_own(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        page.locator("[data-photo]").set_input_files(PORTRAIT)
        expect(page.get_by_role("img", name="The attached photo")).to_be_visible()
        expect(page.get_by_role("radio", name="Routix V4")).to_be_disabled()
        ask(page, "My trip to Bali", algorithm="Routix V5")
        picture(page)

    def test_writes_persian_from_right_to_left(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        ask(page, "سفر رویایی به بالی")
        picture(page)
        assert page.evaluate("getComputedStyle(document.querySelector('.result__prompt bdi')).direction") == "rtl"


class TestSecondRequest:
    def test_leaves_the_stage_to_what_was_opened_and_still_ends_in_the_history(
        self, open_page: Callable[..., Page]
    ) -> None:
        page = open_page()
        sign_up(page)
        ask(page, "How black holes work")
        picture(page)
        ask(page, "Grandma's secret lasagna recipe", algorithm="Routix V6")
        page.locator("[data-live-generation]").wait_for()
        page.locator(".history__card", has_text="black holes").click()
        picture(page)
        expect(page.locator(".history__picture img")).to_have_count(2, timeout=MADE_MS)
        expect(page.locator(".result__prompt")).to_have_text("How black holes work")


class TestLostSocket:
    def test_still_brings_the_picture(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        page.route_web_socket("**/ws/", lambda socket: socket.close())
        sign_up(page)
        ask(page)
        picture(page)


class TestPhone:
    def test_never_scrolls_sideways(self, open_page: Callable[..., Page]) -> None:
        page = open_page(PHONE)
        page.goto("/")
        assert not has_sideways_scroll(page)
        sign_up(page)
        assert not has_sideways_scroll(page)
        ask(page, "x" * 400)
        picture(page)
        assert not has_sideways_scroll(page)


class TestKeyboard:
    def test_is_enough(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        page.get_by_label("What is your video about?").focus()
        page.keyboard.type("How black holes work")
        page.keyboard.press("Control+Enter")
        picture(page)


class TestRefusal:
    def test_is_told_beside_the_form_and_goes_away(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        sign_up(page)
        ask(page, "…")
        expect(page.get_by_role("alert")).to_have_text("There is nothing to read in it.")
        ask(page)
        picture(page)
        expect(page.get_by_role("alert")).to_have_count(0)


class TestContentSecurityPolicy:
    def test_may_be_strict(self, open_page: Callable[..., Page]) -> None:
        page = open_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)

        def guard(route: Route) -> None:
            response = route.fetch(max_redirects=0)
            route.fulfill(response=response, headers={**response.headers, "content-security-policy": POLICY})

        page.route(lambda url: "/static/" not in url, guard)
        sign_up(page)
        ask(page)
        picture(page)
        page.unroute_all(behavior="ignoreErrors")  # a request of the page may still be under way
        assert refused == []
