import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import AssetKind, BrandAsset, TokenFamily, User
from accounts.services.assets import store_asset
from accounts.services.sign_in import sign_in
from tests.accounts.people import make_user
from tests.common.pictures import opened, picture

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

USERS = "admin:accounts_user"
ASSETS = "admin:accounts_brandasset"


@pytest.fixture
def boss(client) -> User:
    user = make_user("boss", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client) -> User:
    """Staff who may view and change users, and no more."""
    user = make_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(user)
    return user


class TestUserAdmin:
    def test_lists_finds_and_shows(self, client, boss):
        user = make_user("sara")

        answer = client.get(reverse(f"{USERS}_changelist"), {"q": "SARA@"})
        assert [row.username for row in answer.context["cl"].result_list] == ["sara"]
        assert client.get(reverse(f"{USERS}_change", args=[user.pk])).status_code == 200

    def test_makes_a_user_with_a_password(self, client, boss):
        fields = {"username": "sara", "email": "sara@example.com", "usable_password": "true"}
        passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}

        answer = client.post(reverse(f"{USERS}_add"), {**fields, **passwords})

        assert answer.status_code == 302
        assert User.objects.get(username="sara").check_password("correct horse battery")

    @pytest.mark.parametrize("change", [{"username": "BOSS"}, {"email": "Boss@example.com"}, {"username": "a b"}])
    def test_tells_what_is_taken_or_malformed(self, client, boss, change):
        fields = {"username": "sara", "email": "sara@example.com", "usable_password": "true"}
        passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}

        answer = client.post(reverse(f"{USERS}_add"), {**fields, **passwords, **change})

        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors
        assert User.objects.count() == 1

    def test_changes_a_user(self, client, boss):
        user = make_user("sara")

        answer = client.post(
            reverse(f"{USERS}_change", args=[user.pk]),
            {"username": "sara", "email": "sara@example.com", "role": "moderator", "preferences": "{}"},
        )

        assert answer.status_code == 302
        stored = User.objects.get(pk=user.pk)
        assert (stored.role, stored.is_active) == ("moderator", False)
        assert stored.has_usable_password()

    def test_changes_a_password_and_ends_every_sign_in(self, client, boss):
        user = make_user("sara")
        sign_in(user)
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        assert client.get(address).status_code == 200

        answer = client.post(
            address, {"usable_password": "true", "password1": "another long phrase", "password2": "another long phrase"}
        )

        assert answer.status_code == 302
        assert User.objects.get(pk=user.pk).check_password("another long phrase")
        assert TokenFamily.objects.get().revoked_at is not None

    def test_deletes_nobody(self, client, boss):
        user = make_user("sara")

        assert client.post(reverse(f"{USERS}_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
        assert "delete_selected" not in client.get(reverse(f"{USERS}_changelist")).content.decode()

    def test_lets_a_clerk_give_no_rights(self, client, clerk):
        user = make_user("sara")
        rights = {"is_staff": "on", "is_superuser": "on", "role": "admin", "is_active": "on"}

        answer = client.post(
            reverse(f"{USERS}_change", args=[user.pk]),
            {"username": "sara", "email": "new@example.com", "preferences": "{}", **rights},
        )

        assert answer.status_code == 302
        stored = User.objects.get(pk=user.pk)
        assert (stored.email, stored.is_staff, stored.is_superuser, stored.role) == (
            *("new@example.com", False, False),
            "user",
        )

    def test_keeps_a_clerk_from_superusers(self, client, clerk):
        top = make_user("top", is_superuser=True, is_staff=True)
        password = {"usable_password": "true", "password1": "another long phrase", "password2": "another long phrase"}

        assert client.post(reverse("admin:auth_user_password_change", args=[top.pk]), password).status_code == 403
        assert client.post(reverse(f"{USERS}_change", args=[top.pk]), {"username": "x"}).status_code == 403

    def test_is_closed_to_users(self, client):
        client.force_login(make_user("sara"))

        assert client.get(reverse(f"{USERS}_changelist")).status_code == 302


class TestGroupAdmin:
    def test_opens(self, client, boss):
        assert client.get(reverse("admin:auth_group_changelist")).status_code == 200
        assert client.get(reverse("admin:auth_group_add")).status_code == 200


class TestBrandAssetAdmin:
    def test_shows_the_pictures(self, client, boss):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())
        address = reverse(f"{ASSETS}_picture", args=[asset.pk])

        assert address in client.get(reverse(f"{ASSETS}_changelist")).content.decode()
        assert address in client.get(reverse(f"{ASSETS}_change", args=[asset.pk])).content.decode()
        assert opened(client.get(address).getvalue()).size == (64, 48)

    def test_shows_them_to_nobody_without_the_right(self, client, clerk):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())

        assert client.get(reverse(f"{ASSETS}_picture", args=[asset.pk])).status_code == 403

    @pytest.mark.parametrize("way", ["one", "selected"])
    def test_deletes_rows_with_their_files(self, client, boss, way, django_capture_on_commit_callbacks):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())
        storage, key = asset.file.storage, str(asset.file.name)
        selected = {"action": "delete_selected", "_selected_action": str(asset.pk), "post": "yes"}

        with django_capture_on_commit_callbacks(execute=True):
            if way == "one":
                client.post(reverse(f"{ASSETS}_delete", args=[asset.pk]), {"post": "yes"})
            else:
                client.post(reverse(f"{ASSETS}_changelist"), selected)

        assert not BrandAsset.objects.exists()
        assert not storage.exists(key)

    def test_changes_nothing(self, client, boss):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())

        assert client.get(reverse(f"{ASSETS}_add")).status_code == 403
        assert client.post(reverse(f"{ASSETS}_change", args=[asset.pk]), {"kind": "logo"}).status_code == 403
