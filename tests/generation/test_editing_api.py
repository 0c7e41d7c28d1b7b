"""Editing over HTTP: what is asked is drawn, kept and taken back; what can't be done names its place."""

import io
import json
import uuid
import zipfile
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from billing.selectors import available_credits
from canvas.document import Plate, Subject
from canvas.operations import OPERATIONS
from generation.events import picture_url, snapshot
from generation.models import Generation, Revision, Thumbnail
from generation.serializers.editing import MOST_OPERATIONS
from tests.generation.api_rows import client_of, make_algorithm, make_generation, make_user
from tests.generation.edited_rows import (
    EDIT_TOKEN,
    LOGO,
    SHARE_TOKEN,
    a_document,
    add_drawn,
    drawn_result,
    graded,
    make_asset,
    portrait,
    share,
    stored_pixels,
    with_logo,
)
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "generation/{generation_id}/edit"
SAY = {"op": "set_text", "layer": "headline", "text": "LAST NIGHT"}
UNDO, REDO = {"op": "undo"}, {"op": "redo"}


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def algorithm():
    return make_algorithm()


@pytest.fixture
def generation(user, algorithm):
    return drawn_result(user, algorithm)


def edit(client, generation, *operations, **fields):
    body = {"operations": list(operations), **fields}
    return client.post(f"/api/v1/generation/{generation.pk}/edit", body, format="json")


def done(client, generation, *operations, **fields):
    response = edit(client, generation, *operations, **fields)
    assert response.status_code == 200, response.content
    return assert_described(response, PATH)


def fault(response, status=422):
    assert response.status_code == status, response.content
    assert_described(response, PATH)
    return response.json()["error"]


