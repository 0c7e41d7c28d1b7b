"""From a claimed generation to its pictures, with the real canvas."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from accounts.models import BrandAsset, User
from billing import ledger
from billing.tiers import Tier
from canvas.brief.understand import understand
from canvas.dna import DesignDNA
from canvas.document import Palette
from common.ids import new_id
from generation import lifecycle, pipeline
from generation.models import Algorithm, Generation, Stage, Status
from generation.pipeline.context import Context
from generation.pipeline.recipe import Recipe
from generation.pipeline.stages.matching import find_looks
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category, EmbeddingSpace, Template
from tests.generation.core_rows import rich_user
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LOOK = DesignDNA(Palette("#ff3b1d", "#1b0b2e", "#ffd400"), layout="hero_right", plate="paint:gradient", font="anton")
PORTRAIT = Path(__file__).parents[1] / "fixtures" / "portrait.jpg"
SMALL = (320, 180)


@pytest.fixture(autouse=True)
def rows(db: Any) -> None:
    """Two looks and the algorithms."""
    ensure_algorithms()
    Algorithm.objects.update(is_active=True)
    for slug, layout, words in (
        ("gaming", "hero_right", "gaming, dark, boss fight, fire"),
        ("travel", "hero_left", "travel, bright, beach, trip"),
    ):
        category = Category.objects.create(slug=slug, name=slug.title())
        look = replace(LOOK, layout=layout)
        findable(make_template(f"{slug}-look", look=look, category=category, tags=words.split(", ")))


def asked(user: User | None = None, **fields: Any) -> Generation:
    """A claimed generation, small enough to be drawn fast."""
    user = user or rich_user()
    ledger.set_tier(user, Tier.ENTERPRISE)
    wanted = {"prompt": "I beat the final boss", "algorithm": "routix_v4", "size": SMALL, "seed": 7, **fields}
    generation = request_generation(user, GenerationRequest(**wanted))
    claimed = lifecycle.claim(worker="a test", only=generation.pk)
    assert claimed is not None
    return claimed


def made(user: User | None = None, **fields: Any) -> Generation:
    """A generation that was run."""
    generation = asked(user, **fields)
    pipeline.run(generation)
    generation.refresh_from_db()
    return generation


def run_again(generation: Generation) -> Generation:
    """Claim and run what waits for its next attempt, without the wait."""
    Generation.objects.filter(pk=generation.pk).update(available_at=generation.queued_at)
    claimed = lifecycle.claim(worker="a test", only=generation.pk)
    assert claimed is not None
    pipeline.run(claimed)
    return Generation.objects.get(pk=generation.pk)


def stored_files() -> list[str]:
    root = Path(default_storage.path("thumbnails"))
    return [str(path) for path in root.rglob("*.jpg")]


def upload(owner: User, data: bytes) -> BrandAsset:
    asset = BrandAsset(owner=owner, kind="face", format="jpeg", width=9, height=9, bytes=len(data), sha256="0" * 64)
    asset.file.save("jpeg", ContentFile(data), save=False)
    asset.save()
    return asset


def nobody(second: str) -> bytes:
    """A picture of two colours, the first of which is #447755."""
    image = Image.new("RGB", (300, 300), "#447755")
    image.paste(second, (0, 150, 300, 300))
    output = io.BytesIO()
    image.save(output, "JPEG")
    return output.getvalue()


