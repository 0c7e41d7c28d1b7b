"""What words of other languages mean, as far as it tells the topic: "receta" is a recipe, ギター a guitar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from canvas.brief.absence import present
from canvas.brief.language import SPACELESS, function_words, topic_columns
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, fold

_LONGEST_ENDING = 5
_LONGEST_OF_SHORT = 3  # letters that may follow a stem of four: "casa" is not in "casados"
_LONGEST_ELIDED = 2
_SHORTEST_STEM = 4  # letters: shorter words must stand as they are
_SHORTEST_HEAD, _SHORTEST_MODIFIER = 4, 3
_COMPOUNDING = frozenset({"de", "nl"})
_LONG_ENDINGS = frozenset({"tr", "ru", "uk", "pl"})  # where a stem of four takes any ending
_HANGUL_STEM = 2
_SAME_COLUMN = {"uk": "ru"}
_FAR_FROM_THE_REST = frozenset({"pl", "nl"})  # short words of Spanish or Turkish mean other things there
_ARABIC_OPENINGS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")
_ARABIC_ENDINGS = ("ک", "ی", "ه", "ها", "نا", "هم")  # folded letters
_KATAKANA_RUN = re.compile("[\u30a1-\u30fa\u30fc]+")
_SHORT_KATAKANA = 3  # letters: パン is not in パンダ
_NOTHING = "nothing"  # the meaning of words that say little, or only hold others: 海外 holds no sea
_IDEOGRAPH_OR_DIGIT = re.compile("[\u4e00-\u9fff々0-9]")
_LONGEST_SPACELESS = 8

_Table = dict[str, tuple[str, ...]]


def translated(words: Sequence[Word], language: str) -> tuple[Word, ...]:
    """Return the English words for those that are known, each a clause of its own.

    Of Persian only what is spoken of pages and apps; the other lexicons know the rest. English prompts are searched
    for Persian and Hindi in Latin letters ("safar be Shiraz", "paise kaise kamaye").
    """
    keys = tuple(word.key for word in words)
    if language == "fa":
        found = [meaning for key in keys for meaning in _persian_meanings(key)]
    elif language == "en" and all(key.isascii() for key in keys):
        found = _romanised(words)
    elif language in SPACELESS:
        found = _within("".join(keys), language)
    else:
        there = tuple(word.key for word in present(words, keeps_topics=False, language=language))
        found = _spoken_of(there, language) or _spoken_of(keys, language)  # "30 Tage ohne Zucker" is about sugar
    also = lexicon("foreign")["also"]
    unique = dict.fromkeys([*found, *(also[meaning] for meaning in found if meaning in also)])
    unique.pop(_NOTHING, None)
    return tuple(
        Word(part, part, "," if last else "")
        for meaning in unique
        for part, last in ((p, at == len(meaning.split()) - 1) for at, p in enumerate(meaning.split()))
    )


def _romanised(words: Sequence[Word]) -> list[str]:
    """Return what the words mean in a language written in Latin letters, when a word of its grammar tells it."""
    keys = {word.key for word in words}
    found: list[str] = []
    for name, glue in (("finglish", finglish_glue()), ("hinglish", _hinglish_glue())):
        if keys & glue:
            found += [meaning for word in words for meaning in _table(name).get(word.key, ())]
    return found


@lru_cache(maxsize=1)
def _hinglish_glue() -> frozenset[str]:
    return frozenset(lexicon("foreign")["hinglish_glue"]["words"].split())


@lru_cache(maxsize=1)
def finglish_glue() -> frozenset[str]:
    """Words that tell that Latin letters spell Persian."""
    return frozenset(fold(word) for word in lexicon("request")["finglish"]["glue"].replace(",", " ").split())


@lru_cache(maxsize=4096)
def _persian_meanings(key: str) -> tuple[str, ...]:
    table = _table("persian")
    return next((table[key[:end]] for end in range(len(key), 2, -1) if key[:end] in table), ())


@lru_cache(maxsize=4096)
def _meanings(key: str, language: str) -> tuple[str, ...]:
    """Return what a word means in its language; what the list of all languages tells when that language's does not."""
    forms = _forms(key)
    own = _longest(forms, _column(language), language)
    if own or language in _FAR_FROM_THE_REST:
        return own
    if key.isascii():
        return _concepts().get(forms[0], ())
    return tuple(dict.fromkeys(m for form in forms for m in _begun_by(form, _concepts(), language)))


def _forms(key: str) -> list[str]:
    elided, _, rest = key.partition("'")
    forms = [rest if rest and len(elided) <= _LONGEST_ELIDED else elided]  # "l'argent", "Minecraft'ta"
    if not key.isascii():
        forms += [key.removeprefix(start) for start in _ARABIC_OPENINGS if key.startswith(start)]
        for end in _ARABIC_ENDINGS:
            bases = [form.removesuffix(end) for form in forms if form.endswith(end) and len(form) > 4]
            forms += [f"{base[:-1]}ة" if base.endswith("ت") else base for base in bases]
    return forms


