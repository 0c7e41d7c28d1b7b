"""Bringing pictures in through the admin."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from templates_lib.admin import upload_page
from templates_lib.models import Analysis, Original, Template
from tests.templates_lib.pictures import HOSTILE, near_copy, picture
from tests.templates_lib.staff import keeper

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

PAGE = "admin:templates_lib_template_add"
ONE = "admin:templates_lib_template_upload"
PROVENANCE = {"source": "Commissioned", "licence": "Bought", "artist": "A. Designer", "consent_note": "Contract 12"}


@pytest.fixture
def staff(client: Client, db: Any) -> Client:
    client.force_login(keeper())
    return client


def send(client: Client, *files: tuple[str, bytes], to: str = ONE, **fields: str) -> Any:
    sent = [SimpleUploadedFile(name, data, content_type="image/jpeg") for name, data in files]
    return client.post(reverse(to), {**PROVENANCE, **fields, "pictures": sent})


class TestReceivingOne:
    def test_makes_a_template_that_waits(self, staff: Client):
        answer = send(staff, ("boss fight.jpg", picture(1)))
        told = answer.json()
        template = Template.objects.get()
        assert (answer.status_code, told["outcome"]) == (201, "created")
        assert told["template"]["id"] == str(template.pk)
        assert (told["template"]["said"], told["template"]["is_final"]) == ("Pending", False)
        assert (template.original.file_name, template.artist) == ("boss fight.jpg", "A. Designer")
        assert Analysis.objects.get().state == Analysis.State.QUEUED

    def test_keeps_who_sent_it_and_where_it_belongs(self, client: Client):
        person = keeper()
        client.force_login(person)
        send(client, ("a.jpg", picture(1)), category="food")
        assert Original.objects.get().uploaded_by == person
        assert Template.objects.get().category_id == "food"

    def test_tells_a_duplicate_and_of_which(self, staff: Client):
        first = send(staff, ("a.jpg", picture(1))).json()
        answer = send(staff, ("b.jpg", picture(1)))
        assert (answer.status_code, answer.json()["outcome"]) == (200, "duplicate")
        assert answer.json()["template"]["address"] == first["template"]["address"]
        assert Template.objects.count() == 1

    def test_tells_what_looks_alike_with_its_bits(self, staff: Client):
        first = send(staff, ("a.jpg", picture(1))).json()
        told = send(staff, ("b.webp", near_copy(1))).json()
        (near,) = told["near"]
        assert told["outcome"] == "created"
        assert near["address"] == first["template"]["address"]
        assert 0 <= near["bits"] <= 10

    @pytest.mark.parametrize("name", HOSTILE)
    def test_refuses_harm_in_a_sentence(self, staff: Client, name: str):
        answer = send(staff, (name, HOSTILE[name][0]))
        assert answer.status_code in (413, 415, 422)
        assert answer.json()["outcome"] == "refused"
        assert answer.json()["why"] or answer.json()["fields"]["pictures"]
        assert not Template.objects.exists()

    def test_says_that_an_empty_file_is_empty(self, staff: Client):
        answer = send(staff, ("a.jpg", b""))
        assert (answer.status_code, answer.json()["why"]) == (415, "This file is empty.")

    def test_refuses_a_file_that_is_too_large_without_reading_it(self, staff: Client, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(upload_page, "LARGEST_FILE", 1000)
        answer = send(staff, ("a.jpg", picture(1)))
        assert (answer.status_code, answer.json()["outcome"]) == (413, "refused")

    @pytest.mark.parametrize("field", PROVENANCE)
    def test_says_which_field_is_missing(self, staff: Client, field: str):
        answer = send(staff, ("a.jpg", picture(1)), **{field: "  "})
        assert answer.status_code == 422
        assert list(answer.json()["fields"]) == [field]

    def test_says_why_an_address_was_not_fetched(self, staff: Client):
        answer = staff.post(reverse(ONE), {**PROVENANCE, "addresses": "http://127.0.0.1:9/a.png"})
        assert (answer.status_code >= 400, answer.json()["outcome"]) == (True, "refused")
        assert answer.json()["why"]

    def test_wants_a_picture_or_an_address(self, staff: Client):
        assert list(staff.post(reverse(ONE), PROVENANCE).json()["fields"]) == ["pictures"]

    def test_is_for_staff_who_may_add(self, client: Client):
        assert send(client, ("a.jpg", picture(1))).status_code == 302
        client.force_login(keeper("view", "change"))
        assert send(client, ("a.jpg", picture(1))).status_code == 403
        assert not Template.objects.exists()


class TestThePage:
    def test_takes_many_at_once_where_no_scripts_run(self, staff: Client):
        answer = send(staff, ("a.jpg", picture(1)), ("b.jpg", picture(2)), ("c.jpg", b"no picture"), to=PAGE)
        page = answer.content.decode()
        assert Template.objects.count() == 2
        assert page.count("bank-item--created") == 2
        assert "Refused: Send a PNG, JPEG, WebP or GIF picture." in page

    def test_one_bad_file_spoils_no_other(self, staff: Client):
        answer = send(staff, *((name, data) for name, (data, _) in HOSTILE.items()), ("good.jpg", picture(9)), to=PAGE)
        assert Template.objects.count() == 1
        assert "Refused: This file is empty." in answer.content.decode()

    def test_keeps_what_was_typed_when_something_is_missing(self, staff: Client):
        page = send(staff, ("a.jpg", picture(1)), to=PAGE, licence="").content.decode()
        assert 'value="Commissioned"' in page
        assert "This field is required" in page

    def test_finds_what_was_sent_before_for_who_left_it(self, staff: Client):
        told = send(staff, ("a.jpg", picture(1))).json()
        page = staff.get(reverse(PAGE)).content.decode()
        assert told["template"]["address"] in page
        assert f'data-template="{told["template"]["id"]}" data-watch' in page

    def test_asks_as_many_questions_for_many_as_for_one(self, staff: Client, django_assert_num_queries: Any):
        send(staff, ("a.jpg", picture(1)))
        staff.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as counted:
            staff.get(reverse(PAGE))
        asked = len(counted)
        assert asked <= 8
        for seed in range(2, 6):
            send(staff, (f"{seed}.jpg", picture(seed)))
        with django_assert_num_queries(asked):
            staff.get(reverse(PAGE))


class TestTheServerInFront:
    @pytest.mark.parametrize("name", [PAGE, ONE, "template-upload"])
    def test_lets_many_pictures_through(self, name: str):
        text = (settings.BASE_DIR / "docker" / "nginx.conf").read_text()
        patterns = re.findall(r"location ~ (\S+) \{\s+client_max_body_size 210m;\s+proxy_pass http://web;", text)
        assert [pattern for pattern in patterns if re.search(pattern, reverse(name))]
        assert not [pattern for pattern in patterns if re.search(pattern, reverse(name) + "more/")]
