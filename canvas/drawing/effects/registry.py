"""The effects by the names that documents use."""

from __future__ import annotations

from collections.abc import Callable

from canvas.colour import resolve
from canvas.document import Effect, Palette
from canvas.drawing.effects import (
    beams,
    cel,
    falling,
    finish,
    fire,
    light,
    particles,
    patterns,
    shifting,
    splash,
    storms,
    tones,
)
from canvas.drawing.effects.job import EffectFunction, EffectJob
from canvas.drawing.fields import seed_of
from canvas.drawing.surface import Surface
from canvas.errors import DocumentError

EFFECTS: dict[str, EffectFunction] = {
    "rays": light.rays,
    "glow_spot": light.glow_spot,
    "shade": light.shade,
    "vignette": light.vignette,
    "bokeh": light.bokeh,
    "smoke": light.smoke,
    "sparks": particles.sparks,
    "embers": particles.embers,
    "confetti": particles.confetti,
    "snow": particles.snow,
    "dust": particles.dust,
    "stars": particles.stars,
    "halftone": patterns.halftone,
    "speed_lines": patterns.speed_lines,
    "scanlines": patterns.scanlines,
    "focus_lines": patterns.focus_lines,
    "lightning": storms.lightning,
    "rain": storms.rain,
    "shockwave": storms.shockwave,
    "depth_fog": storms.depth_fog,
    "flames": fire.flames,
    "light_leak": beams.light_leak,
    "lens_flare": beams.lens_flare,
    "light_streaks": beams.light_streaks,
    "spotlight_cone": beams.spotlight_cone,
    "money_rain": falling.money_rain,
    "petals": falling.petals,
    "leaves": falling.leaves,
    "hearts": falling.hearts,
    "splash": splash.splash,
    "impact": splash.impact,
    "frame": splash.frame,
    "cel": cel.cel,
    "chromatic": shifting.chromatic,
    "glitch": shifting.glitch,
    "tone": tones.tone,
    "grade": finish.grade,
    "grain": finish.grain,
}


# All others change a pixel by itself alone.
_REACHES: dict[str, Callable[[Effect], float]] = {
    "grade": finish.reach_of_grade,
    "chromatic": shifting.reach_of_chromatic,
    "glitch": shifting.reach_of_glitch,
    "cel": cel.reach_of_cel,
}


def reach_of(effect: Effect) -> float:
    """How far, in canvas heights, an effect carries a change of what lies below it to other pixels; often 0."""
    reach = _REACHES.get(effect.effect)
    return reach(effect) if reach is not None and effect.amount * effect.opacity > 0 else 0.0


def apply_effect(surface: Surface, effect: Effect, palette: Palette, seed: int) -> None:
    """Draw an effect layer over what is there. `DocumentError` for an effect that does not exist."""
    function = EFFECTS.get(effect.effect)
    if function is None:
        raise DocumentError("effect", f"there is no effect {effect.effect!r}")
    amount = effect.amount * effect.opacity
    if amount <= 0:
        return
    function(EffectJob(surface, effect, palette, resolve(effect.colour, palette), amount, seed_of(seed, effect.id)))
