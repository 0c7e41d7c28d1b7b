"""Words of a prompt: split, folded to a key for look-ups, and matched against tables of phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

ZWNJ = "\u200c"
_FOLD = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "أ": "ا", "إ": "ا", "’": "'", "‘": "'", "ʼ": "'", ZWNJ: "", "ـ": "",
    }
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(mark): "" for mark in range(0x064B, 0x0653)}
)  # fmt: skip
_EDGES = "\"'“”«»‹›()[]{}<>.,;:!?،؛؟…*_~`|/\\=‚„"
_OPENING = "\"'“«‹([{<*_~`"
_BREAKERS = frozenset("-–—|/•·>+&=")
_BREAKING = ",;:!?،؛؟…|)]\n"
_ABBREVIATIONS = frozenset({"vs.", "mr.", "mrs.", "ms.", "dr.", "st.", "no.", "jr.", "sr.", "ft.", "feat."})
_PERSIAN_ENDINGS = (
    "هایشان", "هایمان", "هایی", "هایم", "هایت", "هایش", "های", "هاش", "هام", "هات", "ها",
    "یمان", "مون", "تون", "شون", "مو", "ترین", "تر", "ای", "ام", "ات", "اش", "ی", "م", "ت", "ش", "و",
)  # fmt: skip
_LONGEST_PHRASE = 5
_SHORTEST_STEM = 4
_DETACHED = re.compile(r"(?<=[\u0621-\u06cc]) (?=(?:ها|های|هایی|هایم|شده|ترین|تر)(?![\u0621-\u06cc]))")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Word:
    """A word as written, its key for look-ups, and whether a clause ends behind it (`ending` is what ended it)."""

    surface: str
    key: str
    ending: str = ""

    @property
    def is_capitalised(self) -> bool:
        letters = [letter for letter in self.surface if letter.isalpha()]
        return bool(letters) and letters[0].isupper()

    @property
    def has_digit(self) -> bool:
        return any(letter.isdigit() for letter in self.surface)


@dataclass(frozen=True)
class Match(Generic[Value]):
    """Words `start` to `end` (exclusive) say `value`."""

    start: int
    end: int
    value: Value


def fold(text: str) -> str:
    """Return the key of a word: lower case, one form for each letter, Western digits, no edge punctuation."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD).lower().replace("\u0307", "").strip(_EDGES)
    return folded.removesuffix("-").removeprefix("-") if len(folded) > 1 else folded


def joined_spelling(text: str) -> str:
    """Join detached Persian endings to their word: «فیلم های» becomes «فیلم‌های», as it is properly spelled."""
    return _DETACHED.sub(ZWNJ, text)


def split_words(text: str) -> tuple[Word, ...]:
    """Split at white space. Commas, stops and dashes become the `ending` of the word before them."""
    words: list[Word] = []
    for line in text.split("\n"):
        for chunk in line.split():
            opened = chunk[0] in "(["
            if opened and words:
                words[-1] = _ended(words[-1], ",")
            if all(letter in _BREAKERS for letter in chunk):
                if words and chunk not in {"+", "&", "/"}:
                    words[-1] = _ended(words[-1], "-")
                if chunk == "&":
                    words.append(Word("&", "and"))
                continue
            word = _word(chunk)
            if word is not None:
                words.append(word)
            elif words and chunk.strip(_EDGES) == "":
                words[-1] = _ended(words[-1], chunk[:1])
        if words:
            words[-1] = _ended(words[-1], words[-1].ending or "\n")
    return tuple(words)


def _ended(word: Word, ending: str) -> Word:
    return Word(word.surface, word.key, word.ending or ending)


def _word(token: str) -> Word | None:
    key = fold(token)
    if not key:
        return None
    surface = token.lstrip(_OPENING)
    bare = surface.rstrip(_EDGES)
    tail = surface[len(bare) :].replace("'", "") if bare else ""
    if token.lower() in _ABBREVIATIONS:
        tail = ""
    ending = next((mark for mark in tail if mark in _BREAKING or mark == "."), "")
    return Word(bare or surface, key, ending)


