"""The guard that keeps results from being copies of a template's original."""

from itertools import combinations
from typing import Any

import pytest

from accounts.models import User
from billing.selectors import balance_of
from canvas import originality, serial
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA, to_json
from canvas.document import Palette
from canvas.drawing import draw
from generation import lifecycle, pipeline
from generation.models import Generation, Status, Thumbnail
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category, Origin, Template
from tests.generation.core_rows import rich_user
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PROMPT, SEED, SIZE = "I beat the final boss", 7, (640, 360)
LOOK = DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), layout="hero_right", plate="paint:rays", font="anton",
                 origin="measured")  # fmt: skip


@pytest.fixture(autouse=True)
def rows(db: Any) -> None:
    ensure_algorithms()
    Category.objects.create(slug="gaming", name="Gaming")


def made(template: Template, owner: User | None = None, *, variants: int = 1) -> Generation:
    request = GenerationRequest(
        prompt=PROMPT, algorithm="routix_v4", size=SIZE, seed=SEED, template_id=template.pk, variants=variants
    )
    asked = request_generation(owner or rich_user(), request)
    claimed = lifecycle.claim(worker="a test", only=asked.pk)
    assert claimed is not None
    pipeline.run(claimed)
    return Generation.objects.get(pk=asked.pk)


def template_of(fingerprint: originality.Fingerprint | None, origin: Origin = Origin.UPLOADED) -> Template:
    value = originality.to_json(fingerprint) if fingerprint else {}
    template = make_template("the-look", dna=to_json(LOOK), fingerprint=value, origin=origin)
    template.save()
    return template


def fingerprint_of_what_would_come() -> originality.Fingerprint:
    """That of a picture which is just what direction makes of the prompt: an original that would be copied."""
    template = template_of(None, Origin.DESIGNED)
    document = made(template).thumbnails.get().document
    Generation.objects.all().delete()
    template.delete()
    drawing = draw(serial.from_json(document))
    return originality.fingerprint(drawing.pixels, faces=drawing.faces, lines=[line.box for line in drawing.text_lines])


def fingerprint_of_another_picture() -> originality.Fingerprint:
    other = DesignDNA(
        Palette("#0b7bff", "#e8f4ff", "#00c2a8"), layout="centre_stage", plate="paint:paper", font="poppins"
    )
    drawing = draw(direct(understand("easy chocolate cake recipe"), other, seed=1)[0], size=SIZE)
    return originality.fingerprint(drawing.pixels, lines=[line.box for line in drawing.text_lines])


class TestTheGuard:
    def test_keeps_how_like_the_original_a_result_is(self):
        thumbnail = made(template_of(fingerprint_of_another_picture())).thumbnails.get()
        assert 0 <= thumbnail.template_similarity < 0.8
        assert set(thumbnail.similarity_parts) == {"total", "hash", "layout", "descriptors"}
        assert thumbnail.departure == 0

    def test_directs_a_copy_anew_until_it_is_none(self, settings: Any):
        original = fingerprint_of_what_would_come()
        generation = made(template_of(original))
        thumbnail = generation.thumbnails.get()
        assert generation.status == Status.COMPLETED
        assert thumbnail.departure > 0
        assert thumbnail.template_similarity <= settings.ORIGINALITY_CEILING
        assert generation.score == thumbnail.score  # that of what is delivered

    @pytest.mark.parametrize("variants", [2, 4])
    def test_never_delivers_one_picture_twice(self, settings: Any, variants: int):
        settings.ORIGINALITY_CEILING = 0.35  # so low that most variants of the look are sent away
        original = fingerprint_of_what_would_come()
        thumbnails = list(made(template_of(original), variants=variants).thumbnails.all())
        assert len(thumbnails) == variants
        assert sum(thumbnail.departure > 0 for thumbnail in thumbnails) >= variants // 2
        pictures = [(one.document["layers"], one.document["palette"], one.document["layout"]) for one in thumbnails]
        assert not any(first == other for first, other in combinations(pictures, 2))

    def test_delivers_nothing_for_an_upload_that_can_not_be_compared(self):
        for fingerprint in ({}, {"version": 0}):
            Template.objects.all().delete()
            template = template_of(None)
            Template.objects.filter(pk=template.pk).update(fingerprint=fingerprint)
            assert made(template).error["type"] == "too_like_template"

    def test_delivers_nothing_and_gives_the_credits_back_when_all_would_be_copies(self, settings: Any):
        settings.ORIGINALITY_CEILING = -1.0
        owner = rich_user()
        generation = made(template_of(fingerprint_of_another_picture()), owner)
        assert generation.status == Status.FAILED
        assert generation.error["type"] == "too_like_template"
        assert not Thumbnail.objects.exists()
        assert balance_of(owner).held == 0

    def test_only_tells_of_looks_that_are_our_own(self, settings: Any):
        settings.ORIGINALITY_CEILING = -1.0
        thumbnail = made(template_of(fingerprint_of_another_picture(), Origin.DESIGNED)).thumbnails.get()
        assert thumbnail.template_similarity is not None
        assert thumbnail.departure == 0

    def test_has_nothing_to_say_of_a_look_of_ours_that_is_not_drawn_yet(self):
        thumbnail = made(template_of(None, Origin.DESIGNED)).thumbnails.get()
        assert thumbnail.template_similarity is None

    def test_shows_its_figures_to_nobody_else(self, client: Any):
        owner = rich_user()
        generation = made(template_of(fingerprint_of_what_would_come()), owner)
        assert generation.thumbnails.get().departure > 0
        client.force_login(owner)
        for path in ("", "/result", "/status", "/document"):
            body = client.get(f"/api/v1/generation/{generation.pk}{path}").content
            assert b"similarity" not in body
            assert b"departure" not in body
