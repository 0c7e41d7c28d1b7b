"""Searching the bank: how good, how complete and how fast. `SEARCH_ROWS=10000,100000` are the sizes it is filled to.

Good: labelled queries on the shipped looks, against vectors alone and words alone in the same run. Complete: the ten
nearest by the index against the ten nearest by reading every vector. Fast: the whole search without its cache against
the bare SQL, the same queries in turns.
"""

import os
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import django

from benchmarks.golden import GoldenQuery, hits_in_top, load_golden_queries, ndcg_at
from benchmarks.made_bank import RARE_CATEGORY, fill
from benchmarks.report import Figure, main, percentile

if TYPE_CHECKING:
    from templates_lib.search import Facets, Question

_SIZES = tuple(int(size) for size in os.environ.get("SEARCH_ROWS", "10000,100000").split(","))
_NEAREST = 10
_RECALL_QUERIES = 60
_TIMED_QUERIES = 100
_SAID_QUERIES = 200
_TURNS = 2
_Row = tuple[GoldenQuery, list[str]]


def measure() -> list[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.test")
    from routix.start import start_services

    start_services()
    django.setup()
    from django.test.utils import override_settings, setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False, aliases={"default": True})
    try:
        # Every search is made anew.
        with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}):
            return [*_golden(), *_scale()]
    finally:
        teardown_databases(databases, verbosity=0)


# --- how good


def _golden() -> list[Figure]:
    from templates_lib.models import Template
    from templates_lib.services.seeding import seed_templates

    seed_templates()
    slugs = dict(Template.objects.values_list("pk", "slug"))
    queries = load_golden_queries()
    found = {name: _answers(queries, search, slugs) for name, search in _engines().items()}
    figures = []
    for split in ("test", "dev"):
        for name, answers in found.items():
            rows = [(query, answer) for query, answer in zip(queries, answers, strict=True) if query.split == split]
            figures.append(Figure(f"{split}: {name}, nDCG@5", _ndcg(rows), ""))
            figures.append(Figure(f"{split}: {name}, in the top three", 100 * _hits(rows), "%"))
        hybrid, *others = (figure.value for figure in figures[-2 * len(found) :: 2])
        figures.append(Figure(f"{split}: best of the others / hybrid, nDCG@5", max(others) / hybrid, "x", limit=1))
    whole = list(zip(queries, found["hybrid"], strict=True))
    for label, rows in _parts(whole):
        figures.append(Figure(f"hybrid, {label} ({len(rows)}), nDCG@5", _ndcg(rows), ""))
        figures.append(Figure(f"hybrid, {label}, in the top three", 100 * _hits(rows), "%"))
    test = [row for row in whole if row[0].split == "test"]
    return [*figures, Figure("test: hybrid, missed in the top three", 100 * (1 - _hits(test)), "%", limit=10)]


def _parts(
    rows: "Sequence[tuple[GoldenQuery, list[str]]]",
) -> "Iterable[tuple[str, list[tuple[GoldenQuery, list[str]]]]]":
    for language in ("en", "fa"):
        yield language, [row for row in rows if row[0].language == language and row[0].split == "test"]
    for kind in ("prompt", "keywords", "style", "feature"):
        yield kind, [row for row in rows if row[0].kind == kind and row[0].split == "test"]


def _ndcg(rows: Sequence[_Row]) -> float:
    return statistics.mean(ndcg_at(answer, query.relevant, 5) for query, answer in rows)


def _hits(rows: Sequence[_Row]) -> float:
    return statistics.mean(hits_in_top(answer, query.relevant, 3) for query, answer in rows)


def _answers(
    queries: Sequence[GoldenQuery], search: Callable[[str], list[uuid.UUID]], slugs: dict[uuid.UUID, str]
) -> list[list[str]]:
    return [[slugs[found] for found in search(query.text)] for query in queries]


def _engines() -> dict[str, Callable[[str], list[uuid.UUID]]]:
    """The search, and what it is compared with: each of its halves with and without the understanding of prompts."""
    from templates_lib.search import Question, question_from_text, search_templates

    def hybrid(text: str) -> list[uuid.UUID]:
        return [match.template_id for match in search_templates(question_from_text(text))]

    return {
        "hybrid": hybrid,
        "vectors of the understood prompt": lambda text: _by_meaning(question_from_text(text).sentence),
        "words of the understood prompt": lambda text: _by_words(question_from_text(text)),
        "vectors of the bare prompt": _by_meaning,
        "words of the bare prompt": lambda text: _by_words(
            Question("", words=tuple((word, 1.0) for word in text.split()))
        ),
    }


def _by_meaning(text: str) -> list[uuid.UUID]:
    return [candidate.template_id for candidate in _candidates(text, lambda one: one.similarity)][:5]


