"""Searching the bank, from the question to the answer, with the real database, cache and local embedding."""

import uuid
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection

from canvas.brief.model import Brief
from canvas.document import Palette
from templates_lib.models import Category, EmbeddingSpace, Status, Template, TemplateEmbedding
from templates_lib.search import Facets, Match, Question, question_from_brief, question_from_text, search_templates
from templates_lib.search.asking import ANYTHING
from templates_lib.search.candidates import Direction, allowed, find_candidates
from templates_lib.search.freshness import age_of_bank
from templates_lib.search.rarity import frequencies
from templates_lib.services.outcomes import Outcome, set_outcomes
from tests.templates_lib.bank import DNA, findable, made_space, make_template, stand, unit_vectors

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def slugs(matches: list[Match]) -> list[str]:
    names = dict(Template.objects.values_list("pk", "slug"))
    return [names[match.template_id] for match in matches]


def asked(text: str, **options: Any) -> list[str]:
    return slugs(search_templates(question_from_text(text), **options))


def a_bank() -> None:
    findable(
        make_template("boss-arena", tags=["boss fight", "hard game"], look=replace(DNA, mood="epic")),
        make_template("warm-dish", tags=["recipe", "dinner"], category=Category(slug="food"),
                      look=replace(DNA, mood="warm", face_place="left", effects=("smoke",))),
        make_template("live-stage", tags=["concert", "singing"], category=Category(slug="music"),
                      look=replace(DNA, layout="versus", face_place="none", effects=("confetti",), energy=9)),
    )  # fmt: skip


class TestSearchTemplates:
    def test_finds_by_what_a_prompt_is_about(self):
        a_bank()
        assert asked("I beat the final boss")[0] == "boss-arena"
        assert asked("my favourite pasta recipe")[0] == "warm-dish"

    def test_finds_by_persian_words(self):
        a_bank()
        assert asked("دستور پخت قرمه سبزی")[0] == "warm-dish"
        assert asked("اجرای زنده کنسرت")[0] == "live-stage"

    def test_finds_by_tags_in_any_script_and_spelling(self):
        a_bank()
        findable(make_template("yalda", tags=["شب يلدا"]))
        assert asked("شب یلدا")[0] == "yalda"

    def test_finds_by_the_look_alone(self):
        a_bank()
        assert asked("confetti raining down")[0] == "live-stage"
        assert asked("face on the left")[0] == "warm-dish"

    def test_answers_no_more_than_the_limit_from_the_offset_on(self):
        a_bank()
        question = question_from_text("a game about a dinner at a concert")
        everything = search_templates(question, limit=10)
        assert len(everything) == 3
        assert slugs(search_templates(question, limit=1, offset=1)) == slugs(everything)[1:2]
        assert search_templates(question, limit=5, offset=40) == []
        assert search_templates(question, limit=0) == []

    @pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (1, -1)])
    def test_refuses_bounds_below_nought(self, limit: int, offset: int):
        with pytest.raises(ValueError, match="start at 0"):
            search_templates(question_from_text("game"), limit=limit, offset=offset)

    @pytest.mark.parametrize(
        "fields",
        [
            {"is_active": False},
            {"status": Status.PENDING},
            {"status": Status.FAILED, "failure": "It can't be drawn."},
        ],
    )
    def test_leaves_out_what_is_not_active_and_ready(self, fields: dict[str, Any]):
        findable(make_template("hidden", tags=["boss fight"], **fields), make_template("shown"))
        assert asked("boss fight") == ["shown"]

    def test_leaves_out_what_is_excluded(self):
        a_bank()
        boss = Template.objects.get(slug="boss-arena")
        assert "boss-arena" not in asked("final boss", exclude=[boss.pk, uuid.uuid4()])

    def test_finds_one_without_a_vector_by_its_words(self):
        a_bank()
        TemplateEmbedding.objects.filter(template__slug="boss-arena").delete()
        match = search_templates(question_from_text("boss fight"))[0]
        assert (slugs([match]), match.similarity) == (["boss-arena"], None)
        assert "meaning" not in match.ranks

    def test_answers_nothing_from_an_empty_bank(self):
        assert asked("boss fight") == []

    def test_answers_nothing_to_nothing(self):
        a_bank()
        assert search_templates(Question(sentence="")) == []

    @pytest.mark.parametrize(
        "text", ["", "🔥🎮😱", "'; DROP TABLE x; --", "a & b | !c:* <-> (", "\\'", "日本", "x " * 3000]
    )
    def test_answers_whatever_is_typed(self, text: str):
        a_bank()
        assert len(asked(text)) <= 3

    def test_says_how_each_came_to_its_place(self):
        a_bank()
        match = search_templates(question_from_text("boss fight, epic"))[0]
        assert match.ranks == {"meaning": 1, "words": 1, "look": 1, "outcomes": 1, "said": 1}
        assert -1 <= match.similarity <= 1
        assert match.score > 0

    def test_prefers_what_proved_itself_among_equals(self):
        first, second = findable(
            make_template("first", name="Boss", tags=["boss fight"]),
            make_template("second", name="Boss", tags=["boss fight"]),
        )
        set_outcomes([Outcome(second.pk, downloads=40, rating_count=20, rating_total=98)])
        assert asked("boss fight") == ["second", "first"]
        set_outcomes([Outcome(first.pk, downloads=90, rating_count=50, rating_total=250)])
        cache.delete("templates:age")
        assert asked("boss fight") == ["first", "second"]

    def test_shows_another_look_before_a_twin(self):
        known: dict[str, Any] = {"name": "Boss Fight", "tags": ["boss fight"]}
        other = replace(DNA, layout="versus", plate="scene:desert", font="marker", effects=("smoke",), mood="warm")
        findable(
            *(make_template(slug, **known) for slug in ("one", "twin")),
            make_template("another", **known, look=other),
            *(make_template(f"farm-{at}", name=f"Farm {at}", tags=["tractor", "field"]) for at in range(4)),
        )
        assert set(asked("boss fight", limit=3)) == {"one", "twin", "another"}
        assert "another" in asked("boss fight", limit=2)

    def test_asks_a_constant_number_of_questions(self, django_assert_num_queries: Any):
        a_bank()
        question = question_from_text("boss fight")
        frequencies()
        with django_assert_num_queries(7):  # space, stems, savepoint, settings, candidates, its release, details
            search_templates(question)


