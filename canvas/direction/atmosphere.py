"""Effect layers: light and particles behind and before the subjects, and the finish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from canvas.brief.model import Brief
from canvas.direction.finishing import finish
from canvas.direction.following import is_followed
from canvas.direction.framing import Framing
from canvas.direction.grounds import Ground
from canvas.direction.shades import mixed
from canvas.dna import DesignDNA
from canvas.document import Aspect, Effect, Palette
from canvas.layouts import LAYOUTS, Arrangement

_BEHIND = frozenset({
    "rays", "glow_spot", "bokeh", "smoke", "halftone", "speed_lines", "stars", "scanlines", "lightning", "shockwave",
    "depth_fog", "light_streaks", "spotlight_cone", "splash", "impact", "focus_lines",
})  # fmt: skip
_BEFORE = frozenset({
    "sparks", "embers", "confetti", "snow", "dust", "flames", "rain", "money_rain", "petals", "leaves", "hearts",
    "light_leak", "lens_flare",
})  # fmt: skip
_MOST_BEHIND, _MOST_BEFORE = 2, 2
# What is asked for by a name that is no effect's own, or by one that wants another beside it.
_ASKED = {
    "fire": ("flames", "embers"), "flames": ("flames", "embers"), "lightning": ("lightning", "glow_spot"),
    "comic": ("impact", "halftone"), "neon": ("glow_spot",), "fog": ("depth_fog",),
}  # fmt: skip
_OF_PLACE = {"arctic": ("snow",), "space": ("stars",), "desert": ("dust",), "haunted": ("depth_fog",),
             "stage": ("spotlight_cone",), "volcano": ("embers",), "ocean": ("rays",), "forest": ("depth_fog",),
             "road": ("light_streaks",)}  # fmt: skip
_OF_MOOD = {"dark": ("smoke",), "epic": ("sparks", "glow_spot"), "scary": ("smoke",), "happy": ("confetti",),
            "romantic": ("hearts", "bokeh"), "mysterious": ("smoke",), "calm": ("bokeh",)}  # fmt: skip
_MERRY = frozenset({"confetti", "rays"})
_GRAVE = frozenset({"dark", "scary", "dramatic", "mysterious", "calm", "romantic", "luxury"})
_ON_LIGHT = frozenset({"halftone", "confetti"})  # what shows on a light ground
_PATTERNS = {"paint:rays": ("rays",), "paint:halftone": ("halftone",), "paint:speedlines": ("rays",)}
_ANGLES = {"left": 180.0, "right": 0.0, "top": 90.0, "bottom": 270.0, "centre": 270.0}
_FIERY = "#ff7a1a"


@dataclass(frozen=True)
class Atmosphere:
    behind: tuple[Effect, ...]
    before: tuple[Effect, ...]
    finish: tuple[Effect, ...]


def choose_atmosphere(
    framing: Framing, brief: Brief, dna: DesignDNA, ground: Ground, palette: Palette, *, is_light: bool
) -> Atmosphere:
    """Return the effects: those asked for, then what place and mood bring along, then the look's own.

    A look that is followed has its own alone besides those asked for.
    """
    forbidden = "effects" in brief.negative or "clutter" in brief.negative
    names = _named(brief, dna, is_light=is_light) if not forbidden else []
    if "fire" in brief.negative:
        names = [name for name in names if name not in {"embers", "flames"}]
    if ground.source in {"paint:rays", "paint:speedlines", "paint:halftone", "paint:split"}:
        names = [name for name in names if name not in {"rays", "speed_lines", "halftone", "smoke"}]
    focus = focus_of(framing, brief)
    behind = [name for name in names if name in _BEHIND][:_MOST_BEHIND]
    before = [name for name in names if name in _BEFORE][:_MOST_BEFORE]
    glows = is_followed(dna) or not is_light
    if framing.hero and glows and "glow_spot" not in behind and not forbidden:
        behind.append("glow_spot")
    shades = _shade(framing, brief, dna, is_light=is_light)
    return Atmosphere(
        behind=(*shades, *(_effect(name, focus, brief, palette, is_light=is_light) for name in behind)),
        before=tuple(_effect(name, focus, brief, palette, is_light=is_light) for name in before),
        finish=finish(brief, dna, focus, is_light=is_light, is_grainy="grain" in dna.effects and not forbidden),
    )


def _named(brief: Brief, dna: DesignDNA, *, is_light: bool) -> list[str]:
    asked = [name for effect in brief.effects for name in _ASKED.get(effect, (effect,))]
    unfit = _MERRY if brief.mood in _GRAVE else frozenset()
    own = [name for name in dna.effects if name in (_BEHIND | _BEFORE) - unfit]
    if is_followed(dna):
        if is_light:  # its painted ground gives way to paper: the pattern comes back on it
            own = [*_PATTERNS.get(dna.plate, ()), *(name for name in own if name in _ON_LIGHT)]
        return list(dict.fromkeys([*asked, *own]))
    if (is_light and not asked) or brief.mood == "clean":
        return asked
    return list(dict.fromkeys([*asked, *_OF_PLACE.get(brief.place, ()), *_OF_MOOD.get(brief.mood, ()), *own]))


def focus_of(framing: Framing, brief: Brief) -> tuple[float, float]:
    """Return where the hero's middle is, roughly: the light gathers there."""
    return _arrangement(framing, brief).focus


