import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import tasks
from accounts.errors import InvalidResetTokenError, TooManyFailedSignInsError
from accounts.models import AuditEntry, BrowserSession, EmailVerification, FailedSignIns, PasswordReset, User
from accounts.services import notices, password_reset
from accounts.services.devices import Device
from accounts.services.identification import identify
from accounts.services.lockout import MOST_FAILURES
from accounts.services.password_reset import MOST_A_DAY, confirm_reset, is_open, request_reset
from accounts.services.passwords import change_password
from accounts.services.sessions import Place
from accounts.services.sign_in import sign_in
from accounts.tasks import delete_expired_tokens, mail_owed_password_resets, mail_password_reset
from common.errors import ConflictError
from tests.accounts.people import PASSWORD, client_of, fields_of, make_user
from tests.accounts.test_sign_in import is_signed_in
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NEW = "another long phrase"
HERE = Device(user_agent="curl/8.5", ip_digest="d" * 64)
CHANGE = "/api/v1/users/password/change"
REQUEST = "/api/v1/users/password-reset/request"
CONFIRM = "/api/v1/users/password-reset/confirm"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch) -> None:
    """Only one test measures how long a request takes."""
    monkeypatch.setattr(password_reset, "_ALWAYS_TAKES_SECONDS", 0.001)


@pytest.fixture
def sara() -> User:
    return make_user("sara", is_verified=True)


@pytest.fixture
def nudged(monkeypatch) -> list[tuple[str, dict[str, Any]]]:
    """The tasks that are asked for, instead of a broker."""
    sent: list[tuple[str, dict[str, Any]]] = []
    for module in (password_reset, tasks):
        monkeypatch.setattr(module, "nudge", lambda task, **arguments: sent.append((task.name, arguments)))
    return sent


@pytest.fixture
def mailed(monkeypatch) -> list[tuple[str, str]]:
    """To whom notices were to be mailed, and their subjects, instead of a broker."""
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(notices, "send_mail_later", lambda **sent: told.append((sent["to"], sent["subject"])))
    return told


def sign_in_page(client: Client, password: str = PASSWORD) -> int:
    answer = client.post(reverse("login"), {"username": "sara", "password": password})
    return int(answer.status_code)


def ask(email: str = "sara@example.com") -> PasswordReset | None:
    """Ask for a link, and return its row."""
    before = set(PasswordReset.objects.values_list("pk", flat=True))
    request_reset(email, HERE)
    return PasswordReset.objects.exclude(pk__in=before).first()


def move_back(**ago: float) -> None:
    for row in PasswordReset.objects.all():
        PasswordReset.objects.filter(pk=row.pk).update(created_at=row.created_at - timedelta(**ago))