def _by_words(question: "Question") -> list[uuid.UUID]:
    return [candidate.template_id for candidate in _candidates("", lambda one: one.words, question)][:5]


def _candidates(sentence: str, score: Callable[[Any], float | None], question: "Question | None" = None) -> list[Any]:
    from templates_lib.search.asking import ANYTHING
    from templates_lib.search.candidates import find_candidates
    from templates_lib.search.rarity import frequencies, lexemes_of

    found = find_candidates(
        _direction(sentence) if sentence else None,
        lexemes=lexemes_of(question.words) if question else {},
        keys={},
        frequencies=frequencies(),
        facets=ANYTHING,
        exclude=(),
    )
    scored = [(value, one) for one in found if (value := score(one)) is not None]
    return [one for _, one in sorted(scored, key=lambda pair: (-pair[0], pair[1].template_id))]


def _direction(sentence: str) -> Any:
    from templates_lib.search.candidates import Direction
    from templates_lib.search.spaces import live_space, provider_of

    space = live_space()
    return Direction(space, provider_of(space).embed([sentence])[0])


# --- how complete and how fast


@dataclass(frozen=True)
class _Times:
    """Seconds of the whole search, of its own statement alone, and of a plain nearest-neighbour statement."""

    search: list[float]
    own: list[float]
    nearest: list[float]


def _scale() -> list[Figure]:
    figures: list[Figure] = []
    medians: dict[str, list[float]] = {}
    already = 0
    for rows in _SIZES:
        started = time.perf_counter()
        fill(rows, already=already)
        figures.append(Figure(f"{rows:,} templates, filling {rows - already:,}", time.perf_counter() - started, "s"))
        already = rows
        figures += _sizes(rows)
        figures.append(_said_first(rows))
        for label, facets in _facets().items():
            is_largest = rows == max(_SIZES)
            figures.append(_recall(f"{rows:,}, {label}", facets, is_held=is_largest))
            times = _timed(facets)
            medians.setdefault(label, []).append(statistics.median(times.search))
            figures += _latencies(f"{rows:,}, {label}", times)
    for label, values in medians.items():
        if len(values) > 1:
            name = f"growth of the median, {_SIZES[0]:,} to {_SIZES[-1]:,}, {label}"
            figures.append(Figure(name, values[-1] / values[0], "x", limit=2))
    return figures


def _said_first(rows: int) -> Figure:
    """Of looks that were asked for by two of their own tags, the share that one went before which does not bear both.

    The tags of the made-up looks are the words of our lexicon, so each calls many others to mind. Some say nothing in a
    prompt ("no entry", "versus"), so that a few are missed by right.
    """
    from templates_lib.models import Template
    from templates_lib.search import question_from_text, search_templates

    chance = random.Random(2)
    looks = list(Template.objects.filter(source="made up").order_by("slug").values_list("tags", flat=True))
    missed = 0
    for tags in chance.sample(looks, _SAID_QUERIES):
        text = " ".join(chance.sample(tags, 2))
        first = search_templates(question_from_text(text), limit=1)[0].template_id
        missed += not _bears(first, text)
    return Figure(f"{rows:,}, asked for by two tags, first is without", missed / _SAID_QUERIES, "share", limit=0.05)


