"""From an upload to a usable template, with the real canvas, PostgreSQL and storage."""

import io
import uuid
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from PIL import Image

from canvas import originality, reading
from canvas.catalogue import CATEGORIES
from canvas.dna import from_json
from common.storage import originals
from providers.base import CallContext, VisionTags
from providers.errors import RateLimitedError
from templates_lib import lifecycle
from templates_lib.indexing.analysing import run
from templates_lib.models import Analysis, Category, Original, Status, Template, TemplateEmbedding
from templates_lib.search.spaces import open_space
from templates_lib.services import seed_templates
from templates_lib.services.curating import analyse_anew, correct
from templates_lib.tasks import analyse_next_template
from tests.generation.api_rows import make_user
from tests.templates_lib.uploads import a_picture, uploaded

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def bank(db: Any) -> None:
    """Categories and a live space, without the shipped looks."""
    Category.objects.bulk_create(Category(slug=slug, name=slug.title()) for slug in CATEGORIES)
    open_space("local")


def analysed(template: Template) -> Template:
    """The template after one run of its analysis."""
    analysis = lifecycle.claim()
    assert analysis is not None
    assert analysis.template_id == template.pk
    run(analysis)
    return Template.objects.get(pk=template.pk)


class SeeingVendor:
    """A vendor that sees a dragon, or is out of breath."""

    name, model = "seeing", "seeing-1"
    calls = 0
    breaks = False

    def describe(self, picture: bytes, mime: str, context: CallContext) -> VisionTags:
        type(self).calls += 1
        if self.breaks:
            raise RateLimitedError(self.name, "slow down")
        assert mime == "image/jpeg"
        return VisionTags(tags=("dragon", "castle"), category="music", mood="epic", provider=self.name,
                          model=self.model, input_tokens=10, output_tokens=5)  # fmt: skip


