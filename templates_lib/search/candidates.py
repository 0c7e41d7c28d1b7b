"""Asking the database by meaning, by words and by look, in one statement; every find is then scored in all of them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet
from numpy.typing import NDArray

from templates_lib.models import EmbeddingSpace, Template
from templates_lib.search.asking import Facets
from templates_lib.search.ranking import proven_worth
from templates_lib.search.rarity import Frequencies, quoted
from templates_lib.search.said import bearing_all_and_most

_MOST = 100  # by each way of searching
# For one transaction: the index looks at so many candidates, and goes on past them until the filters have left enough.
# Prompts lie apart from what looks are embedded by (the nearest have a cosine of 0.5), which is hard for a graph: it
# takes many candidates to miss few of the true ten (docs/scaling-search.md).
SETTINGS = "SELECT set_config('hnsw.ef_search', '800', true), set_config('hnsw.iterative_scan', 'strict_order', true)"
# What a ranking by words may look at, in rows. Words that would bring more only add to the scores of what others found.
_MOST_ROWS = 600

# `vector::halfvec(D)` and `space_id = '…'` must stand there as in the index, or the planner does not see that it may
# use it. psycopg binds on the client, so the parameters arrive as literals; with server-side binding and a generic
# plan the partial index could not be proven to apply, and every search would read the whole space.
_STATEMENT = """
WITH allowed (allowed_id) AS NOT MATERIALIZED ({allowed}),
asked (word, weight) AS MATERIALIZED (
    SELECT word::tsquery, weight FROM unnest(%s::text[], %s::float8[]) AS given (word, weight)
),
wished (word, weight) AS MATERIALIZED (
    SELECT word::tsquery, weight FROM unnest(%s::text[], %s::float8[]) AS given (word, weight)
),
said (word, share) AS MATERIALIZED (
    SELECT word::tsquery, share FROM unnest(%s::text[], %s::float8[]) AS given (word, share)
),
meaning AS MATERIALIZED ({meaning}),
words AS MATERIALIZED (
    SELECT template.id, (SELECT sum(weight * ts_rank({zones}, template.search_text, word)) FROM asked) AS score
    FROM templates_lib_template AS template
    WHERE template.search_text @@ %s::tsquery AND template.id IN (SELECT allowed_id FROM allowed)
    ORDER BY score DESC, template.id LIMIT {most}
),
looks AS MATERIALIZED (
    SELECT template.id FROM templates_lib_template AS template
    WHERE template.search_text @@ %s::tsquery AND template.id IN (SELECT allowed_id FROM allowed)
    ORDER BY (SELECT sum(weight) FROM wished WHERE template.search_text @@ word) DESC, template.id
    LIMIT {most}
),
bearing AS MATERIALIZED ({bearing_all} UNION {bearing_most}),
borne AS MATERIALIZED (
    SELECT template.id FROM bearing JOIN templates_lib_template AS template ON template.id = bearing.id
    ORDER BY (SELECT sum(share) FROM said WHERE template.search_text @@ word) DESC, template.id LIMIT {most}
),
found AS MATERIALIZED (
    SELECT id FROM meaning UNION SELECT id FROM words UNION SELECT id FROM looks UNION SELECT id FROM borne
)
SELECT template.id,
    {similarity},
    words.score,
    (SELECT sum(weight) FROM wished WHERE template.search_text @@ word),
    (SELECT coalesce(sum(share), 0) FROM said WHERE template.search_text @@ word),
    template.is_featured, template.usage_count, template.download_count, template.rating_count, template.rating_total
FROM found JOIN templates_lib_template AS template ON template.id = found.id
LEFT JOIN words ON words.id = found.id {standing}
"""
_MEANING = """
    SELECT standing.template_id AS id FROM templates_lib_templateembedding AS standing
    WHERE standing.space_id = %s AND standing.template_id IN (SELECT allowed_id FROM allowed)
    ORDER BY standing.vector::halfvec({dimensions}) <=> %s::halfvec({dimensions}) LIMIT {most}
"""
_BEARING = """(
    SELECT template.id FROM templates_lib_template AS template
    WHERE template.search_text @@ %s::tsquery AND template.id IN (SELECT allowed_id FROM allowed) LIMIT {most_rows}
)"""
_NO_MEANING = "SELECT NULL::uuid AS id WHERE false"
_SIMILARITY = "1 - (standing.vector::halfvec({dimensions}) <=> %s::halfvec({dimensions}))"
_STANDING = (
    "LEFT JOIN templates_lib_templateembedding AS standing"
    " ON standing.template_id = template.id AND standing.space_id = %s"
)
# What a word counts by where it stands: sample prompt, look, category, name and tags (templates_lib.indexing.words).
_ZONES = "'{0.15,0.3,0.5,1.0}'"


@dataclass(frozen=True)
class Direction:
    """Where a question points in a space: the space's row and a unit vector of its width."""

    space: EmbeddingSpace
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """A template that was found, and its scores: None where a way of searching has nothing to say of it.

    `similarity` is a cosine, -1..1; `words` and `look` are sums of weights, `worth` as `ranking.proven_worth` says.
    `said` is the share, 0..1, of what was said that its name and tags bear (`said.shares_of`).
    """

    template_id: uuid.UUID
    similarity: float | None
    words: float | None
    look: float | None
    said: float
    worth: float


