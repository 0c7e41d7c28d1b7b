"""Repair: the edits that mend a measured fault, and the loop that keeps what got better."""

from canvas.repair.repairing import MENDS, Picture, improve, operations_for, repair

__all__ = ["MENDS", "Picture", "improve", "operations_for", "repair"]
