import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chat.pages.welcome import welcome_context
from tests.accounts.people import PASSWORD, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NEW = {"username": "sara", "email": "sara@example.com", "password": "correct horse battery"}


def user_of(client: Client) -> str | None:
    """Whose session this is."""
    return client.session.get("_auth_user_id")


class TestSignUpPage:
    def test_opens(self, client):
        answer = client.get(reverse("signup"))

        assert answer.status_code == 200
        assert set(answer.context["form"].fields) == {"username", "email", "password"}

    def test_makes_an_account_and_signs_in(self, client):
        answer = client.post(reverse("signup"), NEW)

        assert (answer.status_code, answer.url) == (302, reverse(settings.LOGIN_REDIRECT_URL))
        assert user_of(client) == str(User.objects.get(username="sara").pk)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"username": "OMID"}, "username"),
            ({"email": "Omid@Example.com"}, "email"),
            ({"username": "a b"}, "username"),
            ({"username": "sara\x00"}, "username"),
            ({"email": "nowhere"}, "email"),
            ({"password": "password123"}, "password"),
            ({"password": "short"}, "password"),
            ({"password": ""}, "password"),
        ],
    )
    def test_tells_what_it_refuses_beside_the_field(self, client, change, field):
        make_user("omid")

        answer = client.post(reverse("signup"), {**NEW, **change})

        assert answer.status_code == 200
        assert set(answer.context["form"].errors) == {field}
        assert user_of(client) is None
        assert User.objects.count() == 1

    def test_sends_the_signed_in_on(self, client):
        client.force_login(make_user("sara"))

        assert client.get(reverse("signup")).status_code == 302

    def test_asks_for_the_csrf_token(self):
        assert Client(enforce_csrf_checks=True).post(reverse("signup"), NEW).status_code == 403
        assert not User.objects.exists()


class TestSignUpPageOfTheReferred:
    def code_of(self, newcomers):
        (newcomer,) = newcomers
        return newcomer.origin.referral_code

    def test_carries_the_code_of_its_address_in_the_form(self, client):
        answer = client.get(reverse("signup"), {"ref": "SARA42"})

        assert b'<input type="hidden" name="referral_code" value="SARA42">' in answer.content

    def test_has_no_such_field_without_a_code(self, client):
        assert b"referral_code" not in client.get(reverse("signup")).content

    def test_passes_on_the_code_that_the_form_sends(self, client, newcomers):
        client.post(reverse("signup"), {**NEW, "referral_code": "SARA42"})

        assert self.code_of(newcomers) == "SARA42"

    def test_remembers_the_code_of_an_earlier_address(self, client, newcomers):
        client.get(reverse("signup"), {"ref": "SARA42"})
        client.get(reverse("login"))

        client.post(reverse("signup"), NEW)

        assert self.code_of(newcomers) == "SARA42"
        assert client.cookies["referral_code"].value == ""

    def test_keeps_the_code_when_the_form_is_refused(self, client, newcomers):
        answer = client.post(reverse("signup"), {**NEW, "password": "short", "referral_code": "SARA42"})
        assert b'value="SARA42"' in answer.content

        client.post(reverse("signup"), NEW)

        assert self.code_of(newcomers) == "SARA42"

    def test_costs_no_session_while_nobody_signs_up(self, client):
        client.get(reverse("signup"), {"ref": "SARA42"})

        assert not Session.objects.exists()

    @pytest.mark.parametrize("code", ["no such code", "x" * 65, "<b>"])
    def test_passes_over_nonsense_in_its_cookie(self, client, newcomers, code):
        client.cookies["referral_code"] = code

        client.post(reverse("signup"), NEW)

        assert self.code_of(newcomers) == ""

    def test_takes_the_newest_code(self, client, newcomers):
        client.get(reverse("signup"), {"ref": "OLD"})
        client.get(reverse("signup"), {"ref": "NEW"})

        client.post(reverse("signup"), NEW)

        assert self.code_of(newcomers) == "NEW"

    @pytest.mark.parametrize("code", ["no such code", "x" * 65, "a\x00b", "<b>", "", "کد"])
    def test_is_open_to_whoever_sends_nonsense(self, client, newcomers, code):
        assert client.get(reverse("signup"), {"ref": code}).status_code == 200

        answer = client.post(reverse("signup"), {**NEW, "referral_code": code})

        assert answer.status_code == 302
        assert self.code_of(newcomers) == ""

    def test_passes_on_the_digest_of_the_address(self, client, newcomers):
        client.post(reverse("signup"), NEW, REMOTE_ADDR="203.0.113.7")

        (newcomer,) = newcomers
        assert len(newcomer.origin.ip_digest) == 64


