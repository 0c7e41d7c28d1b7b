from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.errors import InvalidCredentialsError, TooManyFailedSignInsError
from accounts.models import FailedSignIns, User
from accounts.services import identification
from accounts.services.identification import confirm_password, identify
from accounts.services.lockout import MOST_FAILURES, count_attempt, forget_failures, uncount
from accounts.services.sign_in import check_password, sign_in_with_password
from accounts.tasks import delete_ended_sessions
from common.errors import ValidationFailedError
from tests.accounts.people import PASSWORD, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WRONG = "a wrong password"


def fail(identifier: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(InvalidCredentialsError):
            identify(identifier, WRONG)


def move_back(**ago: float) -> None:
    """Let every failure have been that much earlier."""
    for row in FailedSignIns.objects.all():
        row.last_failed_at -= timedelta(**ago)
        row.locked_until = row.locked_until and row.locked_until - timedelta(**ago)
        row.save()


@pytest.fixture
def looked_at(monkeypatch) -> list[str]:
    """Every password that was compared with one of an account."""
    seen: list[str] = []
    compare = User.check_password

    def note(user: User, password: str) -> bool:
        seen.append(password)
        return compare(user, password)

    monkeypatch.setattr(User, "check_password", note)
    return seen


class TestLock:
    @pytest.mark.parametrize("identifier", ["sara", "sara@example.com", "nobody", "nobody@example.com"])
    def test_comes_after_five_failures_whether_or_not_there_is_an_account(self, identifier):
        make_user("sara")
        fail(identifier, MOST_FAILURES)

        with pytest.raises(TooManyFailedSignInsError) as caught:
            identify(identifier, WRONG)

        assert 895 <= caught.value.retry_after <= 900

    def test_holds_the_right_password_off_too(self):
        make_user("sara")
        fail("sara", MOST_FAILURES)

        with pytest.raises(TooManyFailedSignInsError):
            identify("sara", PASSWORD)

    def test_takes_no_notice_of_case(self):
        make_user("sara")
        fail("sara", 3)
        fail("SARA", 2)

        with pytest.raises(TooManyFailedSignInsError):
            identify("Sara", WRONG)

    def test_ends_after_a_quarter_of_an_hour_and_counts_anew(self):
        make_user("sara")
        fail("sara", MOST_FAILURES)
        move_back(minutes=15, seconds=1)

        fail("sara", MOST_FAILURES - 1)

        assert identify("sara", PASSWORD)[0].username == "sara"

    def test_is_not_made_longer_by_those_who_go_on(self):
        make_user("sara")
        fail("sara", MOST_FAILURES)
        move_back(minutes=14)
        for _ in range(3):
            with pytest.raises(TooManyFailedSignInsError):
                identify("sara", WRONG)
        move_back(minutes=1, seconds=1)

        assert identify("sara", PASSWORD)[0].username == "sara"

    def test_forgets_failures_that_are_long_past(self):
        make_user("sara")
        fail("sara", MOST_FAILURES - 1)
        move_back(minutes=15, seconds=1)

        fail("sara", MOST_FAILURES - 1)

        assert identify("sara", PASSWORD)[0].username == "sara"

    def test_leaves_other_names_alone(self):
        make_user("sara")
        omid = make_user("omid")
        fail("sara", MOST_FAILURES)

        assert check_password("omid", PASSWORD).user == omid

    def test_begins_anew_after_a_sign_in(self):
        make_user("sara")
        fail("sara", MOST_FAILURES - 1)
        sign_in_with_password("sara", PASSWORD, is_remembered=False)

        fail("sara", MOST_FAILURES)

        assert FailedSignIns.objects.filter(count=MOST_FAILURES).exists()

    def test_keeps_no_name(self):
        make_user("sara")
        fail("sara")
        fail("nobody")

        assert not [row for row in FailedSignIns.objects.values() if "sara" in str(row) or "nobody" in str(row)]
        assert {len(digest) for digest in FailedSignIns.objects.values_list("digest", flat=True)} == {64}


class TestLockOfAnAccount:
    def test_counts_its_name_and_its_address_together(self, looked_at):
        make_user("sara")
        fail("sara", 3)
        fail("sara@example.com", 2)
        looked_at.clear()

        fail("sara")
        fail("sara@example.com")

        assert looked_at == []

    def test_does_not_tell_that_the_address_belongs_to_the_name(self, looked_at):
        make_user("sara")
        fail("sara", MOST_FAILURES)
        looked_at.clear()

        for identifier in ("sara@example.com", "omid@example.com"):
            answers = []
            for _ in range(MOST_FAILURES + 1):
                try:
                    identify(identifier, PASSWORD)
                except (InvalidCredentialsError, TooManyFailedSignInsError) as error:
                    answers.append(error.code)
            assert answers == ["invalid_credentials"] * MOST_FAILURES + ["too_many_failed_sign_ins"]
        assert looked_at == []

    def test_is_lifted_with_all_its_names(self):
        user = make_user("sara")
        fail("sara", 3)
        fail("sara@example.com", 2)

        forget_failures(user)

        assert not FailedSignIns.objects.exists()


class TestUncount:
    def test_takes_back_one_try_and_the_lock_that_it_was(self):
        user = make_user("sara")
        fail("sara", MOST_FAILURES - 1)
        attempt = count_attempt("sara", user)

        uncount(attempt)

        assert set(FailedSignIns.objects.values_list("count", "locked_until")) == {(MOST_FAILURES - 1, None)}
        assert identify("sara", PASSWORD)[0] == user


class TestConfirmPassword:
    def test_costs_nothing_when_it_is_right(self):
        user = make_user("sara")
        for _ in range(MOST_FAILURES + 2):
            confirm_password(user, PASSWORD)

        assert check_password("sara", PASSWORD).user == user

    def test_names_the_field_and_counts(self):
        user = make_user("sara")
        for _ in range(MOST_FAILURES):
            with pytest.raises(ValidationFailedError) as caught:
                confirm_password(user, WRONG, field="current_password")
            assert caught.value.details["validation_errors"][0]["field"] == "current_password"

        with pytest.raises(TooManyFailedSignInsError):
            confirm_password(user, PASSWORD)


class TestWhoSignsInNever:
    @pytest.mark.parametrize(
        "fields", [{"is_active": False}, {"is_active": False, "erased_at": timezone.now()}, {"password": "!unusable"}]
    )
    def test_is_refused_like_a_wrong_password(self, fields):
        make_user("sara")
        User.objects.filter(username="sara").update(**fields)

        fail("sara", MOST_FAILURES)
        with pytest.raises(TooManyFailedSignInsError):
            identify("sara", PASSWORD)

        assert User.objects.get().last_login is None


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_never_look_at_more_than_five_passwords(self, looked_at):
        make_user("sara")

        answers = together(50, lambda index: identify("sara", f"guess {index}"), at_once=25)

        assert len(looked_at) == MOST_FAILURES
        codes = [getattr(answer, "code", answer) for answer in answers]
        assert codes.count("invalid_credentials") == MOST_FAILURES
        assert codes.count("too_many_failed_sign_ins") == 50 - MOST_FAILURES

    def test_never_look_at_more_under_two_names_either(self, looked_at):
        make_user("sara")
        names = ("sara", "sara@example.com", "SARA", "Sara@example.com")

        together(40, lambda index: identify(names[index % 4], f"guess {index}"), at_once=20)

        assert len(looked_at) == MOST_FAILURES

    def test_hash_outside_of_any_transaction(self, monkeypatch):
        make_user("sara")
        states: list[bool] = []
        compare = User.check_password

        def note_and_compare(user: User, password: str) -> bool:
            states.append(connection.in_atomic_block)
            return compare(user, password)

        monkeypatch.setattr(User, "check_password", note_and_compare)
        monkeypatch.setattr(identification, "make_password", lambda _: states.append(connection.in_atomic_block))

        identify("sara", PASSWORD)
        fail("nobody")

        assert states == [False, False]


class TestEveryWayIn:
    def test_by_the_api_is_locked_alike_for_all_names(self):
        make_user("sara")
        answers = {}
        for name in ("sara", "nobody"):
            client = APIClient()
            bodies = [
                client.post("/api/v1/users/login", {"username": name, "password": WRONG}, format="json")
                for _ in range(MOST_FAILURES + 1)
            ]
            answers[name] = [(each.status_code, each.json()["error"]["type"], each.json()["detail"]) for each in bodies]
            assert 890 <= int(bodies[-1]["Retry-After"]) <= 900

        assert answers["sara"] == answers["nobody"]
        assert [status for status, _, _ in answers["sara"]] == [401] * MOST_FAILURES + [429]
        assert answers["sara"][-1][1] == "too_many_failed_sign_ins"

    def test_by_the_page_is_locked_alike_for_all_names(self, client):
        make_user("sara")
        texts = {}
        for name in ("sara", "nobody"):
            pages = [
                client.post(reverse("login"), {"username": name, "password": WRONG}) for _ in range(MOST_FAILURES + 1)
            ]
            texts[name] = [(page.status_code, page.context["form"].non_field_errors()) for page in pages]
            assert int(pages[-1]["Retry-After"]) > 890

        assert texts["sara"] == texts["nobody"]
        assert [status for status, _ in texts["sara"]] == [200] * MOST_FAILURES + [429]

    def test_counts_together(self, client):
        make_user("sara")
        for _ in range(3):
            client.post(reverse("login"), {"username": "sara", "password": WRONG})
        fail("sara")
        assert authenticate(username="sara", password=WRONG) is None

        answer = APIClient().post("/api/v1/users/login", {"username": "sara", "password": PASSWORD}, format="json")

        assert answer.status_code == 429

    def test_by_the_admin_is_the_same_page(self, client):
        make_user("boss", is_staff=True, is_superuser=True)

        answer = client.post(reverse("admin:login"), {"username": "boss", "password": PASSWORD})

        assert answer.status_code == 302
        assert answer.url.startswith(f"{reverse('login')}?next=")
        assert "_auth_user_id" not in client.session


class TestDeleteEndedSessions:
    def test_forgets_failures_after_a_day(self):
        fail("nobody")
        move_back(hours=23)
        delete_ended_sessions()
        assert FailedSignIns.objects.count() == 2

        move_back(hours=2)
        delete_ended_sessions()

        assert not FailedSignIns.objects.exists()
