"""The palette of a thumbnail: colours of the brief before those of the look, harmonised, type always readable."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

from canvas.brief.lexicons import lexicon
from canvas.brief.model import Brief
from canvas.colour import RGB, contrast, parse_hex
from canvas.dna import DesignDNA
from canvas.document import Palette

STROKE_CONTRAST = 7.0
ACCENT_CONTRAST = 4.5
_LIGHT_GROUND_CONTRAST = 5.2  # WCAG asks 3 of large type, 4.5 of small: previews are small
_GREY_CHROMA = 0.07
_GREY_SATURATION = 0.18
_PASTEL = 0.78
_APART = 0.14  # of the hue circle: nearer than this, accent and primary look alike
_MOOD_CONFIDENCE = 0.85
_SHARE_OF_TOPIC = 0.75
_MUDDY = 0.2  # of the hue circle: farther apart, two colours mix to grey
_SIGNAL = "#ffd60a"
_PLAIN_PLATES = frozenset({"", "paint:paper", "paint:gradient"})  # a clean look with another ground is clean on it
# Moods whose colours come along even when the prompt only tells of them.
_TINTING = frozenset({"scary", "romantic", "luxury", "cute", "calm"})
# Light and shade of outdoor places, for when no scene shows them.
_PLACES = {
    "arctic": ("#4fb4f0", "#0d2f66"), "desert": ("#f0a040", "#6b2f12"), "beach": ("#19b5d8", "#0b4a78"),
    "space": ("#5a4bff", "#0d0a33"), "pool": ("#17b4e0", "#0a3f70"),
    "forest": ("#3a9d52", "#0f2e1c"), "ocean": ("#1590d4", "#06284d"), "mountain": ("#5f8fd0", "#1d2f52"),
    "city": ("#4a55e0", "#15132f"), "stadium": ("#25a94f", "#0a2f1c"), "haunted": ("#5b3a8c", "#0b111c"),
    "volcano": ("#ff5412", "#2a0a06"), "garden": ("#58b53c", "#173d1c"), "farm": ("#93b82a", "#2f4412"),
    "sky": ("#4aa8f0", "#123a78"), "night": ("#3b47b8", "#0a0d26"), "road": ("#e2762e", "#221c30"),
    "prison": ("#6f7f92", "#11161d"),
}  # fmt: skip


@dataclass(frozen=True)
class ColourPlan:
    """A palette, and whether the ground is light, so that type must be dark."""

    palette: Palette
    is_light: bool = False


def choose_palette(brief: Brief, dna: DesignDNA, *, on_paper: bool = False) -> ColourPlan:
    """Return the palette: the brief's colours, else a mood that the prompt spells out, else the look's own.

    `on_paper` tells that the look's own light paper will be the ground.
    """
    base = dna.palette
    chromatic = [colour for colour in brief.palette if _chroma(colour) > _GREY_CHROMA and not _is_black(colour)]
    greys = [colour for colour in brief.palette if colour not in chromatic]
    mood_colours = lexicon("moods").get(brief.mood, {}).get("palette", [])  # a mood of the user's own has no colours
    spoken = brief.evidence.get("mood")
    if not brief.palette and mood_colours and spoken is not None and spoken.confidence >= _MOOD_CONFIDENCE:
        primary, secondary, accent = mood_colours
        base = replace(base, primary=primary, secondary=secondary, accent=accent)
    elif not brief.palette and mood_colours and brief.mood in _TINTING:
        base = _towards(base, (mood_colours[0], mood_colours[1]))
    if not brief.palette and brief.place in _PLACES:
        base = _towards(base, _PLACES[brief.place])
    is_light = any(_lightness(colour) > 0.8 for colour in greys) or (on_paper and not brief.palette)
    is_light = is_light or (brief.mood == "clean" and not chromatic and dna.plate in _PLAIN_PLATES)
    if chromatic:
        base = _from_colours(chromatic, base)
        if _lightness(chromatic[0]) > _PASTEL and not any(_is_black(colour) for colour in greys):
            is_light = True
            base = replace(base, primary=_deepened(chromatic[0], 0.66), secondary=chromatic[0], light=chromatic[0])
    if any(_is_black(colour) for colour in greys) and not is_light:
        base = replace(base, secondary=_deepened(base.primary, 0.12))
    if dna.plate == "paint:paper" and not is_light:  # its inks are dark: they would drown on a dark scene
        base = replace(base, accent=_apart_from(_SIGNAL, base.primary, base.primary))
    if is_light and not chromatic and not on_paper:
        base = replace(base, secondary=_mixed(base.primary, "#ffffff", 0.82))
    return ColourPlan(readable(base), is_light)


def has_colours_of_its_own(place: str) -> bool:
    """Tell whether the place is known by its colours: snow is not red."""
    return place in _PLACES


def _towards(palette: Palette, colours: tuple[str, str]) -> Palette:
    """Draw primary and secondary to two colours, all the way where a mixture would be mud; the accent stays."""
    return replace(
        palette, primary=_drawn(palette.primary, colours[0]), secondary=_drawn(palette.secondary, colours[1])
    )


def _drawn(colour: str, to: str) -> str:
    return to if _hue_distance(colour, to) > _MUDDY else _mixed(colour, to, _SHARE_OF_TOPIC)


def _from_colours(colours: list[str], base: Palette) -> Palette:
    primary = colours[0]
    if len(colours) >= 3:
        return replace(base, primary=primary, secondary=colours[1], accent=colours[2])
    if len(colours) == 2:
        secondary = colours[1]
        return replace(base, primary=primary, secondary=secondary, accent=_apart_from(base.accent, primary, secondary))
    secondary = _turned(_deepened(primary, 0.42), -0.06)
    return replace(base, primary=primary, secondary=secondary, accent=_apart_from(base.accent, primary, primary))


def _apart_from(accent: str, first: str, second: str) -> str:
    """Keep the accent, or turn to yellow, cyan or pink when it would drown in the other colours."""
    for candidate in (accent, "#ffd60a", "#19e0ff", "#ff4fa3", "#ffffff"):
        if _saturation(candidate) < _GREY_SATURATION:
            continue
        if min(_hue_distance(candidate, first), _hue_distance(candidate, second)) >= _APART:
            return candidate
    return "#ffffff"


def readable(palette: Palette) -> Palette:
    """Return the palette with `light` and the accent readable on `dark` (WCAG 7 and 4.5)."""
    light, dark, accent = palette.light, palette.dark, palette.accent
    for _ in range(24):
        if _contrast(light, dark) >= STROKE_CONTRAST:
            break
        light, dark = _mixed(light, "#ffffff", 0.25), _mixed(dark, "#000000", 0.25)
    for _ in range(24):
        if _contrast(accent, dark) >= ACCENT_CONTRAST:
            break
        accent = _lightened(accent, 0.04)
    return replace(palette, light=light, dark=dark, accent=accent)


def on_light_ground(palette: Palette) -> Palette:
    """Return the palette with an accent that reads on its light ground."""
    candidates = (palette.accent, palette.primary, "#d81e5b")
    accent = next(colour for colour in candidates if not _turns_muddy(colour))
    for _ in range(24):
        if _contrast(accent, palette.light) >= _LIGHT_GROUND_CONTRAST:
            break
        accent = _lightened(accent, -0.04)
    return replace(palette, accent=accent, dark=_deepened(palette.primary, 0.12))


# Combinations that hold together under light, for variants: primary, secondary, accent.
_COMBINATIONS = (
    ("#ff2d3f", "#2b1a6b", "#ffd21f"), ("#2b6bff", "#12c2e9", "#ffe14d"), ("#8b2bff", "#ff2e88", "#3df2ff"),
    ("#ff7a00", "#b3122b", "#ffe14d"), ("#0fb57a", "#0b3d5c", "#ffd60a"), ("#12a8e0", "#1b2a6b", "#ff9f1c"),
    ("#f5347f", "#ff8a3d", "#fff07a"), ("#1f9e8f", "#0e2a47", "#ff6b4a"),
)  # fmt: skip


def _turns_muddy(colour: str) -> bool:
    """Tell whether a colour, darkened until it reads on white, turns olive or brown."""
    return 0.09 < _hls(colour)[0] < 0.28


def another(palette: Palette, rank: int, *, stays_near: bool = False) -> Palette:
    """Return another combination of colours; `rank` 0 is the farthest from this palette, 1 the next one.

    With `stays_near` it is the nearest: a place that the prompt names must be known again.
    """
    sign = 1 if stays_near else -1
    ordered = sorted(_COMBINATIONS, key=lambda colours: sign * _hue_distance(colours[0], palette.primary))
    primary, secondary, accent = ordered[rank % len(ordered)]
    return readable(replace(palette, primary=primary, secondary=secondary, accent=accent))


def swapped(palette: Palette) -> Palette:
    """Exchange primary and secondary: the same colours, another light."""
    return replace(palette, primary=palette.secondary, secondary=palette.primary)


def mixed(first: str, second: str, share: float) -> str:
    """Blend two `#rrggbb` colours; `share` 0 is the first."""
    return _mixed(first, second, share)


def _contrast(first: str, second: str) -> float:
    return contrast(parse_hex(first), parse_hex(second))


def _hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*parse_hex(colour))


def _saturation(colour: str) -> float:
    red, green, blue = parse_hex(colour)
    return colorsys.rgb_to_hsv(red, green, blue)[1]


def _chroma(colour: str) -> float:
    channels = parse_hex(colour)
    return max(channels) - min(channels)


def _lightness(colour: str) -> float:
    return _hls(colour)[1]


def _is_black(colour: str) -> bool:
    return _lightness(colour) < 0.1


def _hue_distance(first: str, second: str) -> float:
    difference = abs(_hls(first)[0] - _hls(second)[0])
    return min(difference, 1 - difference)


def _turned(colour: str, turn: float) -> str:
    hue, lightness, saturation = _hls(colour)
    return _hex(colorsys.hls_to_rgb((hue + turn) % 1.0, lightness, saturation))


def _deepened(colour: str, lightness: float) -> str:
    hue, old, saturation = _hls(colour)
    return _hex(colorsys.hls_to_rgb(hue, min(old, lightness), min(1.0, saturation * 1.05)))


def _lightened(colour: str, step: float) -> str:
    hue, lightness, saturation = _hls(colour)
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness + step)), saturation))


def _mixed(first: str, second: str, share: float) -> str:
    a, b = parse_hex(first), parse_hex(second)
    return _hex((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share))


def _hex(colour: RGB) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, channel)) * 255):02x}" for channel in colour)
