"""How somebody guards an account, in a real browser: passkey, authenticator app, sign-ins, a forgotten password."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, confirm_address, sign_up
from tests.journeys.stack import Stack, free_port, start_stack, stop_stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

PASSWORD = "a long enough passphrase"
NEW_PASSWORD = "another passphrase, longer"
MAILED_SECONDS = 60


@pytest.fixture(scope="module")
def named_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A Routix that is called by a name: browsers keep no passkeys for a bare address. Tests sign in often."""
    port = free_port()
    url = f"http://localhost:{port}"
    stack = start_stack(tmp_path_factory.mktemp("named"), PORT=str(port), PUBLIC_URL=url, RATE_LIMIT_AUTH="0")
    stack.url = url
    yield stack
    stop_stack(stack)


@pytest.fixture
def browse(chromium: Browser, named_stack: Stack) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own. At the end no page may have had an error in its scripts."""
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(viewport: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=named_stack.url, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def plug_in_key(page: Page) -> None:
    """Give the browser a security key in software, whose user always puts the right finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def sign_out(page: Page) -> None:
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def type_password(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/login?next=/account/security")
    page.get_by_label("Username or e-mail").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def expect_inside(page: Page) -> None:
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


class TestPasskey:
    @pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
    def test_signs_in_without_a_password(self, browse: Callable[..., Page], viewport: dict[str, int]) -> None:
        page = browse(viewport)
        plug_in_key(page)
        sign_up(page)
        confirm_address(page)
        page.goto("/account/security")
        page.get_by_text("Add a passkey").click()
        page.get_by_label("Your password").fill("a wrong one")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("This is not your password.")).to_be_visible()
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_label("Name of the passkey").fill("My laptop")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("The passkey is added.")).to_be_visible()
        expect(page.locator(".passkey__name")).to_have_text("My laptop")
        sign_out(page)

        page.goto("/login?next=/account/security")
        page.get_by_role("button", name="Sign in with a passkey").click()

        expect_inside(page)
        page.locator(".passkey summary").click()
        page.get_by_role("button", name="Remove this passkey").click()
        expect(page.get_by_text("The passkey is removed.")).to_be_visible()
        sign_out(page)
        page.goto("/login")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("does not work here")


class TestAuthenticator:
    def test_is_turned_on_and_asked_for(self, browse: Callable[..., Page]) -> None:
        page = browse()
        name = sign_up(page)
        confirm_address(page)
        page.goto("/account/security/authenticator")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("Can't scan it?").click()
        totp = pyotp.TOTP(page.get_by_label("Key", exact=True).input_value().replace(" ", ""))
        page.get_by_label("Code of the app").fill(totp.now())
        page.get_by_role("button", name="Turn on").click()
        codes = page.get_by_label("Recovery codes").input_value().split()
        assert len(codes) == 10

        phone = browse(PHONE)
        type_password(phone, name)
        phone.get_by_label("Code").fill("000000")
        phone.get_by_role("button", name="Sign in").click()
        expect(phone.get_by_text("This code is wrong, or was used already.")).to_be_visible()
        phone.get_by_label("Code").fill(totp.at(int(time.time()) + 30))
        phone.get_by_role("button", name="Sign in").click()
        expect_inside(phone)
        sign_out(phone)
        type_password(phone, name)
        phone.get_by_label("Code").fill(codes[0])
        phone.get_by_role("button", name="Sign in").click()
        expect(phone.get_by_text("9 recovery codes are left.")).to_be_visible()


class TestOpenSignIns:
    def test_are_ended_from_elsewhere(self, browse: Callable[..., Page]) -> None:
        page, phone = browse(), browse(PHONE)
        name = sign_up(page)
        type_password(phone, name)
        expect_inside(phone)
        page.goto("/account/security")

        page.get_by_role("button", name="End all the others").click()

        expect(page.get_by_text("Every other sign-in is ended.").first).to_be_visible()
        phone.reload()
        expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()


class TestForgottenPassword:
    def test_is_replaced_by_a_mailed_link(self, browse: Callable[..., Page], named_stack: Stack) -> None:
        page = browse()
        name = sign_up(page)
        sign_out(page)
        page.goto("/login")
        page.get_by_role("link", name="Forgot the password?").click()
        page.get_by_label("E-mail").fill(f"{name}@example.com")
        page.get_by_role("button", name="Mail me the link").click()
        expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()

        page.goto(mailed_link(named_stack.home, name))
        page.get_by_label("New password").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_text("Your new password is set.")).to_be_visible()
        type_password(page, name)
        expect(page.get_by_text("The username or password is wrong.")).to_be_visible()
        type_password(page, name, NEW_PASSWORD)

        expect_inside(page)
        expect(page.get_by_text("The password was set by a mailed link")).to_be_visible()


def mailed_link(home: Path, name: str) -> str:
    """The link in the mail to somebody, as soon as a worker has written it."""
    deadline = time.monotonic() + MAILED_SECONDS
    while time.monotonic() < deadline:
        for path in (home / "mail").glob("*"):
            text = path.read_text().replace("=\n", "").replace("=3D", "=")
            found = re.search(r"http://\S+/password/reset/[\w-]+", text)
            if found and f"{name}@example.com" in text:
                return found.group()
        time.sleep(0.2)
    raise AssertionError("no mail with a link was written")
