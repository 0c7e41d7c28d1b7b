"""Queries with the looks that should answer them, labelled by hand, and what a ranking is worth by those labels."""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
# Read here rather than through templates_lib.services, which needs Django and a database's settings.
_LOOKS = _ROOT / "templates_lib" / "seed" / "looks"
_QUERIES = Path(__file__).with_name("golden_queries.toml")

LANGUAGES = ("en", "fa")
KINDS = ("prompt", "keywords", "style", "feature")
SPLITS = ("dev", "test")
GRADES = (1, 2, 3)
_GOOD = 2
# Below this a difference of a few hundredths between two engines says nothing.
_FEWEST = 120


@dataclass(frozen=True)
class GoldenQuery:
    """What somebody types, and the looks that serve it: slug to grade, 3 just right, 2 good, 1 acceptable."""

    text: str
    language: str
    kind: str
    relevant: Mapping[str, int]
    split: str


def load_golden_queries(path: Path = _QUERIES) -> tuple[GoldenQuery, ...]:
    """Read every labelled query, in the order of the file.

    `ValueError` names the first faulty entry; it is also raised for fewer than 120 queries or a language without any.
    """
    slugs = _slugs()
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("queries", [])
    queries = tuple(_query(number, table, slugs) for number, table in enumerate(tables, 1))
    _refuse_repeated(query.text for query in queries)
    if len(queries) < _FEWEST:
        raise ValueError(f"{path.name}: {len(queries)} queries, at least {_FEWEST} are needed")
    for language in LANGUAGES:
        if all(query.language != language for query in queries):
            raise ValueError(f"{path.name}: no query in {language!r}")
    return queries


def ndcg_at(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain of the first k slugs, from 0 to 1 (the best order there is).

    Gain 2^grade - 1 as in Burges et al., "Learning to Rank using Gradient Descent" (ICML 2005); the slug at rank i,
    from 1, is divided by log2(i + 1) as in Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
    (ACM TOIS 2002). The ideal is the best k of `relevant`, found or not. `ValueError` for k below 1, for a slug ranked
    twice, and where nothing is relevant.
    """
    if k < 1:
        raise ValueError(f"k is {k}, it starts at 1")
    _refuse_repeated(ranked)
    ideal = _discounted_gain(sorted(relevant.values(), reverse=True)[:k])
    if ideal == 0:
        raise ValueError("nothing is relevant, so no order is better than another")
    return _discounted_gain([relevant.get(slug, 0) for slug in ranked[:k]]) / ideal


def hits_in_top(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> bool:
    """Whether a look of grade 2 or 3 stands among the first k slugs. `ValueError` for k below 1."""
    if k < 1:
        raise ValueError(f"k is {k}, it starts at 1")
    return any(relevant.get(slug, 0) >= _GOOD for slug in ranked[:k])


def _discounted_gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _slugs() -> frozenset[str]:
    return frozenset(
        look["slug"]
        for path in _LOOKS.glob("*.toml")
        for look in tomllib.loads(path.read_text(encoding="utf-8"))["looks"]
    )


def _query(number: int, table: Mapping[str, Any], slugs: frozenset[str]) -> GoldenQuery:
    text = table.get("text")
    name = f"query {number} ({text!r})"
    fields = set(GoldenQuery.__dataclass_fields__)
    if set(table) != fields:
        raise ValueError(f"{name}: missing or unknown {sorted(fields ^ set(table))}")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name}: has no text")
    for field, allowed in (("language", LANGUAGES), ("kind", KINDS), ("split", SPLITS)):
        if table[field] not in allowed:
            raise ValueError(f"{name}: {field} {table[field]!r} is none of {', '.join(allowed)}")
    _check_grades(name, table["relevant"], slugs)
    return GoldenQuery(text, table["language"], table["kind"], dict(table["relevant"]), table["split"])


def _check_grades(name: str, relevant: object, slugs: frozenset[str]) -> None:
    if not isinstance(relevant, dict):
        raise ValueError(f"{name}: relevant is not a table of slugs and grades")  # noqa: TRY004 (a faulty file)
    for slug, grade in relevant.items():
        if slug not in slugs:
            raise ValueError(f"{name}: no look is called {slug!r}")
        # `true` and `3.0` equal a grade, but nobody meant to write them.
        if type(grade) is not int or grade not in GRADES:
            raise ValueError(f"{name}: {slug} has grade {grade!r}, not 1, 2 or 3")
    if max(relevant.values(), default=0) < _GOOD:
        raise ValueError(f"{name}: no look of grade 2 or 3")


def _refuse_repeated(texts: Iterable[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise ValueError(f"{text!r} stands there twice")
        seen.add(text)
