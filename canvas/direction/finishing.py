"""The finish: vignette, grade and grain, over everything but the type."""

from __future__ import annotations

from canvas.brief.model import Brief
from canvas.direction.following import is_followed
from canvas.dna import DesignDNA
from canvas.document import Effect
from canvas.drawing.effects.tones import TONES

_GRAIN = 0.35
_GRAVE = frozenset({"dark", "dramatic", "scary"})
_LIVELY = 7  # the energy of what direction makes by itself, as measured
_PALEST = 0.9  # below it people look ill
# The grade that a style, a mood or a place is known by, and how strong it is laid on.
_TONE_OF_STYLE = {"cinematic": ("teal_orange", 0.75), "retro": ("vintage", 0.7), "cyberpunk": ("neon", 0.6)}
_TONE_OF_MOOD = {
    "epic": ("teal_orange", 0.45), "dark": ("cold_thriller", 0.4), "scary": ("cold_thriller", 0.5),
    "mysterious": ("cold_thriller", 0.4), "dramatic": ("bleach", 0.35), "retro": ("vintage", 0.55),
    "calm": ("warm_film", 0.35), "romantic": ("warm_film", 0.4), "warm": ("golden_hour", 0.4),
}  # fmt: skip
_TONE_OF_PLACE = {"beach": ("golden_hour", 0.35), "desert": ("golden_hour", 0.5), "road": ("teal_orange", 0.4)}
_WARMTH = {"warm": 0.04, "cold": -0.035, "calm": 0.01}


def finish(
    brief: Brief, dna: DesignDNA, focus: tuple[float, float], *, is_light: bool, is_grainy: bool
) -> tuple[Effect, ...]:
    """Return the finishing effects, first to last. A followed look is graded as lively as it was measured."""
    warmth = _WARMTH.get(brief.mood, 0.02 * max(-1.0, min(1.0, dna.warmth)))
    saturation = 1.02 if brief.mood in _GRAVE else 1.12
    contrast = 1.03 if is_light else 1.1
    if is_followed(dna):
        lively = (dna.energy - _LIVELY) / 5
        contrast = 1.08 if is_light else contrast + 0.15 * lively
        saturation = max(_PALEST, saturation + 0.35 * lively)
    grade = Effect(id="grade", name="Grade", effect="grade", params={
        "contrast": round(contrast, 3), "saturation": round(saturation, 3), "warmth": warmth, "sharpness": 0.3,
        "bloom": 0.0 if is_light else 0.12,
    })  # fmt: skip
    tone = _tone(brief, dna, is_light=is_light)
    grain = (Effect(id="grain", name="Grain", effect="grain", amount=_GRAIN),) if is_grainy else ()
    if is_light:
        return (*tone, grade, *_broken(brief), *grain)
    depth = 0.75 if brief.mood in _GRAVE else 0.5
    if is_followed(dna):
        depth = 0.25 + 0.05 * dna.energy
    vignette = Effect(id="vignette", name="Vignette", effect="vignette", colour="dark", amount=depth, centre=focus)
    return (vignette, *tone, grade, *_broken(brief), *grain)


def _tone(brief: Brief, dna: DesignDNA, *, is_light: bool) -> tuple[Effect, ...]:
    """Return the grade of the film that it is to look like; never over colours that the prompt or a look names."""
    if brief.palette or is_followed(dna):
        return ()
    named = _TONE_OF_STYLE.get(brief.style)
    if named is None and not is_light:
        named = _TONE_OF_MOOD.get(brief.mood) or _TONE_OF_PLACE.get(brief.place)
    if named is None:
        return ()
    name, amount = named
    params = {"tone": float(list(TONES).index(name))}
    return (Effect(id="tone", name="Tone", effect="tone", amount=amount, params=params),)


def _broken(brief: Brief) -> tuple[Effect, ...]:
    """Return what is asked for that breaks the picture itself: it comes after all that makes it."""
    return tuple(
        Effect(id=name, name=name.capitalize(), effect=name, amount=0.6)
        for name in ("glitch", "chromatic")
        if name in brief.effects
    )