class TestEdit:
    def test_draws_what_is_asked_for(self, client, generation):
        before = stored_pixels(generation.thumbnails.get())
        data = done(client, generation, SAY)
        thumbnail = generation.thumbnails.get()
        assert data["revision"] == thumbnail.revision == 1
        assert [layer["text"] for layer in thumbnail.document["layers"] if layer["kind"] == "text"] == ["LAST NIGHT"]
        assert data["document"] == thumbnail.document
        assert data["score"] == thumbnail.score == Generation.objects.get().score
        assert (stored_pixels(thumbnail) != before).any()
        assert (data["can_undo"], data["can_redo"]) == (True, False)

    def test_says_where_it_changed_the_picture(self, client, generation):
        before = stored_pixels(generation.thumbnails.get()).astype(int)
        data = done(client, generation, {"op": "recolor", "layer": "arrow", "colour": "#00ff00"})
        assert {touched["layer"] for touched in data["touched"]} == {"arrow"}
        far = np.ones(before.shape[:2], bool)
        for touched in data["touched"]:
            x0, y0, x1, y1 = touched["box"]
            # JPEG carries a change through its blocks of 16 pixels
            rows = slice(max(0, int(y0 * 180) - 16), int(y1 * 180) + 17)
            far[rows, max(0, int(x0 * 320) - 16) : int(x1 * 320) + 17] = False
        assert far.mean() > 0.4
        assert np.abs(stored_pixels(generation.thumbnails.get()).astype(int) - before)[far].max() == 0

    def test_costs_nothing(self, user, client, generation):
        before = available_credits(user)
        done(client, generation, SAY)
        assert available_credits(user) == before

    def test_answers_the_way_back(self, client, generation):
        before = generation.thumbnails.get().document
        others = {"op": "remove", "layer": "arrow"}, {"op": "swap_layout", "layout": "hero_left"}
        data = done(client, generation, SAY, *others)
        back = done(client, generation, *data["inverse"])
        assert back["document"] == before
        assert back["revision"] == 2

    def test_does_all_or_nothing(self, client, generation):
        error = fault(edit(client, generation, SAY, {"op": "remove", "layer": "nobody"}))
        assert error["details"]["validation_errors"][0]["field"] == "operations[1].layer"
        assert generation.thumbnails.get().revision == 0
        assert not Revision.objects.exists()

    def test_changes_another_picture_of_it(self, client, generation):
        add_drawn(generation, a_document(), index=1)
        score = Generation.objects.get().score
        data = done(client, generation, SAY, index=1)
        assert data["index"] == 1
        assert [thumbnail.revision for thumbnail in generation.thumbnails.order_by("index")] == [0, 1]
        assert Generation.objects.get().score == score

    def test_keeps_what_was_delivered(self, user, client, generation):
        before = generation.thumbnails.get()
        done(client, generation, SAY)
        first, second = Revision.objects.order_by("number")
        assert (first.number, first.document, str(first.file)) == (0, before.document, str(before.file))
        assert (second.number, second.operations, second.editor) == (1, [SAY], user)
        assert second.inverse[0]["text"] == "SEVEN DAYS"

    def test_makes_nothing_new_when_nothing_changes(self, client, generation):
        data = done(client, generation, {"op": "set_text", "layer": "headline", "text": "SEVEN DAYS"})
        assert (data["revision"], data["touched"]) == (0, [])
        assert not Revision.objects.exists()

    def test_keeps_the_file_when_nothing_of_it_is_seen(self, client, generation):
        file = str(generation.thumbnails.get().file)
        data = done(client, generation, {"op": "rename", "layer": "hero", "title": "My phone"})
        assert data["revision"] == 1
        assert str(generation.thumbnails.get().file) == file

    def test_is_told_to_whoever_watches(self, client, generation):
        before = snapshot(generation)
        done(client, generation, SAY)
        after = snapshot(Generation.objects.get())
        assert after["sequence"] == before["sequence"] + 1
        assert after["thumbnail_url"] != before["thumbnail_url"]

    def test_gives_the_picture_another_address(self, client, generation):
        old = Client().get(snapshot(generation)["thumbnail_url"])
        data = done(client, generation, SAY)
        new = Client().get(data["thumbnail_url"])
        assert new.status_code == 200
        assert new.content != old.content
        assert "immutable" in new["Cache-Control"]
        # what a browser keeps stays true
        assert Client().get(picture_url(generation.thumbnails.get().pk, 0)).content == old.content
        present = Client().get(picture_url(generation.thumbnails.get().pk))
        assert (present.content, present["Cache-Control"]) == (new.content, "private, no-cache")
        assert Client().get(data["preview_url"]).status_code == 200

    def test_shows_in_every_answer(self, client, generation):
        url = done(client, generation, SAY)["thumbnail_url"]
        for path in ("", "/status", "/result"):
            assert client.get(f"/api/v1/generation/{generation.pk}{path}").json()["data"]["thumbnail_url"] == url

    def test_is_what_a_download_takes(self, client, generation):
        address = f"/api/v1/generation/{generation.pk}/download"
        first = [client.get(address, {"format": format_}).content for format_ in ("jpg", "png", "webp")]
        data = done(client, generation, SAY)
        second = [client.get(address, {"format": format_}).content for format_ in ("jpg", "png", "webp")]
        assert all(one != other for one, other in zip(first, second, strict=True))
        assert second[0] == Client().get(data["thumbnail_url"]).content
        link = client.get(address, {"format": "png", "url": "1"}).json()["data"]["url"]
        assert Client().get(link).content == second[1]

    def test_writes_nothing_but_the_generation_into_the_file(self, client, generation):
        done(client, generation, SAY)
        response = client.get(f"/api/v1/generation/{generation.pk}/download")
        with Image.open(io.BytesIO(response.content)) as picture:
            exif = picture.getexif()
            assert dict(exif.get_ifd(0x8769)) == {0xA420: str(generation.pk)}
            assert set(exif) == {0x8769}
        response = client.get(f"/api/v1/generation/{generation.pk}/download", {"format": "png"})
        with Image.open(io.BytesIO(response.content)) as picture:
            assert picture.info["Identifier"] == str(generation.pk)
            assert set(picture.info) == {"Identifier", "icc_profile"}


