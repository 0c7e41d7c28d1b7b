"""Words as the index holds them, and how rare each is in the bank: a rare word tells more, and costs less to find."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

# Frequencies are counted in a sample of this many pages, 8 kB each, and anew each minute.
_SAMPLED_PAGES = 300
_SECONDS = 60

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


def lexemes_of(words: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Return the stems of words, without stop words, each with the highest weight it was given."""
    if not words:
        return {}
    found: dict[str, float] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [[word for word, _ in words]])
        for place, lexeme in cursor.fetchall():
            found[lexeme] = max(found.get(lexeme, 0.0), words[place - 1][1])
    return found


@lru_cache(maxsize=1)
def _counted(minute: int) -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute(_PAGES)
        pages = cursor.fetchone()[0]
        percent = min(100.0, 100.0 * _SAMPLED_PAGES / max(1, pages))
        cursor.execute(_COUNTS.format(percent=percent))
        counts = dict(cursor.fetchall())
        cursor.execute(_ROWS.format(percent=percent))
        rows = cursor.fetchone()[0]
    return Frequencies(counts, rows, percent / 100)
