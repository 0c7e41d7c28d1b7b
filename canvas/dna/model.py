"""Design DNA: the traits of a look, typed. What a template is known by, and what direction follows.

Numbers are ratios of the picture unless the field says otherwise. A trait is measured (from pixels or from the
document's own boxes) or described by its designer; `origin` says which.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from canvas.document import Palette

FacePlace = Literal["none", "left", "centre", "right"]
TextPlace = Literal["none", "left", "centre", "right", "top", "bottom"]
Background = Literal["scene", "photo", "gradient", "pattern", "plain"]
TypeColour = Literal["light", "dark", "accent"]
TypeCase = Literal["upper", "mixed"]


@dataclass(frozen=True)
class DesignDNA:
    """What a look is made of.

    `face_*` tell of a person's face, `subject_*` of whatever the picture is about, a face or a thing; heights are
    ratios of the picture's. `text_label` says that the type stands on a coloured box, `has_highlight` that a word or
    line has a colour of its own, `is_light` that the ground is light. `supports` is how many things stand beside the
    subject, None when the brief decides.
    """

    palette: Palette
    layout: str
    plate: str
    font: str
    effects: tuple[str, ...] = ()
    face_place: FacePlace = "none"
    face_height: float = 0.0
    text_place: TextPlace = "left"
    text_height: float = 0.0
    text_words: int = 0
    text_tilt: float = 0.0
    text_case: TypeCase = "upper"
    text_colour: TypeColour = "light"
    text_label: bool = False
    has_highlight: bool = True
    subject_place: FacePlace = "none"
    subject_height: float = 0.0
    supports: int | None = None
    is_light: bool = False
    outline: bool = True
    extrude: bool = True
    background: Background = "scene"
    energy: int = 5
    warmth: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    clutter: float = 0.0
    mood: str = "bold"
    has_logo: bool = False
    origin: Literal["designed", "measured"] = "designed"
    extras: dict[str, Any] = field(default_factory=dict)
