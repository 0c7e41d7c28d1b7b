"""The finish: vignette, grade and grain, over everything but the type."""

from __future__ import annotations

from canvas.brief.model import Brief
from canvas.direction.following import is_followed
from canvas.dna import DesignDNA
from canvas.document import Effect

_GRAIN = 0.35
_GRAVE = frozenset({"dark", "dramatic", "scary"})
_LIVELY = 7  # the energy of what direction makes by itself, as measured
_PALEST = 0.9  # below it people look ill
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
    grain = (Effect(id="grain", name="Grain", effect="grain", amount=_GRAIN),) if is_grainy else ()
    if is_light:
        return (grade, *grain)
    depth = 0.75 if brief.mood in _GRAVE else 0.5
    if is_followed(dna):
        depth = 0.25 + 0.05 * dna.energy
    vignette = Effect(id="vignette", name="Vignette", effect="vignette", colour="dark", amount=depth, centre=focus)
    return (vignette, grade, *grain)
