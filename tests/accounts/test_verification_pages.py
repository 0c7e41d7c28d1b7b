import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import EmailVerification, User
from accounts.services.verification import start_verification
from accounts.tasks import mail_verification
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

VERIFY = "/verify"


@pytest.fixture
def sara(client) -> User:
    user = make_user("sara")
    client.force_login(user)
    return user


def path_of(row: EmailVerification) -> str:
    return f"/verify/{row.secret}"


class TestVerificationPage:
    def test_leads_the_signed_out_to_the_sign_in_and_back(self, client):
        answer = client.get(VERIFY, {"next": "/api/docs/"})

        assert answer.status_code == 302
        assert answer.url == f"{reverse('login')}?next=/verify%3Fnext%3D%252Fapi%252Fdocs%252F"

    def test_offers_to_send_the_link(self, client, sara):
        page = client.get(VERIFY).content.decode()

        assert "Send the link" in page
        assert "sara@example.com" in page

    def test_says_that_a_mail_is_on_its_way_and_then_that_it_was_sent(self, client, sara, settings):
        settings.EMAIL_URL = "smtp+tls://routix:secret@mail.invalid:587"
        row = start_verification(sara)
        assert "A mail is on its way to <bdi>sara@example.com</bdi>" in client.get(VERIFY).content.decode()

        mail_verification.apply(kwargs={"verification_id": str(row.pk), "language": "en"})

        page = client.get(VERIFY).content.decode()
        assert "We sent a mail to <bdi>sara@example.com</bdi>" in page
        assert "Send again" in page

    def test_says_that_the_address_is_confirmed(self, client, sara):
        User.objects.update(is_verified=True)

        page = client.get(VERIFY, {"next": "/api/docs/"}).content.decode()

        assert "Your e-mail is confirmed" in page
        assert 'href="/api/docs/"' in page
        assert "<form" not in page.split("<main")[1]

    @pytest.mark.parametrize(
        ("wanted", "reached"),
        [
            ("/api/docs/", "/api/docs/"),
            ("http://testserver/api/docs/", "http://testserver/api/docs/"),
            ("https://evil.example/", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ],
    )
    def test_leads_back_to_pages_of_ours_only(self, client, sara, wanted, reached):
        assert client.get(VERIFY, {"next": wanted}).context["next"] == reached
        assert client.post(VERIFY, {"next": wanted}, follow=True).context["next"] == reached

    def test_is_kept_by_nobody(self, client, sara):
        assert "no-store" in client.get(VERIFY)["Cache-Control"]


class TestSendAgain:
    def test_asks_for_a_mail_and_shows_the_page(self, client, sara):
        answer = client.post(VERIFY, {"next": "/api/docs/"})

        assert (answer.status_code, answer.url) == (302, "/verify?next=%2Fapi%2Fdocs%2F")
        assert EmailVerification.objects.get().user == sara

    def test_tells_how_long_to_wait(self, client, sara):
        client.post(VERIFY)

        answer = client.post(VERIFY)

        assert answer.status_code == 429
        assert 58 <= int(answer["Retry-After"]) <= 60
        assert "Try again in 1\xa0minute." in answer.content.decode()
        assert EmailVerification.objects.count() == 1

    def test_does_nothing_once_confirmed(self, client, sara):
        User.objects.update(is_verified=True)

        assert client.post(VERIFY, follow=True).context["is_verified"]
        assert not EmailVerification.objects.exists()

    def test_refuses_the_signed_out(self, client):
        assert client.post(VERIFY).status_code == 302
        assert not EmailVerification.objects.exists()

    def test_asks_for_the_csrf_token(self, sara):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(sara)

        assert browser.post(VERIFY).status_code == 403
        assert not EmailVerification.objects.exists()


class TestMachineWithoutMail:
    def test_gives_the_link_itself_and_says_why(self, client, sara):
        row = start_verification(sara)

        page = client.get(VERIFY).content.decode()

        assert "This machine sends no mail" in page
        assert f'href="{path_of(row)}"' in page

    @pytest.mark.parametrize(
        "change", [{"IS_PRODUCTION": True}, {"EMAIL_URL": "smtp+tls://routix:secret@mail.invalid:587"}]
    )
    def test_gives_it_nowhere_else(self, client, sara, settings, change):
        row = start_verification(sara)
        for name, value in change.items():
            setattr(settings, name, value)

        page = client.get(VERIFY).content.decode()

        assert row.secret not in page
        assert "This machine sends no mail" not in page

    def test_gives_nobody_elses(self, client, sara):
        row = start_verification(make_user("omid"))

        assert row.secret not in client.get(VERIFY).content.decode()


class TestVerificationLinkPage:
    def test_confirms_nothing_when_it_is_only_opened(self, client):
        row = start_verification(make_user())

        for method in (client.get, client.head):
            assert method(path_of(row)).status_code == 200

        assert not User.objects.get().is_verified
        assert EmailVerification.objects.get().used_at is None

    def test_looks_alike_for_every_token_until_the_button_is_pressed(self, client):
        row = start_verification(make_user())

        known, unknown = (client.get(path) for path in (path_of(row), "/verify/unknown"))

        assert known.context["state"] == unknown.context["state"] == "asked"

    def test_confirms_for_whoever_has_the_link(self, client):
        row = start_verification(make_user())

        answer = client.post(path_of(row))

        assert (answer.status_code, answer.context["state"]) == (200, "confirmed")
        assert User.objects.get().is_verified

    @pytest.mark.parametrize("token", ["unknown", "x" * 2000, "%ED%A0%80", "کد"])
    def test_refuses_the_unknown(self, client, token):
        answer = client.post(f"/verify/{token}")

        assert (answer.status_code, answer.context["state"]) == (422, "refused")

    def test_refuses_the_second_press_of_the_signed_out(self, client):
        row = start_verification(make_user())
        client.post(path_of(row))

        assert client.post(path_of(row)).context["state"] == "refused"

    def test_forgives_the_second_press_of_the_signed_in(self, client, sara):
        row = start_verification(sara)
        client.post(path_of(row))

        assert client.post(path_of(row)).context["state"] == "confirmed"

    def test_asks_for_the_csrf_token(self):
        row = start_verification(make_user())

        assert Client(enforce_csrf_checks=True).post(path_of(row)).status_code == 403
        assert not User.objects.get().is_verified
