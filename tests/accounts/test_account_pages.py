"""The pages of the profile, the API keys, and of leaving."""

import io
from zipfile import ZipFile

import pyotp
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiKey, Authenticator, BrandAsset, Scope, User
from accounts.services.api_keys import create_api_key, find_key_by_secret
from tests.accounts.people import PASSWORD, make_user
from tests.common.pictures import picture

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGES = ["account-profile", "account-api-keys", "account-erase"]
POSTS = ["account-avatar", "account-export", "account-api-keys-revoke-all"]


@pytest.fixture
def user() -> User:
    return make_user(is_verified=True)


@pytest.fixture
def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestEveryPage:
    @pytest.mark.parametrize("name", [*PAGES, *POSTS])
    def test_leads_the_signed_out_to_the_sign_in(self, name):
        client = Client()
        answer = client.post(reverse(name)) if name in POSTS else client.get(reverse(name))

        assert answer.status_code == 302
        assert answer["Location"].startswith("/login")

    @pytest.mark.parametrize("name", PAGES)
    def test_opens_in_both_languages(self, browser, name):
        for language in ("en", "fa"):
            answer = browser.get(reverse(name), headers={"accept-language": language})
            assert answer.status_code == 200
            assert f'lang="{language}"' in answer.content.decode()

    @pytest.mark.parametrize("name", [*PAGES, *POSTS])
    def test_takes_nothing_from_other_sites(self, user, name):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)

        assert client.post(reverse(name), {}).status_code == 403


class TestTheProfilePage:
    FIELDS = {"full_name": "Sara K.", "username": "sara", "email": "sara@example.com", "language": "en"}

    def test_saves_what_was_changed(self, browser, user):
        answer = browser.post(reverse("account-profile"), self.FIELDS, follow=True)

        assert answer.redirect_chain == [("/account/profile", 302)]
        assert "Saved." in answer.content.decode()
        stored = User.objects.get(pk=user.pk)
        assert (stored.full_name, stored.preferences) == ("Sara K.", {"language": "en"})

    def test_remembers_the_language(self, browser):
        browser.post(reverse("account-profile"), {**self.FIELDS, "language": "fa"})

        assert 'lang="fa"' in browser.get(reverse("account-profile")).content.decode()

    def test_asks_for_the_password_for_another_address(self, browser, user):
        fields = {**self.FIELDS, "email": "new@example.com"}

        refused = browser.post(reverse("account-profile"), fields)
        assert refused.status_code == 422
        assert refused.context["form"].errors["current_password"]
        browser.post(reverse("account-profile"), {**fields, "current_password": PASSWORD})

        assert User.objects.get(pk=user.pk).email == "new@example.com"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"username": "a b"}, "username"),
            ({"email": "nowhere"}, "email"),
            ({"language": "xx"}, "language"),
            ({"username": "omid"}, "username"),
        ],
    )
    def test_shows_what_is_wrong_beside_its_field(self, browser, change, field):
        make_user("omid")

        answer = browser.post(reverse("account-profile"), {**self.FIELDS, **change})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {field}

    def test_takes_and_removes_a_picture(self, browser, user):
        upload = SimpleUploadedFile("me.png", picture(), "image/png")

        shown = browser.post(reverse("account-avatar"), {"picture": upload}, follow=True).content.decode()

        avatar = BrandAsset.objects.get(owner=user)
        assert avatar.kind == "avatar"
        assert reverse("asset-file", args=[avatar.pk]) in shown
        browser.post(reverse("account-avatar"), {"remove": "1"})
        assert User.objects.get(pk=user.pk).avatar_id is None

    @pytest.mark.parametrize("data", [b"no picture", b""])
    def test_says_what_is_no_picture(self, browser, data):
        upload = SimpleUploadedFile("me.png", data, "image/png")

        answer = browser.post(reverse("account-avatar"), {"picture": upload}, follow=True)

        assert answer.status_code == 200
        assert not BrandAsset.objects.exists()


