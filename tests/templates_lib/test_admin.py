from typing import Any, cast

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from canvas import serial
from canvas.document import Document, Palette, Plate
from templates_lib.indexing import draw_preview
from templates_lib.models import Template
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

LIST = "admin:templates_lib_template_changelist"


@pytest.fixture
def template(categories: None) -> Template:
    layers = (Plate(id="plate", slot="plate", source="paint:gradient"),)
    document = serial.to_json(Document(layers, Palette("#ff2038", "#2b4bff", "#ffd21f"), "hero_right"))
    made = make_template("neon", document=document, dna={"palette": {"primary": "#ff2038"}, "effects": ["sparks"]})
    made.save()
    draw_preview(made)
    made.refresh_from_db()
    return made


def user(name: str, **fields: Any) -> Any:
    return get_user_model().objects.create(username=name, email=f"{name}@example.com", **fields)


@pytest.fixture
def admin_page(client: Client) -> Client:
    client.force_login(user("admin", is_staff=True, is_superuser=True))
    return client


class TestTemplateAdmin:
    def test_lists_templates_with_their_pictures(self, admin_page: Client, template: Template):
        page = admin_page.get(reverse(LIST)).content.decode()
        assert f'src="{reverse("admin:templates_lib_template_picture", args=[template.id])}' in page
        assert str(template.preview.name) not in page

    def test_asks_as_many_questions_for_many_rows_as_for_one(
        self, admin_page: Client, template: Template, django_assert_max_num_queries: Any
    ):
        Template.objects.bulk_create(make_template(f"look-{number}") for number in range(20))
        with django_assert_max_num_queries(14):
            admin_page.get(reverse(LIST))

    def test_shows_the_dna_and_the_document_of_one(self, admin_page: Client, template: Template):
        page = admin_page.get(reverse("admin:templates_lib_template_change", args=[template.id])).content.decode()
        assert "#ff2038" in page
        assert "sparks" in page
        assert "paint:gradient" in page

    @pytest.mark.parametrize("action", ["deactivate", "feature", "redraw"])
    def test_changes_many_at_once(self, admin_page: Client, template: Template, action: str):
        before = Template.objects.values("is_active", "is_featured", "preview").get()
        admin_page.post(reverse(LIST), {"action": action, "_selected_action": [str(template.id)]})
        assert Template.objects.values("is_active", "is_featured", "preview").get() != before

    def test_neither_makes_nor_deletes_by_hand_what_seeding_brings(self, admin_page: Client, template: Template):
        assert admin_page.get(reverse("admin:templates_lib_template_add")).status_code == 403
        address = reverse("admin:templates_lib_template_delete", args=[template.id])
        assert admin_page.post(address, {"post": "yes"}).status_code == 403


class TestServePicture:
    def address(self, template: Template) -> str:
        return reverse("admin:templates_lib_template_picture", args=[template.id])

    def test_gives_staff_the_bytes_and_no_key(self, admin_page: Client, template: Template):
        answer = admin_page.get(self.address(template))
        assert b"".join(cast("Any", answer).streaming_content)[8:12] == b"WEBP"
        assert answer["Content-Type"] == "image/webp"
        assert "private" in answer["Cache-Control"]
        assert "templates/" not in str(answer.headers)

    def test_sends_strangers_to_the_sign_in(self, client: Client, template: Template):
        assert client.get(self.address(template)).status_code == 302

    def test_sends_ordinary_users_to_the_sign_in(self, client: Client, template: Template):
        client.force_login(user("somebody"))
        assert client.get(self.address(template)).status_code == 302

    def test_refuses_staff_who_may_not_see_templates(self, client: Client, template: Template):
        client.force_login(user("clerk", is_staff=True))
        assert client.get(self.address(template)).status_code == 403

    def test_knows_no_picture_that_is_not_drawn_yet(self, admin_page: Client):
        bare = make_template("bare")
        bare.save()
        assert admin_page.get(self.address(bare)).status_code == 404
