"""The brief: a prompt, understood. It is shown to the user and may be edited before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SubjectKind = Literal["face", "prop", "text"]


@dataclass(frozen=True)
class Evidence:
    """How sure a field is (0..1) and where it came from: `quoted lexicon embedding grammar option default`."""

    confidence: float
    source: str


@dataclass(frozen=True)
class Brief:
    """`highlight` indexes words of `headline`. `palette` is empty unless the prompt names colours (`#rrggbb` each).

    `negative` holds what must not appear: `text people arrows circles emoji …` or a prop's name. `people` is the
    number of people asked for, None when the prompt says nothing of them. `language` is a BCP 47 primary tag.
    """

    topic: str
    category: str
    headline: str
    highlight: tuple[int, ...] = ()
    subtitle: str = ""
    mood: str = "bold"
    energy: int = 5
    palette: tuple[str, ...] = ()
    subject_kind: SubjectKind = "prop"
    props: tuple[str, ...] = ()
    place: str = ""
    marks: tuple[str, ...] = ()
    mark_colour: str = ""
    emphasis: str = ""
    expression: str = ""
    effects: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    people: int | None = None
    language: str = "en"
    aspect: str = "16:9"
    evidence: dict[str, Evidence] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
