"""Scoring: what is measurably wrong with a thumbnail, and the operation that would mend it."""

from canvas.scoring.model import Axis, Score
from canvas.scoring.scoring import score

__all__ = ["Axis", "Score", "score"]
