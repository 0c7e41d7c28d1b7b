"""The colours of type: of the letters, of their edge, of the words that stand out, and of the box they may stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canvas.colour import contrast, luminance, resolve
from canvas.direction.following import is_followed
from canvas.direction.shades import darkened, hex_of, ratio, turns_muddy
from canvas.dna import DesignDNA
from canvas.document import Palette

_READABLE = 4.5  # WCAG 2.2 asks it of small type: previews are small
_READABLE_LARGE = 3.5  # and 3 of large type: one word among others that read
_LIGHT = 0.4  # relative luminance
_EDGE = 0.08  # of the letters' size: type in the colour of its ground lives by its edge


@dataclass(frozen=True)
class Ink:
    """Palette roles, or `#rrggbb`. `label` is the colour of the box behind each line, None without one; `edge` is the
    least width of the stroke, in ratios of the letters' size."""

    letters: str
    stroke: str
    highlight: str
    label: str | None = None
    edge: float = 0.0


def choose_ink(dna: DesignDNA, palette: Palette, *, is_light: bool) -> Ink:
    """Return the ink of the headline: what reads on the ground, or what a followed look has."""
    on_ground, against = ("dark", "light") if is_light else ("light", "dark")
    if not is_followed(dna):
        return Ink(on_ground, against, "accent")
    if dna.text_label:
        label = _label(dna, palette)
        return Ink(dna.text_colour, against, _standing_out(dna.text_colour, label, palette), label)
    behind = on_ground if dna.text_colour == against else against
    highlight = _standing_out(dna.text_colour, behind, palette)
    return Ink(dna.text_colour, behind, highlight, edge=_EDGE if is_light or behind == on_ground else 0.0)


def inked(ink: Ink, colour: str, palette: Palette, *, is_light: bool) -> Ink:
    """Return the ink with all words in the colour that the prompt asks for, as near to it as its ground lets be read.

    The edge is whichever of light and dark stands out most.
    """
    letters = darkened(colour, palette.light, _READABLE_LARGE) if is_light else colour
    edge = "dark" if ratio(letters, palette.dark) >= ratio(letters, palette.light) else "light"
    return replace(ink, letters=letters, stroke=edge, highlight=letters)


def _label(dna: DesignDNA, palette: Palette) -> str:
    """Return the colour of the box: the accent, darkened where light type asks for it, else black or white."""
    if dna.text_colour == "dark":
        return "accent" if ratio(palette.accent, palette.dark) >= _READABLE else "light"
    if dna.text_colour == "accent" or turns_muddy(palette.accent):
        return "dark"
    return darkened(palette.accent, palette.light, _READABLE)


def _standing_out(letters: str, ground: str, palette: Palette) -> str:
    """Return the colour that a highlighted word takes among such letters, on such a ground."""
    behind = resolve(ground, palette)
    if letters != "accent" and ground != "accent":
        if contrast(resolve("accent", palette), behind) >= _READABLE_LARGE:
            return "accent"
        if luminance(behind) > _LIGHT and not turns_muddy(palette.accent):
            return darkened(palette.accent, hex_of(behind), _READABLE_LARGE)
    free = [role for role in ("primary", "light", "dark") if role not in {letters, ground}]
    return next((role for role in free if contrast(resolve(role, palette), behind) >= _READABLE), letters)
