"""What the words of a prompt call to mind: topics in everyday English, and keys of looks. English and Persian."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from canvas.brief.lexicons import lexicon
from canvas.brief.words import Match, PhraseTable, Word, phrases, split_words
from templates_lib.search.spelling import Speller

_FOLDER = Path(__file__).resolve().parent / "lexicon"
_LONGER_PHRASE = 1.6
# What speaks of a look as well ("cosy", "expensive") speaks of a topic by half.
_OF_BOTH = 0.5
_PROMPT_LEXICONS = ("art", "categories", "colours", "grammar", "marks", "moods", "places", "props", "request")


@lru_cache(maxsize=2)
def _lexicon(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _topics() -> PhraseTable[str]:
    tables = _lexicon("topics").values()
    return PhraseTable({topic: phrases(listing) for table in tables for topic, listing in table.items()})


@lru_cache(maxsize=1)
def _looks() -> PhraseTable[str]:
    tables = _lexicon("looks")
    return PhraseTable(
        {f"{part}:{name}": phrases(listing) for part, table in tables.items() for name, listing in table.items()}
    )


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    return {topic: category for category, table in _lexicon("topics").items() for topic in table}


def category_of(topic: str) -> str:
    """Return the category under which a topic stands."""
    return _categories()[topic]


@lru_cache(maxsize=1)
def _speller() -> Speller:
    """Knows the words of these lexicons, and those that prompts are understood by."""
    listings = [*_strings(_lexicon("topics")), *_strings(_lexicon("looks"))]
    listings += [text for name in _PROMPT_LEXICONS for text in _strings(lexicon(name))]
    return Speller({word.key for listing in listings for word in split_words(listing)})


def _strings(value: object) -> Iterator[str]:
    """The strings in a table of tables, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def spelled(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words, those with a slip of spelling as they were meant."""
    return tuple(map(_speller().meant, words))


@dataclass(frozen=True)
class Heard:
    """What words call to mind. `topics` are listings of English words, such as "recipe, home cooking, dinner", with
    their strengths, the strongest first; `look_keys` those of `templates_lib.search.look_keys`, each once; `of_looks`
    the keys of words that tell of nothing but the look."""

    topics: dict[str, float]
    look_keys: tuple[str, ...]
    of_looks: frozenset[str]


def hear(words: Sequence[Word]) -> Heard:
    """Return what the words speak of. A phrase speaks for a topic once, a longer one more.

    A phrase of several words is meant as one: "dark souls" wishes for no dark look, a "comic book style" for no book.
    """
    topics, looks = _topics().find(words), _looks().find(words)
    told = [match for match in topics if not _is_within(match, looks)]
    shown = [match for match in looks if not _is_within(match, topics)]
    of_topics, of_looks = _places(told), _places(shown)
    strengths: dict[str, float] = {}
    said: set[tuple[str, str]] = set()
    for match in told:
        phrase = " ".join(word.key for word in words[match.start : match.end])
        if (match.value, phrase) not in said:
            said.add((match.value, phrase))
            strength = _LONGER_PHRASE if match.end - match.start > 1 else 1.0
            strength *= _OF_BOTH if of_looks.issuperset(range(match.start, match.end)) else 1.0
            strengths[match.value] = strengths.get(match.value, 0.0) + strength
    return Heard(
        topics=dict(sorted(strengths.items(), key=lambda item: -item[1])),
        look_keys=tuple(dict.fromkeys(match.value for match in shown)),
        of_looks=frozenset(words[at].key for at in of_looks - of_topics),
    )


def _places(matches: Sequence[Match[str]]) -> set[int]:
    """The words that the matches take up, by their place."""
    return {at for match in matches for at in range(match.start, match.end)}


def _is_within(match: Match[str], others: Sequence[Match[str]]) -> bool:
    """Tell whether the words of a match are but a part of a longer phrase."""
    length = match.end - match.start
    return any(
        other.start <= match.start and match.end <= other.end and other.end - other.start > length for other in others
    )
