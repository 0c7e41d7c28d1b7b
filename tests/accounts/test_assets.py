from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.errors import TooManyAssetsError
from accounts.models import AssetKind, BrandAsset, Scope
from accounts.selectors import get_owned_asset
from accounts.services import assets
from accounts.services.api_keys import create_api_key
from accounts.services.assets import store_asset
from billing.models import Plan
from common.errors import NotFoundError
from common.fetching import Policy
from common.images import clean_picture
from tests.accounts.people import PASSWORD, as_json, client_of, fields_of, make_user
from tests.accounts.webhook_servers import outside_server
from tests.common.hostile_uploads import CORPUS, SECRET
from tests.common.listening import redirect, reply
from tests.common.pictures import exif, opened, picture
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ASSETS = "/api/v1/users/assets"


def upload(client: APIClient, data: bytes, *, kind: str = "face", name: str = "me.png") -> Any:
    body = {"kind": kind, "file": SimpleUploadedFile(name, data, content_type="image/png")}
    return client.post(ASSETS, body, format="multipart")


class TestAddingAnAsset:
    def test_refuses_the_signed_out(self):
        assert upload(client_of(None), picture()).status_code == 401

    def test_keeps_a_clean_picture(self):
        user = make_user()
        sent = picture(form="JPEG", exif=exif(orientation=6))

        answer = upload(client_of(user), sent, name="../../etc/passwd.php")

        assert answer.status_code == 201
        asset = BrandAsset.objects.get()
        data = answer.json()["data"]
        created_at = data.pop("created_at")
        assert created_at
        assert data == {
            "id": str(asset.pk),
            "kind": "face",
            "url": f"{ASSETS}/{asset.pk}/file",
            "format": "jpeg",
            "width": 48,
            "height": 64,
            "bytes": asset.file.size,
        }
        assert asset.owner == user
        assert asset.file.name == f"assets/{user.pk}/{asset.pk}.jpeg"
        stored = Path(default_storage.path(asset.file.name)).read_bytes()
        assert len(stored) == asset.bytes
        assert b"SECRET" not in stored

    @pytest.mark.parametrize(("kind", "megabytes"), [("face", 5), ("logo", 2), ("reference", 10), ("avatar", 2)])
    def test_refuses_what_is_too_large_for_its_kind(self, kind, megabytes):
        client = client_of(make_user())
        data = picture() + b"\x00" * (megabytes * 1024 * 1024)

        answer = upload(client, data, kind=kind)

        assert answer.status_code == 413
        assert answer.json()["error"]["type"] == "picture_too_large"

    def test_refuses_a_huge_body_by_its_stated_length(self):
        answer = client_of(make_user()).post(
            ASSETS, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(50 * 1024 * 1024)
        )

        assert answer.status_code == 413

    @pytest.mark.parametrize(("data", "status"), [(b"<svg/>", 415), (b"", 415), (picture()[:70], 422)])
    def test_refuses_what_is_no_picture(self, data, status):
        answer = upload(client_of(make_user()), data)

        assert answer.status_code == status
        assert not BrandAsset.objects.exists()

    def test_names_the_fields_it_refuses(self):
        client = client_of(make_user())

        assert fields_of(upload(client, picture(), kind="cat")) == {"kind"}
        assert fields_of(client.post(ASSETS, {}, format="multipart")) == {"kind", "file"}
        assert fields_of(client.post(ASSETS, {"kind": "face", "file": "text"}, format="multipart")) == {"file"}

    def test_takes_forms_and_json_only(self):
        answer = client_of(make_user()).post(ASSETS, "kind=face", content_type="application/x-www-form-urlencoded")

        assert answer.status_code == 415
        assert answer.json()["error"]["type"] == "unsupported_media_type"

    def test_is_open_to_api_keys_that_may_change_the_account(self):
        user = make_user(is_verified=True)
        client = APIClient()
        for scope, status in ((Scope.ACCOUNT_READ, 403), (Scope.ACCOUNT_WRITE, 201)):
            _, key = create_api_key(user, name="x", scopes=[scope])
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
            assert upload(client, picture()).status_code == status

    def test_keeps_nothing_of_the_hostile_as_it_was_sent(self):
        Plan.objects.filter(tier="free").update(brand_assets=1000)
        client = client_of(make_user())
        small = [hostile for hostile in CORPUS if hostile.name.startswith(("png with", "jpeg with exif", "gif"))]
        statuses = {}
        for hostile in small:
            sent = hostile.make()
            answer = upload(client, sent, kind="reference", name="me.png")
            statuses[hostile.name] = (answer.status_code, hostile.kept_as is not None)
            if answer.status_code == 201:
                stored = Path(default_storage.path(BrandAsset.objects.latest("created_at").file.name)).read_bytes()
                assert stored != sent
                assert SECRET not in stored
        assert len(small) > 15
        assert all((status == 201) is is_kept for status, is_kept in statuses.values()), statuses
        assert {status for status, _ in statuses.values()} <= {201, 413, 415, 422}

    @pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 500])
    def test_survives_malformed_forms(self, content_type):
        answer = client_of(make_user()).post(ASSETS, b"nonsense", content_type=content_type)

        assert answer.status_code in (400, 415, 422)

    def test_leaves_nothing_behind_when_the_row_is_refused(self, monkeypatch):
        user = make_user()

        def fail(*args, **kwargs):
            raise RuntimeError("the database is gone")

        monkeypatch.setattr(BrandAsset, "save", fail)
        with pytest.raises(RuntimeError):
            store_asset(user, kind=AssetKind.FACE, data=picture())

        assert default_storage.listdir(f"assets/{user.pk}")[1] == []


