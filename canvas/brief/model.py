"""The brief: a prompt, understood. It is shown to the user and may be edited before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SubjectKind = Literal["face", "prop", "text"]
Side = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Evidence:
    """How sure a field is (0..1) and where it came from: `quoted lexicon embedding grammar option default`.

    `default` tells that the prompt says nothing of it; `option` that the user chose it outside the prompt.
    """

    confidence: float
    source: str


@dataclass(frozen=True)
class Brief:
    """`highlight` indexes words of `headline`. `palette` is empty unless the prompt names colours (`#rrggbb` each);
    `text_colour` is that one of them in which the words are asked for, empty when none is.

    `negative` holds what must not appear: `text people props arrows circles emoji …`, a colour's name or a prop's.
    `people` is the number of people asked for, None when the prompt says nothing of them. `language` is a BCP 47
    primary tag. `style` is one of the `styles` of lexicon/marks.toml or empty, `side` where the face is to stand,
    `count` how many pictures are asked for; the last two are None when the prompt says nothing of them. `evidence` has
    every field but `topic` and `hints`.
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
    text_colour: str = ""
    emphasis: str = ""
    expression: str = ""
    effects: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    people: int | None = None
    language: str = "en"
    aspect: str = "16:9"
    style: str = ""
    side: Side | None = None
    count: int | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
