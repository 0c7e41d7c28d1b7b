"""The search itself: three ways of finding, fused, made diverse, explained and kept for a while."""

import hashlib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from django.db.models import BinaryField, FilteredRelation, Func, Q
from numpy.typing import NDArray

from common.caching import find, keep
from providers.errors import ProviderError
from templates_lib.models import EmbeddingSpace, Template
from templates_lib.search.asking import ANYTHING, Facets, Match, Question
from templates_lib.search.candidates import Candidate, Direction, find_candidates
from templates_lib.search.explaining import forms_of, reasons
from templates_lib.search.freshness import age_of_bank
from templates_lib.search.ranking import diverse, fused, places, precedence, shares
from templates_lib.search.rarity import frequencies, lexemes_of, stems_of
from templates_lib.search.said import shares_of
from templates_lib.search.spaces import live_space, provider_of

KEPT_SECONDS = 300
# Tuned on the golden queries' "dev" half (`python -m benchmarks.search`).
# That of "look" is a wish's: who wishes for more of the look means it more, up to a point.
WEIGHTS = {"meaning": 1.0, "words": 0.75, "look": 0.33, "outcomes": 0.02}
_MOST_WISHED = 2.5
RANK_CONSTANT = 7.0
RELEVANCE_SHARE = 0.85
_FEWEST_COMPARED = 20
# pgvector's binary form: two 16-bit numbers, then big-endian floats. Read as text, twenty vectors cost a millisecond.
_VECTOR_HEADER = 4

_log = structlog.get_logger(__name__)