class TestARun:
    def test_ends_with_a_picture_under_two_megabytes(self):
        generation = made()
        assert (generation.status, generation.progress, generation.engine) == (Status.COMPLETED, 100, "local")
        thumbnail = generation.thumbnails.get()
        assert generation.score == thumbnail.score
        with thumbnail.file.open() as file, Image.open(file) as picture:
            assert picture.format == "JPEG"
            assert picture.size == SMALL == (thumbnail.width, thumbnail.height)
        assert thumbnail.bytes == default_storage.size(thumbnail.file.name) < 2_000_000
        assert thumbnail.score_axes
        assert thumbnail.document["layers"]

    def test_tells_every_stage_and_never_goes_back(self):
        told: list[tuple[str, int, int]] = []
        generation = asked()
        pipeline.run(generation, watch=lambda item: told.append((item.stage, item.progress, item.sequence)))
        order = [list(Stage).index(Stage(stage)) for stage, *_ in told if stage]
        assert order == sorted(order)
        assert {stage for stage, *_ in told} == set(Stage)
        progress = [progress for _, progress, _ in told]
        assert progress == sorted(progress)
        assert progress[-1] == 100
        sequence = [sequence for *_, sequence in told]
        assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))

    def test_keeps_the_brief_and_how_long_each_stage_took(self):
        generation = made(custom_text="FINALLY!")
        assert generation.brief["headline"].casefold() == "finally!"
        assert [timing.stage for timing in generation.stage_timings.all()] == list(Stage)
        assert all(timing.attempt == 1 for timing in generation.stage_timings.all())

    def test_follows_the_nearest_look_and_counts_its_use(self):
        generation = made(prompt="my trip to the beach")
        assert generation.template.slug == "travel-look"
        assert generation.template.usage_count == 1

    def test_follows_the_look_that_was_asked_for(self):
        look = Template.objects.get(slug="travel-look")
        assert made(template_id=look.pk).template == look

    def test_gives_the_same_document_for_the_same_seed(self):
        first, second = made(), made()
        assert first.thumbnails.get().document == second.thumbnails.get().document

    @pytest.mark.parametrize("prompt", ["🔥🎮😱", "من رئیس آخر را شکست دادم", "日本", "1"])
    def test_gives_a_picture_for_whatever_can_be_read(self, prompt):
        assert made(prompt=prompt).status == Status.COMPLETED

    def test_charges_once(self):
        user = rich_user()
        before = ledger.balance(user).available
        generation = made(user)
        balance = ledger.balance(user)
        assert (balance.held, balance.available) == (0, before - generation.credits_cost)


class TestTheAlgorithms:
    def test_deliver_variants_that_say_how_they_differ(self):
        thumbnails = list(made(variants=3).thumbnails.all())
        assert [item.index for item in thumbnails] == [0, 1, 2]
        assert thumbnails[0].axis == ""
        assert all(item.axis for item in thumbnails[1:])
        assert thumbnails[0].score == max(item.score for item in thumbnails)
        assert len({item.file.name for item in thumbnails}) == 3

    @pytest.mark.parametrize(("slug", "pictures"), [("routix_v5", 1), ("routix_v6", 1), ("routix_experimental", 3)])
    def test_run_each_in_their_own_way(self, slug, pictures):
        generation = made(algorithm=slug)
        assert generation.status == Status.COMPLETED
        assert generation.thumbnails.count() == pictures

    def test_keep_the_best_of_several(self):
        """V6 tries what V4 makes and more, so it never scores lower on the same seed."""
        assert made(algorithm="routix_v6").score >= made(algorithm="routix_v4").score - 0.5

    def test_draw_line_art_in_anime(self):
        layers = made(algorithm="routix_v7_anime").thumbnails.get().document["layers"]
        assert any(layer.get("line_art", 0) > 0 for layer in layers)

    def test_deliver_angles_that_differ_in_more_than_one_thing(self):
        _, *others = made(algorithm="routix_experimental").thumbnails.all()
        assert all("," in item.axis for item in others)

    def test_are_told_to_be_misconfigured_rather_than_guessed(self):
        Algorithm.objects.filter(slug="routix_v4").update(params={"speed": 11})
        generation = made()
        assert generation.status == Status.FAILED
        assert generation.error["type"] == "algorithm_misconfigured"
        assert "speed" not in generation.error["message"]


class TestAFace:
    def test_stands_in_the_picture(self):
        user = rich_user()
        asset = upload(user, PORTRAIT.read_bytes())
        generation = made(user, algorithm="routix_v5", face_asset_id=asset.pk)
        layers = generation.thumbnails.get().document["layers"]
        assert "photo:face" in [layer.get("source") for layer in layers]
        assert generation.brief["subject_kind"] == "face"

    @pytest.mark.parametrize(("second", "is_shown"), [("#ddbb88", True), ("#447755", False)])
    def test_that_nobody_shows_gives_a_hint_and_is_a_print_unless_it_is_blank(self, second: str, is_shown: bool):
        user = rich_user()
        asset = upload(user, nobody(second))
        generation = made(user, algorithm="routix_v5", face_asset_id=asset.pk)
        assert generation.status == Status.COMPLETED
        assert "no_face" in generation.brief["hints"]
        assert ("photo:face" in str(generation.thumbnails.get().document)) == is_shown

    def test_stays_the_same_over_an_anime_conversation(self):
        user, conversation = rich_user(), new_id()
        asset = upload(user, PORTRAIT.read_bytes())
        anime = {"algorithm": "routix_v7_anime", "conversation_id": conversation}
        first = made(user, face_asset_id=asset.pk, **anime)
        second = made(user, prompt="my trip to the beach", **anime)
        assert "photo:face" in str(second.thumbnails.get().document)
        assert second.template == first.template
        alone = made(user, prompt="my trip to the beach", algorithm="routix_v7_anime")
        assert "photo:face" not in str(alone.thumbnails.get().document)


