import time
from datetime import timedelta
from io import StringIO

import pyotp
import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.errors import InvalidCredentialsError, SecondFactorRequiredError, TooManyFailedSignInsError
from accounts.models import AuditEntry, Authenticator, RecoveryCode, User
from accounts.services import notices, second_factor
from accounts.services.devices import Device
from accounts.services.lockout import MOST_FAILURES
from accounts.services.second_factor import (
    confirm_authenticator,
    disable_authenticator,
    find_enrolment,
    needs_code,
    renew_recovery_codes,
    second_factor_of,
    start_authenticator,
    use_code,
)
from accounts.services.sign_in import check_password, sign_in_with_password
from common.errors import ConflictError, ValidationFailedError
from common.tasks import deliver_mail
from tests.accounts.people import PASSWORD, client_of, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HERE = Device(user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", ip_digest="d" * 64)
STEP = 30


class Phone:
    """The user's phone, whose clock the test sets."""

    def __init__(self, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.time() // STEP * STEP
        monkeypatch.setattr(second_factor, "time", lambda: self.now)
        self.totp = pyotp.TOTP(start_authenticator(user, password=PASSWORD).secret)

    def code(self, steps: int = 0) -> str:
        return self.totp.at(int(self.now) + steps * STEP)

    def wait(self) -> "Phone":
        """Go on to the next code that was never used."""
        self.now += 3 * STEP
        return self


@pytest.fixture
def sara() -> User:
    return make_user("sara", is_verified=True)


@pytest.fixture
def phone(sara, monkeypatch) -> Phone:
    """Sara's, before its first code."""
    return Phone(sara, monkeypatch)


@pytest.fixture
def codes(sara, phone) -> list[str]:
    """Her recovery codes: the second factor is on."""
    told = confirm_authenticator(sara, phone.code(), HERE)
    phone.wait()
    return told


@pytest.fixture
def mailed(monkeypatch) -> list[str]:
    """Subjects of the notices that were to be mailed, instead of a broker."""
    subjects: list[str] = []
    monkeypatch.setattr(notices, "send_mail_later", lambda **mail: subjects.append(mail["subject"]))
    return subjects


def sign_in(otp: str = "") -> User:
    return sign_in_with_password("sara", PASSWORD, is_remembered=False, otp=otp).user


class TestStart:
    def test_tells_the_seed_in_three_ways_and_guards_nothing_yet(self, sara):
        enrolment = start_authenticator(sara, password=PASSWORD)

        assert pyotp.parse_uri(enrolment.otpauth_uri).secret == enrolment.secret
        assert "issuer=Routix" in enrolment.otpauth_uri
        assert enrolment.qr_svg.startswith("<svg")
        assert not needs_code(sara)
        assert sign_in() == sara

    def test_keeps_the_seed_encrypted(self, sara):
        enrolment = start_authenticator(sara, password=PASSWORD)

        (stored,) = Authenticator.objects.extra(select={"raw": "seed::bytea"}).values_list("raw", flat=True)
        assert enrolment.secret.encode() not in bytes(stored)

    def test_asks_for_the_password(self, sara):
        with pytest.raises(ValidationFailedError):
            start_authenticator(sara, password="a wrong one")

        assert not Authenticator.objects.exists()

    def test_makes_a_draft_void_by_the_next_one(self, sara):
        first, second = (start_authenticator(sara, password=PASSWORD) for _ in range(2))

        with pytest.raises(ValidationFailedError):
            confirm_authenticator(sara, pyotp.TOTP(first.secret).now(), HERE)
        assert confirm_authenticator(sara, pyotp.TOTP(second.secret).now(), HERE)

    def test_is_refused_where_one_is_in_use(self, sara, codes):
        with pytest.raises(ConflictError):
            start_authenticator(sara, password=PASSWORD)

    def test_waits_for_an_hour(self, sara, phone):
        Authenticator.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))

        assert find_enrolment(sara) is None
        with pytest.raises(ConflictError):
            confirm_authenticator(sara, phone.code(), HERE)


class TestConfirm:
    def test_turns_it_on_and_tells_ten_codes_once(self, sara, phone, mailed):
        told = confirm_authenticator(sara, phone.code(), HERE)

        assert len(set(told)) == 10
        assert all(len(code) == 19 for code in told)
        assert not [row for row in RecoveryCode.objects.values() if any(code in str(row) for code in told)]
        assert second_factor_of(sara).recovery_codes_left == 10
        assert mailed == ["Two-step sign-in is on"]
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor, entry.ip_digest) == ("second_factor.enabled", sara, HERE.ip_digest)

    @pytest.mark.parametrize("code", ["000000", "", "12345", "1234567", "abcdef", "\x00", "\ud800", "٠٠٠٠٠٠"])
    def test_refuses_a_wrong_code(self, sara, phone, code):
        with pytest.raises(ValidationFailedError):
            confirm_authenticator(sara, code, HERE)

        assert not needs_code(sara)

    def test_can_not_be_guessed(self, sara, phone):
        for guess in range(MOST_FAILURES):
            with pytest.raises(ValidationFailedError):
                confirm_authenticator(sara, f"{guess:06d}", HERE)

        with pytest.raises(TooManyFailedSignInsError):
            confirm_authenticator(sara, phone.code(), HERE)

    def test_mails_no_address_that_nobody_confirmed(self, sara, phone, mailed):
        User.objects.update(is_verified=False)

        confirm_authenticator(User.objects.get(), phone.code(), HERE)

        assert mailed == []