class TestFacets:
    @pytest.fixture(autouse=True)
    def bank(self, categories: None) -> None:
        a_bank()
        findable(
            make_template("mute-logo", look=replace(DNA, text_place="none", has_logo=True, energy=2,
                                                    palette=Palette("#22aa44", "#22aa44", "#22aa44")))
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("facets", "expected"),
        [
            (Facets(category="food"), {"warm-dish"}),
            (Facets(category="unknown"), set()),
            (Facets(has_face=False), {"live-stage"}),
            (Facets(has_text=False), {"mute-logo"}),
            (Facets(has_logo=True), {"mute-logo"}),
            (Facets(energy=(8, 10)), {"live-stage"}),
            (Facets(colour="green"), {"mute-logo"}),
            (Facets(category="gaming", has_logo=False), {"boss-arena"}),
        ],
    )
    def test_are_conditions_whatever_is_asked(self, facets: Facets, expected: set[str]):
        assert set(asked("boss fight recipe concert", facets=facets)) == expected

    def test_alone_answer_everything_that_meets_them(self):
        assert slugs_of(allowed(Facets(category="gaming"))) == {"boss-arena", "mute-logo"}


def slugs_of(rows: Any) -> set[str]:
    return set(rows.values_list("slug", flat=True))


class TestKeptAnswers:
    def test_are_given_without_asking_the_bank_again(self, django_assert_num_queries: Any):
        a_bank()
        question = question_from_text("boss fight")
        first = search_templates(question)
        with django_assert_num_queries(1):  # which space is live
            assert search_templates(question) == first

    def test_end_when_the_bank_changes(self, django_capture_on_commit_callbacks: Any):
        a_bank()
        question = question_from_text("boss fight")
        search_templates(question)
        with django_capture_on_commit_callbacks(execute=True):
            findable(make_template("newer", name="Boss Fight", tags=["boss fight"]))
        assert "newer" in slugs(search_templates(question))

    def test_differ_by_all_that_was_asked(self):
        a_bank()
        question = question_from_text("boss fight")
        assert len(search_templates(question, limit=1)) == 1
        assert len(search_templates(question, limit=2)) == 2
        assert slugs(search_templates(question, facets=Facets(category="food"))) == ["warm-dish"]

    def test_are_done_without_when_the_cache_is_gone(self, settings: Any, caplog: pytest.LogCaptureFixture):
        a_bank()
        location = {"LOCATION": "redis://127.0.0.1:1/0", "BACKEND": settings.CACHES["default"]["BACKEND"]}
        settings.CACHES = {"default": {**settings.CACHES["default"], **location}}
        assert age_of_bank() == ""
        caplog.clear()
        assert asked("boss fight")[0] == "boss-arena"
        assert ["cache_unavailable" in record.getMessage() for record in caplog.records] == [True]


class TestWithoutItsProvider:
    def test_words_and_looks_still_find(self, settings: Any):
        a_bank()
        EmbeddingSpace.objects.update(provider="gone")
        matches = search_templates(question_from_text("boss fight"))
        assert slugs(matches)[0] == "boss-arena"
        assert matches[0].similarity is None

    def test_what_was_found_that_way_is_not_kept(self, settings: Any):
        a_bank()
        question = question_from_text("boss fight")
        EmbeddingSpace.objects.update(provider="gone")
        search_templates(question)
        EmbeddingSpace.objects.update(provider="local")
        assert search_templates(question)[0].similarity is not None