class TestWelcomeContext:
    def test_carries_the_code_of_the_address(self, rf):
        assert welcome_context(rf.get("/", {"ref": "SARA42"}))["referral_code"] == "SARA42"

    def test_has_the_browser_remember_it_and_no_row_of_ours(self, client):
        client.get("/", {"ref": "SARA42"})

        kept = client.cookies["referral_code"]
        assert (kept.value, kept["httponly"], kept["samesite"]) == ("SARA42", True, "Lax")
        assert not Session.objects.exists()


class TestLoginPage:
    @pytest.mark.parametrize("identifier", ["sara", "SARA", "sara@example.com"])
    def test_signs_in_by_name_or_address(self, client, identifier):
        user = make_user("sara")

        answer = client.post(reverse("login"), {"username": identifier, "password": PASSWORD})

        assert (answer.status_code, answer.url) == (302, reverse(settings.LOGIN_REDIRECT_URL))
        assert user_of(client) == str(user.pk)

    def test_takes_an_address_longer_than_a_name_may_be(self, client):
        address = f"{'s' * 60}@example.com"
        make_user("sara", email=address)
        field = client.get(reverse("login")).context["form"]["username"]

        answer = client.post(reverse("login"), {"username": address, "password": PASSWORD})

        assert answer.status_code == 302
        assert 'maxlength="254"' in str(field)

    @pytest.mark.parametrize(
        "fields",
        [
            {"username": "sara", "password": "a wrong one"},
            {"username": "nobody", "password": PASSWORD},
            {"username": "sara\x00", "password": PASSWORD},
            {"username": "", "password": ""},
        ],
    )
    def test_refuses_the_wrong(self, client, fields):
        make_user("sara")

        answer = client.post(reverse("login"), fields)

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert user_of(client) is None

    def test_refuses_the_deactivated_like_the_wrong(self, client):
        make_user("sara", is_active=False)

        answer = client.post(reverse("login"), {"username": "sara", "password": PASSWORD})

        assert answer.context["form"].non_field_errors() == ["The username or password is wrong."]

    @pytest.mark.parametrize(("remember", "is_until_the_browser_closes"), [({}, True), ({"remember_me": "on"}, False)])
    def test_remembers_when_asked(self, client, remember, is_until_the_browser_closes):
        make_user("sara")

        client.post(reverse("login"), {"username": "sara", "password": PASSWORD, **remember})

        assert client.session.get_expire_at_browser_close() is is_until_the_browser_closes
        if remember:
            assert client.session.get_expiry_age() == settings.REFRESH_TOKEN_REMEMBER_DAYS * 24 * 3600

    @pytest.mark.parametrize(
        ("wanted", "reached"), [("/api/docs/", "/api/docs/"), ("https://evil.example/", None), ("//evil.example", None)]
    )
    def test_goes_on_to_pages_of_ours_only(self, client, wanted, reached):
        make_user("sara")

        answer = client.post(reverse("login"), {"username": "sara", "password": PASSWORD, "next": wanted})

        assert answer.url == (reached or reverse(settings.LOGIN_REDIRECT_URL))


class TestLogoutPage:
    def test_ends_the_session_by_post_only(self, client):
        client.force_login(make_user("sara"))

        assert client.get(reverse("logout")).status_code == 405
        assert user_of(client) is not None
        assert client.post(reverse("logout")).status_code == 302
        assert user_of(client) is None
