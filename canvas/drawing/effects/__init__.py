"""Effects: what lies over the plate and the subjects as light, particles, patterns and the final grade."""

from canvas.drawing.effects.registry import EFFECTS, apply_effect, reach_of

__all__ = ["EFFECTS", "apply_effect", "reach_of"]