class TestReasons:
    def test_name_first_what_was_asked_for(self):
        a_bank()
        match = search_templates(question_from_text("face on the left"))[0]
        assert match.reasons[0] == "left face"

    def test_are_two_to_five_public_phrases(self):
        findable(
            make_template("secretive", tags=["boss fight"], vision_tags=["canary-vision"], description="canary-words",
                          sample={"prompt": "canary-prompt boss"})
        )  # fmt: skip
        match = search_templates(question_from_text("canary-vision canary-words canary-prompt boss fight"))[0]
        template = Template.objects.get()
        public = {*template.traits, *template.tags, template.category.name}
        assert 2 <= len(match.reasons) <= 5
        assert set(match.reasons) <= public


class TestQuestions:
    def test_put_persian_into_everyday_english(self):
        question = question_from_text("آموزش ریاضی")
        assert "math" in question.sentence
        assert "math" in dict(question.words)
        assert "category:education" in dict(question.wishes)

    def test_leave_the_request_out(self):
        words = dict(question_from_text("please make me a youtube thumbnail about my cat").words)
        assert "cat" in words
        assert not {"thumbnail", "youtube", "make"} & set(words)

    def test_wish_for_what_the_words_say_of_the_look(self):
        wishes = dict(question_from_text("face on the left, tilted red text, confetti, X vs Y").wishes)
        assert {"face:left", "type:tilted", "effect:confetti", "layout:versus"} <= set(wishes)

    def test_of_a_brief_take_what_it_understood(self):
        brief = Brief("volcano", "education", "VOLCANO", palette=("#f01e2c",), effects=("smoke",))
        wishes = dict(question_from_brief(brief).wishes)
        assert {"category:education", "colour:red", "effect:smoke"} <= set(wishes)

    def test_are_the_same_for_the_same_text(self):
        assert question_from_text("boss fight, dark") == question_from_text("boss fight, dark")


class TestFindCandidatesInALargeBank:
    """Where the index is used, and would answer its first candidates only, if it were not told to go on."""

    ROWS = 900

    @pytest.fixture
    def large_bank(self, categories: None) -> tuple[EmbeddingSpace, np.ndarray]:
        space = made_space()
        vectors = unit_vectors(self.ROWS, seed=1)
        templates = Template.objects.bulk_create(
            make_template(f"look-{number}", category_id="music" if number % 300 == 0 else "gaming", category=None)
            for number in range(self.ROWS)
        )
        stand(space, dict(zip(templates, vectors, strict=True)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE templates_lib_template, templates_lib_templateembedding")
            # At this size the planner would sort all rows: make it do as it does at scale.
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        return space, vectors

    def nearest(self, space: EmbeddingSpace, query: np.ndarray, facets: Facets = ANYTHING) -> list[str]:
        found = find_candidates(
            Direction(space, query), lexemes={}, keys={}, frequencies=frequencies(), facets=facets, exclude=()
        )
        names = dict(Template.objects.values_list("pk", "slug"))
        ordered = sorted(found, key=lambda one: -one.similarity)
        return [names[one.template_id] for one in ordered]

    def test_finds_every_template_of_a_rare_category(self, large_bank: tuple[EmbeddingSpace, np.ndarray]):
        # 3 of 900: the first candidates of a plain index scan would seldom hold them all.
        space, _ = large_bank
        found = self.nearest(space, unit_vectors(1, seed=2)[0], Facets(category="music"))
        assert set(found) == {"look-0", "look-300", "look-600"}

    def test_finds_nearly_all_of_the_true_ten(self, large_bank: tuple[EmbeddingSpace, np.ndarray]):
        space, vectors = large_bank
        hits = 0
        for query in unit_vectors(20, seed=3):
            true_ten = {f"look-{number}" for number in np.argsort(-vectors @ query)[:10]}
            hits += len(true_ten & set(self.nearest(space, query)[:10]))
        assert hits / 200 >= 0.97

    def test_uses_the_index_of_the_space(self, large_bank: tuple[EmbeddingSpace, np.ndarray]):
        space, _ = large_bank
        names = index_scans()
        self.nearest(space, unit_vectors(1, seed=2)[0])
        assert index_scans()[f"{space.model}"] == names[f"{space.model}"] + 1


def index_scans() -> dict[str, int]:
    """Scans of each space's index in this transaction."""
    from templates_lib.search.spaces import index_name

    counts = {}
    with connection.cursor() as cursor:
        for space in EmbeddingSpace.objects.all():
            cursor.execute("SELECT pg_stat_get_xact_numscans(%s::regclass)", [index_name(space)])
            counts[space.model] = cursor.fetchone()[0]
    return counts
