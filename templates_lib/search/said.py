"""What was said outright, as the index is asked for it: how much of it do a template's name and tags bear?"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from templates_lib.search.ranking import precedence
from templates_lib.search.rarity import Frequencies, quoted

# Of more words only those that count most are combined: every half of them would be too many queries.
_MOST_COMBINED = 8


def shares_of(
    said: Sequence[Sequence[str]], stems: Mapping[str, tuple[str, ...]], frequencies: Frequencies
) -> dict[str, float]:
    """Return a `tsquery` for each word that was said, with the share of all that was said that the word is: 1 together.

    A word counts by its rarity, so words that no template bears count most: what is left open is not met by chance.
    Each is given in its forms, any of which will do; of a form with a hyphen each part is asked for. Words of the same
    stems are one. Where no rarity is known (an empty bank) all count the same. Empty where there are but stop words.

    `stems` is what `rarity.stems_of` returned for all the forms.
    """
    rarities: dict[str, float] = {}
    for forms in said:
        spelled = [stems[form] for form in forms if stems[form]]
        if spelled:
            rarities[" | ".join(map(_all_of, spelled))] = min(
                max(frequencies.rarity(part) for part in parts) for parts in spelled
            )
    total = sum(rarities.values())
    return {query: rarity / total if total else 1 / len(rarities) for query, rarity in rarities.items()}


def bearing_all_and_most(shares: Mapping[str, float]) -> tuple[str, str]:
    """Return two `tsquery`s: what bears all that was said, and what bears more than half of it. "" finds nothing.

    Words that are common each may be rare together, and those together are what was meant.
    """
    heaviest = sorted(shares, key=lambda query: (-shares[query], query))[:_MOST_COMBINED]
    enough: list[frozenset[str]] = []
    for size in range(1, len(heaviest) + 1):
        for chosen in map(frozenset, combinations(heaviest, size)):
            is_enough = precedence(sum(shares[query] for query in chosen)) > 0
            if is_enough and not any(fewer <= chosen for fewer in enough):
                enough.append(chosen)
    return _together(sorted(shares)), " | ".join(_together(sorted(chosen)) for chosen in enough)


def _together(queries: Sequence[str]) -> str:
    return " & ".join(f"({query})" for query in queries)


def _all_of(parts: Sequence[str]) -> str:
    """In the name and the tags only: "first" in the prompt of a sample says nothing of what a look is about."""
    return "(" + " & ".join(f"{quoted(part)}:A" for part in parts) + ")"
