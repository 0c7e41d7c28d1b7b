"""Design DNA: the traits of a look, typed. What a template is known by, and what direction follows.

Numbers are ratios of the picture unless the field says otherwise. A trait is measured (from pixels or from the
document's own boxes) or described by its designer; `origin` says which.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from canvas.document import Palette
from canvas.errors import DocumentError

FacePlace = Literal["none", "left", "centre", "right"]
TextPlace = Literal["none", "left", "centre", "right", "top", "bottom"]
Background = Literal["scene", "photo", "gradient", "pattern", "plain"]


@dataclass(frozen=True)
class DesignDNA:
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


def to_json(dna: DesignDNA) -> dict[str, Any]:
    """Return the DNA as JSON values."""
    value = asdict(dna)
    value["effects"] = list(dna.effects)
    return value


def from_json(value: Mapping[str, Any]) -> DesignDNA:
    """Return the DNA that `to_json` wrote; `DocumentError` where a trait is unknown or missing."""
    known = {one.name for one in fields(DesignDNA)}
    unknown = sorted(set(value) - known)
    if unknown:
        raise DocumentError(unknown[0], "there is no such trait")
    traits = dict(value)
    try:
        traits["palette"] = Palette(**traits["palette"])
        traits["effects"] = tuple(traits.get("effects", ()))
        return DesignDNA(**traits)
    except (KeyError, TypeError) as error:
        raise DocumentError("", f"not a design DNA: {error}") from error


_PLACES = {
    "left": "on the left",
    "right": "on the right",
    "centre": "in the centre",
    "top": "at the top",
    "bottom": "at the bottom",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def traits(dna: DesignDNA) -> tuple[str, ...]:
    """Return what may be said of a look in public: short phrases that give nothing of its original away."""
    found = [f"{dna.layout.replace('_', ' ')} layout"]
    if dna.face_place != "none":
        found.append(f"face {_PLACES[dna.face_place]}")
    if dna.text_place != "none":
        words = f"{_NUMBERS[dna.text_words]}-word " if 0 < dna.text_words < len(_NUMBERS) else ""
        found.append(f"{words}headline {_PLACES[dna.text_place]}")
    found.append(f"{_hue(dna.palette.accent)} accent")
    found.append(f"{dna.mood} mood")
    if dna.energy >= 7:
        found.append("high energy")
    elif dna.energy <= 3:
        found.append("calm")
    if dna.effects:
        found.append(" and ".join(name.replace("_", " ") for name in dna.effects[:2]))
    return tuple(found)


def sentence(dna: DesignDNA, *, name: str, category: str, tags: Sequence[str]) -> str:
    """Return the sentence that stands for a look in the embedding space: what it is for, and how it looks."""
    ground = dna.plate.partition(":")[2].replace("_", " ")
    topics = ", ".join(tags)
    return f"{category} thumbnail, {name}: {topics}. {ground} background, {', '.join(traits(dna))}."


def _hue(colour: str) -> str:
    """Name a colour as people do."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.15:
        return "white" if value > 0.8 else "grey" if value > 0.25 else "black"
    for limit, name in _HUES:
        if hue * 360 < limit:
            return name
    return "red"


_HUES = (
    (15, "red"),
    (42, "orange"),
    (68, "yellow"),
    (165, "green"),
    (200, "cyan"),
    (258, "blue"),
    (290, "purple"),
    (345, "pink"),
)
