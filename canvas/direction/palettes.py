"""The palette of a thumbnail: colours of the brief before those of the look, harmonised, type always readable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canvas.brief.lexicons import lexicon
from canvas.brief.model import Brief
from canvas.direction.following import is_followed
from canvas.direction.shades import (
    brightness,
    chroma,
    darkened,
    deepened,
    hue_distance,
    is_black,
    lightened,
    lightness,
    mixed,
    ratio,
    saturation,
    turned,
    turns_muddy,
)
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
_BLACKENED = 0.2  # what light a black ground keeps
_SIGNAL = "#ffd60a"
_LIGHT_GROUND = 0.5  # relative luminance
_SHARE_IN_FOLLOWED = 0.3  # that the topic's colours have in a followed look's
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


def choose_palette(brief: Brief, dna: DesignDNA, *, on_light: bool = False) -> ColourPlan:
    """Return the palette: the brief's colours, else a mood that the prompt spells out, else the look's own.

    A look that is followed gives its colours unless the prompt names some; a place only tints them. `on_light`
    tells that the look's own light ground will be seen.
    """
    followed = is_followed(dna)
    base = _tinted(brief, dna.palette) if followed else _topical(brief, dna.palette)
    named = [colour for colour in brief.palette if colour != brief.text_colour]
    chromatic = [colour for colour in named if chroma(colour) > _GREY_CHROMA and not is_black(colour)]
    greys = [colour for colour in named if colour not in chromatic]
    is_light = any(lightness(colour) > 0.8 for colour in greys) or (on_light and not brief.palette)
    is_light = is_light or (brief.mood == "clean" and not chromatic and dna.plate in _PLAIN_PLATES and not followed)
    if chromatic:
        base = _from_colours(chromatic, base)
        if lightness(chromatic[0]) > _PASTEL and not any(is_black(colour) for colour in greys):
            is_light = True
            base = replace(base, primary=deepened(chromatic[0], 0.66), secondary=chromatic[0], light=chromatic[0])
    if any(is_black(colour) for colour in greys) and not is_light:
        primary = base.primary if chromatic else deepened(base.primary, _BLACKENED)
        base = replace(base, primary=primary, secondary=deepened(base.primary, 0.12))
    if dna.plate == "paint:paper" and not is_light and not followed:  # its dark inks would drown on a dark scene
        base = replace(base, accent=_apart_from(_SIGNAL, base.primary, base.primary))
    if is_light and not chromatic and not on_light:
        base = replace(base, secondary=mixed(base.primary, "#ffffff", 0.82))
    if followed and is_light and not brief.palette:
        base = replace(base, light=_light_ground(base))
    return ColourPlan(readable(base), is_light)


def _topical(brief: Brief, palette: Palette) -> Palette:
    """Return the palette with the colours of a mood that the prompt spells out, drawn to those of its place."""
    if brief.palette:
        return palette
    colours = _mood_colours(brief)
    spoken = brief.evidence.get("mood")
    if colours and spoken is not None and spoken.confidence >= _MOOD_CONFIDENCE:
        primary, secondary, accent = colours
        palette = replace(palette, primary=primary, secondary=secondary, accent=accent)
    elif colours and brief.mood in _TINTING:
        palette = _towards(palette, (colours[0], colours[1]))
    return _towards(palette, _PLACES[brief.place]) if brief.place in _PLACES else palette


def _tinted(brief: Brief, palette: Palette) -> Palette:
    """Draw primary and secondary a little to the colours of the place, where these are kindred."""
    colours = _PLACES.get(brief.place)
    if brief.palette or colours is None:
        return palette
    pairs = zip((palette.primary, palette.secondary), colours, strict=True)
    primary, secondary = (
        mixed(own, shown, _SHARE_IN_FOLLOWED) if _are_kindred(own, shown) else own for own, shown in pairs
    )
    return replace(palette, primary=primary, secondary=secondary)


def _are_kindred(own: str, shown: str) -> bool:
    """Tell whether a mixture of the two is a colour of its own: greys stay grey, and no mud is made."""
    return chroma(own) >= _GREY_CHROMA and hue_distance(own, shown) <= _MUDDY


def _mood_colours(brief: Brief) -> tuple[str, ...]:
    """Return primary, secondary and accent of the mood; none for a mood of the user's own."""
    return tuple(lexicon("moods").get(brief.mood, {}).get("palette", ()))


def _light_ground(palette: Palette) -> str:
    """Return the colour that a light ground has: the look's own where it is light, else that of its light type."""
    own = (palette.primary, palette.secondary, palette.light)
    return next((colour for colour in own if brightness(colour) >= _LIGHT_GROUND), "#ffffff")


def has_colours_of_its_own(place: str) -> bool:
    """Tell whether the place is known by its colours: snow is not red."""
    return place in _PLACES