class TestSigningIn:
    def test_asks_for_a_code_after_the_right_password_only(self, codes):
        with pytest.raises(SecondFactorRequiredError):
            sign_in()
        with pytest.raises(InvalidCredentialsError):
            sign_in_with_password("sara", "a wrong one", is_remembered=False)

    def test_takes_the_present_code(self, sara, phone, codes):
        assert sign_in(phone.code()) == sara

    @pytest.mark.parametrize("steps", [-1, 1])
    def test_takes_a_code_of_a_clock_that_is_a_little_off(self, sara, phone, codes, steps):
        assert sign_in(phone.code(steps)) == sara

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_takes_none_of_one_that_is_more(self, phone, codes, steps):
        with pytest.raises(InvalidCredentialsError):
            sign_in(phone.code(steps))

    def test_takes_it_with_spaces_and_in_persian_digits(self, sara, phone, codes):
        code = phone.code()

        assert sign_in(f" {code[:3]} {code[3:]} ".translate({ord(str(n)): chr(0x06F0 + n) for n in range(10)})) == sara

    def test_takes_each_step_once_and_none_before_it(self, phone, codes):
        sign_in(phone.code())

        for steps in (0, -1):
            with pytest.raises(InvalidCredentialsError):
                sign_in(phone.code(steps))

    def test_counts_wrong_codes_as_failures(self, phone, codes):
        for guess in range(MOST_FAILURES):
            with pytest.raises(InvalidCredentialsError):
                sign_in(f"{guess:06d}")

        with pytest.raises(TooManyFailedSignInsError):
            sign_in(phone.code())

    def test_does_not_count_a_password_that_waits_for_its_code(self, sara, phone, codes):
        for _ in range(MOST_FAILURES + 1):
            assert check_password("sara", PASSWORD).needs_code

        assert sign_in(phone.code()) == sara

    def test_does_not_ask_others(self, codes):
        omid = make_user("omid")

        assert not check_password("omid", PASSWORD).needs_code
        with pytest.raises(InvalidCredentialsError):
            use_code(omid, codes[0], identifier="omid", device=HERE)


class TestRecoveryCodes:
    def test_sign_in_once_each(self, sara, codes, mailed):
        assert sign_in(codes[0]) == sara
        assert sign_in(codes[1].replace("-", "").upper()) == sara

        with pytest.raises(InvalidCredentialsError):
            sign_in(codes[0])
        assert second_factor_of(sara).recovery_codes_left == 8
        assert mailed == ["A recovery code was used"] * 2

    def test_are_nobody_elses(self, codes, monkeypatch):
        omid = make_user("omid", is_verified=True)
        confirm_authenticator(omid, Phone(omid, monkeypatch).code(), HERE)

        with pytest.raises(InvalidCredentialsError):
            use_code(omid, codes[0], identifier="omid", device=HERE)

    def test_are_made_anew(self, sara, phone, codes):
        new = renew_recovery_codes(sara, password=PASSWORD, code=phone.code(), device=HERE)

        assert not set(new) & set(codes)
        with pytest.raises(InvalidCredentialsError):
            sign_in(codes[0])
        assert sign_in(new[0]) == sara

    def test_are_not_made_without_a_second_factor(self, sara):
        with pytest.raises(ConflictError):
            renew_recovery_codes(sara, password=PASSWORD, code="", device=HERE)


class TestDisable:
    def test_takes_both_proofs(self, sara, phone, codes):
        wrong = [{"password": "a wrong one", "code": phone.code()}, {"password": PASSWORD, "code": "000000"}]
        for proofs in wrong:
            with pytest.raises(ValidationFailedError):
                disable_authenticator(sara, **proofs, device=HERE)
        assert needs_code(sara)

        disable_authenticator(sara, password=PASSWORD, code=phone.code(), device=HERE)

        assert not needs_code(sara)
        assert not RecoveryCode.objects.exists()
        assert sign_in() == sara

    def test_is_refused_where_there_is_none(self, sara):
        with pytest.raises(ConflictError):
            disable_authenticator(sara, password=PASSWORD, code="", device=HERE)