def search_templates(
    question: Question,
    *,
    facets: Facets = ANYTHING,
    exclude: Collection[uuid.UUID] = (),
    limit: int = 5,
    offset: int = 0,
) -> list[Match]:
    """Return the templates that suit a question, the best first, from place `offset` on; only active and ready ones.

    `facets` are conditions, the rest of the question is weighed. Some hundreds are ranked at most, so a far offset
    answers nothing. Nothing either for an empty bank. Answers are kept for five minutes, or until the bank changes.
    Where the embedding provider fails, words and looks still find. `ValueError` for a limit or an offset below 0.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset start at 0")
    space, age = live_space(), age_of_bank()
    key = _key(age, space, question, facets, sorted(exclude), limit, offset)
    kept = find(key) if age else None
    if kept is not None:
        return list(kept)
    direction = _direction(space, question.sentence)
    candidates = _found(direction, question, facets, exclude)
    if _has_lost_its_space(direction, candidates):
        return search_templates(question, facets=facets, exclude=exclude, limit=limit, offset=offset)
    answer = _arranged(candidates, direction, question, limit=limit, offset=offset)
    is_whole = direction is not None or space is None or not question.sentence
    if age and is_whole:
        keep(key, answer, seconds=KEPT_SECONDS)
    return answer


def _found(
    direction: Direction | None, question: Question, facets: Facets, exclude: Collection[uuid.UUID]
) -> list[Candidate]:
    known = frequencies()
    stems = stems_of([*(word for word, _ in question.words), *(form for forms in question.said for form in forms)])
    return find_candidates(
        direction,
        lexemes=lexemes_of(question.words, stems),
        keys=dict(question.wishes),
        frequencies=known,
        facets=facets,
        exclude=exclude,
        said=shares_of(question.said, stems, known),
    )


def _has_lost_its_space(direction: Direction | None, candidates: Sequence[Candidate]) -> bool:
    """Tell whether another space went live, and this one was deleted, since the search began."""
    if direction is None or any(one.similarity is not None for one in candidates):
        return False
    now = live_space()
    return now is not None and now.pk != direction.space.pk


def _arranged(
    candidates: Sequence[Candidate], direction: Direction | None, question: Question, *, limit: int, offset: int
) -> list[Match]:
    ranked = _ranked(candidates, wished=sum(weight for _, weight in question.wishes))
    wanted = offset + limit
    compared = ranked[: max(_FEWEST_COMPARED, 2 * wanted) if wanted > 1 else wanted]  # one alone is like nothing
    shown = _shown([one.candidate.template_id for one in compared], direction.space if direction else None)
    compared = [one for one in compared if one.candidate.template_id in shown]  # deleted meanwhile
    order = diverse(
        [one.score for one in compared],
        _vectors(compared, shown, direction),
        share=RELEVANCE_SHARE,
        count=wanted,
        precedences=[one.precedence for one in compared],
    )
    wishes = {key for key, _ in question.wishes}
    words = forms_of(word for word, _ in question.words)
    return [_match(compared[at], shown[compared[at].candidate.template_id], wishes, words) for at in order[offset:]]


def _direction(space: EmbeddingSpace | None, sentence: str) -> Direction | None:
    if space is None or not sentence:
        return None
    try:
        return Direction(space, provider_of(space).embed([sentence])[0])
    except ProviderError as error:
        _log.warning("search_without_meaning", space=space.model, detail=error.detail)
        return None


@dataclass(frozen=True)
class _Ranked:
    candidate: Candidate
    precedence: float
    score: float
    ranks: dict[str, int]


def _ranked(candidates: Sequence[Candidate], *, wished: float) -> list[_Ranked]:
    scores = {
        "meaning": {one.template_id: one.similarity for one in candidates if one.similarity is not None},
        "words": {one.template_id: one.words for one in candidates if one.words is not None},
        "look": {one.template_id: one.look for one in candidates if one.look is not None},
        "outcomes": {one.template_id: one.worth for one in candidates},
    }
    before = {one.template_id: precedence(one.said) for one in candidates}
    rankings = {name: places(found) for name, found in scores.items()}
    weights = WEIGHTS | {"look": WEIGHTS["look"] * min(wished, _MOST_WISHED)}
    totals = fused(rankings, weights, k=RANK_CONSTANT, parts={"look": shares(scores["look"])})
    told = rankings | {"said": places({key: value for key, value in before.items() if value})}
    ranked = [
        _Ranked(
            one,
            before[one.template_id],
            totals[one.template_id],
            {name: ranking[one.template_id] for name, ranking in told.items() if one.template_id in ranking},
        )
        for one in candidates
    ]
    return sorted(ranked, key=lambda one: (-one.precedence, -one.score, one.candidate.template_id))


@dataclass(frozen=True)
class _Shown:
    """What the comparing and the explaining need of a template. `vector` is as PostgreSQL sends it, None for none."""

    tags: list[str]
    traits: list[str]
    category: str
    vector: bytes | None


def _shown(template_ids: Sequence[uuid.UUID], space: EmbeddingSpace | None) -> dict[uuid.UUID, _Shown]:
    rows = (
        Template.objects.filter(pk__in=template_ids)
        .order_by()
        .annotate(
            standing=FilteredRelation("embeddings", condition=Q(embeddings__space=space)),
            sent=Func("standing__vector", function="vector_send", output_field=BinaryField()),
        )
        .values_list("pk", "tags", "traits", "category__name", "sent")
    )
    return {
        pk: _Shown(tags, traits, category or "", None if vector is None else bytes(vector))
        for pk, tags, traits, category, vector in rows
    }


def _vectors(
    compared: Sequence[_Ranked], shown: dict[uuid.UUID, _Shown], direction: Direction | None
) -> NDArray[np.float32]:
    """Return unit rows, zeros for what has no vector."""
    width = direction.space.dimensions if direction else 1
    vectors = np.zeros((len(compared), width), np.float32)
    for at, one in enumerate(compared):
        sent = shown[one.candidate.template_id].vector
        if sent is not None and direction is not None:
            vector = np.frombuffer(sent, ">f4", offset=_VECTOR_HEADER)
            vectors[at] = vector / np.linalg.norm(vector)
    return vectors


def _match(one: _Ranked, shown: _Shown, wishes: Collection[str], words: frozenset[str]) -> Match:
    return Match(
        template_id=one.candidate.template_id,
        score=one.score,
        similarity=one.candidate.similarity,
        reasons=reasons(
            wishes=wishes,
            words=words,
            traits=shown.traits,
            tags=shown.tags,
            category=shown.category,
        ),
        ranks=one.ranks,
    )


def _key(*parts: object) -> str:
    return f"templates:search:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
