"""The arithmetic of ranking: places, reciprocal rank fusion, outcomes, and diversity. No database."""

import math
from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)

# A template is thought average until this many have spoken of it.
_PRIOR_RATINGS, _PRIOR_USES = 5, 20
_AVERAGE_RATING = 3.5
_AVERAGE_DOWNLOADS = 0.3  # a use
_HALF = 0.5
_SHARE_DIGITS = 3  # the same words in another order add up to the same share


def places(scores: Mapping[Key, float]) -> dict[Key, int]:
    """Return each key's place from 1, the highest score first. Equal scores share a place, and the next are skipped."""
    ordered = sorted(scores.values(), reverse=True)
    first = {score: place for place, score in reversed(list(enumerate(ordered, 1)))}
    return {key: first[score] for key, score in scores.items()}


def shares(scores: Mapping[Key, float]) -> dict[Key, float]:
    """Return each score as a share of the highest. Scores are above 0."""
    highest = max(scores.values(), default=1.0)
    return {key: score / highest for key, score in scores.items()}


def fused(
    rankings: Mapping[str, Mapping[Key, int]],
    weights: Mapping[str, float],
    *,
    k: float,
    parts: Mapping[str, Mapping[Key, float]] = MappingProxyType({}),
) -> dict[Key, float]:
    """Return the sum over the rankings of weight / (k + place), for every key that stands in one of them.

    Reciprocal rank fusion, Cormack, Clarke and Büttcher (SIGIR 2009), with a weight a ranking. A ranking named in
    `parts` gives each of its keys that part of it only: the second place may be near the first or far from it.
    """
    scores: dict[Key, float] = {}
    for name, ranking in rankings.items():
        part = parts.get(name)
        for key, place in ranking.items():
            weight = weights[name] * (part[key] if part else 1.0)
            scores[key] = scores.get(key, 0.0) + weight / (k + place)
    return scores


def precedence(said: float) -> float:
    """Return how far a template goes before others, 0..1, for the share of what was said that it bears.

    That share itself, if it is more than half. Up to half more was left open than was met, and a word met by chance
    ("first", "night") must not lift anything: then the rest, what the words call to mind too, decides alone.
    """
    return round(said, _SHARE_DIGITS) if said > _HALF else 0.0


def diverse(
    relevance: Sequence[float],
    vectors: NDArray[np.float32],
    *,
    share: float,
    count: int,
    precedences: Sequence[float] = (),
) -> list[int]:
    """Return `count` indices by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998), the best first.

    `relevance` is above 0 and counts as a share of the highest; `vectors` are unit rows, all zeros for what has none
    (it is like nothing). Each next one has the highest `share` · relevance - (1 - `share`) · cosine to the nearest
    that was taken. Where `precedences` are given, all of a higher one are taken before any of a lower.
    """
    values = np.asarray(relevance, np.float64)
    scaled = values / values.max() if len(values) else values
    nearest = np.zeros(len(values))
    open_ = np.ones(len(values), bool)
    before = np.asarray(precedences, np.float64) if precedences else np.zeros(len(values))
    taken: list[int] = []
    while len(taken) < min(count, len(values)):
        first = open_ & (before == before[open_].max())
        worth = np.where(first, share * scaled - (1 - share) * nearest, -np.inf)
        best = int(worth.argmax())
        taken.append(best)
        open_[best] = False
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return taken


def proven_worth(*, is_featured: bool, uses: int, downloads: int, rating_count: int, rating_total: int) -> float:
    """Return what is known of a template's success, around 0 for one that nobody used.

    Ratings (1..5) and downloads a use are smoothed towards the average, so that one lucky rating does not lead.
    """
    rating = (rating_total + _PRIOR_RATINGS * _AVERAGE_RATING) / (rating_count + _PRIOR_RATINGS)
    rate = (downloads + _PRIOR_USES * _AVERAGE_DOWNLOADS) / (uses + _PRIOR_USES)
    return (
        (rating - _AVERAGE_RATING)
        + (min(rate, 1.0) - _AVERAGE_DOWNLOADS)
        + 0.05 * math.log1p(uses)
        + (0.25 if is_featured else 0.0)
    )