def find_candidates(
    direction: Direction | None,
    *,
    lexemes: Mapping[str, float],
    keys: Mapping[str, float],
    frequencies: Frequencies,
    facets: Facets,
    exclude: Collection[uuid.UUID],
    said: Mapping[str, float] = MappingProxyType({}),
) -> list[Candidate]:
    """Return up to 300 templates, in no order: the nearest ones, those that words find and those whose look fits.

    `lexemes` (stems) and `keys` (of looks) have the weights with which they count, `said` is what `said.shares_of`
    returned. Two statements to the database.
    """
    statement, parameters = composed(direction, lexemes, keys, frequencies, allowed(facets, exclude), said)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(statement, parameters)
        return [_candidate(row) for row in cursor.fetchall()]


def allowed(facets: Facets, exclude: Collection[uuid.UUID] = ()) -> "QuerySet[Template]":
    """Return the templates that may be matched and are what the facets ask for."""
    rows = Template.objects.searchable().order_by()
    equal = {
        "category_id": facets.category,
        "has_face": facets.has_face,
        "has_text": facets.has_text,
        "has_logo": facets.has_logo,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value is not None})
    if facets.energy is not None:
        rows = rows.filter(energy__range=facets.energy)
    if facets.colour is not None:
        rows = rows.filter(colours__contains=[facets.colour])
    return rows.exclude(pk__in=list(exclude)) if exclude else rows


def composed(
    direction: Direction | None,
    lexemes: Mapping[str, float],
    keys: Mapping[str, float],
    frequencies: Frequencies,
    rows: "QuerySet[Template]",
    said: Mapping[str, float] = MappingProxyType({}),
) -> tuple[str, list[Any]]:
    inner, inner_parameters = rows.values("pk").query.sql_with_params()
    bearing = _BEARING.format(most_rows=_MOST_ROWS)
    parts = {"allowed": inner, "zones": _ZONES, "most": str(_MOST), "bearing_all": bearing, "bearing_most": bearing}
    parameters: list[Any] = [*inner_parameters, *_weighed(lexemes, frequencies), *_weighed(keys, frequencies)]
    parameters += [list(said), list(said.values())]
    searched = [_disjunction(lexemes, frequencies), _disjunction(keys, frequencies), *bearing_all_and_most(said)]
    if direction is None:
        statement = _STATEMENT.format(**parts, meaning=_NO_MEANING, similarity="NULL::float8", standing="")
        return statement, [*parameters, *searched]
    model, vector = direction.space.model, as_literal(direction.vector)
    width = {"dimensions": str(direction.space.dimensions), "most": str(_MOST)}
    statement = _STATEMENT.format(
        **parts, meaning=_MEANING.format(**width), similarity=_SIMILARITY.format(**width), standing=_STANDING
    )
    return statement, [*parameters, model, vector, *searched, vector, model]


def as_literal(vector: NDArray[np.float32]) -> str:
    """Return a vector as PostgreSQL reads it."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def _weighed(terms: Mapping[str, float], frequencies: Frequencies) -> tuple[list[str], list[float]]:
    """Weights times rarity: a word that most templates hold says little."""
    weights = [weight * frequencies.rarity(term) for term, weight in terms.items()]
    return [quoted(term) for term in terms], weights


def _disjunction(terms: Mapping[str, float], frequencies: Frequencies) -> str:
    """Return the rarest terms, joined by "or", as many as bring no more than `_MOST_ROWS` rows together."""
    chosen: list[str] = []
    rows = 0.0
    for term in sorted(terms, key=lambda term: (frequencies.expected(term), term)):
        rows += frequencies.expected(term)
        if rows > _MOST_ROWS:
            break
        chosen.append(quoted(term))
    return " | ".join(chosen)


def _candidate(row: tuple[Any, ...]) -> Candidate:
    template_id, similarity, words, look, said, is_featured, uses, downloads, rating_count, rating_total = row
    worth = proven_worth(
        is_featured=is_featured, uses=uses, downloads=downloads, rating_count=rating_count, rating_total=rating_total
    )
    return Candidate(template_id, similarity, words or None, look or None, said, worth)
