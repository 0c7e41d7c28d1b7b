"""Takes the request off a prompt: "please make me a … thumbnail about", «یک تامبنیل برای … بساز»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from canvas.brief.art_words import art_words
from canvas.brief.clauses import split_clauses
from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, keys_of, phrases

_FARTHEST_CONTAINER = 16
_LONGEST_DESCRIPTION = 9
_ASKING = frozenset({"can", "could", "would", "will", "please", "hey", "hi", "hello", "میشه", "میتونی"})
_TITLE_OPENERS = frozenset({"the", "a", "an", "i", "we", "my", "how", "why", "what", "top"})
_SPEAKING = frozenset({
    "where", "in", "which", "that", "i", "we", "he", "she", "talk", "talking", "speak", "discuss", "discussing", "chat",
    "explain", "explaining", "go", "about", "over", "of", "me", "whether", "you",
})  # fmt: skip
_CHANNELS = frozenset({"channel", "channels", "page"})
_LONGEST_CHANNEL = 7
_DRAWN_OUT = re.compile(r"(.)\1+$")
_SENTENCE_ENDS = frozenset({".", "!", "?", "\n"})
_DECORATING = frozenset({"in", "with", "using"})
_AMBIGUOUS = frozenset({"cover", "banner", "poster", "miniature", "کاور", "بنر", "پوستر"})


@dataclass(frozen=True)
class Asked:
    """What was asked: the words of the subject matter, and those that describe the thumbnail ("a dark gaming …")."""

    words: tuple[Word, ...]
    describing: tuple[Word, ...] = ()


@lru_cache(maxsize=32)
def _keys(language: str, name: str) -> frozenset[str]:
    return keys_of(lexicon("request")[language][name])


@lru_cache(maxsize=1)
def _persian() -> PhraseTable[str]:
    table = lexicon("request")["persian"]
    return PhraseTable({name: phrases(table[name]) for name in ("container", "make", "link", "video", "polite")})


@lru_cache(maxsize=1)
def _category_words() -> PhraseTable[str]:
    return PhraseTable({name: phrases(table["strong"]) for name, table in lexicon("categories").items()})


def take_off_request(words: Sequence[Word]) -> Asked:
    """Return the words without the request. A prompt that only requests keeps no words."""
    words, channel = _without_channel(tuple(words))
    asked = _persian_request(_finglish_request(words))
    asked = _later_request(_english_request(asked), len(words))
    asked = replace(asked, describing=(*asked.describing, *channel)) if channel else asked
    kept = _without_trailing_request(asked.words)
    if words and words[0].key in _ASKING and len(kept) < len(words):
        kept = tuple(replace(word, ending="," if word.ending == "?" else word.ending) for word in kept)
    return Asked(kept, asked.describing)


def _without_channel(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Leave out "video for my hobby channel:" and return what it says of the channel: the topic stands behind it."""
    whose = next((at for at, word in enumerate(words[:_FARTHEST_CONTAINER]) if word.key in {"my", "our"}), None)
    if whose is None or any(word.ending and not _is_said_to_us(word.key) for word in words[:whose]):
        return words, ()
    asked = [word for word in words[:whose] if not _is_request_word(word.key)]
    if any(word.key not in _keys("english", "video") | _keys("english", "link") for word in asked):
        return words, ()
    for at in range(whose + 1, min(len(words) - 2, whose + _LONGEST_CHANNEL)):
        if words[at].key in _CHANNELS:
            ends = at if words[at].ending else at + 1
            is_topic = words[at].ending in {":", "-", ",", ".", "\n"} or (
                words[ends].key in {"about", "called"} and ends + 1 < len(words)
            )
            return (words[ends + 1 :], tuple(_cleared(words[whose + 1 : at]))) if is_topic else (words, ())
        if words[at].ending:
            break
    return words, ()


def _is_said_to_us(key: str) -> bool:
    return _is_request_word(key) or key in _keys("english", "openers")