class TestFetchingAnAsset:
    def fetch(self, client: APIClient, url: Any, kind: str = "avatar") -> Any:
        return client.post(ASSETS, as_json({"kind": kind, "url": url}), content_type="application/json")

    def test_keeps_what_the_address_sends(self, settings):
        user = make_user()
        sent = picture(form="JPEG", exif=exif())
        with outside_server(settings, reply(sent)) as server:
            answer = self.fetch(client_of(user), f"http://pictures.example:{server.port}/me.png")

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert (data["kind"], data["format"], data["width"]) == ("avatar", "jpeg", 64)
        stored = Path(default_storage.path(BrandAsset.objects.get(owner=user).file.name)).read_bytes()
        assert b"SECRET" not in stored

    def test_refuses_the_signed_out(self):
        assert self.fetch(client_of(None), "https://pictures.example/").status_code == 401

    @pytest.mark.parametrize(
        ("url", "error"),
        [
            ("http://127.0.0.1/", "address_refused"),
            ("http://[::ffff:169.254.169.254]/", "address_refused"),
            ("http://2130706433/", "address_refused"),
            ("http://inside.test/", "address_refused"),
            ("file:///etc/passwd", "address_refused"),
            ("https://user:word@pictures.example/", "address_refused"),
            ("", "validation_error"),
            (7, "validation_error"),
            (None, "validation_error"),
            (["https://pictures.example/"], "validation_error"),
            ("https://pictures.example/\x00", "validation_error"),
            ("https://pictures.example/\ud800", "validation_error"),
            ("https://pictures.example/" + "a" * 2000, "validation_error"),
        ],
    )
    def test_refuses_what_leads_nowhere_outside(self, settings, url, error):
        settings.FETCH_POLICY = f"{__name__}.INSIDE"
        answer = self.fetch(client_of(make_user()), url)
        assert (answer.status_code, answer.json()["error"]["type"]) == (422, error)
        assert not BrandAsset.objects.exists()

    def test_follows_nobody_inside(self, settings):
        with outside_server(settings, redirect("http://127.0.0.1:80/")) as server:
            answer = self.fetch(client_of(make_user()), f"http://pictures.example:{server.port}/")
        assert (answer.status_code, answer.json()["error"]["type"]) == (422, "address_refused")

    @pytest.mark.parametrize(
        ("sent", "status", "error"),
        [
            (b"<html>", 415, "not_a_picture"),
            (picture()[:60], 422, "picture_refused"),
            (picture() + b"\x00" * 2_200_000, 413, "picture_too_large"),
        ],
    )
    def test_refuses_what_is_no_such_picture(self, settings, sent, status, error):
        with outside_server(settings, reply(sent)) as server:
            answer = self.fetch(client_of(make_user()), f"http://pictures.example:{server.port}/")
        assert (answer.status_code, answer.json()["error"]["type"]) == (status, error)

    def test_asks_nobody_where_there_is_no_room(self, settings):
        Plan.objects.filter(tier="free").update(brand_assets=0)
        with outside_server(settings, reply(picture())) as server:
            answer = self.fetch(client_of(make_user()), f"http://pictures.example:{server.port}/")
            assert server.connections == 0
        assert answer.json()["error"]["type"] == "too_many_assets"


INSIDE = Policy(resolve=lambda host, port, seconds: ["10.0.0.1"])


@pytest.mark.django_db(transaction=True)
class TestAddingAssetsInARace:
    def test_stops_at_what_the_plan_keeps(self, monkeypatch):
        Plan.objects.filter(tier="free").update(brand_assets=3)
        cleaned = clean_picture(picture(), max_bytes=10_000)
        monkeypatch.setattr(assets, "clean_picture", lambda *_, **__: cleaned)  # so that all come at one moment
        user = make_user()

        answers = together(12, lambda _: store_asset(user, kind=AssetKind.LOGO, data=b""))

        assert sum(isinstance(answer, BrandAsset) for answer in answers) == 3
        assert sum(isinstance(answer, TooManyAssetsError) for answer in answers) == 9
        assert BrandAsset.objects.count() == 3