class TestChange:
    def test_sets_the_password_and_ends_every_other_sign_in(self, sara, mailed):
        here, elsewhere = client_of(sara), sign_in(sara)
        browser = Client()
        sign_in_page(browser)

        answer = here.post(CHANGE, {"current_password": PASSWORD, "new_password": NEW})

        assert answer.status_code == 200
        assert User.objects.get().check_password(NEW)
        assert here.get("/api/v1/users/profile").status_code == 200
        assert not is_signed_in(elsewhere)
        assert browser.get(reverse("security")).status_code == 302
        assert not BrowserSession.objects.exists()
        assert mailed == [("sara@example.com", "Your password was changed")]
        assert AuditEntry.objects.filter(action="password.changed", user=sara, actor=sara).exists()

    def test_keeps_the_session_it_came_with(self, sara):
        token = client_of(sara)
        browser, other = Client(), Client()
        sign_in_page(browser)
        sign_in_page(other)
        body = {"current_password": PASSWORD, "new_password": NEW}

        answer = browser.post(CHANGE, body, content_type="application/json")

        assert answer.status_code == 200
        assert browser.get(reverse("security")).status_code == 200
        assert other.get(reverse("security")).status_code == 302
        assert token.get("/api/v1/users/profile").status_code == 401
        assert [row.session_key for row in BrowserSession.objects.all()] == [browser.session.session_key]

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({}, {"current_password", "new_password"}),
            ({"current_password": "a wrong one", "new_password": NEW}, {"current_password"}),
            ({"current_password": PASSWORD, "new_password": "short"}, {"new_password"}),
            ({"current_password": PASSWORD, "new_password": "password123"}, {"new_password"}),
            ({"current_password": PASSWORD, "new_password": "sara@example.com"}, {"new_password"}),
            ({"current_password": PASSWORD, "new_password": "x" * 257}, {"new_password"}),
            ({"current_password": {}, "new_password": [1]}, {"current_password", "new_password"}),
        ],
    )
    def test_names_what_is_wrong(self, sara, body, fields):
        assert fields_of(client_of(sara).post(CHANGE, body)) == fields
        assert User.objects.get().check_password(PASSWORD)

    def test_can_not_be_used_to_guess(self, sara):
        client = client_of(sara)
        for _ in range(MOST_FAILURES):
            client.post(CHANGE, {"current_password": "a wrong one", "new_password": NEW})

        assert client.post(CHANGE, {"current_password": PASSWORD, "new_password": NEW}).status_code == 429

    def test_is_closed_to_strangers(self):
        assert APIClient().post(CHANGE, {"current_password": PASSWORD, "new_password": NEW}).status_code == 401

    def test_leaves_a_password_that_was_set_meanwhile(self, sara, monkeypatch):
        def hash_slowly(password: str) -> str:
            User.objects.update(password="set by a mailed link")
            return "hash"

        monkeypatch.setattr("accounts.services.passwords.make_password", hash_slowly)

        with pytest.raises(ConflictError):
            change_password(sara, current_password=PASSWORD, new_password=NEW, place=Place(), device=HERE)
        assert User.objects.get().password == "set by a mailed link"


class TestRequest:
    def test_makes_a_link_for_an_hour_and_asks_for_the_mail(self, sara, nudged):
        row = ask("SARA@example.com")

        assert row is not None
        assert (row.user, row.email, row.used_at, row.sent_at) == (sara, "sara@example.com", None, None)
        assert abs(row.expires_at - timezone.now() - timedelta(hours=1)) < timedelta(minutes=1)
        assert nudged == [(mail_password_reset.name, {"reset_id": str(row.pk), "language": "en"})]

    def test_tells_neither_table_nor_broker_the_secret(self, sara, nudged):
        row = ask()

        assert row is not None
        assert row.secret not in str(PasswordReset.objects.values().get())
        assert row.secret not in str(nudged)
        assert row.email not in str(nudged)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!unusable"}, {"email": "new@example.com"}])
    def test_makes_none_for_who_could_not_sign_in(self, sara, nudged, change):
        User.objects.update(**change)

        assert ask() is None

    def test_makes_one_a_minute_and_five_a_day(self, sara, nudged):
        made = []
        for _ in range(MOST_A_DAY + 1):
            made.append(ask())
            assert ask() is None
            move_back(minutes=1, seconds=1)

        assert [row is not None for row in made] == [True] * MOST_A_DAY + [False]
        move_back(days=1)
        assert ask() is not None

    def test_does_the_same_work_for_nobody(self, sara, nudged):
        ask("nobody@example.com")
        ask()

        assert [name for name, _ in nudged] == [mail_password_reset.name] * 2

    @pytest.mark.parametrize("email", ["sara@example.com", "nobody@example.com"])
    def test_answers_the_same_whoever_it_is(self, sara, email):
        first = APIClient().post(REQUEST, {"email": email})
        second = APIClient().post(REQUEST, {"email": email})

        for answer in (first, second):
            assert answer.status_code == 202
            assert answer.json() == {
                "success": True,
                "data": None,
                "message": "If there is an account with this address, a link is on its way to it.",
            }

    @pytest.mark.parametrize("email", ["", "nowhere", None, 5, "a" * 250 + "@b.com", "a\x00@b.com"])
    def test_names_a_malformed_address(self, email):
        assert fields_of(APIClient().post(REQUEST, {"email": email}, format="json")) == {"email"}


