from typing import Any

import pytest

from accounts.models import EmailVerification, User
from accounts.services.registration import SignUpOrigin, create_staff, create_user, read_referral_code, sign_up
from common.errors import ValidationFailedError
from tests.accounts.people import PASSWORD, UNWELCOME, Newcomer, UnwelcomeError, make_user
from tests.common.together import together

pytestmark = pytest.mark.integration


def register(**changes: str) -> User:
    fields: dict[str, Any] = {"username": "sara", "email": "sara@example.com", "password": PASSWORD, **changes}
    return create_user(**fields)


def problems_of(**changes: str) -> set[str]:
    with pytest.raises(ValidationFailedError) as caught:
        register(**changes)
    assert caught.value.status == 422
    return {problem["field"] for problem in caught.value.details["validation_errors"]}


@pytest.mark.django_db
class TestCreateUser:
    def test_makes_an_ordinary_unverified_user(self):
        user = register(full_name="Sara K.")

        stored = User.objects.get(pk=user.pk)
        assert (stored.username, stored.email, stored.full_name) == ("sara", "sara@example.com", "Sara K.")
        assert (stored.role, stored.is_staff, stored.is_superuser, stored.is_verified) == ("user", False, False, False)
        assert stored.check_password("correct horse battery")

    def test_tells_both_taken_fields_at_once(self):
        make_user("sara")

        assert problems_of(username="SARA", email="SARA@example.com") == {"username", "email"}

    @pytest.mark.parametrize("password", ["password123", "8412096374", "short", "sara.kazemi"])
    def test_refuses_weak_passwords(self, password):
        assert problems_of(username="sara.kazemi", password=password) == {"password"}

    @pytest.mark.parametrize("username", ["ab", "a" * 41, "sara k", "sara@x", ".sara", "sara\n", "sara\x00", "سارا"])
    def test_refuses_odd_names(self, username):
        assert problems_of(username=username) == {"username"}

    @pytest.mark.parametrize("email", ["sara", "sara@", "@example.com", "s@e\x00.com", f"{'a' * 64}@{'b' * 190}.com"])
    def test_refuses_what_is_no_address(self, email):
        assert problems_of(email=email) == {"email"}

    def test_refuses_control_characters_in_the_full_name(self):
        assert problems_of(full_name="Sara\x00") == {"full_name"}


@pytest.mark.django_db(transaction=True)
class TestNewUserHook:
    def test_is_told_of_the_user_and_where_they_come_from(self, newcomers):
        origin = SignUpOrigin(ip_digest="d" * 64, referral_code="SARA42")

        create_user(username="omid", email="omid@example.com", password=PASSWORD, origin=origin)
        create_user(username="sara", email="sara@example.com", password=PASSWORD)

        assert newcomers == [Newcomer("omid", origin), Newcomer("sara", SignUpOrigin())]

    def test_is_told_of_nobody_who_was_refused(self, newcomers):
        assert problems_of(username="a b") == {"username"}
        assert newcomers == []

    @pytest.mark.parametrize("make", [create_user, sign_up])
    def test_that_fails_leaves_no_account(self, make):
        with pytest.raises(UnwelcomeError):
            make(username=UNWELCOME, email="u@example.com", password=PASSWORD, origin=SignUpOrigin())

        assert not User.objects.exists()
        assert not EmailVerification.objects.exists()


@pytest.mark.django_db
class TestSignUp:
    def test_makes_a_user_and_a_link_for_the_address(self, newcomers):
        user = sign_up(
            username="sara", email="sara@example.com", password=PASSWORD, origin=SignUpOrigin(referral_code="OMID")
        )

        verification = EmailVerification.objects.get()
        assert (verification.user, verification.email) == (user, "sara@example.com")
        assert newcomers == [Newcomer("sara", SignUpOrigin(referral_code="OMID"))]


class TestReadReferralCode:
    @pytest.mark.parametrize("code", ["a", "SARA42", "a_b-c", "x" * 64])
    def test_takes_what_may_be_one(self, code):
        assert read_referral_code(code) == code

    @pytest.mark.parametrize("code", ["", " a", "a\n", "a b", "x" * 65, "\x00", "\ud800", "کد", "<a>"])
    def test_passes_over_the_rest(self, code):
        assert read_referral_code(code) == ""


@pytest.mark.django_db(transaction=True)
class TestCreateUserInARace:
    @pytest.mark.parametrize("contested", ["username", "email"])
    def test_gives_a_name_or_address_to_one_and_tells_the_others(self, contested):
        def try_it(index):
            own = {"username": f"sara{index}", "email": f"sara{index}@example.com"}
            return register(**{**own, contested: "Sara@example.com" if contested == "email" else "Sara"})

        answers = together(8, try_it)

        assert sum(isinstance(answer, User) for answer in answers) == 1
        refused = [answer for answer in answers if not isinstance(answer, User)]
        assert all(isinstance(answer, ValidationFailedError) for answer in refused), refused
        details = [answer.details for answer in refused if isinstance(answer, ValidationFailedError)]
        assert {problems["validation_errors"][0]["field"] for problems in details} == {contested}
        assert User.objects.count() == 1

    def test_is_told_even_when_nobody_looked_first(self, monkeypatch):
        make_user("sara")
        monkeypatch.setattr("accounts.services.registration.taken_fields", lambda **_: {})

        assert problems_of(email="other@example.com") == {"username"}
        assert problems_of(username="other") == {"email"}


@pytest.mark.django_db
class TestCreateStaff:
    def test_makes_an_administrator_with_a_random_password(self):
        user, password = create_staff("boss", "boss@example.com")

        assert (user.role, user.is_staff, user.is_superuser, user.is_active) == ("admin", True, True, True)
        assert password is not None
        assert len(password) >= 20
        assert User.objects.get().check_password(password)

    def test_leaves_the_account_alone_when_it_is_there(self):
        made, password = create_staff("boss", "boss@example.com")

        again, nothing = create_staff("BOSS", "boss@example.com")

        assert (again, nothing) == (made, None)
        assert again.check_password(password)

    def test_refuses_an_address_that_is_somebody_elses(self):
        make_user("sara", email="boss@example.com")

        with pytest.raises(ValidationFailedError):
            create_staff("boss", "boss@example.com")
