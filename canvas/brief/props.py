"""Which props show the topic: the curated lexicon first, the keywords of the catalogue second, never a filler first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from canvas import catalogue
from canvas.brief.cleaning import emoji_prop_name
from canvas.brief.grammar import grammar
from canvas.brief.language import function_words
from canvas.brief.lexicons import lexicon
from canvas.brief.model import Evidence
from canvas.brief.words import PhraseTable, Word, keys_of, phrases, variants
from canvas.catalogue import Prop

MOST_PROPS = 4
_VAGUE = frozenset({
    "world", "worlds", "world's", "course", "place", "part", "time", "life", "way", "thing", "google", "family",
    "scratch", "teen", "teens", "teenager", "teenagers", "kids", "adult", "adults", "beginner", "beginners", "table",
    "tag", "stranger", "strangers", "person", "people", "guy", "man", "woman",
})  # fmt: skip
_NOTHING = ""  # what an idiom shows
_PLAYED = frozenset({"sports", "music"})  # where a game or to play is no video game
_GAME_PROPS = frozenset({"controller", "emoji_video_game"})
# Signs and gestures mean nothing when a single word of the topic happens to name them.
_SIGNS = re.compile(r"(?:button|_arrow|_symbol|_sign)$|_pointing_|_hand(?:_|$)")
_ENOUGH_THINGS = 2
_MOST_THEMES = 2
_MOST_ACCENTS = 1
_OWN_KEYWORDS = 6
_EMOJI_KEYWORDS = 3
_OWN_PERSIAN = 3
_OWN_NAMES = 2


@lru_cache(maxsize=4)
def _table(group: str) -> PhraseTable[str]:
    if group == "kinds":
        return _kinds_table()
    entries = {name: list(phrases(listing)) for name, listing in lexicon("props")[group].items()}
    if group == "things":
        entries[_NOTHING] = list(phrases(lexicon("props")["idioms"]["words"]))
        taken = {phrase for listed in entries.values() for phrase in listed}
        for names in lexicon("names").values():
            for name, listing in names.items():
                entries.setdefault(name, []).extend(phrase for phrase in phrases(listing) if phrase not in taken)
        taken = {phrase for listed in entries.values() for phrase in listed}
        for prop in catalogue.props().values():
            names = (*prop.keywords[:_OWN_NAMES], *prop.keywords_fa[:_OWN_NAMES])
            if not _is_sign_or_face(prop.name):
                found = [phrase for phrase in names if " " in phrase and phrase not in taken]
                entries.setdefault(prop.name, []).extend(found)
    return PhraseTable(entries)


def _is_sign_or_face(name: str) -> bool:
    return _SIGNS.search(name) is not None or "face" in name.split("_")


def _is_function(key: str) -> bool:
    return grammar("en").is_function(key) or grammar("fa").is_function(key)


def _kinds_table() -> PhraseTable[str]:
    """The names of the catalogue's own props, then what is a kind of them, then what they show of other topics."""
    entries: dict[str, list[str]] = {}
    for prop in catalogue.props().values():
        if not _is_sign_or_face(prop.name):
            own = (*prop.keywords[:_OWN_NAMES], *prop.keywords_fa[:1])
            entries[prop.name] = [name for name in own if not name.isdecimal()]
    named = {phrase for listed in entries.values() for phrase in listed}
    for group in ("kinds", "topics"):
        for table in lexicon(group).values():
            for name, listing in table.items():
                entries.setdefault(name, []).extend(phrase for phrase in phrases(listing) if phrase not in named)
        named = {phrase for listed in entries.values() for phrase in listed}
    return PhraseTable(entries)


def in_catalogue(name: str) -> str | None:
    """Return the prop, baked before emoji, or the nearest one that the catalogue has, or None."""
    table = lexicon("props")
    candidates = (table["baked"].get(name, name), name, *table["instead"].get(name, ()))
    return next((found for found in map(_spelled, candidates) if found), None)


def _spelled(name: str) -> str | None:
    known = catalogue.props()
    emoji = f"emoji_{name.replace('-', '_')}"
    return name if name in known else emoji if emoji in known else None


def choose_props(
    subject: Sequence[Word],
    supplements: Sequence[Word],
    *,
    category: str,
    emoji: Sequence[str] = (),
    face: str = "",
    language: str = "en",
) -> tuple[tuple[str, ...], Evidence]:
    """Return 1 to 4 props, the hero first.

    `face` is the prop of an expression that was asked for. Things named by the subject go before things named by the
    art direction, those before what is only called to mind, and the category's defaults stand in when nothing is.
    """
    things = _things(subject)
    things = things or _kinds(subject)
    if category in _PLAYED and len(things) > 1:
        things = [name for name in things if name not in _GAME_PROPS]
    asked = _things(supplements)
    pictured = _available(emoji_prop_name(letter) for letter in emoji)
    chosen = [*([face] if face else []), *things, *asked, *pictured]
    source, confidence = "lexicon", 0.9
    if len(things) + len(asked) < _ENOUGH_THINGS:
        named = _by_keyword(subject, language) if not things else []
        accents = [*_sums(subject), *_available(_table("accents").values(_without_things(subject)))]
        themes = [] if things or asked else _available(_table("themes").values(subject))
        chosen += [*named, *themes[:_MOST_THEMES], *accents[:_MOST_ACCENTS]]
        confidence = 0.9 if things else 0.7 if named or asked or pictured else 0.5
    if not chosen:
        chosen += _available(lexicon("props")["defaults"][category])[:1]
        source, confidence = "default", 0.3
    unique = tuple(dict.fromkeys(chosen))[:MOST_PROPS]
    return unique, Evidence(confidence, source)


