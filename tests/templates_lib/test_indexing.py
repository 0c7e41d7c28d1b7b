import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from canvas import serial
from canvas.document import Document, Palette, Plate
from templates_lib.indexing.previews import PREVIEW_SIZE, draw_preview
from templates_lib.models import Status, Template
from templates_lib.services.curating import redraw_previews
from templates_lib.tasks import draw_missing_previews
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def drawable(slug: str, **fields: Any) -> Template:
    layers = (Plate(id="plate", slot="plate", source="paint:gradient"),)
    palette = Palette("#ff2038", "#2b4bff", "#ffd21f")
    template = make_template(slug, document=serial.to_json(Document(layers, palette, "hero_right")), **fields)
    template.save()
    return template


class TestDrawPreview:
    def test_keeps_a_small_webp_picture_of_the_document(self):
        template = drawable("look")
        draw_preview(template)
        template.refresh_from_db()
        with template.preview.open() as file:
            data = file.read()
        picture = Image.open(io.BytesIO(data))
        assert (picture.format, picture.size) == ("WEBP", PREVIEW_SIZE)
        assert len(data) < 120_000

    def test_makes_a_template_failed_that_cannot_be_drawn(self):
        template = make_template("broken", document={"layers": "none"})
        template.save()
        draw_preview(template)
        template.refresh_from_db()
        assert template.status == Status.FAILED
        assert template.failure

    def test_throws_the_picture_away_when_the_template_changed_meanwhile(self):
        template = drawable("look")
        Template.objects.filter(id=template.id).update(seed_digest="newer")
        draw_preview(template)
        template.refresh_from_db()
        assert template.preview.name == ""
        assert default_storage.listdir("templates")[1] == []

    def test_replaces_the_former_picture(self):
        template = drawable("look")
        for _ in range(2):
            draw_preview(template)
            template.refresh_from_db()
        assert default_storage.listdir("templates")[1] == [str(template.preview).removeprefix("templates/")]


class TestDrawMissingPreviews:
    def test_draws_one_and_asks_to_go_on_while_there_are_more(self, django_capture_on_commit_callbacks: Any):
        drawable("first")
        drawable("second")
        asked = []
        for _ in range(2):
            with django_capture_on_commit_callbacks() as callbacks:
                draw_missing_previews.apply()
            asked.append(len(callbacks))
        assert asked == [1, 0]
        assert not Template.objects.filter(preview="").exists()

    def test_leaves_failed_templates_alone(self):
        drawable("broken", status=Status.FAILED, failure="It could not be drawn.")
        draw_missing_previews.apply()
        assert Template.objects.get().preview.name == ""


class TestRedrawPreviews:
    def test_forgets_the_picture_and_gives_a_failed_template_another_try(self, django_capture_on_commit_callbacks: Any):
        template = drawable("look")
        draw_preview(template)
        Template.objects.update(status=Status.FAILED, failure="It could not be drawn.")
        with django_capture_on_commit_callbacks(execute=False) as callbacks:
            assert redraw_previews(Template.objects.all()) == 1
        template.refresh_from_db()
        assert (template.status, template.failure, template.preview.name) == (Status.READY, "", "")
        assert len(callbacks) == 2  # the old file is deleted, a worker is asked
