import statistics
import time
import uuid
from typing import Any

import numpy as np
import pytest
from django.db import connection

from templates_lib.models import Category, Status, Template
from templates_lib.search import find_templates
from tests.templates_lib.bank import MODEL, make_template, unit_vectors

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]


def axis(number: int) -> np.ndarray:
    vector = np.zeros(256, np.float32)
    vector[number] = 1
    return vector


class TestFindTemplates:
    def test_answers_the_nearest_first_with_its_cosine(self):
        query = axis(0)
        for slug, cosine in (("far", 0.1), ("near", 0.9), ("middle", 0.5)):
            make_template(slug, vector=cosine * axis(0) + np.sqrt(1 - cosine**2) * axis(1)).save()
        found = find_templates(embedding=query, model=MODEL)
        assert [match.template.slug for match in found] == ["near", "middle", "far"]
        assert [match.similarity for match in found] == pytest.approx([0.9, 0.5, 0.1], abs=1e-6)

    def test_stops_at_the_limit(self):
        Template.objects.bulk_create(make_template(f"look-{number}") for number in range(5))
        assert len(find_templates(embedding=axis(0), model=MODEL, limit=2)) == 2

    @pytest.mark.parametrize(
        "fields",
        [{"is_active": False}, {"status": Status.DRAFT}, {"status": Status.FAILED, "failure": "It can't be drawn."}],
    )
    def test_leaves_out_what_is_not_active_and_ready(self, fields: dict[str, Any]):
        make_template("hidden", vector=axis(0), **fields).save()
        make_template("shown", vector=axis(1)).save()
        assert [match.template.slug for match in find_templates(embedding=axis(0), model=MODEL)] == ["shown"]

    def test_never_compares_vectors_of_two_models(self):
        make_template("other-space", vector=axis(0), embedding_model="other-384").save()
        assert find_templates(embedding=axis(0), model=MODEL) == []

    def test_keeps_to_the_category(self):
        make_template("duel", vector=axis(0)).save()
        make_template("lasagna", vector=axis(1), category=Category(slug="food")).save()
        found = find_templates(embedding=axis(0), model=MODEL, category="food")
        assert [match.template.slug for match in found] == ["lasagna"]

    @pytest.mark.parametrize(("has_face", "slugs"), [(True, {"face"}), (False, {"thing"}), (None, {"face", "thing"})])
    def test_keeps_to_looks_with_or_without_a_face(self, has_face: bool | None, slugs: set[str]):
        make_template("face", has_face=True).save()
        make_template("thing", has_face=False).save()
        found = find_templates(embedding=axis(0), model=MODEL, has_face=has_face)
        assert {match.template.slug for match in found} == slugs

    def test_leaves_out_what_is_excluded(self):
        seen, fresh = make_template("seen", vector=axis(0)), make_template("fresh", vector=axis(1))
        Template.objects.bulk_create([seen, fresh])
        found = find_templates(embedding=axis(0), model=MODEL, exclude=[seen.id, uuid.uuid4()])
        assert [match.template.slug for match in found] == ["fresh"]

    @pytest.mark.parametrize("vector", [np.zeros(256), np.full(256, np.nan), np.ones(1537), np.ones((2, 256))])
    def test_refuses_a_vector_without_a_direction(self, vector: np.ndarray):
        with pytest.raises(ValueError, match="embedding"):
            find_templates(embedding=vector, model=MODEL)

    def test_asks_one_question_of_the_database(self, django_assert_num_queries: Any):
        Template.objects.bulk_create(make_template(f"look-{number}", dna={"layout": "versus"}) for number in range(9))
        with django_assert_num_queries(4):  # savepoint, its release, the index's settings, SELECT
            found = find_templates(embedding=axis(0), model=MODEL, limit=9)
            assert {match.template.dna["layout"] for match in found} == {"versus"}


class TestFindTemplatesInALargeBank:
    """Where the index is used, and would answer its first candidates only, if it were not told to go on."""

    ROWS = 900

    @pytest.fixture
    def large_bank(self, categories: None) -> np.ndarray:
        vectors = unit_vectors(self.ROWS, seed=1)
        Template.objects.bulk_create(
            make_template(f"look-{number}", vector=vector, category_id="music" if number % 300 == 0 else "gaming")
            for number, vector in enumerate(vectors)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE templates_lib_template")
            # At this size the planner would sort all rows of a rare category: make it do as it does at scale.
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        return vectors

    def test_finds_every_template_of_a_rare_category(self, large_bank: np.ndarray):
        # 3 of 900: the first candidates of a plain index scan would seldom hold them all.
        found = find_templates(embedding=unit_vectors(1, seed=2)[0], model=MODEL, category="music", limit=5)
        assert len(found) == 3

    def test_finds_nearly_all_of_the_true_ten_at_once(self, large_bank: np.ndarray):
        queries = unit_vectors(20, seed=3)
        hits, seconds = 0, []
        for query in queries:
            true_ten = {f"look-{number}" for number in np.argsort(-large_bank @ query)[:10]}
            start = time.perf_counter()
            found = find_templates(embedding=query, model=MODEL, limit=10)
            seconds.append(time.perf_counter() - start)
            hits += len(true_ten & {match.template.slug for match in found})
        assert hits / 200 >= 0.95
        assert statistics.median(seconds) < 0.05
