"""Importing and exporting metadata in the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from templates_lib.models import Template
from tests.templates_lib.bank import findable, make_template
from tests.templates_lib.staff import keeper

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

PAGE = "admin:templates_lib_template_exchange"


@pytest.fixture
def staff(client: Client, db: Any) -> Client:
    client.force_login(keeper())
    return client


@pytest.fixture
def template(categories: None) -> Template:
    return findable(make_template("neon"))[0]


def send(client: Client, text: str) -> Any:
    return client.post(reverse(PAGE), {"file": SimpleUploadedFile("templates.csv", text.encode())})


def confirm(client: Client, preview: Any) -> Any:
    sent = {"token": preview.context["token"], "digest": preview.context["found"].digest}
    return client.post(reverse(PAGE), sent, follow=True)


class TestImporting:
    def test_shows_what_would_change_before_it_changes(self, staff: Client, template: Template):
        preview = send(staff, f"id,name\n{template.pk},Neon Duel\n")
        assert "1 template would change" in preview.content.decode()
        assert Template.objects.get().name == "Neon"
        assert "1 templates were changed." in confirm(staff, preview).content.decode()
        assert Template.objects.get().name == "Neon Duel"

    def test_shows_anew_what_would_change_when_the_bank_has_changed(self, staff: Client, template: Template):
        preview = send(staff, f"id,name\n{template.pk},Neon Duel\n")
        Template.objects.update(name="Renamed meanwhile")
        again = confirm(staff, preview)
        assert "The bank has changed meanwhile" in again.content.decode()
        assert Template.objects.get().name == "Renamed meanwhile"
        confirm(staff, again)
        assert Template.objects.get().name == "Neon Duel"

    def test_takes_nobody_elses_file(self, staff: Client, template: Template, client: Client):
        preview = send(staff, f"id,name\n{template.pk},Neon Duel\n")
        other = Client()
        other.force_login(keeper())
        assert "Send the file again" in confirm(other, preview).content.decode()
        assert Template.objects.get().name == "Neon"

    def test_names_each_row_that_cannot_be(self, staff: Client, template: Template):
        page = send(staff, f"id,category\n{template.pk},astrology\nnonsense,food\n").content.decode()
        assert "Row 3, id: This is not the id of a template." in page
        assert Template.objects.get().category_id == "gaming"

    @pytest.mark.parametrize(
        "entry", ['"name": "\\ud800"', '"tags": ["\\ud800"]', '"category": "\\ud800"', '"\\ud800": 1']
    )
    def test_refuses_half_a_character_in_a_sentence(self, staff: Client, template: Template, entry: str):
        answer = send(staff, f'[{{"id": "{template.pk}", {entry}}}]')
        assert (answer.status_code, "half a character" in answer.content.decode()) == (200, True)

    @pytest.mark.parametrize("token", ["\x00", "a b\n", "x" * 32, "٣" * 32, "a" * 33])
    def test_takes_no_token_that_it_never_gave(self, staff: Client, token: str):
        answer = staff.post(reverse(PAGE), {"token": token, "digest": ""})
        assert (answer.status_code, "Send the file again" in answer.content.decode()) == (200, True)

    def test_wants_a_file(self, staff: Client):
        assert "This field is required" in staff.post(reverse(PAGE)).content.decode()

    def test_is_not_for_who_may_only_look(self, client: Client, template: Template):
        client.force_login(keeper("view"))
        page = send(client, f"id,name\n{template.pk},Neon Duel\n").content.decode()
        assert "You may not change templates." in page
        assert "Show what would change" not in page


class TestExporting:
    @pytest.mark.parametrize(("form", "beginning"), [("csv", b"\xef\xbb\xbfid,"), ("json", b'{\n "templates"')])
    def test_gives_everything_as_a_file(self, staff: Client, template: Template, form: str, beginning: bytes):
        answer = staff.get(reverse(PAGE), {"export": form})
        assert answer.content.startswith(beginning)
        assert answer["Content-Disposition"] == f'attachment; filename="templates.{form}"'
        assert str(template.pk).encode() in answer.content
