"""The labelled queries of the search benchmark are well-formed, and its formulas say what they claim."""

import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.golden import GoldenQuery, hits_in_top, load_golden_queries, ndcg_at
from templates_lib.services.looks import load_looks

pytestmark = pytest.mark.unit

QUERIES = load_golden_queries()
LOOKS = load_looks()
_FEWEST_OF_A_CATEGORY = 10
_MOST_IN_A_TAGS_WORDS = 0.1


def is_persian(text: str) -> bool:
    return re.search(r"[\u0600-\u06ff]", text) is not None


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of the given tables, each the good entry below but for what the test changes."""

    def write_entries(*changes: dict[str, str]) -> Path:
        good = {
            "text": '"soup on a wooden table"',
            "language": '"en"',
            "kind": '"style"',
            "relevant": "{ warm-table = 3 }",
            "split": '"dev"',
        }
        entries = [{**good, "text": f'"soup {number}"', **change} for number, change in enumerate(changes)]
        path = tmp_path / "queries.toml"
        tables = ["\n".join(["[[queries]]", *(f"{key} = {value}" for key, value in one.items())]) for one in entries]
        path.write_text("\n\n".join(tables), encoding="utf-8")
        return path

    return write_entries


class TestGoldenQueries:
    def test_are_enough_in_both_languages(self) -> None:
        counted = Counter(query.language for query in QUERIES)
        assert counted["en"] >= 100
        assert counted["fa"] >= 50

    def test_are_written_in_the_language_they_name(self) -> None:
        assert [query.text for query in QUERIES if is_persian(query.text) != (query.language == "fa")] == []

    def test_are_halved_into_dev_and_test_in_every_language_and_kind(self) -> None:
        counted = Counter((query.language, query.kind, query.split) for query in QUERIES)
        groups = {(query.language, query.kind) for query in QUERIES}
        assert len(groups) == 8
        assert all(abs(counted[*group, "dev"] - counted[*group, "test"]) <= 1 for group in groups)

    def test_ask_for_every_look_and_every_category(self) -> None:
        categories = {look.slug: look.category for look in LOOKS}
        best = [{slug for slug, grade in query.relevant.items() if grade == 3} for query in QUERIES]
        assert set().union(*best) == set(categories)
        counted = Counter(category for slugs in best for category in {categories[slug] for slug in slugs})
        assert min(counted[category] for category in set(categories.values())) >= _FEWEST_OF_A_CATEGORY

    def test_are_no_copies_of_what_the_looks_say(self) -> None:
        said = {text.casefold() for look in LOOKS for text in (look.name, look.prompt, *look.tags)}
        assert [query.text for query in QUERIES if query.text.casefold() in said] == []

    def test_seldom_reuse_a_tag_of_several_words(self) -> None:
        phrases = {tag.casefold() for look in LOOKS for tag in look.tags if " " in tag}
        reusing = [query for query in QUERIES if any(phrase in query.text.casefold() for phrase in phrases)]
        assert len(reusing) <= _MOST_IN_A_TAGS_WORDS * len(QUERIES)

    def test_are_read_in_the_order_of_the_file(self) -> None:
        assert QUERIES[0] == GoldenQuery(
            text="make me a thumbnail about earning my first thousand dollars from freelancing",
            language="en",
            kind="prompt",
            relevant={"money-green": 3, "millionaire-figure": 2, "startup-bright": 1, "boardroom-gold": 1},
            split=QUERIES[0].split,
        )


class TestFaultyQueries:
    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            ({"text": '"  "'}, "has no text"),
            ({"text": "7"}, "has no text"),
            ({"language": '"de"'}, "language 'de'"),
            ({"kind": '"wish"'}, "kind 'wish'"),
            ({"split": '"train"'}, "split 'train'"),
            ({"relevant": "{ warm-tabel = 3 }"}, "no look is called 'warm-tabel'"),
            ({"relevant": "{ warm-table = 4 }"}, "warm-table has grade 4"),
            ({"relevant": "{ warm-table = 3, sweet-pop = 0 }"}, "sweet-pop has grade 0"),
            ({"relevant": "{ warm-table = true }"}, "warm-table has grade True"),
            ({"relevant": "{ warm-table = 3.0 }"}, "warm-table has grade 3.0"),
            ({"relevant": "{ warm-table = 1 }"}, "no look of grade 2 or 3"),
            ({"relevant": "{}"}, "no look of grade 2 or 3"),
            ({"relevant": '["warm-table"]'}, "relevant is not a table"),
            ({"mood": '"calm"'}, r"missing or unknown \['mood'\]"),
        ],
    )
    def test_are_refused_by_name(self, write: Callable[..., Path], change: dict[str, str], complaint: str) -> None:
        with pytest.raises(ValueError, match=rf"^query 2 \(.+\): .*{complaint}"):
            load_golden_queries(write({}, change))

    def test_name_the_field_that_is_missing(self, tmp_path: Path) -> None:
        path = tmp_path / "queries.toml"
        path.write_text('[[queries]]\ntext = "soup"\nlanguage = "en"\nkind = "style"\nrelevant = { warm-table = 3 }\n')
        with pytest.raises(ValueError, match=r"query 1 \('soup'\): missing or unknown \['split'\]"):
            load_golden_queries(path)

    def test_may_not_stand_there_twice(self, write: Callable[..., Path]) -> None:
        with pytest.raises(ValueError, match="'soup' stands there twice"):
            load_golden_queries(write({"text": '"soup"'}, {"text": '"soup"'}))

    def test_must_be_at_least_120(self, write: Callable[..., Path]) -> None:
        with pytest.raises(ValueError, match="119 queries, at least 120"):
            load_golden_queries(write(*[{}] * 119))

    def test_must_hold_both_languages(self, write: Callable[..., Path]) -> None:
        with pytest.raises(ValueError, match="no query in 'fa'"):
            load_golden_queries(write(*[{}] * 120))
        assert len(load_golden_queries(write(*[{}] * 119, {"language": '"fa"'}))) == 120


class TestNdcgAt:
    RELEVANT = {"a": 3, "b": 2, "c": 1}

    def test_is_one_for_the_best_order(self) -> None:
        assert ndcg_at(["a", "b", "c", "x"], self.RELEVANT, 4) == pytest.approx(1)

    def test_is_zero_where_nothing_relevant_is_found(self) -> None:
        assert ndcg_at(["x", "y"], self.RELEVANT, 2) == 0
        assert ndcg_at([], self.RELEVANT, 2) == 0

    def test_agrees_with_a_sum_made_by_hand(self) -> None:
        # Gains 7, 3, 1; discounts 1, log2(3) = 1.58496, log2(4) = 2, log2(5) = 2.32193.
        # x, b, a, c: 0 + 3/1.58496 + 7/2 + 1/2.32193 = 5.82346; ideal: 7 + 3/1.58496 + 1/2 = 9.39279.
        assert ndcg_at(["x", "b", "a", "c"], self.RELEVANT, 4) == pytest.approx(5.82346 / 9.39279, abs=1e-5)

    def test_compares_with_the_best_k_only(self) -> None:
        # b, a: 3 + 7/1.58496 = 7.41651; ideal of two: 7 + 3/1.58496 = 8.89279.
        assert ndcg_at(["b", "a", "c"], self.RELEVANT, 2) == pytest.approx(7.41651 / 8.89279, abs=1e-5)

    def test_counts_what_is_missing_from_a_short_answer(self) -> None:
        assert ndcg_at(["a"], self.RELEVANT, 3) == pytest.approx(7 / (7 + 3 / math.log2(3) + 0.5))

    def test_does_not_look_beyond_k(self) -> None:
        assert ndcg_at(["x", "a"], self.RELEVANT, 1) == 0

    def test_refuses_what_has_no_meaning(self) -> None:
        with pytest.raises(ValueError, match="k is 0"):
            ndcg_at(["a"], self.RELEVANT, 0)
        with pytest.raises(ValueError, match="nothing is relevant"):
            ndcg_at(["a"], {}, 3)
        with pytest.raises(ValueError, match="'a' stands there twice"):
            ndcg_at(["a", "a"], self.RELEVANT, 3)


class TestHitsInTop:
    RELEVANT = {"a": 3, "b": 2, "c": 1}

    @pytest.mark.parametrize(
        ("ranked", "k", "hit"),
        [
            (["a"], 1, True),
            (["x", "b"], 2, True),
            (["x", "b"], 1, False),
            (["c", "x"], 2, False),
            ([], 3, False),
        ],
    )
    def test_wants_grade_two_or_three_among_the_first_k(self, ranked: list[str], k: int, hit: bool) -> None:
        assert hits_in_top(ranked, self.RELEVANT, k) is hit

    def test_refuses_a_k_below_one(self) -> None:
        with pytest.raises(ValueError, match="k is 0"):
            hits_in_top(["a"], self.RELEVANT, 0)