class TestMail:
    def send(self, row: PasswordReset, language: str = "en") -> bool:
        return bool(mail_password_reset.apply(kwargs={"reset_id": str(row.pk), "language": language}).get())

    def test_holds_the_link_once(self, sara, settings):
        row = ask()
        assert row is not None

        assert self.send(row)
        assert not self.send(row)

        (sent,) = mail.outbox
        path = reverse("password-reset-token", args=[row.secret])
        assert (sent.to, sent.subject) == (["sara@example.com"], "Set a new password for Routix")
        assert f"{settings.PUBLIC_URL}{path}" in sent.body
        assert isinstance(sent, EmailMultiAlternatives)
        assert path in str(sent.alternatives[0][0])
        assert PasswordReset.objects.get().sent_at is not None

    def test_goes_to_nobody_without_a_row(self):
        assert not mail_password_reset.apply(
            kwargs={"reset_id": "018f0000-0000-7000-8000-000000000000", "language": "en"}
        ).get()
        assert mail.outbox == []

    def test_is_asked_for_again_when_no_server_took_it(self, sara, nudged):
        row = ask()
        assert row is not None
        nudged.clear()
        assert mail_owed_password_resets() == 0
        move_back(minutes=20)

        assert mail_owed_password_resets() == 1
        assert nudged == [(mail_password_reset.name, {"reset_id": str(row.pk), "language": "en"})]
        self.send(row)
        assert mail_owed_password_resets() == 0


class TestConfirm:
    def test_sets_the_password_ends_every_sign_in_and_lifts_the_lock(self, mailed):
        sara = make_user("sara")
        signed_in = sign_in(sara)
        browser = Client()
        sign_in_page(browser)
        for _ in range(MOST_FAILURES):
            sign_in_page(Client(), "a wrong one")
        with pytest.raises(TooManyFailedSignInsError):
            identify("sara", PASSWORD)
        row = ask()
        assert row is not None

        answer = APIClient().post(CONFIRM, {"token": row.secret, "password": NEW})

        assert answer.status_code == 200
        assert identify("sara", NEW)[0] == sara
        assert not is_signed_in(signed_in)
        assert browser.get(reverse("security")).status_code == 302
        assert User.objects.get().is_verified
        assert mailed == [("sara@example.com", "Your password was changed")]
        assert list(AuditEntry.objects.filter(action="password.reset").values_list("user", flat=True)) == [sara.pk]

    def test_works_once(self, sara):
        row = ask()
        assert row is not None
        confirm_reset(row.secret, NEW, HERE)

        with pytest.raises(InvalidResetTokenError):
            confirm_reset(row.secret, "a third long phrase", HERE)
        assert User.objects.get().check_password(NEW)

    def test_ends_the_other_links(self, sara):
        first = ask()
        move_back(minutes=2)
        second = ask()
        assert first is not None
        assert second is not None

        confirm_reset(first.secret, NEW, HERE)

        assert not is_open(second.secret)

    @pytest.mark.parametrize("change", ["expired", "readdressed", "deactivated", "key"])
    def test_is_void_where_things_changed(self, sara, settings, change):
        row = ask()
        assert row is not None
        if change == "expired":
            PasswordReset.objects.update(expires_at=timezone.now())
        elif change == "readdressed":
            User.objects.update(email="new@example.com")
        elif change == "deactivated":
            User.objects.update(is_active=False)
        else:
            settings.SECRET_KEY = "another key than before"

        answer = APIClient().post(CONFIRM, {"token": row.secret, "password": NEW})

        assert (answer.status_code, answer.json()["error"]["type"]) == (422, "invalid_reset_token")
        assert User.objects.get().check_password(PASSWORD)

    @pytest.mark.parametrize("token", ["unknown", "\x7f", "x" * 256])
    def test_refuses_the_unknown(self, token):
        answer = APIClient().post(CONFIRM, {"token": token, "password": NEW})

        assert answer.json()["error"]["type"] == "invalid_reset_token"

    def test_refuses_a_weak_password_and_keeps_the_link(self, sara):
        row = ask()
        assert row is not None

        assert fields_of(APIClient().post(CONFIRM, {"token": row.secret, "password": "password123"})) == {"password"}
        assert is_open(row.secret)

    def test_takes_no_link_of_another_kind(self, sara):
        verification = EmailVerification(user=sara, email=sara.email)

        with pytest.raises(InvalidResetTokenError):
            confirm_reset(verification.secret, NEW, HERE)

    def test_takes_a_readdressing_at_the_last_moment_for_a_void_link(self, sara, monkeypatch):
        row = ask()
        assert row is not None

        def hash_slowly(password: str) -> str:
            User.objects.update(email="new@example.com")
            return "hash"

        monkeypatch.setattr(password_reset, "make_password", hash_slowly)

        with pytest.raises(InvalidResetTokenError):
            confirm_reset(row.secret, NEW, HERE)
        assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