def _finglish_request(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave "ye thumbnail baraye … besaz" out at both edges: a request in Persian, spelled in Latin letters."""
    if not {word.key for word in words} & _keys("finglish", "firm"):
        return words
    asked = _keys("finglish", "asked")
    kept: list[Word] = []
    for clause in split_clauses(words):
        first, last = 0, len(clause)
        while first < last and clause[first].key in asked:
            first += 1
        while last > first and clause[last - 1].key in asked:
            last -= 1
        if first < last:
            kept += (*clause[first : last - 1], replace(clause[last - 1], ending=clause[-1].ending))
    return tuple(kept) or words


def _later_request(asked: Asked, length: int) -> Asked:
    """Find a request that comes after art direction: "make it pop, no arrows. the video is about sharks"."""
    words = asked.words
    if len(words) < length:
        return asked
    starts = [at + 1 for at in range(len(words) - 1) if words[at].ending]
    for start in starts:
        tail = _without_opening_pointer(words[start:])
        found = _english_request(Asked(tail))
        if found.words and _only_decorates(tail, found.words):
            directing = (*found.describing, *_cleared(found.words))
            return Asked(words[:start], (*asked.describing, *directing))
        cut = tail[: len(tail) - len(found.words)]
        named = _keys("english", "container") | _keys("english", "video")
        if found.words and (len(tail) < len(words) - start or any(word.key in named for word in cut)):
            return Asked((*found.words, *words[:start]), (*asked.describing, *found.describing))
    return asked


def _only_decorates(tail: Sequence[Word], told: Sequence[Word]) -> bool:
    """Tell whether a later request names no topic: "cinematic thumbnail in blue and gold"."""
    container = _leading_container(tail)
    follows = tail[container + 1].key if container is not None and container + 1 < len(tail) else ""
    if follows not in _DECORATING:
        return False
    sentence = next((at + 1 for at, word in enumerate(told) if word.ending), len(told))
    kinds = art_words().kinds(told[:sentence])
    return bool(kinds) and 2 * sum(map(bool, kinds)) >= len(kinds)


def _without_opening_pointer(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out "it's about", "the topic is" at the start of a clause."""
    keys = [word.key for word in words[:4]]
    for opening in (("it's", "about"), ("its", "about"), ("it", "is", "about"), ("this", "is", "about"), ("about",),
                    ("the", "topic", "is"), ("topic",), ("topic", "is"), ("موضوع",), ("درباره",)):  # fmt: skip
        if tuple(keys[: len(opening)]) == opening and len(words) > len(opening) + 1:
            return words[len(opening) :]
    return words


def _english_request(asked: Asked) -> Asked:
    words = asked.words
    container = _leading_container(words)
    if container is None:
        return Asked(_after_video_phrase(words), asked.describing)
    before = words[:container]
    rest = words[container + 1 :]
    subject = rest if words[container].ending in {":", "-"} or not rest else _after_links(rest)
    describing = tuple(word for word in before if not _is_request_word(word.key))
    described = _described_until(rest, _keys("english", "about_what"))
    if described:
        describing = (*describing, *_cleared(rest[:described]))
        subject = _after_links(rest[described:])
    if not subject:
        return Asked(tuple(_cleared(describing)), asked.describing)
    return Asked(_after_video_phrase(subject), asked.describing + describing)


def _described_until(words: Sequence[Word], links: frozenset[str]) -> int:
    """Return where the topic is introduced in "thumbnail without text about …", 0 when nothing stands between."""
    kinds = art_words().kinds(words[:_LONGEST_DESCRIPTION])
    for at in range(min(len(words), _LONGEST_DESCRIPTION)):
        if at >= 2 and words[at].key in links:
            return at
        if not kinds[at]:
            return 0
    return 0


def _cleared(words: Sequence[Word]) -> list[Word]:
    return [replace(word, ending="") if at == len(words) - 1 else word for at, word in enumerate(words)]


def _is_request_word(key: str) -> bool:
    """Tell whether the word may stand in a request, its last letter drawn out or not: "hiii plss"."""
    short = _DRAWN_OUT.sub(r"\1", key)
    if short != key and short in _keys("english", "polite"):
        return True
    return any(key in _keys("english", name) for name in ("polite", "want", "make", "filler", "vague", "container"))


def _leading_container(words: Sequence[Word]) -> int | None:
    """Return where "thumbnail" stands when everything before it belongs to the request or describes the picture."""
    window = words[:_FARTHEST_CONTAINER]
    describing = art_words().known(window) | {
        at for match in _category_words().find(window) for at in range(match.start, match.end)
    }
    is_asked = False
    for at, word in enumerate(window):
        is_container = word.key in _keys("english", "container")
        if is_container and (word.key not in _AMBIGUOUS or is_asked):
            following = at + 1
            while following < len(words) and words[following].key in {
                "image",
                "design",
                "picture",
                "art",
                "photo",
                "idea",
                "ideas",
                "concept",
                "please",
            }:
                following += 1
            return following - 1
        if is_asked and word.key in _keys("english", "vague") and _is_link(words, at + 1):
            return at
        is_asked = is_asked or word.key in _keys("english", "make") | {"want", "need", "like"}
        if not (_is_request_word(word.key) or at in describing or word.key == "and"):
            return None
        if at in describing and word.ending in _SENTENCE_ENDS and not is_asked:
            return None  # "spider man trailer. thumbnail in red and blue"
    return None


def _is_link(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].key in {"for", "about", "of", "that", "showing", "where", "with"}


def _after_links(words: Sequence[Word]) -> tuple[Word, ...]:
    at = 0
    skipped = _keys("english", "link") | _keys("english", "polite")
    while at < len(words) and words[at].key in skipped and words[at].key not in {"can", "may", "how"}:
        at += 1
        if words[at - 1].ending in {":", "-", ","}:
            break
    return tuple(words[at:])


def _after_video_phrase(words: Sequence[Word]) -> tuple[Word, ...]:
    """Skip "my new YouTube video about": only when something stands behind it."""
    openers = _keys("english", "filler") | _keys("english", "want") | _keys("english", "make")
    at = 0
    while at < len(words) and at < 12:
        key = words[at].key
        if key in _keys("english", "video"):
            after = at + 1
            if words[at].ending in {":", "-"} and after < len(words):
                return tuple(words[after:])
            linked = after
            while linked < len(words) and words[linked].key in _keys("english", "link") and words[linked].key != "how":
                linked += 1
            linked = _after_speakers(words, after, linked)
            says_what = linked > after + 2 or (
                after < len(words) and words[after].key in _keys("english", "about") | {"is", "i'm", "im"}
            )
            if says_what and linked < len(words):
                return tuple(words[linked:])
            if after < len(words) and words[after].has_digit:  # "episode 45" is its name
                return tuple(words)
            if after < len(words) - 1 and _opens_a_title(words[at], words[after]):
                return tuple(words[after:])
        if key not in openers or words[at].ending:
            return tuple(words)
        at += 1
    return tuple(words)


def _after_speakers(words: Sequence[Word], after: int, linked: int) -> int:
    """Return where the topic starts behind "podcast where we talk about", else `linked`."""
    at = after
    while at < len(words) and words[at].key in _SPEAKING:
        at += 1
    spoke = any(
        word.key in {"talk", "talking", "speak", "discuss", "chat", "explain", "go"} for word in words[after:at]
    )
    return at if spoke and at < len(words) else linked


def _opens_a_title(video: Word, word: Word) -> bool:
    """Tell whether the title itself stands behind "my video": in capitals, or with a word that opens one."""
    is_name = word.is_capitalised and not video.is_capitalised
    return is_name or word.has_digit or word.key in _TITLE_OPENERS


def _without_trailing_request(words: Sequence[Word]) -> tuple[Word, ...]:
    """Drop "… youtube thumbnail please" at the end, and whole clauses that only ask."""
    kept = list(words)
    while kept and kept[-1].key in {"please", "pls", "plz", "thanks", "asap", "لطفا", "ممنون", "مرسی"}:
        kept.pop()
    if kept and kept[-1].key in _keys("english", "container") - _AMBIGUOUS:
        kept.pop()
        while kept and kept[-1].key in {"youtube", "yt", "video", "a", "the", "for", "my", "as", "into", "it", "make"}:
            kept.pop()
    return tuple(kept)


def _persian_request(words: tuple[Word, ...]) -> Asked:
    matches = _persian().find(words)
    makes = [match for match in matches if match.value == "make"]
    container = next(
        (match for match in matches if match.value == "container" and _is_persian_container(words, match, makes)), None
    )
    if container is None:
        return Asked(words)
    roles = {at: match.value for match in matches for at in range(match.start, match.end)}
    before = words[: container.start]
    start = container.end
    described = _described_until(words[start:], frozenset({"برای", "واسه", "درباره", "درمورد"}))
    describing = tuple(_cleared(words[start : start + described]))
    start += described
    while start < len(words) and roles.get(start) in {"polite", "link", "video", "make"}:
        start += 1
        if words[start - 1].ending in {":", "-"}:
            break
    subject: list[Word] = [word for at, word in enumerate(before) if at not in roles]
    for at in range(start, len(words)):
        if roles.get(at) == "make":
            if subject:
                subject[-1] = replace(subject[-1], ending=subject[-1].ending or "،")
            continue
        subject.append(words[at])
    while subject and subject[-1].key in {"من", "خودم", "برام", "برایم", "رو", "را", "لطفا", "واسم"}:
        subject.pop()
    return Asked(tuple(subject), describing)


def _is_persian_container(words: Sequence[Word], match: object, makes: Sequence[object]) -> bool:
    start, end = match.start, match.end  # type: ignore[attr-defined]
    if words[start].key not in _AMBIGUOUS:
        return True
    followed = end < len(words) and words[end].key in {"برای", "واسه", "درباره", "با"}
    return bool(makes) or (followed and words[end].key != "با")
