"""People in photos: found, cut out of their background and exposed for a thumbnail."""

from canvas.people.cutting import CutOut, cut_out

__all__ = ["CutOut", "cut_out"]