@lru_cache(maxsize=8192)
def variants(key: str) -> tuple[str, ...]:
    """Return the key and its likely base forms: singular and plural, without possessive or Persian endings."""
    forms = [key]
    if key.isascii():
        forms += _latin_variants(key)
    else:
        forms += [
            key.removesuffix(ending)
            for ending in _PERSIAN_ENDINGS
            if key.endswith(ending) and len(key) - len(ending) >= (3 if len(ending) > 1 else 4)
        ]
    return tuple(dict.fromkeys(forms))


def _latin_variants(key: str) -> list[str]:
    base = key.removesuffix("'s").removesuffix("'")
    forms = [base] if base != key else []
    stem, apostrophe, _ = base.partition("'")
    if apostrophe and len(stem) >= _SHORTEST_STEM and not base.endswith("n't"):
        forms.append(stem)  # Turkish endings of names: "Minecraft'ta"
    if "-" in base:
        forms.append(base.replace("-", " "))
    if len(base) > 4 and base.endswith("ies"):
        forms.append(base[:-3] + "y")
    if len(base) > 4 and base.endswith(("ses", "xes", "ches", "shes", "oes")):
        forms.append(base[:-2])
    if len(base) > 3 and base.endswith("s") and not base.endswith(("ss", "us", "is")):
        forms.append(base[:-1])
    elif len(base) >= 6 and base.isalpha():
        forms.append(base + "s")
    return forms


def phrases(listing: str) -> tuple[str, ...]:
    """Split a lexicon's comma separated listing."""
    return tuple(phrase for phrase in (part.strip() for part in re.split(r"[,\n]", listing)) if phrase)


def keys_of(listing: str) -> frozenset[str]:
    """Return the folded keys of a listing of single words; phrases count as their parts joined by a space."""
    return frozenset(" ".join(fold(part) for part in joined_spelling(phrase).split()) for phrase in phrases(listing))


class PhraseTable(Generic[Value]):
    """Finds known phrases in a run of words: longest first, each word used once, base forms accepted."""

    def __init__(self, entries: Mapping[Value, Iterable[str]]) -> None:
        index: dict[str, list[Value]] = {}
        for value, listed in entries.items():
            for phrase in listed:
                key = " ".join(fold(part) for part in joined_spelling(phrase).split())
                joined = key.replace(" ", "")
                for form in {key, joined} if not key.isascii() else {key}:
                    found = index.setdefault(form, [])
                    if value not in found:
                        found.append(value)
        self._index: dict[str, tuple[Value, ...]] = {key: tuple(values) for key, values in index.items()}
        self._longest: dict[str, int] = {}
        for key in self._index:
            head = key.split(" ", 1)[0]
            length = min(_LONGEST_PHRASE, key.count(" ") + 1)
            self._longest[head] = max(length, self._longest.get(head, 0))

    def find(self, words: Sequence[Word]) -> tuple[Match[Value], ...]:
        """Return the matches in the order of the words. A phrase never crosses the end of a clause."""
        found: list[Match[Value]] = []
        start = 0
        while start < len(words):
            match = self._longest_at(words, start)
            found += match
            start = match[0].end if match else start + 1
        return tuple(found)

    def values(self, words: Sequence[Word]) -> tuple[Value, ...]:
        """Return the values that occur, in order, each once."""
        return tuple(dict.fromkeys(match.value for match in self.find(words)))

    def of(self, key: str) -> tuple[Value, ...]:
        """Return the values of one folded word or phrase."""
        return self._index.get(key, ())

    def _longest_at(self, words: Sequence[Word], start: int) -> list[Match[Value]]:
        longest = max(self._longest.get(form, 0) for form in variants(words[start].key))
        for end in range(min(len(words), start + longest), start, -1):
            if any(word.ending for word in words[start : end - 1]):
                continue
            for key in _phrase_keys([word.key for word in words[start:end]]):
                values = self._index.get(key)
                if values:
                    return [Match(start, end, value) for value in values]
        return []


def _phrase_keys(keys: list[str]) -> Iterable[str]:
    head = " ".join(keys[:-1])
    for last in variants(keys[-1]):
        yield f"{head} {last}" if head else last
    if len(keys) > 1:
        yield " ".join(variants(key)[-1] for key in keys)