def named_things(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the props of what the words name, and of what those words are kinds of."""
    return tuple(_things(words) or _kinds(words))


def _things(words: Sequence[Word]) -> list[str]:
    """Return the props of the things named: one baked for the very word goes before the lexicon's."""
    index, known = catalogue.props_by_keyword(), catalogue.props()
    found: list[str] = []
    for match in _table("things").find(words):
        phrase = " ".join(word.key for word in words[match.start : match.end])
        exact = next((name for name in index.get(phrase, ()) if _is_baked_for(known[name], phrase)), None)
        name = exact or in_catalogue(_turned(match.value, words))
        if name:
            found.append(name)
    return _ordered(found)


def _ordered(names: Sequence[str]) -> list[str]:
    """Return the props, those that say much before those that say little, each once."""
    return sorted(dict.fromkeys(names), key=lambda name: name in _generic())


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(_available(lexicon("props")["generic"]["names"]))


def _kinds(words: Sequence[Word]) -> list[str]:
    """Return the props of what the words are kinds of, as far as no other lexicon knows them: a poodle is a dog."""
    rules = grammar("en")
    skipped = rules.verbs | rules.light_verbs | rules.power | rules.adverbs | rules.units | rules.soft_nouns | _VAGUE
    skipped |= rules.pronouns | rules.questions
    telling = {at for at, word in enumerate(words) if word.key not in skipped and not _is_function(word.key)}
    found = _table("kinds").find(words)
    return _available(match.value for match in found if telling & set(range(match.start, match.end)))[:1]


def _sums(words: Sequence[Word]) -> list[str]:
    """Return money when the prompt names a sum."""
    named = any(word.has_digit and word.surface[:1] in "$€£" for word in words)
    return _available(["cash", "money-bag"])[:1] if named else []


def _is_baked_for(prop: Prop, phrase: str) -> bool:
    """Tell whether a baked prop shows just that thing: its first keywords say what it is, later ones what is near."""
    return prop.style == "baked" and phrase in (*prop.keywords[:_OWN_KEYWORDS], *prop.keywords_fa[:_OWN_PERSIAN])


def _without_things(words: Sequence[Word]) -> tuple[Word, ...]:
    """Leave out the words that name things: "fast food" is not fast."""
    named = {at for match in _table("things").find(words) for at in range(match.start, match.end)}
    return tuple(word for at, word in enumerate(words) if at not in named)


def _turned(name: str, words: Sequence[Word]) -> str:
    """Return the thing, or what it turns into when the topic says so: the chart of a loss falls."""
    table = lexicon("props")["turned"].get(name)
    if table is None or not {word.key for word in words} & keys_of(table["words"]):
        return name
    return str(table["into"])


def _available(names: object) -> list[str]:
    found = [in_catalogue(name) for name in names]  # type: ignore[attr-defined]
    return list(dict.fromkeys(name for name in found if name))


def _is_called(prop: Prop, forms: Sequence[str]) -> bool:
    """Tell whether the word is a name of the prop: an emoji's later keywords are only what it calls to mind."""
    reach = _OWN_KEYWORDS if prop.style == "baked" else _EMOJI_KEYWORDS
    return bool(set(forms) & {*prop.keywords[:reach], *prop.keywords_fa[:reach]})


def _by_keyword(words: Sequence[Word], language: str) -> list[str]:
    """Look words up among the keywords of the catalogue's props; pairs of words before single ones."""
    index, known = catalogue.props_by_keyword(), catalogue.props()
    rules = grammar(language if language == "fa" else "en")
    skipped = (
        rules.power
        | rules.verbs
        | rules.light_verbs
        | rules.adverbs
        | rules.number_words
        | rules.units
        | rules.pronouns
        | rules.soft_nouns
        | _VAGUE
        | function_words(language)
    )
    found: list[str] = []
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            keys = [word.key for word in words[at : at + size]]
            if size == 1 and (rules.is_function(keys[0]) or keys[0] in skipped or len(keys[0]) < 3):
                continue
            forms = variants(keys[0]) if size == 1 else (" ".join(keys),)
            names = next((index[form] for form in forms if form in index), ())
            found += [name for name in names if not _SIGNS.search(name) and _is_called(known[name], forms)][:1]
    return list(dict.fromkeys(found))[:_ENOUGH_THINGS]