class TestListingAssets:
    def test_refuses_the_signed_out(self):
        assert client_of(None).get(ASSETS).status_code == 401

    def test_shows_ones_own_newest_first(self):
        sara, omid = make_user("sara"), make_user("omid")
        first, second = (store_asset(sara, kind=AssetKind.FACE, data=picture()) for _ in range(2))
        store_asset(omid, kind=AssetKind.FACE, data=picture())

        data = client_of(sara).get(f"{ASSETS}?limit=1").json()["data"]

        assert [item["id"] for item in data["items"]] == [str(second.pk)]
        assert (data["total"], data["limit"], data["offset"], data["has_more"]) == (2, 1, 0, True)
        rest = client_of(sara).get(f"{ASSETS}?offset=1").json()["data"]
        assert [item["id"] for item in rest["items"]] == [str(first.pk)]

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1"])
    def test_refuses_odd_pages(self, query):
        assert client_of(make_user()).get(f"{ASSETS}?{query}").status_code == 422


class TestReadingAnAsset:
    def test_tells_what_is_known_of_it(self):
        user = make_user()
        asset = store_asset(user, kind=AssetKind.AVATAR, data=picture())
        data = client_of(user).get(f"{ASSETS}/{asset.pk}").json()["data"]
        assert (data["id"], data["kind"], data["width"]) == (str(asset.pk), "avatar", 64)

    def test_refuses_others(self):
        asset = store_asset(make_user(), kind=AssetKind.LOGO, data=picture())
        assert client_of(make_user("omid")).get(f"{ASSETS}/{asset.pk}").status_code == 404
        assert client_of(None).get(f"{ASSETS}/{asset.pk}").status_code == 401


class TestReadingAFile:
    def test_gives_the_owner_the_picture_whatever_is_accepted(self):
        user = make_user()
        asset = store_asset(user, kind=AssetKind.LOGO, data=picture())

        answer = client_of(user).get(f"{ASSETS}/{asset.pk}/file", HTTP_ACCEPT="image/png")

        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
        assert opened(answer.getvalue()).size == (64, 48)

    def test_works_with_a_session(self, client):
        user = make_user()
        asset = store_asset(user, kind=AssetKind.LOGO, data=picture())
        client.login(username=user.username, password=PASSWORD)

        assert client.get(f"{ASSETS}/{asset.pk}/file").getvalue()

    @pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("omid", 404)])
    def test_refuses_others(self, who, status):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())
        other = None if who == "nobody" else make_user(who)

        answer = client_of(other).get(f"{ASSETS}/{asset.pk}/file", HTTP_ACCEPT="image/png")

        assert answer.status_code == status
        assert answer.json()["success"] is False

    def test_knows_when_the_file_is_gone(self):
        user = make_user()
        asset = store_asset(user, kind=AssetKind.FACE, data=picture())
        default_storage.delete(str(asset.file.name))

        assert client_of(user).get(f"{ASSETS}/{asset.pk}/file").status_code == 404


class TestDeletingAnAsset:
    def test_removes_the_row_and_the_file(self, django_capture_on_commit_callbacks):
        user = make_user()
        asset = store_asset(user, kind=AssetKind.FACE, data=picture())

        with django_capture_on_commit_callbacks(execute=True):
            answer = client_of(user).delete(f"{ASSETS}/{asset.pk}")

        assert answer.status_code == 200
        assert not BrandAsset.objects.exists()
        assert not default_storage.exists(str(asset.file.name))
        assert client_of(user).delete(f"{ASSETS}/{asset.pk}").status_code == 404

    @pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("omid", 404)])
    def test_refuses_others(self, who, status):
        asset = store_asset(make_user("sara"), kind=AssetKind.FACE, data=picture())
        other = None if who == "nobody" else make_user(who)

        assert client_of(other).delete(f"{ASSETS}/{asset.pk}").status_code == status
        assert BrandAsset.objects.exists()

    @pytest.mark.parametrize("name", ["x", "1", "../x"])
    def test_knows_no_odd_ids(self, name):
        assert client_of(make_user()).delete(f"{ASSETS}/{name}").status_code == 404


class TestGetOwnedAsset:
    def test_treats_somebody_elses_like_none(self):
        sara, omid = make_user("sara"), make_user("omid")
        asset = store_asset(sara, kind=AssetKind.FACE, data=picture())

        assert get_owned_asset(sara, asset.pk) == asset
        messages = []
        for user, asset_id in ((omid, asset.pk), (sara, uuid4())):
            with pytest.raises(NotFoundError) as caught:
                get_owned_asset(user, asset_id)
            messages.append(caught.value.message)
        assert messages[0] == messages[1]