def _longest(forms: Sequence[str], table: _Table, language: str) -> tuple[str, ...]:
    """Return the meanings of the longest stem that a form begins with, or that is the head of a compound."""
    for form in forms:
        found = next(_stems_of(form, table, language), None) or _head(form, table, language)
        if found:
            return found
    return ()


def _begun_by(form: str, table: _Table, language: str) -> tuple[str, ...]:
    return tuple(meaning for found in _stems_of(form, table, language) for meaning in found)


def _stems_of(form: str, table: _Table, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the meanings of the stems that the form begins with, the longest first."""
    if form in table:
        yield table[form]
    shortest = _HANGUL_STEM if language == "ko" else _SHORTEST_STEM
    for size in range(len(form) - 1, max(shortest, len(form) - _LONGEST_ENDING) - 1, -1):
        is_short = size == _SHORTEST_STEM and language not in _LONG_ENDINGS and form.isascii()
        if form[:size] in table and not (is_short and len(form) - size > _LONGEST_OF_SHORT):
            yield table[form[:size]]


def _head(form: str, table: _Table, language: str) -> tuple[str, ...]:
    """Return the meaning of what a compound ends on, else of what it begins with: "Bananenbrot", "Grillrezepte"."""
    if language == "ko":
        return next((table[form[at:]] for at in range(1, len(form) - 1) if form[at:] in table), ())
    if language not in _COMPOUNDING:
        return ()
    for at in range(_SHORTEST_MODIFIER, len(form) - _SHORTEST_HEAD + 1):
        head = next(_stems_of(form[at:], table, language), ())
        if head:
            return head
    return next((table[form[:end]] for end in range(len(form), _SHORTEST_HEAD, -1) if form[:end] in table), ())


def _spoken_of(keys: Sequence[str], language: str) -> list[str]:
    """Return the meanings of the phrases, then of the words that are part of none and not of grammar alone."""
    phrased, taken = _of_phrases(keys, language)
    skipped = function_words(language)
    single = [key for at, key in enumerate(keys) if at not in taken and key not in skipped]
    return [*phrased, *(meaning for key in single for meaning in _meanings(key, language))]


def _of_phrases(keys: Sequence[str], language: str) -> tuple[list[str], set[int]]:
    """Return the meanings of the phrases that the words begin with, and where those words stand."""
    found: list[str] = []
    taken: set[int] = set()
    for at in range(len(keys)):
        for phrase, meanings in _phrases(language).get(keys[at], ()):
            end = at + len(phrase)
            if end <= len(keys) and phrase[:-1] == tuple(keys[at : end - 1]) and keys[end - 1].startswith(phrase[-1]):
                found += meanings
                taken.update(range(at, end))
    return found, taken


def _within(text: str, language: str) -> list[str]:
    """Return the meanings of the words found in a text without spaces: the longest at each place, left to right."""
    column, concepts = _column(language), _concepts()
    found: list[str] = []
    at = 0
    while at < len(text):
        for size in range(min(_LONGEST_SPACELESS, len(text) - at), 0, -1):
            stem = text[at : at + size]
            meanings = column.get(stem) or (concepts.get(stem, ()) if not stem.isascii() else ())
            if meanings and _stands_apart(text, at, at + size):
                found += meanings
                at += size
                break
        else:
            at += 1
    return found


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Tell whether the letters are a word and no part of one: 車 not in 電車, パン not in パンダ."""
    stem = text[start:end]
    if _KATAKANA_RUN.fullmatch(stem):
        opens = start == 0 or not _KATAKANA_RUN.match(text[start - 1])
        closes = end == len(text) or not _KATAKANA_RUN.match(text[end])
        return (opens and closes) if len(stem) <= _SHORT_KATAKANA else (opens or closes)
    if len(stem) == 1:
        return not any(_IDEOGRAPH_OR_DIGIT.match(text[at]) for at in (start - 1, end) if 0 <= at < len(text))
    return True


@lru_cache(maxsize=32)
def _column(language: str) -> _Table:
    column = topic_columns().get(_SAME_COLUMN.get(language, language), ())
    return _gathered((stem, meaning) for stem, meaning in column if " " not in stem)


@lru_cache(maxsize=32)
def _phrases(language: str) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return the phrases of a language, split, with their meanings, by their first word."""
    column = topic_columns().get(_SAME_COLUMN.get(language, language), ())
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase, meanings in _gathered((stem, meaning) for stem, meaning in column if " " in stem).items():
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append((parts, meanings))
    return found


@lru_cache(maxsize=1)
def _concepts() -> _Table:
    concepts = lexicon("foreign")["concepts"]
    return _gathered((fold(stem), meaning) for meaning, stems in concepts.items() for stem in stems.split())


def _gathered(pairs: Iterator[tuple[str, str]]) -> _Table:
    found: _Table = {}
    for stem, meaning in pairs:
        found[stem] = (*found.get(stem, ()), meaning)
    return found


@lru_cache(maxsize=4)
def _table(name: str) -> _Table:
    table = lexicon("foreign")[name]
    return _gathered((fold(word), meaning) for meaning, words in table.items() for word in words.split())
