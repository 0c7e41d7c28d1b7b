"""Pictures over HTTP: downloads for their owner, and signed addresses for an `<img>`."""

import io
import time
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import BrandAsset
from canvas.document import Document, Logo, Palette, Plate, Text
from canvas.serial import to_json
from generation.events import picture_url
from generation.models import Generation
from generation.services import exports
from tests.generation.api_rows import (
    client_of,
    make_algorithm,
    make_generation,
    make_result,
    make_thumbnail,
    make_user,
    picture_bytes,
)
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "generation/{generation_id}/download"
PALETTE = Palette(primary="#204080", secondary="#102040", accent="#ffcc00")


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm():
    return make_algorithm(slug="routix_v4")


@pytest.fixture
def generation(user, algorithm):
    return make_result(user, algorithm, prompt="I survived: 7 days!")


@pytest.fixture
def layered(user, algorithm):
    """One whose document can really be drawn."""
    generation = make_generation(user, algorithm, status="completed")
    layers = (
        Plate(id="plate", slot="plate", source="paint:gradient"),
        Text(id="headline", slot="headline", text="7 DAYS"),
    )
    make_thumbnail(generation, document=to_json(Document(layers=layers, palette=PALETTE, layout="hero_right")))
    return generation


def address(generation: Generation) -> str:
    return f"/api/v1/generation/{generation.pk}/download"


def opened(response: Any) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


