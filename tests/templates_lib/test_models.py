from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from templates_lib.models import Analysis, EmbeddingSpace, Status, Template, checked_vector
from tests.templates_lib.bank import make_template


@pytest.mark.unit
class TestCheckedVector:
    def test_returns_what_may_be_stored(self):
        vector = checked_vector([3.0, 4.0], 2)
        assert vector.tolist() == [3.0, 4.0]
        assert vector.dtype == np.float32

    @pytest.mark.parametrize("vector", [[0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0], [1.0], [1.0, 2.0, 3.0], [[1.0, 2.0]]])
    def test_refuses_what_has_no_direction_in_the_space(self, vector: list[Any]):
        with pytest.raises(ValueError, match="embedding"):
            checked_vector(vector, 2)


@pytest.mark.integration
@pytest.mark.usefixtures("categories")
class TestTemplates:
    @pytest.mark.parametrize(
        "fields",
        [
            {"status": Status.READY, "category": None},
            {"status": Status.READY, "dna": {}},
            {"status": Status.FAILED},
            {"status": "hidden"},
            {"energy": 0},
            {"energy": 11},
            {"rating_count": 1, "rating_total": 6},
            {"rating_count": 2, "rating_total": 1},
        ],
    )
    def test_are_refused_by_the_database_when_they_contradict_themselves(self, fields: dict[str, Any]):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_template("odd", **fields).save()

    def test_say_nothing_secret_when_printed(self):
        template = make_template("quiet", name="Quiet Look", sample={"prompt": "the canary prompt"})
        assert (str(template), repr(template)) == ("Quiet Look", "<Template: Quiet Look>")

    def test_may_wait_without_category_and_dna(self):
        make_template("new", status=Status.PENDING, category=None, dna={}).save()
        assert Template.objects.searchable().count() == 0


@pytest.mark.integration
@pytest.mark.usefixtures("categories")
class TestAnalyses:
    @pytest.mark.parametrize(
        "fields", [{"state": "running"}, {"state": "failed"}, {"progress": 101}, {"run_id": "0" * 32}]
    )
    def test_are_refused_by_the_database_when_they_contradict_themselves(self, fields: dict[str, Any]):
        template = make_template("new")
        template.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Analysis.objects.create(template=template, **fields)


@pytest.mark.integration
@pytest.mark.django_db
class TestSpaces:
    def test_only_one_is_live(self):
        EmbeddingSpace.objects.create(model="a", provider="local", dimensions=2, state="live")
        with pytest.raises(IntegrityError), transaction.atomic():
            EmbeddingSpace.objects.create(model="b", provider="local", dimensions=2, state="live")
