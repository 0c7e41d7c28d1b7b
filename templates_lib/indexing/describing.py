"""What a template is about: category and tags from the words in it, by the lexicons that prompts are read with.

Tags are words of our lexicons, never words that were read: what stands in an original stays secret.
"""

from dataclasses import dataclass
from pathlib import PurePath

from canvas import catalogue
from canvas.brief.understand import understand
from providers.base import VisionTags
from providers.local.embedding import embed

MOST_TAGS = 12
_UNSURE = 0.5
_GUESSED = 0.45  # at most, where only the nearness of words told the category: few and chance words are near something
_OTHERWISE = "entertainment"


@dataclass(frozen=True)
class Description:
    """`mood` is "" where the words tell of none. `confidence` (0..1) and `source` are the category's."""

    category: str
    tags: tuple[str, ...]
    mood: str
    confidence: float
    source: str


def describe(words_read: str, *, file_name: str = "", vision: VisionTags | None = None) -> Description:
    """Return what the words in a picture and its file name tell of it.

    A vendor's category counts only where the words leave it open. Without any evidence the category is
    "entertainment" with confidence 0: a guess that staff should look at.
    """
    stem = PurePath(file_name).stem.replace("_", " ").replace("-", " ")
    text = " ".join(f"{words_read} {stem}".lower().split())
    if not any(character.isalpha() for character in text):
        return _or_vision(Description(_OTHERWISE, (), "", 0.0, "default"), vision)
    brief = understand(text, embed=embed)
    evidence = brief.evidence
    things = _things(brief.props) if evidence["props"].source != "default" else []
    mood = brief.mood if evidence["mood"].source != "default" else ""
    found = evidence["category"]
    description = Description(
        category=brief.category,
        tags=tuple(dict.fromkeys(tag for tag in (*things, brief.place, mood) if tag))[:MOST_TAGS],
        mood=mood,
        confidence=min(found.confidence, _GUESSED) if found.source == "embedding" else found.confidence,
        source=found.source,
    )
    return _or_vision(description, vision)


def _things(props: tuple[str, ...]) -> list[str]:
    """The everyday word of each prop."""
    known = catalogue.props()
    return [known[name].keywords[0] for name in props if name in known and known[name].keywords]


def _or_vision(description: Description, vision: VisionTags | None) -> Description:
    if vision is None or not vision.category or description.confidence >= _UNSURE:
        return description
    return Description(vision.category, description.tags, description.mood or vision.mood, _UNSURE, "vision")