class TestDownload:
    def test_is_the_stored_file_under_a_telling_name(self, client, generation):
        response = client.get(address(generation))
        assert response.status_code == 200
        with default_storage.open(str(generation.thumbnails.get().file)) as file:
            assert response.content == file.read()
        assert response["Content-Type"] == "image/jpeg"
        assert response["Content-Disposition"] == 'attachment; filename="i-survived-7-days-1280x720.jpg"'
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_is_counted(self, client, generation):
        for count in (1, 2):
            client.get(address(generation))
            generation.refresh_from_db()
            assert generation.download_count == count

    @pytest.mark.parametrize(("wanted", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
    def test_comes_in_each_format(self, client, generation, wanted, kind):
        response = client.get(address(generation), {"format": wanted})
        assert response.status_code == 200
        picture = opened(response)
        assert (picture.format, picture.size) == (kind, (1280, 720))
        assert len(response.content) < 2_000_000

    def test_takes_what_a_browser_accepts(self, client, generation):
        assert client.get(address(generation), HTTP_ACCEPT="image/avif,image/webp,*/*;q=0.8").status_code == 200
        assert client.get(address(generation), HTTP_ACCEPT="image/png").status_code == 200

    def test_names_persian_prompts_as_they_are(self, user, client, algorithm):
        response = client.get(address(make_result(user, algorithm, prompt="سفر رویایی")))
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%B3")

    def test_cuts_long_names_between_words(self, user, client, algorithm):
        response = client.get(address(make_result(user, algorithm, prompt="arctic " * 20)))
        assert f'"{"arctic-" * 8}1280x720.jpg"' in response["Content-Disposition"]

    def test_shows_another_of_its_pictures(self, client, generation):
        make_thumbnail(generation, index=1)
        assert client.get(address(generation), {"index": 1}).status_code == 200
        response = client.get(address(generation), {"index": 2})
        assert response.status_code == 404
        assert_described(response, PATH)

    @pytest.mark.parametrize(
        ("field", "value"), [("format", "gif"), ("size", "1x1"), ("size", "1280×720"), ("index", "9"), ("url", "so")]
    )
    def test_names_the_field_that_is_wrong(self, client, generation, field, value):
        response = client.get(address(generation), {field: value})
        assert response.status_code == 422
        assert_described(response, PATH)
        assert response.json()["error"]["details"]["validation_errors"][0]["field"] == field

    def test_answers_an_address_when_asked_for_one(self, client, generation):
        data = assert_described(client.get(address(generation), {"url": "1"}), PATH)
        assert data["filename"] == "i-survived-7-days-1280x720.jpg"
        response = Client().get(data["url"])
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")

    def test_answers_the_address_of_an_export(self, client, generation):
        data = assert_described(client.get(address(generation), {"url": "1", "format": "webp"}), PATH)
        response = Client().get(data["url"])
        assert (response["Content-Type"], opened(response).format) == ("image/webp", "WEBP")


class TestAnotherSize:
    @pytest.mark.parametrize("size", ["1080x1920", "1080x1080"])
    def test_is_drawn_anew_from_the_layers(self, client, layered, size):
        response = client.get(address(layered), {"size": size, "format": "webp"})
        assert response.status_code == 200
        assert "x".join(map(str, opened(response).size)) == size

    def test_is_kept(self, client, layered, monkeypatch):
        first = client.get(address(layered), {"size": "1080x1080"})
        monkeypatch.setattr(exports, "redraw", None)
        assert client.get(address(layered), {"size": "1080x1080"}).content == first.content

    def test_is_refused_beyond_what_the_algorithm_draws(self, client, layered):
        response = client.get(address(layered), {"size": "1920x1080"})
        assert response.status_code == 422
        assert_described(response, PATH)
        assert response.json()["error"]["details"]["validation_errors"][0]["message"].endswith("draws up to 1280x720.")

    def test_needs_the_pictures_that_were_brought_along(self, user, client, algorithm):
        layers = (
            Plate(id="plate", slot="plate", source="paint:gradient"),
            Logo(id="logo", slot="logo", source="picture:logo"),
        )
        document = to_json(Document(layers=layers, palette=PALETTE, layout="hero_right"))
        data = picture_bytes(400, 400, "PNG")
        asset = BrandAsset.objects.create(
            owner=user,
            kind="logo",
            format="png",
            width=400,
            height=400,
            bytes=len(data),
            sha256="0" * 64,
            file=ContentFile(data, "logo.png"),
        )
        generation = make_generation(user, algorithm, status="completed", logo_asset=asset)
        make_thumbnail(generation, document=document)
        assert client.get(address(generation), {"size": "1080x1080"}).status_code == 200
        asset.delete()
        response = client.get(address(generation), {"size": "1080x1350"})
        assert response.status_code == 409
        assert_described(response, PATH)

    def test_is_a_conflict_when_the_document_can_t_be_drawn(self, client, generation):
        response = client.get(address(generation), {"size": "1080x1080"})
        assert response.status_code == 409
        assert_described(response, PATH)


class TestSignedAddress:
    def test_needs_no_sign_in_and_is_kept_by_browsers(self, generation):
        url = picture_url(generation.thumbnails.get().pk, 0)
        response = Client().get(url)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert response["Cache-Control"].startswith("private, max-age=")
        again = Client().get(url, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_is_asked_about_each_time_when_it_names_no_revision(self, generation):
        url = picture_url(generation.thumbnails.get().pk)
        response = Client().get(url)
        assert response["Cache-Control"] == "private, no-cache"
        assert Client().get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304

    def test_is_gone_with_its_revision(self, generation):
        assert Client().get(picture_url(generation.thumbnails.get().pk, 3)).status_code == 404

    def test_is_gone_with_its_file(self, generation):
        url = picture_url(generation.thumbnails.get().pk, 0)
        default_storage.delete(str(generation.thumbnails.get().file))
        for query in ({}, {"width": "320"}):
            assert Client().get(url, query).status_code == 404

    def test_stays_the_same_for_hours(self, generation, monkeypatch):
        thumbnail = generation.thumbnails.get()
        monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
        assert picture_url(thumbnail.pk) == picture_url(thumbnail.pk)

    @pytest.mark.parametrize(("width", "height"), [(168, 94), (320, 180), (480, 270), (640, 360)])
    def test_scales_down_to_a_few_widths(self, generation, width, height):
        response = Client().get(picture_url(generation.thumbnails.get().pk), {"width": width})
        assert opened(response).size == (width, height)
        assert response["Content-Type"] == "image/jpeg"

    @pytest.mark.parametrize(
        "query",
        [{"width": "481"}, {"width": "x"}, {"width": ""}, {"format": "webp"}, {"size": "1080x1080"}, {"size": "../a"}],
    )
    def test_makes_nothing_that_was_not_asked_for_before(self, generation, query):
        assert Client().get(picture_url(generation.thumbnails.get().pk), query).status_code == 404

    def test_is_refused_when_it_was_changed(self, generation):
        other = make_thumbnail(generation, index=1)
        url = picture_url(generation.thumbnails.first().pk)
        forged = url.replace(generation.thumbnails.first().pk.hex, other.pk.hex)
        assert forged != url
        for address_ in (forged, url + "x", "/generations/pictures/x"):
            assert Client().get(address_).status_code == 404

    def test_is_refused_when_its_time_is_over(self, generation, monkeypatch):
        url = picture_url(generation.thumbnails.get().pk)
        later = time.time() + 13 * 3600
        monkeypatch.setattr(time, "time", lambda: later)
        assert Client().get(url).status_code == 404

    def test_is_gone_with_its_generation(self, generation):
        url = picture_url(generation.thumbnails.get().pk)
        Generation.objects.update(deleted_at=timezone.now())
        assert Client().get(url).status_code == 404

    def test_only_reads(self, generation):
        assert APIClient().post(picture_url(generation.thumbnails.get().pk)).status_code == 405
