"""In production staff reach no page of the admin without a second proof."""

import pyotp
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import BrowserSession, User
from accounts.services.devices import Device
from accounts.services.second_factor import confirm_authenticator, start_authenticator
from routix.admin_site import RoutixAdminSite
from tests.accounts.people import PASSWORD, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# What nobody signs in for: the way in and out, and the texts of its scripts.
_OPEN = {"admin:login", "admin:logout", "admin:jsi18n"}


def admin_addresses() -> list[str]:
    """Every address under the admin, with something in place of what it takes."""
    found = []

    def walk(patterns: list[URLPattern | URLResolver], path: str, space: str) -> None:
        for entry in patterns:
            here = f"{path}{entry.pattern}"
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, here, entry.namespace or space)
            elif here.startswith("admin/") and f"{space}:{entry.name}" not in _OPEN:
                found.append(here)

    walk(get_resolver().url_patterns, "", "")
    return found


def concrete(pattern: str) -> str:
    """An address of the pattern."""
    text = pattern
    for converter, value in {"uuid": "018f0000-0000-7000-8000-000000000000", "int": "1"}.items():
        while f"<{converter}:" in text:
            start = text.index(f"<{converter}:")
            text = text[:start] + value + text[text.index(">", start) + 1 :]
    while "<" in text:
        start = text.index("<")
        text = text[:start] + "x" + text[text.index(">", start) + 1 :]
    return "/" + text.replace("^", "").replace("$", "").replace("\\Z", "")


@pytest.fixture
def boss() -> User:
    return make_user("boss", is_staff=True, is_superuser=True, is_verified=True)


@pytest.fixture
def strict(settings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


def browser() -> Client:
    client = Client()
    assert client.post(reverse("login"), {"username": "boss", "password": PASSWORD}).status_code == 302
    return client


class TestAdminSite:
    def test_is_ours(self):
        assert isinstance(admin.site._wrapped if hasattr(admin.site, "_wrapped") else admin.site, RoutixAdminSite)

    def test_shows_no_page_to_staff_without_a_second_proof(self, boss, strict):
        client = browser()
        addresses = sorted({concrete(pattern) for pattern in admin_addresses()})
        assert len(addresses) > 60

        reached = []
        for address in addresses:
            for method in (client.get, client.post):
                answer = method(address)
                if answer.status_code == 302 and answer["Location"].startswith("/admin/login/?next="):
                    continue
                if answer.status_code in (404, 405):
                    continue
                reached.append((address, answer.status_code))

        assert reached == []

    def test_leads_them_to_where_they_set_it_up(self, boss, strict):
        client = browser()

        answer = client.get("/admin/", follow=True)

        assert answer.redirect_chain[-1][0] == reverse("security")
        assert answer.context["needs_second_proof"] is True
        assert "The administration asks for a second proof" in answer.content.decode()

    def test_opens_as_soon_as_it_is_set_up(self, boss, strict):
        client = browser()
        shown = client.post(reverse("authenticator"), {"password": PASSWORD})
        client.post(reverse("authenticator"), {"code": pyotp.TOTP(shown.context["enrolment"].secret).now()})

        assert client.get("/admin/").status_code == 200

    def test_opens_by_a_code_and_not_by_the_password_alone(self, boss, strict):
        secret = start_authenticator(boss, password=PASSWORD).secret
        codes = confirm_authenticator(boss, pyotp.TOTP(secret).now(), Device())
        client = browser()
        assert client.get("/admin/").status_code == 302

        client.post(reverse("login-code"), {"code": codes[0]})

        assert client.get("/admin/").status_code == 200

    def test_closes_when_it_is_turned_off(self, boss, strict):
        secret = start_authenticator(boss, password=PASSWORD).secret
        codes = confirm_authenticator(boss, pyotp.TOTP(secret).now(), Device())
        client = browser()
        client.post(reverse("login-code"), {"code": codes[0]})

        client.post(reverse("authenticator-off"), {"password": PASSWORD, "code": codes[1]})

        assert client.get("/admin/").status_code == 302

    def test_asks_for_none_outside_of_production(self, boss):
        assert browser().get("/admin/").status_code == 200

    def test_has_no_sign_in_of_its_own(self, boss):
        answer = Client().get("/admin/", follow=True)

        assert [address for address, _ in answer.redirect_chain] == [
            "/admin/login/?next=/admin/",
            f"{reverse('login')}?next=/admin/",
        ]

    def test_goes_on_after_the_sign_in(self, boss):
        client = browser()

        assert client.get("/admin/login/", {"next": "/admin/accounts/user/"})["Location"] == "/admin/accounts/user/"
        assert client.get("/admin/login/", {"next": "https://evil.example/"})["Location"] == "/admin/"

    def test_turns_others_away(self):
        make_user("boss")

        assert browser().get("/admin/login/").status_code == 403

    def test_signs_out_by_post_only(self, boss):
        client = browser()
        client.get("/admin/logout/")
        assert client.get("/admin/").status_code == 200

        client.post("/admin/logout/")

        assert client.get("/admin/").status_code == 302
        assert not BrowserSession.objects.exists()

    def test_changes_passwords_where_everybody_does(self, boss):
        assert browser().get("/admin/password_change/")["Location"] == reverse("password-change")