class TestAnAnalysis:
    def test_makes_a_template_that_carries_what_was_measured(self):
        template = analysed(uploaded())
        assert (template.status, template.failure) == (Status.READY, "")
        dna = from_json(template.dna)
        assert (dna.origin, dna.layout, dna.text_place) == ("measured", "hero_left", "right")
        assert template.traits
        assert template.category_id == "gaming"
        assert Analysis.objects.get().state == "done"

    def test_tells_looks_apart(self):
        red, blue = analysed(uploaded()), analysed(uploaded(a_picture("blue right")))
        first, second = from_json(red.dna), from_json(blue.dna)
        assert first.layout != second.layout
        assert first.warmth > 0 > second.warmth
        assert (first.text_tilt > 2, abs(second.text_tilt) < 2) == (True, True)
        assert "blue" in " ".join(blue.colours)
        assert "red" in " ".join(red.colours)

    def test_draws_a_preview_of_its_own(self):
        template = analysed(uploaded())
        with default_storage.open(template.preview.name) as file:
            picture = file.read()
        assert picture[8:12] == b"WEBP"
        similarity = originality.similarity(
            originality.from_json(template.fingerprint), _fingerprint_of_picture(picture)
        )
        assert similarity.total < 0.8

    def test_makes_it_findable_by_meaning_and_by_words(self):
        template = analysed(uploaded())
        assert TemplateEmbedding.objects.filter(template=template).count() == 1
        assert Template.objects.filter(pk=template.pk, search_text="gaming").exists()

    def test_keeps_what_it_measured_beside_the_original(self):
        template = analysed(uploaded())
        found = reading.from_json(Original.objects.get(template=template).reading)
        assert "BOSS" in found.text.upper()

    def test_never_puts_words_that_it_read_into_what_others_see(self):
        template = analysed(uploaded(a_picture(prompt='"ZYXWEA QQUUP" final boss')))
        read = Original.objects.get(template=template).reading
        assert "ZYXWEA" in str(read).upper()
        public = f"{template.name} {template.tags} {template.traits} {template.sample} {template.document}"
        assert "ZYXWEA" not in public.upper()

    def test_leaves_alone_what_staff_set_by_hand(self):
        template = analysed(uploaded())
        staff = make_user(is_staff=True)
        correct(template.pk, {"name": "Our Favourite", "tags": ["Duel", "duel "]}, by=staff)
        analyse_anew(Template.objects.all(), by=staff)
        again = analysed(template)
        assert (again.name, again.tags) == ("Our Favourite", ["duel"])
        assert again.dna == template.dna

    def test_takes_the_category_that_was_given_with_the_upload(self):
        template = analysed(uploaded(category=Category.objects.get(slug="music")))
        assert template.category_id == "music"

    def test_fails_with_a_reason_when_the_file_is_gone(self):
        template = uploaded()
        originals().delete(template.original.key)
        failed = analysed(template)
        assert (failed.status, failed.failure) == (
            Status.FAILED,
            "The original's file is missing from the storage.",
        )

    def test_keeps_a_ready_template_in_use_when_a_later_analysis_fails(self):
        template = analysed(uploaded())
        originals().delete(template.original.key)
        analyse_anew(Template.objects.all(), by=make_user(is_staff=True))
        again = analysed(template)
        assert again.status == Status.READY
        assert Analysis.objects.get().state == "failed"

    def test_of_a_cancelled_claim_writes_nothing(self):
        template = uploaded()
        analysis = lifecycle.claim()
        assert analysis is not None
        lifecycle.enqueue([template.pk])  # somebody wants it from the start
        run(analysis)
        template.refresh_from_db()
        assert (template.status, template.preview.name) == (Status.PENDING, "")
        assert Analysis.objects.get().state == "queued"

    def test_that_breaks_while_its_words_are_indexed_leaves_nothing_half_done(self, monkeypatch: pytest.MonkeyPatch):
        template = uploaded()

        def die(templates: object) -> None:
            raise ConnectionError("killed here")

        monkeypatch.setattr("templates_lib.indexing.analysing.index_words", die)
        assert analysed(template).status == Status.PENDING
        monkeypatch.undo()
        Analysis.objects.update(available_at=Now())
        ready = analysed(template)
        assert ready.status == Status.READY
        assert ready.search_text

    def test_runs_by_the_task_until_nothing_waits(self, django_capture_on_commit_callbacks: Any):
        uploaded()
        uploaded(a_picture("blue right"))
        with django_capture_on_commit_callbacks() as first:
            assert analyse_next_template.apply().get()
        with django_capture_on_commit_callbacks() as second:
            assert analyse_next_template.apply().get()
        assert Template.objects.filter(status=Status.READY).count() == 2
        assert len(first) > len(second)  # the first asks to go on
        assert not analyse_next_template.apply().get()


class TestAVendorsEyes:
    @pytest.fixture(autouse=True)
    def vendor(self, settings: Any) -> type[SeeingVendor]:
        settings.VISION_PROVIDERS = {"seeing": f"{__name__}.SeeingVendor"}
        settings.VISION_PROVIDER = "seeing"
        SeeingVendor.calls, SeeingVendor.breaks = 0, False
        SeeingVendor.model = f"seeing-{uuid.uuid4()}"  # what is kept of another test's model is not asked for
        return SeeingVendor

    def test_add_tags_beside_ours(self):
        template = analysed(uploaded())
        assert template.vision_tags == ["dragon", "castle"]
        assert "dragon" not in template.tags
        assert template.category_id == "gaming"  # what we read counts for more

    def test_are_asked_once_about_the_same_picture(self):
        template = analysed(uploaded())
        analyse_anew(Template.objects.all(), by=make_user(is_staff=True))
        analysed(template)
        assert SeeingVendor.calls == 1

    def test_may_fail_without_harm(self):
        SeeingVendor.breaks = True
        template = analysed(uploaded(a_picture(seed=9)))
        assert template.status == Status.READY
        assert Analysis.objects.get().vision_failure == "seeing: RateLimitedError"


class TestTheShippedLooks:
    def test_are_not_touched_by_analyses(self):
        seed_templates()
        assert not Analysis.objects.exists()
        assert lifecycle.claim() is None


def _fingerprint_of_picture(data: bytes) -> originality.Fingerprint:
    return originality.fingerprint(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
