"""Shares: made, seen by anybody, over."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from common.errors import NotFoundError
from generation import services
from generation.models import Generation, Share
from generation.services.sharing import find_share, may_edit
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_result, make_thumbnail, make_user
from tests.generation.core_rows import at_once
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "generation/{generation_id}/share"
PUBLIC = "shares/{token}"
SECRET_LOOK = "A secret look"


@pytest.fixture
def user():
    return make_user(is_verified=True, full_name="Sara Ahmadi")


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm(db):
    return make_algorithm(slug="routix_v4", is_default=True)


@pytest.fixture
def result(user, algorithm):
    generation = make_result(user, algorithm, prompt="a prompt that nobody else may read")
    thumbnail = generation.thumbnails.get()
    thumbnail.document = {
        "layers": [
            {"kind": "text", "id": "headline", "text": "I SURVIVED"},
            {"kind": "text", "id": "subtitle", "text": "in the Arctic"},
            {"kind": "text", "id": "hidden", "text": "not shown", "visible": False},
        ]
    }
    thumbnail.save()
    return generation


def address(generation):
    return f"/api/v1/generation/{generation.pk}/share"


def public(token):
    return f"/api/v1/shares/{token}"


class TestSharing:
    def test_gives_an_address_and_once_a_secret_to_edit_by(self, client, result):
        response = client.post(address(result), {"expires_in_days": 7})
        assert response.status_code == 201
        data = assert_described(response, PATH)
        share = Share.objects.get()
        assert (data["token"], data["view_count"]) == (share.token, 0)
        assert data["url"].endswith(f"/s/{share.token}")
        assert share.edit_digest == hashlib.sha256(data["edit_token"].encode()).hexdigest()
        assert share.digest == hashlib.sha256(share.token.encode()).hexdigest()
        assert may_edit(share, data["edit_token"])
        assert not may_edit(share, share.token)
        assert timedelta(days=6.9) < share.expires_at - timezone.now() < timedelta(days=7.1)
        result.refresh_from_db()
        assert result.share_count == 1

    def test_again_gives_the_same_without_the_secret(self, client, result):
        first = client.post(address(result), {}).json()["data"]
        response = client.post(address(result), {"expires_in_days": 1})
        assert response.status_code == 200
        again = assert_described(response, PATH)
        assert "edit_token" not in again
        assert again == {name: value for name, value in first.items() if name != "edit_token"}
        result.refresh_from_db()
        assert result.share_count == 1

    def test_gives_another_address_after_the_end_of_one(self, client, result):
        first = client.post(address(result), {}).json()["data"]
        ended = client.delete(address(result))
        assert ended.status_code == 200
        assert assert_described(ended, PATH) is None
        assert client.delete(address(result)).status_code == 200
        second = client.post(address(result), {}).json()["data"]
        assert second["token"] != first["token"]
        Share.objects.filter(revoked_at=None).update(expires_at=timezone.now())
        third = client.post(address(result), {})
        assert third.status_code == 201
        assert third.json()["data"]["token"] not in (first["token"], second["token"])
        result.refresh_from_db()
        assert result.share_count == 3

    @pytest.mark.parametrize("method", ["post", "delete"])
    def test_is_for_the_owner_only(self, client, result, method):
        signed_out = getattr(APIClient(), method)(address(result))
        stranger = getattr(client_of(make_user(is_verified=True)), method)(address(result), {})
        nothing = getattr(client, method)(f"/api/v1/generation/{uuid.uuid4()}/share", {})
        assert [answer.status_code for answer in (signed_out, stranger, nothing)] == [401, 404, 404]
        for response in (signed_out, stranger, nothing):
            assert_described(response, PATH)

    def test_needs_a_confirmed_address(self, algorithm):
        unverified = make_user()
        response = client_of(unverified).post(address(make_result(unverified, algorithm)), {})
        assert (response.status_code, response.json()["error"]["type"]) == (403, "email_not_verified")
        assert_described(response, PATH)

    def test_needs_a_picture(self, user, client, algorithm):
        response = client.post(address(make_generation(user, algorithm)), {})
        assert (response.status_code, response.json()["error"]["type"]) == (409, "result_not_ready")
        assert_described(response, PATH)

    @pytest.mark.parametrize("days", [0, 31, -1, "7", 1.5, None, 10**30])
    def test_is_for_1_to_30_days(self, client, result, days):
        response = client.post(address(result), {"expires_in_days": days})
        assert response.status_code == 422
        assert_described(response, PATH)
        assert not Share.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestSharingAtOnce:
    def test_makes_one_address_and_tells_one_secret(self, user, result):
        shared = at_once(16, lambda _: services.share_generation(user, result.pk))
        assert len({one.share.pk for one in shared}) == 1
        assert sum(one.edit_token is not None for one in shared) == 1
        assert Generation.objects.get(pk=result.pk).share_count == 1

    def test_and_deleting_leaves_no_living_address(self, user, result):
        def act(number):
            if number == 0:
                services.delete_generation(user, result.pk)
            else:
                services.share_generation(user, result.pk)

        at_once(6, act)
        assert not Share.objects.filter(revoked_at=None).exists()


class TestAShareForAnybody:
    def test_shows_the_picture_and_nothing_secret(self, user, result, django_assert_num_queries):
        share = services.share_generation(user, result.pk).share
        anybody = APIClient()
        with django_assert_num_queries(3):
            response = anybody.get(public(share.token))
        assert response.status_code == 200
        data = assert_described(response, PUBLIC)
        assert (data["headline"], data["owner"]) == ("I SURVIVED in the Arctic", "Sara Ahmadi")
        assert (data["width"], data["height"], data["view_count"]) == (1280, 720, 1)
        text = response.content.decode()
        for secret in (result.prompt, user.email, user.username, str(result.pk), str(user.pk)):
            assert secret not in text
        picture = anybody.get(data["thumbnail_url"].replace("http://testserver", ""))
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
        assert picture["Cache-Control"] == "public, max-age=300"
        small = anybody.get(data["preview_url"])
        assert len(small.content) < len(picture.content)

    def test_counts_its_views(self, user, result):
        share = services.share_generation(user, result.pk).share
        for _ in range(2):
            APIClient().get(public(share.token))
        Client().get(f"/s/{share.token}")
        share.refresh_from_db()
        assert share.view_count == 3

    def test_takes_no_sign_in_for_it(self, user, result):
        share = services.share_generation(user, result.pk).share
        answer = APIClient().get(public(share.token), HTTP_AUTHORIZATION="Bearer rubbish")
        assert answer.status_code == 200

    @pytest.mark.parametrize("end", ["revoked", "expired", "deleted", "inactive", "unknown", "forged"])
    def test_is_not_found_when_it_is_over(self, user, result, end):
        share = services.share_generation(user, result.pk).share
        token = share.token
        match end:
            case "revoked":
                services.revoke_share(user, result.pk)
            case "expired":
                Share.objects.update(expires_at=timezone.now())
            case "deleted":
                services.delete_generation(user, result.pk)
            case "inactive":
                user.is_active = False
                user.save()
            case "unknown":
                token = "A" * 43
            case "forged":
                token = f"{token}é"
        for place in (public(token), f"/s/{token}", f"/s/{token}/thumbnail.jpg"):
            assert APIClient().get(place).status_code == 404
        with pytest.raises(NotFoundError):
            find_share(token)

    def test_whose_file_is_gone_is_not_found(self, user, result):
        share = services.share_generation(user, result.pk).share
        default_storage.delete(str(result.thumbnails.get().file))
        assert APIClient().get(f"/s/{share.token}/thumbnail.jpg").status_code == 404

    @pytest.mark.parametrize("width", ["1", "x", "99999"])
    def test_is_scaled_to_few_widths_only(self, user, result, width):
        share = services.share_generation(user, result.pk).share
        assert APIClient().get(f"/s/{share.token}/thumbnail.jpg?width={width}").status_code == 404


class TestItsPage:
    def test_tells_other_sites_what_to_show(self, user, result):
        share = services.share_generation(user, result.pk).share
        response = Client().get(f"/s/{share.token}")
        page = response.content.decode()
        assert '<meta property="og:image" content="http://' in page
        assert f"/s/{share.token}/thumbnail.jpg" in page
        assert '<meta property="og:title" content="I SURVIVED in the Arctic">' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page
        assert result.prompt not in page
        assert response["X-Robots-Tag"] == "noindex"

    def test_escapes_what_stands_in_the_picture(self, user, result):
        thumbnail = result.thumbnails.get()
        thumbnail.document = {"layers": [{"kind": "text", "id": "headline", "text": '<script>alert("x")</script>'}]}
        thumbnail.save()
        page = Client().get(f"/s/{services.share_generation(user, result.pk).share.token}").content.decode()
        assert "<script>alert" not in page

    def test_has_a_title_without_a_headline(self, user, algorithm):
        generation = make_generation(user, algorithm, status="completed")
        make_thumbnail(generation)
        page = Client().get(f"/s/{services.share_generation(user, generation.pk).share.token}").content.decode()
        assert "<h1><bdi>A thumbnail by Sara Ahmadi</bdi></h1>" in page

    def test_is_served_unchanged_when_the_browser_has_it(self, user, result):
        share = services.share_generation(user, result.pk).share
        place = f"/s/{share.token}/thumbnail.jpg"
        tag = Client().get(place)["ETag"]
        assert Client().get(place, HTTP_IF_NONE_MATCH=tag).status_code == 304