class TestConfirmInParallel:
    def test_succeeds_once(self, sara):
        row = ask()
        assert row is not None

        answers = together(8, lambda index: confirm_reset(row.secret, f"a long phrase {index}", HERE))

        assert sum(isinstance(answer, User) for answer in answers) == 1
        assert sum(isinstance(answer, InvalidResetTokenError) for answer in answers) == 7


@pytest.mark.django_db(transaction=True)
class TestRequestInParallel:
    def test_makes_one_link(self, sara):
        together(8, lambda _: request_reset("sara@example.com", HERE))

        assert PasswordReset.objects.count() == 1


class TestPages:
    def test_lead_from_the_address_to_the_new_password(self, client, sara):
        assert client.get(reverse("password-reset")).status_code == 200
        asked = client.post(reverse("password-reset"), {"email": "sara@example.com"})
        assert "sara@example.com" in asked.content.decode()
        address = reverse("password-reset-token", args=[PasswordReset.objects.get().secret])
        page = client.get(address)
        # The address is the secret: no other site is told it, while our own form is still known as ours.
        assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
        assert client.post(address, {"password": "password123"}).context["form"].errors["password"]

        done = client.post(address, {"password": NEW})

        assert done.url == reverse("login")
        assert "Your new password is set" in client.get(done.url).content.decode()
        assert sign_in_page(client, NEW) == 302

    def test_say_the_same_whoever_it_is(self, client, sara):
        pages = [
            client.post(reverse("password-reset"), {"email": email}).content.decode().replace(email, "")
            for email in ("sara@example.com", "nobody@example.com")
        ]

        # The token against forged forms differs from page to page, and these have no form.
        assert pages[0] == pages[1]
        assert "csrfmiddlewaretoken" not in pages[0]

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_refuse_a_link_that_does_not_work(self, client, method):
        answer = getattr(client, method)(reverse("password-reset-token", args=["unknown"]), {"password": NEW})

        assert answer.status_code == 422
        assert re.search("does not work any more", answer.content.decode())

    def test_change_the_password_and_keep_this_browser(self, client, sara):
        sign_in_page(client)
        other = Client()
        sign_in_page(other)
        address = reverse("password-change")
        assert client.get(address).status_code == 200
        wrong = client.post(address, {"current_password": "a wrong one", "new_password": NEW})
        assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"current_password"})

        done = client.post(address, {"current_password": PASSWORD, "new_password": NEW})

        assert done.url == reverse("security")
        assert client.get(reverse("security")).status_code == 200
        assert other.get(reverse("security")).status_code == 302
        assert BrowserSession.objects.get().session_key == client.session.session_key

    def test_lead_strangers_to_the_sign_in(self, client):
        assert client.get(reverse("password-change")).url.startswith(reverse("login"))

    def test_ask_for_the_csrf_token(self):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(reverse("password-reset"), {"email": "sara@example.com"}).status_code == 403


class TestDeleteExpiredTokens:
    def test_takes_links_a_week_after_their_end(self, sara):
        ask()
        for days, left in ((6, 1), (8, 0)):
            PasswordReset.objects.update(expires_at=timezone.now() - timedelta(days=days))
            delete_expired_tokens()
            assert PasswordReset.objects.count() == left

    def test_leaves_the_failures_of_others(self, sara):
        sign_in_page(Client(), "a wrong one")

        delete_expired_tokens()

        assert FailedSignIns.objects.count() == 2
