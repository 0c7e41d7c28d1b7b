"""Which language a prompt is written in: by script, then by its commonest words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, fold, keys_of

_SCRIPTS = {
    "ARABIC": "fa", "CYRILLIC": "ru", "HEBREW": "he", "DEVANAGARI": "hi", "HANGUL": "ko", "HIRAGANA": "ja",
    "KATAKANA": "ja", "CJK": "zh", "THAI": "th", "GREEK": "el", "BENGALI": "bn", "TAMIL": "ta", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "LATIN": "en",
}  # fmt: skip
_LATIN = {
    "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian", "tr": "turkish",
    "id": "indonesian", "nl": "", "pl": "",
}  # fmt: skip
_LETTERS = {
    "es": "ñ¿¡ó", "fr": "èêçœ", "de": "äöüß", "pt": "ãõ", "it": "ìò", "tr": "ışğ", "pl": "ąęłńśźż",
}  # fmt: skip
_TOLD_BY_LETTERS = {"ar": "arabic", "ru": "russian"}
_PERSIAN_LETTERS = frozenset("پچژگکی‌ۀ۰۱۲۳۴۵۶۷۸۹")
_ARABIC_LETTERS = frozenset("ةكيىإأؤئ")
_UKRAINIAN_LETTERS = frozenset("іїєґ")
_ACCENT = {"tr": 0.8, "pl": 0.8}  # how much a word with a letter of its own tells; these share theirs with few
_MOST_ACCENTED = 2
_OF_A_TOPIC, _OF_A_PHRASE, _MOST_TOPICS = 0.8, 0.9, 3.0  # what words that name topics tell, and the most of it
_LONGEST_ENDING, _SHORTEST_STEM = 4, 5
_SHORT_ENGLISH = frozenset(
    {"i", "to", "do", "of", "o", "a", "us", "ons", "ten", "ale", "week", "rest", "tips", "was", "is", "we", "over"}
)
# Topics of other languages, but everyday English, too.
_ALSO_ENGLISH = frozenset({
    "pain", "chat", "chats", "main", "elo", "eng", "bac", "arts", "see", "seen", "meer", "pies", "pie", "lot", "mode",
    "ships", "brief", "brand", "port", "fac", "uni", "auto", "autos", "moto", "ski", "pide", "sup", "soto", "bola",
    "war", "bus", "band", "tag", "art", "rap", "film", "films", "site", "sites", "show", "tour", "tours", "casa",
    "para", "iris", "diet", "gram", "grand", "travel", "sport", "rock", "pop", "rakes", "ex", "taco", "pan", "come",
    "comer", "las", "los", "die", "mare", "tar", "biker", "salad", "latte", "kit", "laser", "sale", "hp", "lion",
    "lions", "cat", "cats", "lie", "lied", "liked", "mister", "serial", "mango", "real", "noel", "natal", "kale",
    "api", "kos", "gold", "ring", "wolf", "bali", "roman", "rat", "rats", "usa", "villa", "ram", "data", "pack",
})  # fmt: skip
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
    listing = lexicon("grammar")[table]["function"] if table else lexicon("foreign")["function"].get(language, "")
    return keys_of(listing)


@lru_cache(maxsize=16)
def grammatical_words(language: str) -> frozenset[str]:
    """Return the words of any language but English and Persian that name nothing which could be shown.

    Those are its function words, and words that mean other things in English or Persian: German "gift", Arabic «شهر».
    """
    table = _TOLD_BY_LETTERS.get(language)
    words = keys_of(lexicon("grammar")[table]["function"]) if table else function_words(language)
    return words | keys_of(lexicon("foreign")["false_friends"].get(language, ""))


@lru_cache(maxsize=16)
def _hints(language: str) -> frozenset[str]:
    """Return ordinary words that tell the language as well as function words do."""
    table = _LATIN[language]
    listed = keys_of(lexicon("grammar")[table]["hints"]) if table else frozenset[str]()
    return listed | keys_of(lexicon("foreign")["hints"].get(language, ""))


@lru_cache(maxsize=16)
def _telling_words(language: str) -> frozenset[str]:
    """Return the words that tell the language; of Dutch and Polish, which share short words with English, the rest."""
    words = function_words(language) | _hints(language)
    is_far = bool(_LATIN[language])
    return words if is_far else words - _english_function_words() - _english_topics() - _ALSO_ENGLISH - _SHORT_ENGLISH


@lru_cache(maxsize=1)
def topic_columns() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what titles are about, by language: stems, parts of a phrase joined by a space, and their meanings."""
    table = lexicon("foreign")
    languages = table["columns"]["languages"].split()
    found: dict[str, list[tuple[str, str]]] = {language: [] for language in languages}
    for meaning, row in table["topics"].items():
        for language, cell in zip(languages, row.split("|"), strict=True):
            stems = [" ".join(fold(part) for part in stem.split("_")).strip() for stem in cell.split()]
            found[language] += [(stem, meaning) for stem in stems]
    return {language: tuple(dict.fromkeys(pairs)) for language, pairs in found.items()}