class TestPicturesInEdits:
    def test_are_what_it_was_made_with(self, user, client, algorithm):
        logo = make_asset(user)
        generation = drawn_result(user, algorithm, with_logo(), {"logo": LOGO}, logo_asset=logo)
        assert done(client, generation, {"op": "move", "layer": "logo", "x": 0.5, "y": 0.5})["revision"] == 1
        logo.delete()
        assert fault(edit(client, generation, SAY), 409)["type"] == "picture_gone"

    def test_may_be_taken_away_when_they_are_gone(self, user, client, algorithm):
        logo = make_asset(user)
        generation = drawn_result(user, algorithm, with_logo(), {"logo": LOGO}, logo_asset=logo)
        logo.delete()
        data = done(client, generation, {"op": "remove", "layer": "logo"}, SAY)
        assert "logo" not in {layer["id"] for layer in data["document"]["layers"]}
        assert fault(edit(client, generation, UNDO, {"op": "flip", "layer": "hero"}), 409)["type"] == "picture_gone"

    def test_are_refused_at_the_place_that_names_them(self, client, generation):
        swap = {"op": "replace_plate", "source": f"picture:{uuid.uuid4()}"}
        error = fault(edit(client, generation, SAY, swap))
        assert error["details"]["validation_errors"][0]["field"] == "operations[1].source"

    def test_may_come_from_the_library(self, user, client, generation):
        face = make_asset(user, kind="face", data=portrait())
        source = f"photo:{face.pk}"
        data = done(client, generation, {"op": "replace_subject", "layer": "hero", "source": source})
        assert source in {layer.get("source") for layer in data["document"]["layers"]}
        assert done(client, generation, SAY)["revision"] == 2

    def test_are_never_those_of_somebody_else(self, client, generation):
        face = make_asset(make_user(), kind="face", data=portrait())
        for key in (face.pk, "face", "plate", uuid.uuid4(), "../secret"):
            swap = {"op": "replace_subject", "layer": "hero", "source": f"photo:{key}"}
            assert fault(edit(client, generation, swap))["details"]["validation_errors"]

    def test_may_be_a_background_that_was_painted(self, user, client, algorithm):
        layers = (Plate(id="plate", source="picture:plate"), *a_document().layers[1:])
        data = portrait()
        generation = drawn_result(user, algorithm, replace(a_document(), layers=layers), {"plate": data})
        assert fault(edit(client, generation, SAY), 409)["type"] == "picture_gone"
        file = str(generation.thumbnails.get().file)
        default_storage.save(f"{file.rpartition('-')[0]}-plate", ContentFile(data))
        assert done(client, generation, SAY)["revision"] == 1
        assert done(client, generation, {"op": "flip", "layer": "hero"})["revision"] == 2


class TestRevisions:
    def test_go_back_and_forth(self, client, generation):
        first = generation.thumbnails.get().document
        second = done(client, generation, SAY)["document"]
        third = done(client, generation, {"op": "flip", "layer": "hero"})["document"]
        steps = [(UNDO, second, 1), (UNDO, first, 0), (REDO, second, 1), (REDO, third, 2)]
        for step, document, number in steps:
            data = done(client, generation, step)
            assert (data["document"], data["revision"]) == (document, number)
        assert data["inverse"] == [UNDO]
        assert (data["can_undo"], data["can_redo"]) == (True, False)

    def test_show_the_picture_of_their_own(self, client, generation):
        before = stored_pixels(generation.thumbnails.get())
        done(client, generation, SAY)
        data = done(client, generation, UNDO)
        assert (stored_pixels(generation.thumbnails.get()) == before).all()
        assert {touched["layer"] for touched in data["touched"]} == {"headline"}

    def test_have_an_end_on_both_sides(self, client, generation):
        assert fault(edit(client, generation, UNDO), 409)["type"] == "nothing_to_undo"
        assert fault(edit(client, generation, REDO), 409)["type"] == "nothing_to_redo"

    def test_drop_what_lay_ahead_when_another_edit_comes(self, client, generation):
        done(client, generation, SAY)
        done(client, generation, UNDO)
        data = done(client, generation, {"op": "flip", "layer": "hero"})
        assert data["revision"] == 2  # no number is given twice
        assert fault(edit(client, generation, REDO), 409)["type"] == "nothing_to_redo"
        assert set(Revision.objects.values_list("number", flat=True)) == {0, 2}

    def test_may_be_undone_and_edited_at_once(self, client, generation):
        done(client, generation, SAY)
        data = done(client, generation, UNDO, {"op": "flip", "layer": "hero"})
        texts = {layer["id"]: layer.get("text") for layer in data["document"]["layers"]}
        assert texts["headline"] == "SEVEN DAYS"
        assert data["revision"] == 2

    def test_are_refused_elsewhere_than_in_front(self, client, generation):
        error = fault(edit(client, generation, SAY, UNDO))
        assert error["details"]["validation_errors"][0]["field"] == "operations[1].op"
        assert fault(edit(client, generation, {"op": "undo", "steps": 2}))["type"] == "validation_error"

    def test_are_named_to_edit_only_what_was_seen(self, client, generation):
        done(client, generation, SAY, revision=0)
        error = fault(edit(client, generation, SAY, revision=0), 409)
        assert (error["type"], error["details"]["revision"]) == ("revision_conflict", 1)

    def test_are_listed_newest_first(self, client, generation, django_assert_num_queries):
        address = f"/api/v1/generation/{generation.pk}/revisions"
        path = "generation/{generation_id}/revisions"
        before = assert_described(client.get(address), path)
        (item,) = before["items"]
        assert (item["number"], item["is_current"], item["edited_by"]) == (0, True, None)
        for _ in range(3):
            done(client, generation, {"op": "flip", "layer": "hero"})
        done(client, generation, UNDO)
        with django_assert_num_queries(4):
            data = assert_described(client.get(address, {"limit": 3}), path)
        assert data["total"] == 4
        assert [(item["number"], item["is_current"]) for item in data["items"]] == [(3, False), (2, True), (1, False)]
        assert {item["edited_by"] for item in data["items"]} == {"you"}
        for item in data["items"]:
            assert Client().get(item["thumbnail_url"]).status_code == 200

    def test_can_be_shown_again(self, client, generation):
        first = generation.thumbnails.get().document
        done(client, generation, SAY)
        done(client, generation, {"op": "flip", "layer": "hero"})
        address = f"/api/v1/generation/{generation.pk}/revisions"
        path = "generation/{generation_id}/revisions/{number}/restore"
        data = assert_described(client.post(f"{address}/0/restore"), path)
        assert (data["revision"], data["document"], data["can_redo"]) == (0, first, True)
        for number in (7, 10**30):
            response = client.post(f"{address}/{number}/restore")
            assert response.status_code == 404
            assert_described(response, path)

    def test_are_named_by_the_document(self, client, generation):
        done(client, generation, SAY)
        data = client.get(f"/api/v1/generation/{generation.pk}/document").json()["data"]
        assert (
            assert_described(
                client.get(f"/api/v1/generation/{generation.pk}/document"), "generation/{generation_id}/document"
            )
            == data
        )
        assert data["revision"] == 1


