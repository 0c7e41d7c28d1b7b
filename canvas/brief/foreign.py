"""What words of other languages mean, as far as it tells the topic: "receta" is a recipe, ギター a guitar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.language import SPACELESS
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, fold

_LONGEST_ENDING = 5
_LONGEST_ELIDED = 2
_SHORTEST_STEM = 4  # letters: shorter words must stand as they are
_ARABIC_OPENINGS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")
_ARABIC_ENDINGS = ("ک", "ی", "ه", "ها", "نا", "هم")  # folded letters


def translated(words: Sequence[Word], language: str) -> tuple[Word, ...]:
    """Return the English words for those that are known, each a clause of its own; nothing for Persian.

    English prompts are searched for Persian and Hindi in Latin letters ("safar be Shiraz", "paise kaise kamaye").
    """
    if language == "fa":
        return ()
    if language == "en" and all(word.key.isascii() for word in words):
        found = _romanised(words)
    elif language in SPACELESS:
        text = "".join(word.key for word in words)
        found = [meaning for stem, meaning in _stems() if not stem.isascii() and stem in text]
    else:
        found = [meaning for word in words for meaning in _meanings(word.key)]
    unique = dict.fromkeys(found)
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
def _meanings(key: str) -> tuple[str, ...]:
    elided, _, rest = key.partition("'")
    forms = [rest if rest and len(elided) <= _LONGEST_ELIDED else elided]  # "l'argent", "Minecraft'ta"
    if not key.isascii():
        forms += [key.removeprefix(start) for start in _ARABIC_OPENINGS if key.startswith(start)]
        for end in _ARABIC_ENDINGS:
            bases = [form.removesuffix(end) for form in forms if form.endswith(end) and len(form) > 4]
            forms += [f"{base[:-1]}ة" if base.endswith("ت") else base for base in bases]
    return tuple(meaning for stem, meaning in _stems() if any(_begins(form, stem) for form in forms))


def _begins(form: str, stem: str) -> bool:
    if form == stem:
        return True
    return len(stem) >= _SHORTEST_STEM and form.startswith(stem) and len(form) - len(stem) <= _LONGEST_ENDING


@lru_cache(maxsize=1)
def _stems() -> tuple[tuple[str, str], ...]:
    concepts = lexicon("foreign")["concepts"]
    return tuple((fold(stem), meaning) for meaning, stems in concepts.items() for stem in stems.split())


@lru_cache(maxsize=2)
def _table(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in lexicon("foreign")[name].items():
        for word in words.split():
            found[word] = (*found.get(word, ()), meaning)
    return found
