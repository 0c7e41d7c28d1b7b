"""The order of mixed left-to-right and right-to-left text (Unicode bidirectional algorithm, by python-bidi)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional

from bidi import algorithm


def is_right_to_left(text: str) -> bool:
    """Tell whether the first strong character of `text` reads from right to left."""
    for character in text:
        kind = bidirectional(character)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


@lru_cache(maxsize=1024)
def embedding_levels(text: str, *, right_to_left: bool) -> tuple[int, ...]:
    """Return one level a character: even reads to the right, odd to the left.

    python-bidi drops boundary neutrals such as the zero-width non-joiner that Persian needs, so each keeps the level
    of the character before it.
    """
    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "R" if right_to_left else "L"
    algorithm.get_embedding_levels(text, storage)
    for index, character in enumerate(storage["chars"]):
        character["index"] = index
    algorithm.explicit_embed_and_overrides(storage, False)
    algorithm.resolve_weak_types(storage, False)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = {character["index"]: int(character["level"]) for character in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):
        levels.append(known.get(index, levels[-1] if levels else int(right_to_left)))
    return tuple(levels)


def visual_order(levels: Sequence[int]) -> tuple[int, ...]:
    """Return the indices of runs (one level each) from left to right as seen (rule L2 of the algorithm)."""
    order = list(range(len(levels)))
    if not order:
        return ()
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return tuple(order)
