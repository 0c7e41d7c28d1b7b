"""An axis of the score, and the curves that turn a measurement into a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """`value` 0..1 from `measured` (in `unit`). Below its threshold it has a `fault`, bound to what would `mend` it."""

    value: float
    weight: float
    measured: float
    unit: str
    fault: str | None = None
    mend: str | None = None


# A value below this is a fault worth mending.
FAULTY = 0.62


def axis(value: float, *, weight: float, measured: float, unit: str, fault: str, mend: str) -> Axis:
    """Build an axis; fault and mend stand in it only where the value is poor."""
    bounded = min(1.0, max(0.0, value))
    is_poor = bounded < FAULTY
    return Axis(
        value=round(bounded, 4),
        weight=weight,
        measured=round(measured, 4),
        unit=unit,
        fault=fault if is_poor else None,
        mend=mend if is_poor else None,
    )


def rising(measured: float, low: float, high: float) -> float:
    """0 at `low`, 1 from `high` on, straight between."""
    return min(1.0, max(0.0, (measured - low) / (high - low)))


def within(measured: float, low: float, good_from: float, good_to: float, high: float) -> float:
    """1 between the good ends, falling straight to 0 at the outer ones."""
    return min(rising(measured, low, good_from), 1.0 - rising(measured, good_to, high))
