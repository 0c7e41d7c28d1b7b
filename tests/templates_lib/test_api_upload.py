"""Bringing pictures in over HTTP: each is judged by itself."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from common.fetching import Policy
from common.storage import originals
from templates_lib.models import Analysis, Original, Status, Template
from tests.accounts.people import as_json, client_of, fields_of
from tests.common.listening import Listener, listening, reply
from tests.generation.openapi import assert_described
from tests.templates_lib.pictures import HOSTILE, near_copy, picture, polyglot
from tests.templates_lib.staff import keeper

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

UPLOAD = "/api/v1/templates/upload"
TOLD = {"source": "Our studio", "licence": "Bought outright", "artist": "A. Designer", "consent_note": "Contract 12"}
# A place on the public internet, as far as the fetcher can tell, that leads to a server of the test.
POLICY = Policy(
    ports=frozenset(range(1024, 65536)),
    trusted_addresses=frozenset({"127.0.0.1"}),
    resolve=lambda host, port, seconds: ["127.0.0.1"],
)


@pytest.fixture
def staff(categories: None) -> APIClient:
    return client_of(keeper())


def upload(client: APIClient, *files: tuple[str, bytes], **fields: Any) -> Any:
    sent = [SimpleUploadedFile(name, data, content_type="image/png") for name, data in files]
    return client.post(UPLOAD, {**TOLD, "files": sent, **fields}, format="multipart")


def results_of(response: Any) -> list[dict[str, Any]]:
    assert response.status_code in (200, 201), response.content
    data: list[dict[str, Any]] = assert_described(response, "templates/upload")
    return data


class TestUploadingFiles:
    def test_makes_a_template_of_each_that_waits_for_its_analysis(self, staff: APIClient):
        answer = upload(staff, ("a red look.jpg", picture(1)), ("b.webp", picture(2, form="WEBP")), category="food")
        assert answer.status_code == 201
        first, second = results_of(answer)
        assert (first["file_name"], first["outcome"], first["error"]) == ("a red look.jpg", "created", None)
        template = Template.objects.get(pk=first["template"]["id"])
        assert (template.status, template.category_id, template.corrected) == (Status.PENDING, "food", ["category"])
        assert (template.source, template.licence, template.artist, template.consent_note) == tuple(TOLD.values())
        assert (template.original.file_name, template.original.uploaded_by.is_staff) == ("a red look.jpg", True)
        assert first["template"]["analysis"]["state"] == "queued"
        assert second["template"]["original"]["format"] == "webp"
        assert Analysis.objects.filter(state="queued").count() == 2

    def test_tells_what_is_there_already(self, staff: APIClient):
        (first,) = results_of(upload(staff, ("one.jpg", picture(1))))
        answer = upload(staff, ("again.jpg", picture(1)))
        (again,) = results_of(answer)
        assert (answer.status_code, again["outcome"]) == (200, "duplicate")
        assert again["template"]["id"] == first["template"]["id"]
        assert Template.objects.count() == 1

    def test_tells_what_looks_alike_and_keeps_it(self, staff: APIClient):
        (first,) = results_of(upload(staff, ("one.jpg", picture(1))))
        answer = upload(staff, ("smaller.webp", near_copy(1)), ("other.jpg", picture(2)))
        near, other = results_of(answer)
        assert answer.status_code == 201
        (likeness,) = near["near_duplicates"]
        assert (likeness["template_id"], likeness["name"]) == (first["template"]["id"], "New look")
        assert likeness["bits"] <= 10
        assert other["near_duplicates"] == []
        assert Template.objects.count() == 3

    def test_takes_the_good_ones_beside_the_bad(self, staff: APIClient):
        files = [(name, data) for name, (data, _) in HOSTILE.items()]
        answer = upload(staff, ("first.jpg", picture(1)), *files, ("last.png", picture(2, form="PNG")))
        assert answer.status_code == 201
        results = results_of(answer)
        assert [result["file_name"] for result in results] == ["first.jpg", *HOSTILE, "last.png"]
        assert [results[0]["outcome"], results[-1]["outcome"]] == ["created", "created"]
        codes = {result["file_name"]: result["error"]["type"] for result in results[1:-1]}
        assert codes == {name: code for name, (_, code) in HOSTILE.items()}
        assert {result["template"] for result in results[1:-1]} == {None}
        assert Template.objects.count() == 2

    def test_refuses_a_file_of_more_than_ten_megabytes_alone(self, staff: APIClient):
        large = picture(1) + b"\x00" * (10 * 1024 * 1024)
        results = results_of(upload(staff, ("large.jpg", large), ("small.jpg", picture(2))))
        assert [result["outcome"] for result in results] == ["refused", "created"]
        assert results[0]["error"] == {
            "type": "picture_too_large",
            "message": "This picture has more than 10 MB.",
        }

    def test_fails_as_a_whole_when_all_are_refused(self, staff: APIClient):
        answer = upload(staff, ("a.png", b"<svg/>"), ("b.png", picture(1, form="PNG")[:200]))
        assert_described(answer, "templates/upload")
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert error["type"] == "validation_error"
        assert [fault["type"] for fault in error["details"]["validation_errors"]] == [
            "not_a_picture",
            "picture_refused",
        ]
        assert [result["outcome"] for result in error["details"]["results"]] == ["refused", "refused"]
        assert not Template.objects.exists()

    def test_keeps_nothing_of_what_was_behind_a_picture(self, staff: APIClient):
        results_of(upload(staff, ("clever.jpg", polyglot())))
        with originals().open(Original.objects.get().key) as file:
            kept = file.read()
        assert b"POLYGLOT" not in kept
        assert kept.startswith(b"\xff\xd8\xff")
        assert Original.objects.get().sha256 == hashlib.sha256(kept).hexdigest()

    def test_keeps_nothing_of_a_name_but_its_characters(self, staff: APIClient):
        (result,) = results_of(upload(staff, ("../../etc/pass\x07wd\u202egnp.php", picture(1))))
        original = Original.objects.get()
        assert "/" not in original.file_name
        assert "\u202e" not in original.file_name
        assert original.key == f"{original.pk.hex}/{original.sha256[:2]}/{original.sha256}.jpeg"
        assert result["template"]["original"]["file_name"] == original.file_name


class TestWhatIsRefusedAtOnce:
    @pytest.mark.parametrize("field", TOLD)
    def test_is_a_form_without_provenance(self, staff: APIClient, field: str):
        for value in ("", "   "):
            assert fields_of(upload(staff, ("a.jpg", picture(1)), **{field: value})) == {field}
        assert not Template.objects.exists()

    def test_is_a_form_without_pictures(self, staff: APIClient):
        assert fields_of(staff.post(UPLOAD, TOLD, format="multipart")) == {"files"}

    def test_is_a_form_with_more_than_twenty(self, staff: APIClient):
        answer = upload(staff, *((f"{number}.jpg", b"x") for number in range(21)))
        assert fields_of(answer) == {"files"}
        answer = upload(staff, *((f"{number}.jpg", b"x") for number in range(15)), urls=["http://a.example/"] * 6)
        assert fields_of(answer) == {"files"}

    def test_is_an_unknown_category(self, staff: APIClient):
        assert fields_of(upload(staff, ("a.jpg", picture(1)), category="nothing")) == {"category"}

    def test_is_a_text_in_place_of_a_file(self, staff: APIClient):
        assert fields_of(staff.post(UPLOAD, {**TOLD, "files": "text"}, format="multipart")) == {"files.0"}

    def test_is_a_huge_body_by_its_stated_length(self, staff: APIClient):
        answer = staff.post(
            UPLOAD, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(300 * 1024 * 1024)
        )
        assert (answer.status_code, answer.json()["error"]["type"]) == (413, "body_too_large")

    @pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 500])
    def test_is_a_malformed_form(self, staff: APIClient, content_type: str):
        assert staff.post(UPLOAD, b"nonsense", content_type=content_type).status_code in (400, 415, 422)

    def test_is_another_media_type(self, staff: APIClient):
        assert staff.post(UPLOAD, picture(1), content_type="image/jpeg").status_code == 415

    def test_is_a_form_of_whoever_may_not_before_it_is_read(self):
        answer = client_of(keeper("view")).post(UPLOAD, b"nonsense", content_type="multipart/form-data")
        assert answer.status_code == 403


class TestUploadingFromAddresses:
    @pytest.fixture(autouse=True)
    def reachable(self, settings: Any) -> None:
        settings.FETCH_POLICY = f"{__name__}.POLICY"

    @pytest.fixture
    def server(self) -> Iterator[Listener]:
        with listening(reply(picture(7), headers="Content-Type: image/jpeg\r\n")) as found:
            yield found

    @pytest.mark.parametrize("form", ["json", "multipart"])
    def test_fetches_each(self, staff: APIClient, server: Listener, form: str):
        url = f"http://pictures.example:{server.port}/looks/seven.jpg?size=big"
        answer = staff.post(UPLOAD, {**TOLD, "urls": [url]}, format=form)
        (result,) = results_of(answer)
        assert (answer.status_code, result["file_name"], result["outcome"]) == (201, url, "created")
        original = Original.objects.get()
        assert (original.file_name, original.fetched_from) == ("seven.jpg", url)
        assert server.connections == 1

    def test_takes_a_plain_form(self, staff: APIClient, server: Listener):
        body = "&".join([*(f"{name}={value}" for name, value in TOLD.items()), f"urls=http://a.example:{server.port}/"])
        answer = staff.post(UPLOAD, body, content_type="application/x-www-form-urlencoded")
        assert results_of(answer)[0]["outcome"] == "created"

    def test_takes_the_good_ones_beside_the_bad(self, staff: APIClient, server: Listener):
        with listening(reply(b"gone", status="404 Not Found")) as missing:
            urls = [
                "http://169.254.169.254:8080/latest/meta-data",
                "file:///etc/passwd",
                f"http://a.example:{missing.port}/",
                f"http://a.example:{server.port}/",
            ]
            results = results_of(staff.post(UPLOAD, {**TOLD, "urls": urls}, format="json"))
        assert [result["file_name"] for result in results] == urls
        assert [result["outcome"] for result in results] == ["refused", "refused", "refused", "created"]
        assert [result["error"]["type"] for result in results[:3]] == [
            "address_refused",
            "address_refused",
            "fetch_failed",
        ]

    def test_comes_after_the_files(self, staff: APIClient, server: Listener):
        url = f"http://a.example:{server.port}/"
        results = results_of(upload(staff, ("a.jpg", picture(1)), urls=[url]))
        assert [result["file_name"] for result in results] == ["a.jpg", url]

    def test_goes_nowhere_but_to_the_public_internet(self, staff: APIClient, server: Listener, settings: Any):
        settings.FETCH_POLICY = "common.fetching.policy.PUBLIC_INTERNET"
        answer = staff.post(UPLOAD, {**TOLD, "urls": [f"http://127.0.0.1:{server.port}/"]}, format="json")
        assert answer.status_code == 422
        assert answer.json()["error"]["details"]["results"][0]["error"]["type"] == "address_refused"
        assert server.connections == 0

    def test_gives_up_on_the_rest_when_all_together_take_too_long(
        self, staff: APIClient, server: Listener, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr("templates_lib.services.batches._ALL_FETCHES_SECONDS", 0.0)
        answer = staff.post(UPLOAD, {**TOLD, "urls": [f"http://a.example:{server.port}/"]}, format="json")
        assert answer.json()["error"]["details"]["validation_errors"][0]["type"] == "fetch_failed"
        assert server.connections == 0

    @pytest.mark.parametrize("urls", ["http://a.example/", [["http://a.example/"]], ["x" * 2001], ["\ud800"]])
    def test_names_the_field_that_is_wrong(self, staff: APIClient, urls: Any):
        answer = staff.post(UPLOAD, as_json({**TOLD, "urls": urls}), content_type="application/json")
        assert {field.partition(".")[0] for field in fields_of(answer)} == {"urls"}