def _towards(palette: Palette, colours: tuple[str, str]) -> Palette:
    """Draw primary and secondary to two colours, all the way where a mixture would be mud; the accent stays."""
    return replace(
        palette, primary=_drawn(palette.primary, colours[0]), secondary=_drawn(palette.secondary, colours[1])
    )


def _drawn(colour: str, to: str) -> str:
    return to if hue_distance(colour, to) > _MUDDY else mixed(colour, to, _SHARE_OF_TOPIC)


def _from_colours(colours: list[str], base: Palette) -> Palette:
    primary = colours[0]
    if len(colours) >= 3:
        return replace(base, primary=primary, secondary=colours[1], accent=colours[2])
    if len(colours) == 2:
        first, second = sorted(colours, key=brightness)
        is_told = hue_distance(first, second) >= _APART  # by hue: the brighter one is seen on words, and no third one
        accent = second if is_told else _apart_from(base.accent, primary, colours[1])
        return replace(base, primary=primary, secondary=colours[1], accent=accent)
    secondary = turned(deepened(primary, 0.42), -0.06)
    return replace(base, primary=primary, secondary=secondary, accent=_apart_from(base.accent, primary, primary))


def _apart_from(accent: str, first: str, second: str) -> str:
    """Keep the accent, or turn to yellow, cyan or pink when it would drown in the other colours."""
    for candidate in (accent, "#ffd60a", "#19e0ff", "#ff4fa3", "#ffffff"):
        if saturation(candidate) < _GREY_SATURATION:
            continue
        if min(hue_distance(candidate, first), hue_distance(candidate, second)) >= _APART:
            return candidate
    return "#ffffff"


def readable(palette: Palette) -> Palette:
    """Return the palette with `light` and the accent readable on `dark` (WCAG 7 and 4.5)."""
    light, dark, accent = palette.light, palette.dark, palette.accent
    for _ in range(24):
        if ratio(light, dark) >= STROKE_CONTRAST:
            break
        light, dark = mixed(light, "#ffffff", 0.25), mixed(dark, "#000000", 0.25)
    for _ in range(24):
        if ratio(accent, dark) >= ACCENT_CONTRAST:
            break
        accent = lightened(accent, 0.04)
    return replace(palette, light=light, dark=dark, accent=accent)


def on_light_ground(palette: Palette, *, keeps_accent: bool = False) -> Palette:
    """Return the palette with dark type and an accent that reads on its light ground.

    With `keeps_accent` the accent may be too light for type: it is for boxes, outlines and marks then.
    """
    if keeps_accent:
        return palette
    accent = next(colour for colour in (palette.accent, palette.primary, "#d81e5b") if not turns_muddy(colour))
    return replace(
        palette, accent=darkened(accent, palette.light, _LIGHT_GROUND_CONTRAST), dark=deepened(palette.primary, 0.12)
    )


def told_in_words(palette: Palette, brief: Brief) -> Palette:
    """Return the palette with the brightest colour that the prompt names for its accent, where it reads on dark.

    Scenes are lit in a colour but seldom made of it: the words show it then.
    """
    bright = [
        colour for colour in brief.palette
        if chroma(colour) > _GREY_CHROMA and ratio(colour, palette.dark) >= STROKE_CONTRAST
    ]  # fmt: skip
    return replace(palette, accent=max(bright, key=brightness)) if bright else palette


# Combinations that hold together under light, for variants: primary, secondary, accent.
_COMBINATIONS = (
    ("#ff2d3f", "#2b1a6b", "#ffd21f"), ("#2b6bff", "#12c2e9", "#ffe14d"), ("#8b2bff", "#ff2e88", "#3df2ff"),
    ("#ff7a00", "#b3122b", "#ffe14d"), ("#0fb57a", "#0b3d5c", "#ffd60a"), ("#12a8e0", "#1b2a6b", "#ff9f1c"),
    ("#f5347f", "#ff8a3d", "#fff07a"), ("#1f9e8f", "#0e2a47", "#ff6b4a"),
)  # fmt: skip


def another(palette: Palette, rank: int, *, stays_near: bool = False) -> Palette:
    """Return another combination of colours; `rank` 0 is the farthest from this palette, 1 the next one.

    With `stays_near` it is the nearest: a place that the prompt names must be known again.
    """
    sign = 1 if stays_near else -1
    ordered = sorted(_COMBINATIONS, key=lambda colours: sign * hue_distance(colours[0], palette.primary))
    primary, secondary, accent = ordered[rank % len(ordered)]
    return readable(replace(palette, primary=primary, secondary=secondary, accent=accent))


def swapped(palette: Palette) -> Palette:
    """Exchange primary and secondary: the same colours, another light."""
    return replace(palette, primary=palette.secondary, secondary=palette.primary)