@pytest.mark.django_db(transaction=True)
class TestSeveralAtOnce:
    def test_take_one_code_of_the_app_once(self, sara, phone, codes):
        code = phone.code()

        answers = together(5, lambda _: use_code(sara, code, identifier="sara", device=HERE))

        assert answers.count(None) == 1

    def test_take_one_recovery_code_once(self, sara, codes):
        answers = together(5, lambda _: use_code(sara, codes[0], identifier="sara", device=HERE))

        assert answers.count(None) == 1
        assert RecoveryCode.objects.filter(used_at=None).count() == 9

    def test_ten_with_one_code_sign_in_once(self, sara, phone, codes):
        code = phone.code()

        answers = together(10, lambda _: sign_in(code))

        assert answers.count(sara) == 1

    def test_leave_ten_recovery_codes(self, sara, phone, codes):
        together(3, lambda index: renew_recovery_codes(sara, password=PASSWORD, code=codes[index], device=HERE))

        assert RecoveryCode.objects.filter(user=sara).count() == 10


class TestApi:
    def test_turns_it_on_signs_in_and_turns_it_off(self, sara, monkeypatch):
        client = client_of(sara)
        assert client.get("/api/v1/users/2fa").json()["data"] == {
            "is_enabled": False,
            "recovery_codes_left": 0,
            "passkeys": 0,
        }
        started = client.post("/api/v1/users/2fa/totp", {"password": PASSWORD})
        assert (started.status_code, set(started.json()["data"])) == (201, {"secret", "otpauth_uri", "qr_svg"})
        totp, now = pyotp.TOTP(started.json()["data"]["secret"]), int(time.time())
        confirmed = client.post("/api/v1/users/2fa/totp/confirm", {"code": totp.at(now)})
        told = confirmed.json()["data"]["recovery_codes"]
        assert (confirmed.status_code, len(told)) == (200, 10)
        assert client.get("/api/v1/users/2fa").json()["data"]["recovery_codes_left"] == 10

        login = {"username": "sara", "password": PASSWORD}
        asked = APIClient().post("/api/v1/users/login", login)
        assert (asked.status_code, asked.json()["error"]["type"]) == (401, "second_factor_required")
        wrong = APIClient().post("/api/v1/users/login", {**login, "otp": "000000"})
        assert (wrong.status_code, wrong.json()["error"]["type"]) == (401, "invalid_credentials")
        assert APIClient().post("/api/v1/users/login", {**login, "otp": told[0]}).status_code == 200
        renewed = client.post("/api/v1/users/2fa/recovery-codes", {"password": PASSWORD, "code": told[1]})
        assert (renewed.status_code, len(renewed.json()["data"]["recovery_codes"])) == (201, 10)

        off = {"password": PASSWORD, "code": renewed.json()["data"]["recovery_codes"][0]}
        assert client.delete("/api/v1/users/2fa/totp", off).status_code == 200
        assert APIClient().post("/api/v1/users/login", login).status_code == 200

    @pytest.mark.parametrize("path", ["2fa", "2fa/totp", "2fa/totp/confirm", "2fa/recovery-codes"])
    def test_is_closed_to_strangers(self, path):
        client = APIClient()

        answer = client.get("/api/v1/users/2fa") if path == "2fa" else client.post(f"/api/v1/users/{path}", {})

        assert answer.status_code == 401

    @pytest.mark.parametrize(
        ("path", "body", "field"),
        [
            ("2fa/totp", {}, "password"),
            ("2fa/totp", {"password": "a wrong one"}, "password"),
            ("2fa/totp", {"password": ["x"]}, "password"),
            ("2fa/totp/confirm", {"code": "0" * 33}, "code"),
            ("2fa/totp/confirm", {"code": "a\x00b"}, "code"),
            ("2fa/recovery-codes", {"code": "123456"}, "password"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, sara, path, body, field):
        answer = client_of(sara).post(f"/api/v1/users/{path}", body)

        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["error"]["details"]["validation_errors"]] == [field]

    def test_says_where_the_state_does_not_fit(self, sara):
        client = client_of(sara)

        assert client.post("/api/v1/users/2fa/totp/confirm", {"code": "123456"}).status_code == 409
        assert client.delete("/api/v1/users/2fa/totp", {"password": PASSWORD, "code": "123456"}).status_code == 409


class TestPages:
    def test_turn_it_on_step_by_step(self, client, sara):
        client.force_login(sara)
        address = reverse("authenticator")
        assert client.get(address).status_code == 200
        assert client.post(address, {"password": "a wrong one"}).status_code == 422
        shown = client.post(address, {"password": PASSWORD})
        secret = shown.context["enrolment"].secret
        again = client.post(address, {"code": "000000"})
        assert (again.status_code, again.context["enrolment"].secret) == (422, secret)

        done = client.post(address, {"code": pyotp.TOTP(secret).now()})

        assert len(done.context["codes"]) == 10
        assert needs_code(sara)
        assert client.session["second_proof"] is True
        assert client.get(address).url == reverse("security")

    def test_ask_for_the_code_after_the_password(self, client, sara, phone, codes):
        answer = client.post(
            reverse("login"),
            {"username": "sara", "password": PASSWORD, "next": "/account/security", "remember_me": "on"},
        )
        assert answer.url == reverse("login-code")
        assert "_auth_user_id" not in client.session
        wrong = client.post(answer.url, {"code": "000000"})
        assert (wrong.status_code, wrong.context["form"].errors["code"]) == (
            200,
            ["This code is wrong, or was used already."],
        )

        done = client.post(answer.url, {"code": phone.code()})

        assert done.url == "/account/security"
        assert client.session["_auth_user_id"] == str(sara.pk)
        assert client.session["second_proof"] is True
        assert not client.session.get_expire_at_browser_close()

    def test_lock_after_five_wrong_codes(self, client, phone, codes):
        client.post(reverse("login"), {"username": "sara", "password": PASSWORD})
        for guess in range(MOST_FAILURES):
            client.post(reverse("login-code"), {"code": f"{guess:06d}"})

        answer = client.post(reverse("login-code"), {"code": phone.code()})

        assert answer.status_code == 429
        assert "_auth_user_id" not in client.session

    def test_ask_nobody_for_a_code_without_a_password(self, client, codes):
        assert client.get(reverse("login-code")).url == reverse("login")
        assert client.post(reverse("login-code"), {"code": codes[0]}).url == reverse("login")

    @pytest.mark.parametrize("change", ["password", "deactivated", "time"])
    def test_wait_for_the_code_only_so_long_as_the_password_holds(self, client, sara, codes, change):
        client.post(reverse("login"), {"username": "sara", "password": PASSWORD})
        if change == "password":
            sara.set_password("another long phrase")
            sara.save()
        elif change == "deactivated":
            User.objects.update(is_active=False)
        else:
            session = client.session
            session["sign_in_waits"] = {**session["sign_in_waits"], "until": time.time() - 1}
            session.save()

        assert client.post(reverse("login-code"), {"code": codes[0]}).url == reverse("login")
        assert "_auth_user_id" not in client.session

    def test_turn_it_off(self, client, sara, codes):
        client.force_login(sara)
        address = reverse("authenticator-off")
        assert client.get(address).status_code == 200
        assert client.post(address, {"password": PASSWORD, "code": "000000"}).status_code == 422

        assert client.post(address, {"password": PASSWORD, "code": codes[0]}).url == reverse("security")
        assert not needs_code(sara)
        assert client.session["second_proof"] is False
        assert client.get(address).url == reverse("security")

    def test_show_new_recovery_codes(self, client, sara, codes):
        client.force_login(sara)

        shown = client.post(reverse("recovery-codes"), {"password": PASSWORD, "code": codes[0]})

        assert len(shown.context["codes"]) == 10
        assert not set(shown.context["codes"]) & set(codes)

    @pytest.mark.parametrize("name", ["security", "authenticator", "authenticator-off", "recovery-codes"])
    def test_lead_strangers_to_the_sign_in(self, client, name):
        assert client.get(reverse(name)).url.startswith(reverse("login"))


class TestReset:
    def test_lets_somebody_in_who_lost_everything_and_signs_them_out(self, sara, codes, mailed):
        client = client_of(sara)

        call_command("reset_second_factor", "SARA", stdout=StringIO())

        assert sign_in() == sara
        assert not RecoveryCode.objects.exists()
        assert client.get("/api/v1/users/profile").status_code == 401
        assert mailed == ["Two-step sign-in is off"]
        assert AuditEntry.objects.filter(action="second_factor.reset", user=sara, actor=None).exists()

    def test_says_where_there_is_nobody(self):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", "nobody")


class TestNotice:
    @pytest.mark.parametrize("language", ["en", "fa"])
    def test_is_a_mail_that_says_what_and_where(self, sara, language):
        context = {
            "subject": "Subject",
            "what": "Something <b>.",
            "device": "Firefox on Linux",
            "at": "now",
            "link": "/x",
        }

        deliver_mail.apply(
            kwargs={
                "to": sara.email,
                "subject": "Subject",
                "template": "accounts/mail/security_notice",
                "context": context,
                "language": language,
            }
        )

        (sent,) = mail.outbox
        assert "Something <b>." in sent.body
        assert isinstance(sent, EmailMultiAlternatives)
        assert "Something &lt;b&gt;." in str(sent.alternatives[0][0])
        assert "Firefox on Linux" in sent.body
