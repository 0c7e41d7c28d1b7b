"""Which language a prompt is written in: by script, then by its commonest words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, keys_of

_SCRIPTS = {
    "ARABIC": "fa", "CYRILLIC": "ru", "HEBREW": "he", "DEVANAGARI": "hi", "HANGUL": "ko", "HIRAGANA": "ja",
    "KATAKANA": "ja", "CJK": "zh", "THAI": "th", "GREEK": "el", "BENGALI": "bn", "TAMIL": "ta", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "LATIN": "en",
}  # fmt: skip
_LATIN = {
    "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian", "tr": "turkish",
    "id": "indonesian",
}  # fmt: skip
_TOLD_BY_LETTERS = {"ar": "arabic", "ru": "russian"}
_PERSIAN_LETTERS = frozenset("پچژگکی‌ۀ۰۱۲۳۴۵۶۷۸۹")
_ARABIC_LETTERS = frozenset("ةكيىإأؤئ")
_UKRAINIAN_LETTERS = frozenset("іїєґ")
_ACCENT = {"tr": 0.8}  # how much a word with a letter of its own tells; Turkish shares its own with few
_MOST_ACCENTED = 2
SPACELESS = frozenset({"ja", "zh", "th"})
RIGHT_TO_LEFT = frozenset({"fa", "ar", "he"})


def detect(text: str, words: Sequence[Word]) -> str:
    """Return the primary tag of the language most letters are written in; `en` when nothing tells."""
    scripts = Counter(script for script in map(_script, text) if script)
    if not scripts:
        return "en"
    script = max(scripts, key=lambda name: (scripts[name], name))
    if script == "CJK" and scripts.keys() & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    if script == "ARABIC":
        return _persian_or_arabic(text, words)
    if script == "CYRILLIC":
        return "uk" if _UKRAINIAN_LETTERS & set(text.lower()) else "ru"
    if script == "LATIN":
        return _latin(words)
    return _SCRIPTS.get(script, "en")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter.isalpha() else ""


def _persian_or_arabic(text: str, words: Sequence[Word]) -> str:
    persian = sum(letter in _PERSIAN_LETTERS for letter in text)
    arabic = sum(letter in _ARABIC_LETTERS for letter in text) + sum(word.key.startswith("ال") for word in words)
    if persian or not arabic:
        return "fa"
    persian_words = keys_of(lexicon("grammar")["persian"]["prepositions"]) - {"به"}
    return "fa" if sum(word.key in persian_words for word in words) > arabic else "ar"


@lru_cache(maxsize=16)
def function_words(language: str) -> frozenset[str]:
    """Return the function words of a Latin-script language other than English; empty when we have no list."""
    table = _LATIN.get(language)
    return keys_of(lexicon("grammar")[table]["function"]) if table else frozenset()


@lru_cache(maxsize=16)
def grammatical_words(language: str) -> frozenset[str]:
    """Return the function words of any language but English and Persian: they name nothing that could be shown."""
    table = _TOLD_BY_LETTERS.get(language)
    return keys_of(lexicon("grammar")[table]["function"]) if table else function_words(language)


@lru_cache(maxsize=16)
def _hints(language: str) -> frozenset[str]:
    """Return ordinary words that tell the language as well as function words do."""
    return keys_of(lexicon("grammar")[_LATIN[language]]["hints"])


@lru_cache(maxsize=1)
def _english_function_words() -> frozenset[str]:
    english = lexicon("grammar")["english"]
    names = ("prepositions", "conjunctions", "articles", "possessives", "pronouns", "questions", "auxiliaries")
    return frozenset().union(*(keys_of(english[name]) for name in names))


def _latin(words: Sequence[Word]) -> str:
    keys = [word.key for word in words]
    scores = {"en": float(sum(key in _english_function_words() for key in keys))}
    for tag in _LATIN:
        telling = function_words(tag) | _hints(tag)
        scores[tag] = sum(key in telling for key in keys) + _ACCENT.get(tag, 0.5) * _accented(keys, tag)
    best = max(scores, key=lambda tag: (scores[tag], tag == "en", tag))
    is_turkish = best == "tr" and scores["en"] == 0 and _accented(keys, "tr") > 0  # few others write ğ, ş and ı
    wins = (scores[best] >= 1.5 or is_turkish) and scores[best] > scores["en"]
    return best if wins else "en"


def _accented(keys: Sequence[str], tag: str) -> int:
    marks = {"es": "ñ¿¡ó", "fr": "èêçœ", "de": "äöüß", "pt": "ãõ", "it": "ìò", "tr": "ışğ"}.get(tag, "")
    telling = sum(any(letter in marks for letter in key) for key in keys)
    return min(_MOST_ACCENTED, telling)