@lru_cache(maxsize=1)
def _telling_topics() -> dict[str, frozenset[str]]:
    """Return by word the languages that have it for a topic and that it tells: no English word tells any."""
    english = _english_function_words() | _ALSO_ENGLISH | _english_topics()
    found: dict[str, set[str]] = {}
    for language in _LATIN:
        for stem, _ in topic_columns().get(language, ()):
            if " " not in stem and stem not in english:
                found.setdefault(stem, set()).add(language)
    return {stem: frozenset(languages) for stem, languages in found.items()}


@lru_cache(maxsize=1)
def _telling_phrases() -> tuple[tuple[str, str], ...]:
    columns = topic_columns()
    return tuple(dict.fromkeys((tag, stem) for tag in _LATIN for stem, _ in columns.get(tag, ()) if " " in stem))


@lru_cache(maxsize=1)
def _english_topics() -> frozenset[str]:
    listings: list[str] = []
    for group in ("things", "accents", "themes"):
        listings += lexicon("props")[group].values()
    for table in lexicon("categories").values():
        listings += [table[grade] for grade in ("strong", "medium", "weak")]
    for name in ("names", "kinds"):
        listings += [listing for table in lexicon(name).values() for listing in table.values()]
    return frozenset(part for listing in listings for key in keys_of(listing) for part in key.split())


@lru_cache(maxsize=4096)
def _told_by_topic(key: str) -> frozenset[str]:
    table = _telling_topics()
    if key in table:
        return table[key]
    if key in _english_topics():
        return frozenset()
    shortest = max(_SHORTEST_STEM, len(key) - _LONGEST_ENDING)
    stems = (key[:size] for size in range(len(key) - 1, shortest - 1, -1))
    return next((table[stem] for stem in stems if stem in table), frozenset())


@lru_cache(maxsize=1)
def _english_function_words() -> frozenset[str]:
    english = lexicon("grammar")["english"]
    names = ("prepositions", "conjunctions", "articles", "possessives", "pronouns", "questions", "auxiliaries")
    return frozenset().union(*(keys_of(english[name]) for name in names))


def _latin(words: Sequence[Word]) -> str:
    keys = [word.key for word in words]
    text = f" {' '.join(keys)}"
    phrased = Counter(tag for tag, phrase in _telling_phrases() if f" {phrase}" in text)
    scores = {"en": float(sum(key in _english_function_words() or key == "no" for key in keys))}
    for tag in _LATIN:
        telling = _telling_words(tag)
        scores[tag] = sum(key in telling for key in keys) + _ACCENT.get(tag, 0.5) * _accented(keys, tag)
        topics = [_told_by_topic(key) for key in dict.fromkeys(keys) if key not in telling]
        scores[tag] += min(
            _MOST_TOPICS, _OF_A_PHRASE * phrased[tag] + sum(_OF_A_TOPIC / len(tags) for tags in topics if tag in tags)
        )
    best = max(scores, key=lambda tag: (scores[tag], tag == "en", tag))
    is_lettered = best in {"tr", "pl"} and scores["en"] == 0 and _accented(keys, best) > 0  # few others write ğ or ł
    wins = (scores[best] >= 1.5 or is_lettered) and scores[best] > scores["en"]
    return best if wins else "en"


def _accented(keys: Sequence[str], tag: str) -> int:
    letters = _LETTERS.get(tag, "")
    telling = sum(any(letter in letters for letter in key) for key in keys)
    return min(_MOST_ACCENTED, telling)
