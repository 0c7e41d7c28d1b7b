"""Which words of the headline stand out: one number with its noun, else one strong word."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.brief.grammar import Bonds, Grammar, bonds, grammar
from canvas.brief.words import Word, split_words


def choose_highlight(headline: str, language: str, *, names: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """Return indices into `headline.split()`: at most two neighbours, none for a single word.

    `names` are keys of words that the prompt writes as names: they go before ordinary words.
    """
    tokens = headline.split()
    if len(tokens) < 2:
        return ()
    rules = grammar(language)
    words = [(split_words(token) or split_words("x"))[0] for token in tokens]
    keys = [word.key for word in words]
    if "vs" in keys[1:-1]:
        return (keys.index("vs"),)
    return _number(words, rules) or _strong(keys, rules) or _telling(keys, rules, names, bonds(words, rules))


def _number(words: Sequence[Word], rules: Grammar) -> tuple[int, ...]:
    """The price if there is one, else the first number with its unit."""
    for at, word in enumerate(words):
        if word.surface[:1] in "$€£¥₹" and word.has_digit:
            return (at,)
    for at, word in enumerate(words):
        if word.has_digit:
            following = words[at + 1].key if at + 1 < len(words) else ""
            return (at, at + 1) if following in rules.units | rules.number_words else (at,)
    return ()


def _strong(keys: Sequence[str], rules: Grammar) -> tuple[int, ...]:
    """A superlative; else a negation with what it negates."""
    for at, key in enumerate(keys):
        if key in rules.power - rules.negations:
            return (at, at + 1) if key == "most" and at + 1 < len(keys) else (at,)
    for at, key in enumerate(keys):
        if key in rules.power & rules.negations:
            is_denied = at + 1 < len(keys) and len(keys) > 2 and not rules.is_function(keys[at + 1])
            return (at, at + 1) if is_denied else (at,)
    return ()


def _telling(keys: Sequence[str], rules: Grammar, names: frozenset[str], held: Bonds) -> tuple[int, ...]:
    """A name, else the longest noun, the last of equals; of a name of several words, two of them."""
    content = [at for at, key in enumerate(keys) if not rules.is_function(key) and key not in rules.light_verbs]
    content = [at for at in content if keys[at] not in rules.verbs] or content
    if not content:
        return ()
    at = max(content, key=lambda place: (keys[place] in names, len(keys[place]), place))
    if held.holds(at - 1):
        return (at - 1, at)
    return (at, at + 1) if held.holds(at) else (at,)
