"""Effect layers: light and particles behind and before the subjects, and the finish."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.brief.model import Brief
from canvas.direction.framing import Framing
from canvas.direction.grounds import Ground
from canvas.direction.palettes import mixed
from canvas.dna import DesignDNA
from canvas.document import Effect, Palette

_BEHIND = frozenset({"rays", "glow_spot", "bokeh", "smoke", "halftone", "speed_lines", "stars", "scanlines"})
_BEFORE = frozenset({"sparks", "embers", "confetti", "snow", "dust"})
_MOST_BEHIND, _MOST_BEFORE = 2, 1
_ASKED = {
    "fire": ("embers", "glow_spot"), "smoke": ("smoke",), "sparks": ("sparks",), "confetti": ("confetti",),
    "snow": ("snow",), "rays": ("rays",), "halftone": ("halftone",), "bokeh": ("bokeh",),
    "speed_lines": ("speed_lines",), "lightning": ("glow_spot", "sparks"), "glow_spot": ("glow_spot",),
}  # fmt: skip
_OF_PLACE = {"arctic": ("snow",), "space": ("stars",), "desert": ("dust",), "haunted": ("smoke",), "stage": ("rays",),
             "volcano": ("embers",), "ocean": ("rays",)}  # fmt: skip
_OF_MOOD = {"dark": ("smoke",), "epic": ("sparks", "glow_spot"), "scary": ("smoke",), "happy": ("confetti",),
            "romantic": ("bokeh",), "mysterious": ("smoke",), "calm": ("bokeh",)}  # fmt: skip
_MERRY = frozenset({"confetti", "rays"})
_GRAVE = frozenset({"dark", "scary", "dramatic", "mysterious", "calm", "romantic", "luxury"})
_GRAIN = 0.35
_FIERY = "#ff7a1a"


@dataclass(frozen=True)
class Atmosphere:
    behind: tuple[Effect, ...]
    before: tuple[Effect, ...]
    finish: tuple[Effect, ...]


def choose_atmosphere(
    framing: Framing, brief: Brief, dna: DesignDNA, ground: Ground, palette: Palette, *, is_light: bool
) -> Atmosphere:
    """Return the effects: those asked for, then what place and mood bring along, then the look's own."""
    forbidden = "effects" in brief.negative or "clutter" in brief.negative
    asked = [name for effect in brief.effects for name in _ASKED[effect]]
    brought = [*_OF_PLACE.get(brief.place, ()), *_OF_MOOD.get(brief.mood, ())]
    unfit = _MERRY if brief.mood in _GRAVE else frozenset()
    own = [name for name in dna.effects if name in (_BEHIND | _BEFORE) - unfit]
    if forbidden or (is_light and not asked):
        names: list[str] = []
    elif brief.mood == "clean":
        names = asked
    else:
        names = list(dict.fromkeys([*asked, *brought, *own]))
    if "fire" in brief.negative:
        names = [name for name in names if name != "embers"]
    if ground.source in {"paint:rays", "paint:speedlines", "paint:halftone", "paint:split"}:
        names = [name for name in names if name not in {"rays", "speed_lines", "halftone", "smoke"}]
    focus = focus_of(framing)
    behind = [name for name in names if name in _BEHIND][:_MOST_BEHIND]
    before = [name for name in names if name in _BEFORE][:_MOST_BEFORE]
    if framing.hero and not is_light and "glow_spot" not in behind and not forbidden:
        behind.append("glow_spot")
    shades = _shade(framing, brief, is_light=is_light)
    return Atmosphere(
        behind=(*shades, *(_effect(name, focus, brief, palette) for name in behind)),
        before=tuple(_effect(name, focus, brief, palette) for name in before),
        finish=_finish(brief, dna, focus, is_light=is_light, is_grainy="grain" in dna.effects and not forbidden),
    )


def focus_of(framing: Framing) -> tuple[float, float]:
    """Return where the hero's middle is, roughly: the light gathers there."""
    return {
        "hero_right": (0.75, 0.48), "hero_left": (0.25, 0.48), "big_number": (0.77, 0.5), "centre_stage": (0.5, 0.36),
        "versus": (0.5, 0.4), "full_type": (0.5, 0.5),
    }.get(framing.layout, (0.5, 0.5))  # fmt: skip


def _effect(name: str, focus: tuple[float, float], brief: Brief, palette: Palette) -> Effect:
    fiery = "fire" in brief.effects or brief.place == "volcano"
    lively = 0.35 + 0.05 * brief.energy
    if name == "glow_spot":
        colour = _FIERY if fiery else "primary"
        return Effect(
            id="glow", name="Glow", effect=name, colour=colour, amount=0.75, centre=focus, params={"radius": 0.5}
        )
    if name == "embers":
        return Effect(id="embers", name="Embers", effect=name, colour=_FIERY, amount=0.9, centre=focus)
    if name == "snow":
        return Effect(id="snow", name="Snow", effect=name, colour="light", amount=0.85, centre=focus)
    colours = {
        "smoke": mixed(palette.light, palette.primary, 0.35), "rays": "light", "halftone": "dark",
        "speed_lines": "light", "bokeh": "accent", "dust": "light", "stars": "light", "scanlines": "dark",
    }  # fmt: skip
    amounts = {"halftone": 0.35, "smoke": 0.7, "rays": 0.55, "confetti": 0.9, "stars": 0.8}
    return Effect(
        id=name, name=name.replace("_", " ").capitalize(), effect=name, colour=colours.get(name, "accent"),
        amount=amounts.get(name, lively), centre=focus,
    )  # fmt: skip


def _shade(framing: Framing, brief: Brief, *, is_light: bool) -> tuple[Effect, ...]:
    """Darken the side that holds the type, so that it reads on any scene."""
    if is_light or not framing.headline:
        return ()
    angle = {"hero_right": 180.0, "big_number": 180.0, "hero_left": 0.0, "centre_stage": 270.0, "versus": 270.0}
    if framing.layout not in angle:
        return ()
    reach = 0.5 if framing.layout in {"centre_stage", "versus"} else 0.62
    params = {"angle": angle[framing.layout], "reach": reach}
    return (Effect(id="shade", name="Shade", effect="shade", colour="dark", amount=0.5, params=params),)


def _finish(
    brief: Brief, dna: DesignDNA, focus: tuple[float, float], *, is_light: bool, is_grainy: bool
) -> tuple[Effect, ...]:
    warmth = {"warm": 0.04, "cold": -0.035, "calm": 0.01}.get(brief.mood, 0.02 * max(-1.0, min(1.0, dna.warmth)))
    saturation = 1.12 if brief.mood not in {"dark", "dramatic", "scary"} else 1.02
    grade = Effect(id="grade", name="Grade", effect="grade", params={
        "contrast": 1.03 if is_light else 1.1, "saturation": saturation, "warmth": warmth, "sharpness": 0.3,
        "bloom": 0.0 if is_light else 0.12,
    })  # fmt: skip
    grain = (Effect(id="grain", name="Grain", effect="grain", amount=_GRAIN),) if is_grainy else ()
    if is_light:
        return (grade, *grain)
    depth = 0.75 if brief.mood in {"dark", "scary", "dramatic"} else 0.5
    return (
        Effect(id="vignette", name="Vignette", effect="vignette", colour="dark", amount=depth, centre=focus),
        grade,
        *grain,
    )