HOSTILE = [
    ([{"op": "explode"}], "operations[0].op"),
    ([SAY, {"op": "set_text", "layer": "headline"}], "operations[1].text"),
    ([{"op": "set_text", "layer": "headline", "text": "ᚠᚢᚦ"}], "operations[0].text"),
    ([{"op": "set_text", "layer": "headline", "text": "A" * 100_000}], "operations[0].text"),
    ([{"op": "set_text", "layer": "headline", "text": "A\0B"}], "operations[0].text"),
    ([{"op": "set_text", "layer": "headline", "text": {"a": 1}}], "operations[0].text"),
    ([{"op": "move", "layer": "hero", "x": 1e308, "y": 0}], "operations[0].x"),
    ([{"op": "move", "layer": "hero", "x": 10**300, "y": 0}], "operations[0].x"),
    ([{"op": "resize", "layer": "hero", "scale": 1e9}], "operations[0].scale"),
    ([{"op": "swap_layout", "layout": "../../x"}], "operations[0].layout"),
    ([{"op": "set_effect", "layer": "hero", "amount": 1}], "operations[0].layer"),
    ([{"op": "replace_plate", "source": "picture:plate"}], "operations"),
    ([7], "operations[0]"),
    ([None], "operations[0]"),
    ([SAY] * (MOST_OPERATIONS + 1), "operations"),
    ([], "operations"),
    ("set_text", "operations"),
    ({"op": "set_text"}, "operations"),
    (None, "operations"),
]