class TestMatching:
    def test_prefers_a_look_with_a_place_for_a_face_where_there_is_one(self):
        category = Category.objects.get(slug="gaming")
        tags = ["final boss", "boss fight"]
        findable(
            make_template("faceless", category=category, tags=tags, look=replace(LOOK, face_place="none")),
            make_template("for-a-face", category=category, tags=["level"], look=replace(LOOK, face_place="left")),
        )
        user = rich_user()
        asset = upload(user, PORTRAIT.read_bytes())
        assert made(user, algorithm="routix_v5").template.slug == "faceless"
        assert made(user, algorithm="routix_v5", face_asset_id=asset.pk).template.slug == "for-a-face"

    def test_takes_looks_without_a_place_where_those_with_one_are_too_few(self):
        user = rich_user()
        asset = upload(user, PORTRAIT.read_bytes())
        generation = made(user, prompt="my trip to the beach", algorithm="routix_v5", face_asset_id=asset.pk)
        assert generation.template.slug == "travel-look"

    def test_finds_by_words_while_the_embedding_provider_fails(self):
        EmbeddingSpace.objects.update(provider="gone")
        assert made(prompt="my trip to the beach").template.slug == "travel-look"

    def test_never_follows_a_look_that_was_taken_out_of_use(self):
        chosen = Template.objects.get(slug="travel-look")
        generation = asked(template_id=chosen.pk)
        Template.objects.filter(pk=chosen.pk).update(is_active=False)
        pipeline.run(generation)
        generation.refresh_from_db()
        assert (generation.status, generation.template.slug) == (Status.COMPLETED, "gaming-look")

    def test_delivers_what_was_drawn_after_a_template_that_is_deleted_meanwhile(self):
        generation = asked()

        def delete_it(told: Generation) -> None:
            if told.stage == Stage.COMPOSING:
                Template.objects.all().delete()

        pipeline.run(generation, watch=delete_it)
        generation.refresh_from_db()
        assert (generation.status, generation.template) == (Status.COMPLETED, None)
        assert generation.thumbnails.count() == 1

    def test_gives_every_look_of_several_once(self):
        generation = asked(prompt="my trip to the beach")
        context = Context(generation, Recipe(looks=3), lambda share: None, brief=understand(generation.prompt))
        find_looks(context)
        assert [look.slug for look in context.looks] == ["travel-look", "gaming-look"]


