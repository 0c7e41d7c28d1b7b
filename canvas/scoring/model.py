"""What a score is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """One measured property: `value` 0..1 (1 is faultless), `weight` in the mean.

    `measured` is the number it was derived from, in `unit`. `fault` is a short code and `mend` the name of the
    operation of `canvas.repair` that would mend it, both None while the value is good enough.
    """

    value: float
    weight: float
    measured: float
    unit: str
    fault: str | None = None
    mend: str | None = None


@dataclass(frozen=True)
class Score:
    """`total` 0..100: a gate against broken pictures, not a judge of taste and never a promise of clicks."""

    total: float
    axes: dict[str, Axis]

    @property
    def faults(self) -> tuple[str, ...]:
        """Codes of the faults, worst first."""
        faulty = [axis for axis in self.axes.values() if axis.fault is not None]
        return tuple(axis.fault for axis in sorted(faulty, key=lambda axis: axis.value) if axis.fault)