class TestTheApiKeysPage:
    FIELDS = {"name": "Uploader", "scopes": ["generations:read", "account:read"], "monthly_cap": "50", "lifetime": "30"}

    def test_shows_a_new_key_once(self, browser, user):
        answer = browser.post(reverse("account-api-keys"), self.FIELDS)

        assert answer.status_code == 201
        key = ApiKey.objects.get(user=user)
        secret = answer.context["secret"]
        found = find_key_by_secret(secret)
        assert found == key
        assert (key.monthly_cap, key.scopes) == (50, ["account:read", "generations:read"])
        assert key.expires_at is not None
        assert 29 <= (key.expires_at - timezone.now()).days <= 30
        assert secret in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert secret not in browser.get(reverse("account-api-keys")).content.decode()

    def test_makes_one_without_a_cap_or_an_end(self, browser):
        browser.post(reverse("account-api-keys"), {"name": "x", "scopes": ["chat:read"], "lifetime": ""})

        key = ApiKey.objects.get()
        assert (key.monthly_cap, key.expires_at) == (None, None)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["all"]}, "scopes"),
            ({"monthly_cap": "0"}, "monthly_cap"),
            ({"lifetime": "7"}, "lifetime"),
        ],
    )
    def test_shows_what_is_wrong_beside_its_field(self, browser, change, field):
        answer = browser.post(reverse("account-api-keys"), {**self.FIELDS, **change})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {field}
        assert not ApiKey.objects.exists()

    def test_sends_the_unverified_to_their_mail_first(self):
        client = Client()
        client.force_login(make_user("omid"))

        assert reverse("verify") in client.get(reverse("account-api-keys")).content.decode()
        assert client.post(reverse("account-api-keys"), self.FIELDS).status_code == 403

    def test_revokes_one_or_all_and_nobody_elses(self, browser, user):
        omid = make_user("omid", is_verified=True)
        keys = [create_api_key(owner, name="x", scopes=[Scope.CHAT_READ])[0] for owner in (user, user, user, omid)]

        browser.post(reverse("account-api-key-revoke", args=[keys[0].pk]))
        assert ApiKey.objects.filter(revoked_at=None).count() == 3
        assert browser.post(reverse("account-api-key-revoke", args=[keys[3].pk])).status_code == 404
        browser.post(reverse("account-api-keys-revoke-all"))

        assert list(ApiKey.objects.filter(revoked_at=None)) == [keys[3]]

    def test_takes_as_many_queries_for_many_keys_as_for_one(self, browser, user, django_assert_max_num_queries):
        for _ in range(15):
            create_api_key(user, name="x", scopes=[Scope.CHAT_READ])

        with django_assert_max_num_queries(6):
            browser.get(reverse("account-api-keys"))


class TestLeaving:
    def test_takes_everything_along(self, browser):
        answer = browser.post(reverse("account-export"))

        with ZipFile(io.BytesIO(answer.getvalue())) as archive:
            assert "account.json" in archive.namelist()

    def test_erases_after_the_password_and_a_tick(self, browser, user):
        address = reverse("account-erase")
        assert browser.post(address, {"password": PASSWORD}).status_code == 422
        assert browser.post(address, {"password": "wrong", "is_meant": "on"}).status_code == 422
        assert User.objects.get(pk=user.pk).erased_at is None

        answer = browser.post(address, {"password": PASSWORD, "is_meant": "on"})

        assert answer.status_code == 200
        assert User.objects.get(pk=user.pk).erased_at is not None
        assert browser.get(reverse("account-profile")).status_code == 302

    def test_asks_for_a_code_where_there_is_a_second_factor(self, browser, user):
        seed = pyotp.random_base32()
        Authenticator.objects.create(user=user, seed=seed, confirmed_at=timezone.now())
        proof = {"password": PASSWORD, "is_meant": "on"}

        refused = browser.post(reverse("account-erase"), proof)
        assert refused.context["form"].errors["otp"]
        browser.post(reverse("account-erase"), {**proof, "otp": pyotp.TOTP(seed).now()})

        assert User.objects.get(pk=user.pk).erased_at is not None
