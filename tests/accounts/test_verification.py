import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tasks
from accounts.errors import EmailNotVerifiedError, InvalidVerificationTokenError, TooManyVerificationsError
from accounts.models import EmailVerification, User
from accounts.selectors import find_newest_verification, verification_path
from accounts.services import verification as service
from accounts.services.profile import change_profile
from accounts.services.secret_tokens import digest_of
from accounts.services.verification import (
    MOST_A_DAY,
    require_verified,
    start_verification,
    start_verification_if_allowed,
    verify_email,
)
from accounts.tasks import delete_expired_tokens, mail_owed_verifications, mail_verification
from common.errors import ConflictError
from tests.accounts.people import PASSWORD, client_of, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

VERIFY = "/api/v1/users/verify-email"
RESEND = "/api/v1/users/verify-email/resend"


def is_verified(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_verified


def move_back(**ago: float) -> None:
    """Let all links have been made that much earlier."""
    for row in EmailVerification.objects.all():
        created_at = row.created_at - timedelta(**ago)
        EmailVerification.objects.filter(pk=row.pk).update(created_at=created_at)


def mail(row: EmailVerification, language: str = "en") -> bool:
    return mail_verification.apply(kwargs={"verification_id": str(row.pk), "language": language}).get()


@pytest.fixture
def nudged(monkeypatch) -> list[tuple[str, dict[str, Any]]]:
    """The mails that are asked for, instead of a broker."""
    sent: list[tuple[str, dict[str, Any]]] = []
    for module in (service, tasks):
        monkeypatch.setattr(module, "nudge", lambda task, **arguments: sent.append((task.name, arguments)))
    return sent


class TestSecret:
    def test_is_long_and_its_own(self):
        user = make_user()
        one, other = (EmailVerification(user=user, email=user.email) for _ in range(2))

        assert re.fullmatch(r"[\w-]{43}", one.secret)
        assert one.secret != other.secret

    def test_stands_in_the_table_as_a_digest_only(self):
        row = start_verification(make_user())

        assert row.secret not in str(EmailVerification.objects.values().get())
        assert row.digest == digest_of(row.secret)

    def test_is_void_under_another_key(self, settings):
        user = make_user()
        row = start_verification(user)
        settings.SECRET_KEY = "another key than before"

        with pytest.raises(InvalidVerificationTokenError):
            verify_email(row.secret)


class TestStartVerification:
    def test_makes_a_link_for_a_day_and_asks_for_the_mail(self, nudged):
        user = make_user()

        row = start_verification(user)

        stored = EmailVerification.objects.get()
        assert (stored.user, stored.email, stored.used_at, stored.sent_at) == (user, user.email, None, None)
        assert abs(stored.expires_at - timezone.now() - timedelta(hours=24)) < timedelta(minutes=1)
        assert nudged == [(mail_verification.name, {"verification_id": str(row.pk), "language": "en"})]

    def test_tells_the_broker_no_secret(self, nudged):
        row = start_verification(make_user())

        assert row.secret not in str(nudged)
        assert row.email not in str(nudged)

    def test_is_refused_where_nothing_is_to_be_confirmed(self, nudged):
        with pytest.raises(ConflictError):
            start_verification(make_user(is_verified=True))

        assert nudged == []

    def test_is_for_the_address_that_is_stored(self):
        user = make_user()
        User.objects.update(email="new@example.com")

        assert start_verification(user).email == "new@example.com"

    def test_is_refused_within_a_minute(self, nudged):
        user = make_user()
        start_verification(user)
        move_back(seconds=20)

        with pytest.raises(TooManyVerificationsError) as caught:
            start_verification(user)

        assert 38 <= caught.value.retry_after <= 40
        assert EmailVerification.objects.count() == 1
        move_back(seconds=41)
        start_verification(user)

    def test_is_refused_for_the_sixth_time_in_a_day(self):
        user = make_user()
        for _ in range(MOST_A_DAY):
            start_verification(user)
            move_back(hours=1)

        with pytest.raises(TooManyVerificationsError) as caught:
            start_verification(user)

        assert abs(caught.value.retry_after - 19 * 3600) < 60
        move_back(hours=19)
        start_verification(user)

    def test_counts_each_user_alone(self):
        start_verification(make_user("sara"))

        assert start_verification(make_user("omid")).email == "omid@example.com"

    def test_may_be_left_where_nobody_asked(self):
        user = make_user()
        start_verification(user)

        start_verification_if_allowed(user)

        assert EmailVerification.objects.count() == 1


class TestVerifyEmail:
    def test_confirms_the_address_once(self):
        user = make_user()
        row = start_verification(user)

        assert verify_email(row.secret) == user

        assert is_verified(user)
        with pytest.raises(InvalidVerificationTokenError):
            verify_email(row.secret)
        assert is_verified(user)

    @pytest.mark.parametrize("token", ["", "unknown", "\x00", "\ud800", "x" * 10_000])
    def test_refuses_the_unknown(self, token):
        user = make_user()
        start_verification(user)

        with pytest.raises(InvalidVerificationTokenError):
            verify_email(token)

        assert not is_verified(user)

    def test_refuses_the_expired(self):
        user = make_user()
        row = start_verification(user)
        EmailVerification.objects.update(expires_at=timezone.now())

        with pytest.raises(InvalidVerificationTokenError):
            verify_email(row.secret)

        assert not is_verified(user)

    def test_refuses_where_the_account_has_another_address_now(self):
        user = make_user()
        row = start_verification(user)
        User.objects.update(email="new@example.com")

        with pytest.raises(InvalidVerificationTokenError):
            verify_email(row.secret)

        assert not is_verified(user)
        assert EmailVerification.objects.get().used_at is None

    def test_confirms_an_address_of_which_only_the_case_changed(self):
        user = make_user()
        row = start_verification(user)
        User.objects.update(email="Sara@example.com")

        assert verify_email(row.secret).is_verified

    def test_refuses_the_deactivated(self):
        row = start_verification(make_user())
        User.objects.update(is_active=False)

        with pytest.raises(InvalidVerificationTokenError):
            verify_email(row.secret)

    def test_takes_earlier_links_as_well(self):
        user = make_user()
        first = start_verification(user)
        move_back(minutes=2)
        start_verification(user)

        assert verify_email(first.secret).is_verified

    def test_confirms_nobody_else(self):
        sara, omid = make_user("sara"), make_user("omid")

        verify_email(start_verification(sara).secret)

        assert not is_verified(omid)


@pytest.mark.django_db(transaction=True)
class TestVerificationInARace:
    def test_confirms_for_one_of_many_and_stays_confirmed(self):
        user = make_user()
        row = start_verification(user)

        answers = together(10, lambda _: verify_email(row.secret))

        assert [answer for answer in answers if isinstance(answer, User)] == [user]
        refused = [answer for answer in answers if not isinstance(answer, User)]
        assert all(isinstance(answer, InvalidVerificationTokenError) for answer in refused), refused
        assert is_verified(user)

    def test_makes_one_link_for_many_who_ask(self):
        user = make_user()

        answers = together(8, lambda _: start_verification(user))

        assert sum(isinstance(answer, EmailVerification) for answer in answers) == 1
        assert sum(isinstance(answer, TooManyVerificationsError) for answer in answers) == 7, answers

    def test_never_confirms_an_address_that_changes_meanwhile(self):
        wrong = []
        for round_ in range(10):
            user = make_user(f"sara{round_}")
            row = start_verification(user)

            def act(index, user=user, row=row):
                if index:
                    return verify_email(row.secret)
                return change_profile(user, {"email": f"new_{user.username}@example.com"}, current_password=PASSWORD)

            together(2, act)
            found = User.objects.get(pk=user.pk)
            if found.is_verified or found.email != f"new_{user.username}@example.com":
                wrong.append(found)

        assert wrong == []


class TestRequireVerified:
    def test_lets_the_verified_pass_only(self):
        with pytest.raises(EmailNotVerifiedError) as caught:
            require_verified(make_user("sara"))

        assert (caught.value.code, caught.value.status, caught.value.details) == ("email_not_verified", 403, {})
        require_verified(make_user("omid", is_verified=True))


class TestChangeOfAddress:
    def test_mails_a_link_to_the_new_one(self, nudged):
        user = make_user(is_verified=True)

        changed = change_profile(user, {"email": "new@example.com"}, current_password=PASSWORD)

        row = EmailVerification.objects.get()
        assert (row.email, changed.is_verified) == ("new@example.com", False)
        assert verify_email(row.secret).is_verified
        assert len(nudged) == 1

    def test_is_done_without_a_mail_where_there_were_too_many(self):
        user = make_user()
        start_verification(user)

        assert change_profile(user, {"email": "new@example.com"}, current_password=PASSWORD).email == "new@example.com"
        assert EmailVerification.objects.count() == 1

    @pytest.mark.parametrize("change", [{"email": "Sara@example.com"}, {"full_name": "Sara"}, {"username": "sarah"}])
    def test_is_none_where_the_mailbox_stays(self, change):
        changed = change_profile(make_user(is_verified=True), change, current_password=PASSWORD)

        assert changed.is_verified
        assert not EmailVerification.objects.exists()


class TestMailVerification:
    def test_mails_the_link_to_the_address(self, settings, mailoutbox):
        settings.PUBLIC_URL = "https://routix.example"
        row = start_verification(make_user())

        assert mail(row) is True

        (sent,) = mailoutbox
        link = f"https://routix.example/verify/{row.secret}"
        assert (sent.to, sent.subject) == (["sara@example.com"], "Confirm your e-mail address for Routix")
        html, kind = sent.alternatives[0]
        assert (link in sent.body, f'href="{link}"' in html, kind) == (True, True, "text/html")
        assert "sara" not in sent.body
        assert EmailVerification.objects.get().sent_at is not None

    def test_mails_a_link_once_whoever_rings_again(self, mailoutbox):
        row = start_verification(make_user())

        assert [mail(row), mail(row)] == [True, False]
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize(
        "change",
        [
            lambda user, rows: verify_email(rows.get().secret),
            lambda user, rows: rows.update(expires_at=timezone.now()),
            lambda user, rows: User.objects.update(email="new@example.com"),
            lambda user, rows: User.objects.update(is_active=False),
            lambda user, rows: User.objects.update(is_verified=True),
            lambda user, rows: rows.all().delete(),
        ],
    )
    def test_mails_no_link_that_would_not_work(self, mailoutbox, change):
        user = make_user()
        row = start_verification(user)
        change(user, EmailVerification.objects)

        assert mail(row) is False
        assert mailoutbox == []

    def test_leaves_the_link_owed_while_the_server_is_away(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        row = start_verification(make_user())

        assert mail(row) is False

        assert EmailVerification.objects.get().sent_at is None
        assert verify_email(row.secret).is_verified

    def test_ends_a_link_that_can_reach_nobody(self):
        row = start_verification(make_user(email=f"sara@{'é' * 60}.com"))

        assert mail(row) is False

        assert find_newest_verification(row.user) is None

    def test_tries_again_while_the_server_is_away(self, monkeypatch):
        tries = []

        def refuse(_):
            tries.append(1)
            raise ConnectionRefusedError

        monkeypatch.setattr("common.mail.EmailMultiAlternatives.send", refuse)

        mail(start_verification(make_user()))

        assert len(tries) == 7


class TestMailOwedVerifications:
    def test_asks_again_for_what_no_server_took(self, nudged):
        owed = start_verification(make_user("sara"))
        mail(start_verification(make_user("omid")))
        verify_email(start_verification(make_user("nima")).secret)
        move_back(minutes=30)
        nudged.clear()

        assert mail_owed_verifications() == 1

        assert nudged == [(mail_verification.name, {"verification_id": str(owed.pk), "language": "en"})]

    def test_leaves_to_the_task_what_it_is_still_at(self, nudged):
        start_verification(make_user())
        move_back(minutes=6)

        assert mail_owed_verifications() == 0

    def test_asks_for_a_few_at_a_time_the_newest_first(self, nudged):
        rows = []
        for number in range(12):
            rows.append(start_verification(make_user(f"user{number}")))
            move_back(minutes=30)
        nudged.clear()

        assert mail_owed_verifications() == 10

        assert [asked["verification_id"] for _, asked in nudged] == [str(row.pk) for row in reversed(rows[2:])]


class TestDeleteExpiredTokens:
    def test_deletes_links_a_week_after_their_end(self):
        user = make_user()
        for days in (-8, -6, 1):
            expires_at = timezone.now() + timedelta(days=days)
            EmailVerification.objects.create(user=user, email=user.email, digest=str(days), expires_at=expires_at)

        delete_expired_tokens()

        assert set(EmailVerification.objects.values_list("digest", flat=True)) == {"-6", "1"}


class TestFindNewestVerification:
    def test_finds_the_newest_that_would_work(self):
        user = make_user()
        start_verification(user)
        move_back(minutes=2)
        newest = start_verification(user)

        assert find_newest_verification(user) == newest
        User.objects.update(email="new@example.com")
        assert find_newest_verification(user) is None

    def test_has_a_path_that_the_page_takes(self, client):
        row = start_verification(make_user())

        assert client.get(verification_path(row)).status_code == 200


class TestOwedIndex:
    def test_serves_the_sweep(self):
        start_verification(make_user())
        owed = EmailVerification.objects.filter(sent_at=None, created_at__lt=timezone.now()).order_by("-created_at")

        connection.cursor().execute("SET LOCAL enable_seqscan = off")

        assert "verifications_owed" in owed.explain()


class TestVerifyEmailView:
    def test_confirms_without_a_sign_in(self):
        user = make_user()
        row = start_verification(user)

        answer = client_of(None).post(VERIFY, {"token": row.secret})

        assert answer.status_code == 200
        assert answer.json() == {"success": True, "data": None, "message": "Your e-mail address is confirmed."}
        assert is_verified(user)

    def test_answers_alike_for_unknown_expired_used_and_moved(self):
        used, expired, moved = (start_verification(make_user(name)) for name in ("used", "expired", "moved"))
        verify_email(used.secret)
        EmailVerification.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
        User.objects.filter(username="moved").update(email="new@example.com")

        answers = [
            client_of(None).post(VERIFY, {"token": token})
            for token in ("unknown", used.secret, expired.secret, moved.secret)
        ]

        told = []
        for answer in answers:
            body = answer.json()
            told.append((answer.status_code, body["error"]["type"], body["error"]["message"], body["error"]["details"]))
        assert set(map(str, told)) == {str((422, "invalid_verification_token", told[0][2], {}))}

    @pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": None}, {"token": ["a"]}, {"token": "x" * 257}])
    def test_names_the_field_it_refuses(self, body):
        answer = client_of(None).post(VERIFY, body)

        assert answer.status_code == 422
        assert answer.json()["error"]["type"] == "validation_error"

    def test_ignores_a_bad_authorization_header(self):
        row = start_verification(make_user())

        answer = client_of(None).post(VERIFY, {"token": row.secret}, HTTP_AUTHORIZATION="Bearer nonsense")

        assert answer.status_code == 200


class TestResendVerificationView:
    def test_refuses_the_signed_out(self):
        assert client_of(None).post(RESEND).status_code == 401

    def test_asks_for_another_mail(self, nudged):
        user = make_user()

        answer = client_of(user).post(RESEND)

        assert answer.status_code == 202
        assert EmailVerification.objects.get().user == user
        assert len(nudged) == 1

    def test_tells_how_long_to_wait(self):
        client = client_of(make_user())
        client.post(RESEND)

        answer = client.post(RESEND)

        assert answer.status_code == 429
        assert 58 <= int(answer["Retry-After"]) <= 60
        assert answer.json()["error"]["type"] == "rate_limit_exceeded"

    def test_tells_that_nothing_is_to_be_confirmed(self):
        answer = client_of(make_user(is_verified=True)).post(RESEND)

        assert answer.status_code == 409
        assert answer.json()["error"]["type"] == "conflict"
