"""Words as the index holds them, and how rare each is in the bank: a rare word tells more, and costs less to find."""

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

# Frequencies are counted in a sample of this many pages, 8 kB each, and anew each minute.
_SAMPLED_PAGES = 300
_SECONDS = 60
# A sample with fewer rows says nothing: many were deleted of late, and the pages are not yet given back.
_FEWEST_ROWS = 100

_LEXEMES = """
    SELECT given.place, lexeme FROM unnest(%s::text[]) WITH ORDINALITY AS given(word, place),
    unnest(tsvector_to_array(to_tsvector('english', given.word))) AS lexeme
"""
_PAGES = "SELECT pg_relation_size('templates_lib_template') / current_setting('block_size')::int"
_SAMPLE = (
    "SELECT search_text FROM templates_lib_template TABLESAMPLE SYSTEM ({percent}) REPEATABLE (1)"
    " WHERE is_active AND status = ''ready''"
)
_COUNTS = f"SELECT word, ndoc FROM ts_stat('{_SAMPLE}')"  # noqa: S608 (constants)
_ROWS = f"SELECT count(*) FROM ({_SAMPLE.replace(chr(39) * 2, chr(39))}) AS sample"  # noqa: S608 (constants)


@dataclass(frozen=True)
class Frequencies:
    """How many of `rows` sampled templates hold each lexeme; `share` is the share of the bank that was sampled."""

    counts: Mapping[str, int]
    rows: int
    share: float

    def rarity(self, lexeme: str) -> float:
        """Return the inverse document frequency, above 0: ln(1 + rows / (1 + templates that hold it))."""
        return math.log(1 + self.rows / (1 + self.counts.get(lexeme, 0)))

    def expected(self, lexeme: str) -> float:
        """Return how many templates of the whole bank hold it, estimated."""
        return self.counts.get(lexeme, 0) / self.share


def frequencies() -> Frequencies:
    """Return the frequencies of lexemes, at most a minute old."""
    return _counted(int(time.monotonic() / _SECONDS))


def forget_frequencies() -> None:
    """Count anew next time."""
    _counted.cache_clear()


def stems_of(words: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the stems of each word: none of a stop word, several of one with a hyphen. One statement, if any."""
    asked = tuple(dict.fromkeys(words))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(asked, ())
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(_LEXEMES, [list(asked)])
            for place, lexeme in cursor.fetchall():
                found[asked[place - 1]] += (lexeme,)
    return found


def lexemes_of(
    words: Sequence[tuple[str, float]], stems: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, float]:
    """Return the stems of words, without stop words, each with the highest weight it was given.

    `stems` is what `stems_of` returned for the words, None to ask it.
    """
    known = stems_of([word for word, _ in words]) if stems is None else stems
    found: dict[str, float] = {}
    for word, weight in words:
        for lexeme in known[word]:
            found[lexeme] = max(found.get(lexeme, 0.0), weight)
    return found


def quoted(lexeme: str) -> str:
    """Return a lexeme as a `tsquery` is written with it, whatever it is made of."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


@lru_cache(maxsize=1)
def _counted(minute: int) -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute(_PAGES)
        percent = min(100.0, 100.0 * _SAMPLED_PAGES / max(1, cursor.fetchone()[0]))
        cursor.execute(_ROWS.format(percent=percent))
        rows = cursor.fetchone()[0]
        if rows < _FEWEST_ROWS and percent < 100:
            percent = 100.0
            cursor.execute(_ROWS.format(percent=percent))
            rows = cursor.fetchone()[0]
        cursor.execute(_COUNTS.format(percent=percent))
        return Frequencies(dict(cursor.fetchall()), rows, percent / 100)
