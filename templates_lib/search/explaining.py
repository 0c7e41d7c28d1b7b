"""Why a template suits, in phrases that anyone may read: its traits, topics and category, and nothing else of it."""

from collections.abc import Collection, Iterable, Sequence

from canvas.brief.words import split_words, variants

FEWEST, MOST = 2, 5
_MOST_TOPICS = 2
# What a trait must say for it to answer a wish: the key's part, and how the trait puts it.
_ANSWERS = {
    "face:left": "left face",
    "face:right": "right face",
    "face:centre": "centre face",
    "face:close": "close-up",
    "face:very_close": "close-up",
    "type:none": "no text",
    "type:tilted": "tilted type",
    "type:giant": "giant type",
    "energy:high": "high energy",
    "energy:low": "quiet",
}
# The most telling first, where nothing in particular was asked.
_TELLING = ("face", "headline", "accent", "mood", "light", "background", "type", "energy")


def forms_of(words: Iterable[str]) -> frozenset[str]:
    """Return single lower case words in all their base forms: "faces" and "face"."""
    return frozenset(form for word in words for form in variants(word))


def reasons(
    *, wishes: Collection[str], words: frozenset[str], traits: Sequence[str], tags: Sequence[str], category: str
) -> tuple[str, ...]:
    """Return 2 to 5 phrases, as far as there are any: those that the question asked for first, then the most telling.

    `wishes` are keys of looks, `words` what `forms_of` made of the question's words; `category` is the public name.
    """
    asked = [trait for trait in traits if any(_answers(trait, wish) for wish in wishes)]
    topics = [tag for tag in tags if _speaks_of(tag, words)][:_MOST_TOPICS]
    named = [category] if any(wish == f"category:{category.lower()}" for wish in wishes) else []
    telling = sorted(traits, key=_rank)
    return tuple(dict.fromkeys((*asked[: MOST - 1], *topics, *named, *telling)))[:MOST]


def _answers(trait: str, wish: str) -> bool:
    if wish in _ANSWERS:
        return trait == _ANSWERS[wish]
    part, _, name = wish.partition(":")
    name = name.replace("_", " ")
    if part == "mood":
        return trait == f"{name} mood"
    if part == "colour":
        return trait in {f"{name} accent", f"{name} light", f"dark {name} accent", f"dark {name} light"}
    if part == "effect":
        return trait == name
    return wish == "face:some" and trait.endswith(" face")


def _speaks_of(tag: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(form for word in split_words(tag) for form in variants(word.key))


def _rank(trait: str) -> int:
    return next((place for place, word in enumerate(_TELLING) if word in trait), len(_TELLING))