def _bears(template_id: uuid.UUID, text: str) -> bool:
    """Whether the name and tags hold every word of a text."""
    from django.db import connection

    statement = (
        "SELECT ts_filter(search_text, '{a}') @@ plainto_tsquery('english', %s) FROM templates_lib_template"
        " WHERE id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [text, template_id])
        return bool(cursor.fetchone()[0])


def _facets() -> "dict[str, Facets]":
    from templates_lib.search import Facets

    return {
        "no filter": Facets(),
        "with a face (78 %)": Facets(has_face=True),
        "a category of 1 %": Facets(category=RARE_CATEGORY),
        "a rare combination": Facets(category="travel", has_logo=True, energy=(8, 10)),
    }


def _sizes(rows: int) -> list[Figure]:
    from django.db import connection

    from templates_lib.search.spaces import index_name, live_space

    parts = {
        "vectors, table": "pg_table_size('templates_lib_templateembedding')",
        "vectors, HNSW index": f"pg_relation_size('{index_name(live_space())}')",
        "templates, table": "pg_table_size('templates_lib_template')",
        "words, GIN index": "pg_relation_size('template_words')",
    }
    figures = []
    with connection.cursor() as cursor:
        for name, size in parts.items():
            cursor.execute(f"SELECT {size}")
            figures.append(Figure(f"{rows:,}, {name}, a template", cursor.fetchone()[0] / rows, "bytes"))
    return figures


def _questions() -> "list[Question]":
    from templates_lib.search import question_from_text

    questions = [question_from_text(query.text) for query in load_golden_queries()]
    random.Random(1).shuffle(questions)
    return [question for question in questions if question.sentence]


def _recall(label: str, facets: "Facets", *, is_held: bool) -> Figure:
    """Of the ten nearest that the search brings in, the share that is as near as the true ten."""
    from templates_lib.search.candidates import find_candidates
    from templates_lib.search.rarity import frequencies

    found, there = 0, 0
    for question in _questions()[:_RECALL_QUERIES]:
        direction = _direction(question.sentence)
        candidates = find_candidates(
            direction, lexemes={}, keys={}, frequencies=frequencies(), facets=facets, exclude=()
        )
        nearest = sorted((one.similarity for one in candidates), reverse=True)[:_NEAREST]
        exact = _exactly_nearest(direction, facets)
        found += sum(similarity >= exact[-1] - 1e-9 for similarity in nearest) if exact else 0
        there += len(exact)
    share = found / there if there else 1.0
    return Figure(f"{label}, missed of the true ten", 1 - share, "share", limit=0.03 if is_held else None)


def _exactly_nearest(direction: Any, facets: "Facets") -> list[float]:
    """The cosines of the true ten, by reading every vector that the filter leaves."""
    from django.db import connection, transaction

    statement, parameters = _nearest_statement(direction, facets, _NEAREST)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(statement, parameters)
        return [1 - distance for _, distance in cursor.fetchall()]


def _nearest_statement(direction: Any, facets: "Facets", limit: int) -> tuple[str, list[Any]]:
    from templates_lib.search.candidates import allowed, as_literal

    inner, parameters = allowed(facets).values("pk").query.sql_with_params()
    width = f"halfvec({direction.space.dimensions})"
    statement = (
        f"SELECT template_id, vector::{width} <=> %s::{width} FROM templates_lib_templateembedding "  # noqa: S608
        f"WHERE space_id = %s AND template_id IN ({inner}) ORDER BY vector::{width} <=> %s::{width} LIMIT {limit}"
    )
    vector = as_literal(direction.vector)
    return statement, [vector, direction.space.model, *parameters, vector]


def _timed(facets: "Facets") -> _Times:
    from templates_lib.search import search_templates

    times = _Times([], [], [])
    for turn in range(_TURNS + 1):
        for question in _questions()[:_TIMED_QUERIES]:
            taken = (
                _seconds(partial(search_templates, question, facets=facets)),
                _seconds(_own_statement(question, facets)),
                _seconds(_plain_statement(question, facets)),
            )
            if turn:  # the first one warms up
                for listing, seconds in zip((times.search, times.own, times.nearest), taken, strict=True):
                    listing.append(seconds)
    return times


def _own_statement(question: "Question", facets: "Facets") -> Callable[[], object]:
    from templates_lib.search.candidates import allowed, composed
    from templates_lib.search.rarity import frequencies, lexemes_of, stems_of
    from templates_lib.search.said import shares_of

    stems = stems_of([*(word for word, _ in question.words), *(form for forms in question.said for form in forms)])
    statement, parameters = composed(
        _direction(question.sentence),
        lexemes_of(question.words, stems),
        dict(question.wishes),
        frequencies(),
        allowed(facets),
        shares_of(question.said, stems, frequencies()),
    )
    return lambda: _executed(statement, parameters)


def _plain_statement(question: "Question", facets: "Facets") -> Callable[[], object]:
    statement, parameters = _nearest_statement(_direction(question.sentence), facets, 100)
    return lambda: _executed(statement, parameters)


def _executed(statement: str, parameters: list[Any]) -> object:
    """Under the same settings of the index as the search."""
    from django.db import connection, transaction

    from templates_lib.search.candidates import SETTINGS

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _latencies(label: str, times: _Times) -> list[Figure]:
    def p95(values: list[float]) -> float:
        return 1000 * percentile(values, 0.95)

    return [
        Figure(f"{label}, search, p50", 1000 * statistics.median(times.search), "ms"),
        Figure(f"{label}, search, p95", p95(times.search), "ms"),
        Figure(f"{label}, its own SQL bare, p95", p95(times.own), "ms"),
        Figure(f"{label}, nearest hundred in bare SQL, p95", p95(times.nearest), "ms"),
        Figure(f"{label}, search / its own SQL, p95", p95(times.search) / p95(times.own), "x", limit=3),
        Figure(f"{label}, search / nearest hundred, p95", p95(times.search) / p95(times.nearest), "x"),
    ]


if __name__ == "__main__":
    main("Searching the bank", measure)
