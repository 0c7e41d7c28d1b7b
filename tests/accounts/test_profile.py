from typing import Any

import pytest

from accounts.models import User
from accounts.services.profile import change_profile
from common.errors import ValidationFailedError
from tests.accounts.people import as_json, client_of, fields_of, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PROFILE = "/api/v1/users/profile"


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


class TestReadingTheProfile:
    def test_refuses_the_signed_out(self):
        answer = client_of(None).get(PROFILE)

        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "not_authenticated"
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_shows_ones_own_account(self):
        make_user("omid")
        user = make_user("sara")

        data = client_of(user).get(PROFILE).json()["data"]

        assert data["id"] == str(user.pk)
        assert data["credits"] == 10

    def test_takes_few_queries(self, django_assert_num_queries):
        client = client_of(make_user("sara"))

        with django_assert_num_queries(2):
            client.get(PROFILE)


class TestChangingTheProfile:
    def test_refuses_the_signed_out(self):
        assert client_of(None).put(PROFILE, {}).status_code == 401
        assert client_of(None).patch(PROFILE, {}).status_code == 401

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_changes_what_is_sent_and_leaves_the_rest(self, method):
        user = make_user("sara", full_name="Sara", is_verified=True)
        change = {"full_name": "Sara K.", "preferences": {"theme": "dark", "sizes": [1, 2.5, None, True]}}

        answer = getattr(client_of(user), method)(PROFILE, change)

        assert answer.status_code == 200
        assert answer.json()["data"]["full_name"] == "Sara K."
        stored = User.objects.get(pk=user.pk)
        assert (stored.username, stored.email, stored.is_verified) == ("sara", "sara@example.com", True)
        assert stored.preferences == change["preferences"]
        assert stored.check_password("correct horse battery")

    def test_may_change_the_case_of_ones_own_name(self):
        user = make_user("sara", is_verified=True)

        answer = client_of(user).patch(PROFILE, {"username": "Sara", "email": "SARA@example.com"})

        assert answer.status_code == 200
        stored = User.objects.get()
        assert (stored.username, stored.is_verified) == ("Sara", True)

    def test_a_new_address_has_yet_to_be_verified(self):
        user = make_user("sara", is_verified=True)

        data = client_of(user).patch(PROFILE, {"email": "new@example.com"}).json()["data"]

        assert (data["email"], data["is_verified"]) == ("new@example.com", False)

    def test_gives_nobody_rights(self):
        user = make_user("sara")

        rights = {"role": "admin", "is_staff": True, "is_verified": True, "credits": 999, "subscription_tier": "pro"}
        answer = client_of(user).patch(PROFILE, rights)

        assert answer.status_code == 200
        stored = User.objects.get()
        assert (stored.role, stored.is_staff, stored.is_verified) == ("user", False, False)
        assert answer.json()["data"]["credits"] == 10

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"username": "OMID"}, "username"),
            ({"email": "Omid@example.com"}, "email"),
            ({"username": ""}, "username"),
            ({"username": "a b c"}, "username"),
            ({"username": None}, "username"),
            ({"email": "nowhere"}, "email"),
            ({"full_name": "x" * 121}, "full_name"),
            ({"full_name": "a\x00b"}, "full_name"),
            ({"full_name": "a\tb"}, "full_name"),
            ({"preferences": []}, "preferences"),
            ({"preferences": None}, "preferences"),
            ({"preferences": {"a": "x" * 9000}}, "preferences"),
            ({"preferences": {"a": "\x00"}}, "preferences"),
            ({"preferences": {"\x00": 1}}, "preferences"),
            ({"preferences": {"a": ["\ud800"]}}, "preferences"),
            ({"preferences": nested(7)}, "preferences"),
            ({"preferences": nested(400)}, "preferences"),
        ],
    )
    def test_names_the_field_it_refuses(self, change, field):
        make_user("omid")
        user = make_user("sara")

        answer = client_of(user).patch(PROFILE, as_json(change), content_type="application/json")

        assert fields_of(answer) == {field}
        stored = User.objects.get(pk=user.pk)
        assert (stored.username, stored.email, stored.preferences) == ("sara", "sara@example.com", {})

    def test_takes_preferences_of_six_levels(self):
        assert client_of(make_user()).patch(PROFILE, {"preferences": nested(6)}).status_code == 200


@pytest.mark.django_db(transaction=True)
class TestChangingTheProfileInARace:
    def test_gives_a_name_to_one_and_tells_the_others(self):
        users = [make_user(f"user{index}") for index in range(6)]

        answers = together(6, lambda index: change_profile(users[index], {"username": "Sara"}))

        assert sum(isinstance(answer, User) for answer in answers) == 1
        refused = [answer for answer in answers if not isinstance(answer, User)]
        assert all(isinstance(answer, ValidationFailedError) for answer in refused), refused
