from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AssetKind, AuditEntry, User
from accounts.services.assets import delete_asset, store_asset
from accounts.services.avatars import store_avatar
from accounts.services.profile import change_profile
from common.errors import NotFoundError, ValidationFailedError
from tests.accounts.people import PASSWORD, as_json, client_of, fields_of, make_user
from tests.common.pictures import picture
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

        change = {"email": "new@example.com", "current_password": PASSWORD}
        data = client_of(user).patch(PROFILE, change).json()["data"]

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

    @pytest.mark.parametrize("password", [{}, {"current_password": "wrong"}, {"current_password": ""}])
    def test_needs_the_password_for_another_address(self, password):
        user = make_user(is_verified=True)

        answer = client_of(user).patch(PROFILE, {"email": "new@example.com", **password})

        assert fields_of(answer) == {"current_password"}
        assert User.objects.get().email == "sara@example.com"

    def test_tells_the_former_address_and_writes_it_down(self, django_capture_on_commit_callbacks):
        user = make_user(is_verified=True)

        with django_capture_on_commit_callbacks() as callbacks:
            change_profile(user, {"email": "new@example.com"}, current_password=PASSWORD)

        entry = AuditEntry.objects.get(action="email.changed")
        assert entry.details == {"email": {"from": "sara@example.com", "to": "new@example.com"}}
        assert len(callbacks) == 2  # the link to the new address, the notice to the former one

    def test_writes_down_another_name(self):
        user = make_user()

        change_profile(user, {"username": "sarah", "full_name": "Sara"})

        assert AuditEntry.objects.get().details == {"username": {"from": "sara", "to": "sarah"}}

    def test_is_refused_once_the_account_is_erased(self):
        user = make_user()
        User.objects.update(is_active=False, erased_at=timezone.now())

        with pytest.raises(NotFoundError):
            change_profile(user, {"full_name": "Sara"})

        assert User.objects.get().full_name == ""

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


class TestTheAvatar:
    def test_is_nothing_at_first(self):
        assert client_of(make_user()).get(PROFILE).json()["data"]["avatar_url"] is None

    @pytest.mark.parametrize("kind", [AssetKind.AVATAR, AssetKind.FACE])
    def test_is_a_picture_of_ones_own(self, kind):
        user = make_user()
        asset = store_asset(user, kind=kind, data=picture())
        client = client_of(user)

        data = client.patch(PROFILE, {"avatar_asset_id": str(asset.pk)}).json()["data"]

        assert data["avatar_url"] == f"/api/v1/users/assets/{asset.pk}/file"
        assert client.get(data["avatar_url"]).getvalue()
        assert client_of(make_user("omid")).get(data["avatar_url"]).status_code == 404
        assert client.patch(PROFILE, {"avatar_asset_id": None}).json()["data"]["avatar_url"] is None

    def test_is_no_logo_nor_anybody_elses(self):
        user, omid = make_user(), make_user("omid")
        logo = store_asset(user, kind=AssetKind.LOGO, data=picture())
        face = store_asset(omid, kind=AssetKind.FACE, data=picture())

        for asset_id in (logo.pk, face.pk, "00000000-0000-0000-0000-000000000000", "nonsense", 5):
            answer = client_of(user).patch(PROFILE, {"avatar_asset_id": str(asset_id)})
            assert fields_of(answer) == {"avatar_asset_id"}

    def test_goes_with_its_picture(self):
        user = make_user()
        asset = store_avatar(user, picture())
        assert User.objects.get().avatar_id == asset.pk

        delete_asset(user, asset.pk)

        assert User.objects.get().avatar_id is None
