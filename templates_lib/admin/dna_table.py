"""Design DNA as a table for people: every trait, with its unit."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from canvas.colour import is_hex
from canvas.dna import DesignDNA
from canvas.document import Palette


@dataclass(frozen=True)
class Fact:
    """A row: what it is called, its value, and the colour it names, "" for none."""

    name: str
    value: str
    colour: str = ""


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    title: str
    facts: tuple[Fact, ...]


def _words(value: Any) -> str:
    return str(value).replace("_", " ") or "–"


def _share(value: float) -> str:
    return f"{value:.0%}"


def _of_height(value: float) -> str:
    return f"{value:.0%} of the height" if value else "none"


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _listed(value: Any) -> str:
    return ", ".join(_words(part) for part in value) or "none"


def _supports(value: int | None) -> str:
    return "as the brief decides" if value is None else str(value)


_Format = Callable[[Any], str]
_GROUPS: dict[str, dict[str, tuple[str, _Format]]] = {
    "Layout": {
        "layout": ("Layout", _words),
        "text_place": ("Type stands", _words),
        "face_place": ("Face stands", _words),
        "face_height": ("Face", _of_height),
        "subject_place": ("Subject stands", _words),
        "subject_height": ("Subject", _of_height),
        "supports": ("Things beside the subject", _supports),
        "has_logo": ("Logo", _yes_no),
    },
    "Type": {
        "font": ("Typeface", _words),
        "text_words": ("Words in the headline", str),
        "text_height": ("Height of its letters", _of_height),
        "text_tilt": ("Tilt", lambda value: f"{value:+.1f}°"),
        "text_case": ("Case", _words),
        "text_colour": ("Letters", _words),
        "text_label": ("On a coloured box", _yes_no),
        "has_highlight": ("A word in its own colour", _yes_no),
        "extrude": ("Hard shape behind the letters", _yes_no),
    },
    "Ground": {
        "background": ("Ground", _words),
        "plate": ("Drawn as", _words),
        "is_light": ("Light ground", _yes_no),
        "outline": ("Light ring round the subject", _yes_no),
        "effects": ("Effects", _listed),
    },
    "Mood": {
        "mood": ("Mood", _words),
        "energy": ("Energy", lambda value: f"{value} of 10"),
        "warmth": ("Warmth (−1 blue to 1 red)", lambda value: f"{value:+.2f}"),
        "contrast": ("Contrast (RMS, 0 to 0.5)", lambda value: f"{value:.2f}"),
        "saturation": ("Saturation", _share),
        "clutter": ("Edges outside the type", lambda value: f"{value:.1%} of the pixels"),
        "origin": ("Known by", lambda value: {"designed": "its designer", "measured": "measuring"}[value]),
    },
}


def dna_table(dna: DesignDNA) -> tuple[Group, ...]:
    """Return all traits in groups, the palette first."""
    groups = [Group("Palette", _palette(dna.palette))]
    for title, rows in _GROUPS.items():
        facts = tuple(Fact(name, tell(getattr(dna, trait))) for trait, (name, tell) in rows.items())
        groups.append(Group(title, facts))
    if dna.extras:
        extras = tuple(Fact(_words(name).capitalize(), _extra(value)) for name, value in sorted(dna.extras.items()))
        groups.append(Group("More", extras))
    return tuple(groups)


def _palette(palette: Palette) -> tuple[Fact, ...]:
    return tuple(Fact(role.capitalize(), colour, colour) for role, colour in asdict(palette).items() if is_hex(colour))


def _extra(value: Any) -> str:
    return _listed(value) if isinstance(value, list | tuple) else _words(value)