class TestAFailure:
    def test_of_a_provider_that_refuses_is_told_and_costs_nothing(self, settings):
        settings.PROVIDERS = {"local": "tests.fakes.providers.BrokenProvider"}
        user = rich_user()
        before = ledger.balance(user).available
        generation = made(user)
        assert generation.status == Status.FAILED
        assert generation.error["type"] == "provider_rejected"
        assert not generation.error["retryable"]
        assert "secret" not in str(generation.error)
        assert (ledger.balance(user).available, ledger.balance(user).held) == (before, 0)

    def test_of_an_absent_provider_is_tried_again_and_then_told(self, settings):
        settings.PROVIDERS = {"local": "tests.generation.providers.AbsentProvider"}
        generation = made()
        for attempt in (1, 2):
            assert (generation.status, generation.attempt) == (Status.QUEUED, attempt)
            assert generation.available_at > generation.queued_at
            generation = run_again(generation)
        assert (generation.status, generation.attempt) == (Status.FAILED, settings.MAX_ATTEMPTS)
        assert generation.error["type"] == "provider_failed"
        assert ledger.balance(generation.owner).held == 0
        assert {timing.attempt for timing in generation.stage_timings.all()} == {1, 2, 3}

    def test_of_one_provider_is_made_good_by_the_next(self, settings):
        settings.PROVIDERS = {
            "absent": "tests.generation.providers.AbsentProvider",
            "painter": "tests.generation.providers.Painter",
        }
        Algorithm.objects.filter(slug="routix_v4").update(providers=["absent", "painter"])
        generation = made()
        assert (generation.status, generation.engine) == (Status.COMPLETED, "painter")
        plate = generation.thumbnails.get().document["layers"][0]
        assert (plate["kind"], plate["source"]) == ("plate", "picture:plate")

    def test_that_nobody_foresaw_never_shows_its_text(self, settings):
        settings.PROVIDERS = {"local": "tests.generation.providers.BuggyProvider"}
        generation = made()
        while generation.status == Status.QUEUED:
            generation = run_again(generation)
        assert generation.error["type"] == "internal_error"
        assert "secret" not in str(generation.error)
        assert generation.attempt == settings.MAX_ATTEMPTS

    def test_of_an_empty_bank_is_told(self):
        Template.objects.all().delete()
        generation = made()
        assert generation.error["type"] == "no_looks"

    def test_leaves_no_files(self, monkeypatch):
        def too_late(*args: Any, **kwargs: Any) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr(lifecycle, "succeed", too_late)
        generation = made()
        assert generation.status == Status.QUEUED
        assert stored_files() == []

    def test_can_succeed_at_the_next_attempt(self, settings):
        providers = settings.PROVIDERS
        settings.PROVIDERS = {"local": "tests.generation.providers.AbsentProvider"}
        generation = made()
        settings.PROVIDERS = providers
        generation = run_again(generation)
        assert (generation.status, generation.attempt) == (Status.COMPLETED, 2)
        assert ledger.balance(generation.owner).held == 0


class TestACancelledRun:
    @pytest.mark.parametrize("stage", [Stage.MATCHING, Stage.COMPOSING, Stage.STORING])
    def test_stops_at_its_next_report_and_leaves_nothing(self, stage):
        generation = asked()

        def cancel(item: Generation) -> None:
            if item.stage == stage and item.status == Status.PROCESSING:
                lifecycle.cancel(Generation.objects.get(pk=item.pk))

        pipeline.run(generation, watch=cancel)
        stored = Generation.objects.get(pk=generation.pk)
        assert stored.status == Status.CANCELLED
        assert not stored.thumbnails.exists()
        assert stored_files() == []
        assert ledger.balance(stored.owner).held == 0

    def test_takes_the_remaining_layouts_no_further(self):
        generation = asked(algorithm="routix_v6", variants=4)
        reports: list[str] = []

        def cancel(item: Generation) -> None:
            reports.append(item.stage)
            if item.stage == Stage.COMPOSING:
                lifecycle.cancel(Generation.objects.get(pk=item.pk))

        pipeline.run(generation, watch=cancel)
        assert reports[-1] == Stage.COMPOSING


class TestARunBeyondItsDeadline:
    def test_is_given_up(self, settings):
        settings.GENERATION_DEADLINE_SECONDS = 0
        generation = made()
        assert generation.status == Status.QUEUED
        while generation.status == Status.QUEUED:
            generation = run_again(generation)
        assert generation.error["type"] == "took_too_long"


class TestALogo:
    def test_stands_in_the_picture(self):
        user = rich_user()
        asset = upload(user, nobody("#ddbb88"))
        generation = made(user, algorithm="routix_v6", logo_asset_id=asset.pk)
        kinds = [layer["kind"] for layer in generation.thumbnails.get().document["layers"]]
        assert "logo" in kinds


class TestTwoInARow:
    def test_for_different_prompts_are_not_arranged_alike(self):
        user = rich_user()
        first = made(user).thumbnails.get().document
        # The first choice for this prompt would be arranged as the first picture is.
        before = (first["layout"], first["meta"]["ground"])
        alike = next(
            prompt
            for prompt in (f"I beat the final boss {number} times" for number in range(1, 60))
            if arranged(made(rich_user(), prompt=prompt)) == before
        )
        assert arranged(made(user, prompt=alike)) != before

    def test_for_the_same_prompt_may_be(self):
        user = rich_user()
        assert arranged(made(user)) == arranged(made(user))


def arranged(generation: Generation) -> tuple[str, str]:
    document = generation.thumbnails.get().document
    return document["layout"], document["meta"]["ground"]
