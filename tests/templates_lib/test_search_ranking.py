"""The arithmetic of the search, on examples worked by hand."""

from typing import Any

import numpy as np
import pytest

from templates_lib.search.ranking import diverse, fused, places, precedence, proven_worth, shares

pytestmark = pytest.mark.unit


class TestPlaces:
    def test_count_from_one_for_the_highest(self):
        assert places({"a": 0.2, "b": 0.9, "c": 0.5}) == {"b": 1, "c": 2, "a": 3}

    def test_are_shared_by_equals_and_then_skipped(self):
        assert places({"a": 3.0, "b": 3.0, "c": 1.0}) == {"a": 1, "b": 1, "c": 3}

    def test_of_nothing_are_none(self):
        assert places({}) == {}


class TestFused:
    def test_sums_the_weighted_reciprocals_of_the_places(self):
        scores = fused({"x": {"a": 1, "b": 2}, "y": {"b": 1}}, {"x": 1.0, "y": 0.5}, k=10)
        assert scores == pytest.approx({"a": 1 / 11, "b": 1 / 12 + 0.5 / 11})

    def test_lets_two_good_places_beat_one_first(self):
        scores = fused({"x": {"a": 1, "b": 2}, "y": {"b": 2, "c": 1}}, {"x": 1.0, "y": 1.0}, k=60)
        assert max(scores, key=scores.__getitem__) == "b"

    def test_gives_a_key_only_the_part_that_it_earned(self):
        found = fused({"look": {"a": 1, "b": 2}}, {"look": 1.0}, k=1.0, parts={"look": {"a": 1.0, "b": 0.3}})
        assert found == pytest.approx({"a": 1 / 2, "b": 0.3 / 3})


class TestShares:
    def test_are_parts_of_the_highest(self):
        assert shares({"a": 4.0, "b": 1.0}) == {"a": 1.0, "b": 0.25}

    def test_of_nothing_are_none(self):
        assert shares({}) == {}


class TestPrecedence:
    @pytest.mark.parametrize(("said", "expected"), [(0.0, 0.0), (0.5, 0.0), (0.501, 0.501), (1.0, 1.0)])
    def test_is_the_share_once_that_is_more_than_half(self, said: float, expected: float):
        assert precedence(said) == expected

    def test_is_the_same_for_shares_that_were_added_in_another_order(self):
        assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
        assert precedence(0.1 + 0.2 + 0.3) == precedence(0.3 + 0.2 + 0.1)


class TestDiverse:
    def test_passes_over_the_twin_of_what_was_taken(self):
        vectors = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
        # After the first: the twin is worth 0.7·0.9 - 0.3·1 = 0.33, the other 0.7·0.8 - 0.3·0 = 0.56.
        assert diverse([2.0, 1.8, 1.6], vectors, share=0.7, count=3) == [0, 2, 1]

    def test_keeps_the_order_of_relevance_when_that_is_all_that_counts(self):
        vectors = np.ones((3, 1), np.float32)
        assert diverse([0.2, 0.9, 0.5], vectors, share=1.0, count=3) == [1, 2, 0]

    def test_takes_what_has_no_vector_for_like_nothing(self):
        vectors = np.array([[1, 0], [1, 0], [0, 0]], np.float32)
        assert diverse([3.0, 2.0, 1.9], vectors, share=0.5, count=2) == [0, 2]

    def test_takes_all_of_a_higher_precedence_first(self):
        vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
        relevance, precedences = [0.5, 0.4, 0.39, 2.0], [1.0, 1.0, 1.0, 0.0]
        # Among the first three as ever: the twin of the first comes after the one that is unlike it.
        assert diverse(relevance, vectors, share=0.7, count=4, precedences=precedences) == [0, 2, 1, 3]

    def test_answers_no_more_than_there_is(self):
        assert diverse([], np.zeros((0, 2), np.float32), share=0.9, count=5) == []
        assert diverse([1.0], np.ones((1, 2), np.float32), share=0.9, count=5) == [0]


class TestProvenWorth:
    def test_is_nought_for_one_that_nobody_used(self):
        assert worth() == pytest.approx(0.0)

    def test_is_not_led_by_one_lucky_rating(self):
        assert worth(rating_count=1, rating_total=5) < worth(rating_count=40, rating_total=180)

    def test_falls_with_bad_ratings_and_rises_with_downloads(self):
        assert worth(rating_count=9, rating_total=9) < worth() < worth(uses=30, downloads=25)

    def test_counts_what_staff_feature(self):
        assert worth(is_featured=True) > worth()


def worth(**known: Any) -> float:
    defaults: dict[str, Any] = {"is_featured": False, "uses": 0, "downloads": 0, "rating_count": 0, "rating_total": 0}
    return proven_worth(**defaults | known)