class TestRefusal:
    @pytest.mark.parametrize(("operations", "field"), HOSTILE)
    def test_names_the_place(self, client, generation, operations, field):
        response = client.post(f"/api/v1/generation/{generation.pk}/edit", {"operations": operations}, format="json")
        error = fault(response)
        assert error["details"]["validation_errors"][0]["field"].startswith(field)

    @pytest.mark.parametrize(
        "body",
        [
            '{"operations": [{"op": "set_text", "layer": "headline", "text": "\\ud800"}]}',
            '{"operations": [{"op": "move", "layer": "hero", "x": NaN, "y": 0}]}',
            '{"operations": [{"op": "move", "layer": "hero", "x": 1e999, "y": 0}]}',
            '{"operations": [{"op": "move", "layer": "hero", "x": ' + "9" * 5000 + ', "y": 0}]}',
            '{"operations": ' + "[" * 5000 + "]" * 5000 + "}",
            '{"operations": [{"op": "restore", "layers": '
            + '[{"kind": "text", "id": "x"},' * 500
            + "1"
            + "]" * 500
            + "}]}",
            '{"operations": [{"op": ["undo"]}]}',
            '{"operations": [{"op": {"undo": 1}}], "index": 99}',
            '{"operations": [{"op": "undo"}], "revision": -1}',
            '{"operations": [{"op": "undo"}], "revision": 99999999999999}',
            "[]",
            "null",
            '"undo"',
        ],
    )
    def test_never_falls_over(self, client, generation, body):
        response = client.post(f"/api/v1/generation/{generation.pk}/edit", body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert_described(response, PATH)

    def test_is_404_for_strangers(self, generation):
        stranger = client_of(make_user())
        pages = {
            PATH: edit(stranger, generation, SAY),
            "generation/{generation_id}/revisions": stranger.get(f"/api/v1/generation/{generation.pk}/revisions"),
            "generation/{generation_id}/revisions/{number}/restore": stranger.post(
                f"/api/v1/generation/{generation.pk}/revisions/0/restore"
            ),
            "generation/{generation_id}/document/export": stranger.get(
                f"/api/v1/generation/{generation.pk}/document/export", {"format": "svg"}
            ),
        }
        for path, response in pages.items():
            assert response.status_code == 404
            assert_described(response, path)
        assert generation.thumbnails.get().revision == 0

    def test_is_401_when_signed_out(self, generation):
        for response in (
            Client().post(f"/api/v1/generation/{generation.pk}/edit", {"operations": [SAY]}, "application/json"),
            Client().get(f"/api/v1/generation/{generation.pk}/revisions"),
            Client().post(f"/api/v1/generation/{generation.pk}/revisions/0/restore"),
            Client().get(f"/api/v1/generation/{generation.pk}/document/export?format=svg"),
            Client().get("/api/v1/generation/operations"),
        ):
            assert response.status_code == 401

    @pytest.mark.parametrize("status", ["queued", "processing", "failed", "cancelled"])
    def test_waits_for_a_picture(self, user, client, algorithm, status):
        generation = make_generation(user, algorithm, status=status)
        assert fault(edit(client, generation, SAY), 409)["type"] == "result_not_ready"
        for path in ("revisions", "document", "document/export?format=ora"):
            assert client.get(f"/api/v1/generation/{generation.pk}/{path}").status_code == 409

    def test_is_404_for_what_was_deleted(self, client, generation):
        Generation.objects.update(deleted_at=timezone.now())
        assert edit(client, generation, SAY).status_code == 404

    def test_is_404_for_a_picture_that_there_is_not(self, client, generation):
        assert edit(client, generation, SAY, index=2).status_code == 404

    def test_meets_documents_that_are_none(self, client, generation):
        Thumbnail.objects.update(document={"layers": []})
        assert fault(edit(client, generation, SAY))["type"] == "validation_error"


class TestDrawingLimit:
    @pytest.fixture(autouse=True)
    def limits(self, settings):
        settings.RATE_LIMITS = {"drawing": (1, 60)}

    def test_is_for_edits(self, client, generation):
        done(client, generation, SAY)
        assert fault(edit(client, generation, SAY), 429)

    def test_is_for_layers_and_for_other_sizes_only(self, client, generation):
        picture = f"/api/v1/generation/{generation.pk}/download"
        for _ in range(2):
            assert client.get(picture).status_code == 200
        layers = f"/api/v1/generation/{generation.pk}/document/export"
        assert client.get(layers, {"format": "svg"}).status_code == 200
        assert client.get(layers, {"format": "svg"}).status_code == 429
        assert client.get(picture, {"size": "1280x720"}).status_code == 429
        assert client.get(picture).status_code == 200

    def test_is_for_a_share_wherever_it_is_edited_from(self, generation):
        share(generation)
        body = json.dumps({"operations": [SAY], "edit_token": EDIT_TOKEN})
        answers = [
            Client(REMOTE_ADDR=address).post(f"/api/v1/shares/{SHARE_TOKEN}/edit", body, "application/json").status_code
            for address in ("203.0.113.7", "203.0.113.8")
        ]
        assert answers == [200, 429]


class TestShareEdit:
    PATH = "shares/{token}/edit"

    def ask(self, address=SHARE_TOKEN, **fields):
        body = {"operations": [SAY], "edit_token": EDIT_TOKEN, **fields}
        return Client().post(f"/api/v1/shares/{address}/edit", json.dumps(body), "application/json")

    def test_needs_no_sign_in(self, generation):
        share(generation)
        data = assert_described(self.ask(), self.PATH)
        assert data["revision"] == 1
        assert Revision.objects.get(number=1).editor is None

    def test_is_told_in_the_log(self, client, generation):
        share(generation)
        self.ask()
        data = client.get(f"/api/v1/generation/{generation.pk}/revisions").json()["data"]
        assert [item["edited_by"] for item in data["items"]] == ["share", None]

    def test_needs_the_secret(self, generation):
        share(generation)
        for secret in ("wrong", SHARE_TOKEN, "é"):
            response = self.ask(edit_token=secret)
            assert response.status_code == 403
            assert_described(response, self.PATH)
        assert self.ask(edit_token=None).status_code == 422
        assert generation.thumbnails.get().revision == 0

    @pytest.mark.parametrize("over", ["expired", "revoked", "deleted", "unknown"])
    def test_is_over_with_its_share(self, generation, over):
        row = share(generation)
        now = timezone.now()
        if over == "expired":
            row.expires_at = now - timedelta(seconds=1)
        if over == "revoked":
            row.revoked_at = now
        row.save()
        if over == "deleted":
            Generation.objects.update(deleted_at=now)
        response = self.ask("another" if over == "unknown" else SHARE_TOKEN)
        assert response.status_code == 404
        assert_described(response, self.PATH)

    def test_brings_in_no_picture_of_the_owner(self, user, generation):
        face = make_asset(user, kind="face", data=portrait())
        share(generation)
        swap = {"op": "replace_subject", "layer": "hero", "source": f"photo:{face.pk}"}
        response = self.ask(operations=[swap])
        assert response.status_code == 422
        assert_described(response, self.PATH)

    def test_keeps_the_pictures_that_are_shown(self, user, algorithm):
        document = a_document()
        layers = (document.layers[0], Subject(id="hero", slot="hero", source="photo:face"), *document.layers[2:])
        face = make_asset(user, kind="face", data=portrait())
        pictures = {"face": portrait()}
        share(drawn_result(user, algorithm, replace(document, layers=layers), pictures, face_asset=face))
        assert self.ask().status_code == 200


class TestOperations:
    def test_are_all_listed_with_their_schema(self, client):
        data = assert_described(client.get("/api/v1/generation/operations"), "generation/operations")
        assert [item["op"] for item in data["operations"]] == [*OPERATIONS, "undo", "redo"]
        assert all(item["schema"]["properties"]["op"] == {"const": item["op"]} for item in data["operations"])
        assert {"anton", "lalezar"} <= set(data["catalogue"]["fonts"])
        assert "trophy" in data["catalogue"]["props"]


class TestExport:
    PATH = "generation/{generation_id}/document/export"

    def export(self, client, generation, format_):
        response = client.get(f"/api/v1/generation/{generation.pk}/document/export", {"format": format_})
        assert response.status_code == 200, response.content
        return response

    def test_is_the_document_itself(self, client, generation):
        response = self.export(client, generation, "json")
        assert json.loads(response.content) == generation.thumbnails.get().document
        assert 'filename="i-survived-7-days-in-the-arctic-320x180.json"' in response["Content-Disposition"]

    def test_is_an_archive_of_layers(self, user, client, algorithm):
        response = self.export(client, drawn_result(user, algorithm, graded()), "ora")
        assert response["Content-Type"] == "image/openraster"
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            assert archive.testzip() is None
            assert archive.namelist()[0] == "mimetype"

    def test_is_a_graphic_without_scripts(self, client, generation):
        response = self.export(client, generation, "svg")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        assert root.tag.endswith("svg")
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert b"<script" not in response.content

    def test_follows_edits(self, client, generation):
        first = self.export(client, generation, "svg").content
        done(client, generation, SAY)
        second = self.export(client, generation, "svg").content
        assert (b"SEVEN DAYS" in first, b"LAST NIGHT" in second) == (True, True)
        done(client, generation, UNDO)
        assert self.export(client, generation, "svg").content == first

    def test_is_counted(self, client, generation):
        self.export(client, generation, "json")
        assert Generation.objects.get().download_count == 1

    def test_refuses_other_formats(self, client, generation):
        response = client.get(f"/api/v1/generation/{generation.pk}/document/export", {"format": "psd"})
        assert response.status_code == 422
        assert_described(response, self.PATH)
        assert client.get(f"/api/v1/generation/{generation.pk}/document/export").status_code == 422

    def test_is_a_conflict_when_a_picture_is_gone(self, user, client, algorithm):
        generation = drawn_result(user, algorithm, with_logo(), {"logo": LOGO})
        response = client.get(f"/api/v1/generation/{generation.pk}/document/export", {"format": "ora"})
        assert response.status_code == 409
        assert_described(response, self.PATH)
