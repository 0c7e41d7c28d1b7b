"""Which words of the headline stand out: one number with its noun, else one strong word."""

from __future__ import annotations

from canvas.brief.grammar import grammar
from canvas.brief.words import split_words


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
    for at, word in enumerate(words):
        if word.surface[:1] in "$€£¥₹" and word.has_digit:
            return (at,)
    for at, word in enumerate(words):
        if word.has_digit:
            follows = at + 1 < len(words) and (keys[at + 1] in rules.units or keys[at + 1] in rules.number_words)
            if follows:
                return (at, at + 1)
            if at and not rules.is_function(keys[at - 1]) and at == len(words) - 1:
                return (at,)
            return (at,)
    for wanted in (rules.power - rules.negations, rules.negations):
        for at, key in enumerate(keys):
            if key in wanted:
                negates = key in rules.negations and at + 1 < len(words)
                return (at, at + 1) if negates and len(words) > 2 else (at,)
    content = [at for at, key in enumerate(keys) if not rules.is_function(key) and key not in rules.light_verbs]
    if not content:
        return ()
    content = [at for at in content if keys[at] not in rules.verbs] or content
    return (max(content, key=lambda at: (keys[at] in names, len(words[at].key), at)),)