def _effect(name: str, focus: tuple[float, float], brief: Brief, palette: Palette, *, is_light: bool) -> Effect:
    fiery = "fire" in brief.effects or brief.place == "volcano"
    lively = 0.35 + 0.05 * brief.energy
    if name == "glow_spot":
        colour = _FIERY if fiery else "light" if is_light else "primary"
        return Effect(
            id="glow", name="Glow", effect=name, colour=colour, amount=0.75, centre=focus, params={"radius": 0.5}
        )
    if name == "embers":
        return Effect(id="embers", name="Embers", effect=name, colour=_FIERY, amount=0.9, centre=focus)
    if name == "flames":
        return Effect(
            id="flames", name="Flames", effect=name, colour=_FIERY, amount=0.9, centre=focus, params={"height": 0.3}
        )
    if name == "snow":
        return Effect(id="snow", name="Snow", effect=name, colour="light", amount=0.85, centre=focus)
    colours = {
        "smoke": mixed(palette.light, palette.primary, 0.35), "rays": "#ffffff" if is_light else "light",
        "halftone": "dark", "speed_lines": "light", "bokeh": "accent", "dust": "light", "stars": "light",
        "scanlines": "dark", "lightning": "light", "shockwave": "light",
        "depth_fog": mixed(palette.light, palette.primary, 0.5),
        "spotlight_cone": "light", "impact": "accent", "focus_lines": "dark", "rain": "light", "lens_flare": "light",
        "petals": "#ffb3c7", "leaves": "#e8762c", "hearts": "#ff3b6b", "money_rain": "#3fae5a",
    }  # fmt: skip
    amounts = {
        "halftone": 0.35,
        "smoke": 0.7,
        "rays": 0.9 if is_light else 0.55,
        "confetti": 0.9,
        "stars": 0.8,
        "depth_fog": 0.6,
        "spotlight_cone": 0.6,
        "lens_flare": 0.6,
        "light_leak": 0.6,
    }
    return Effect(
        id=name, name=name.replace("_", " ").capitalize(), effect=name, colour=colours.get(name, "accent"),
        amount=amounts.get(name, lively), centre=focus,
    )  # fmt: skip


def _shade(framing: Framing, brief: Brief, dna: DesignDNA, *, is_light: bool) -> tuple[Effect, ...]:
    """Darken the side that holds the type, so that it reads on any scene."""
    needs_none = is_followed(dna) and (dna.text_label or dna.text_colour == "dark")
    if is_light or needs_none or not framing.headline or framing.layout == "full_type":
        return ()
    side = _arrangement(framing, brief).type_side
    params = {"angle": _ANGLES[side], "reach": 0.5 if side in {"top", "bottom"} else 0.62}
    return (Effect(id="shade", name="Shade", effect="shade", colour="dark", amount=0.5, params=params),)


def _arrangement(framing: Framing, brief: Brief) -> Arrangement:
    return LAYOUTS[framing.layout].arrangement(cast("Aspect", brief.aspect))
