"""What letters are made of: the colours down them, how round their edges are, how far they shine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from canvas.colour import RGB, WHITE, deep, luminance, mix, vivid
from canvas.document import Finish
from canvas.filters import FloatImage

Stops = tuple[tuple[float, RGB], ...]

_STEPS = 256
_GOLD: Stops = (
    (0.0, (1.0, 0.97, 0.74)), (0.20, (1.0, 0.85, 0.36)), (0.46, (0.96, 0.68, 0.14)), (0.50, (0.80, 0.49, 0.06)),
    (0.60, (0.93, 0.64, 0.14)), (0.82, (1.0, 0.88, 0.45)), (1.0, (0.74, 0.43, 0.06)),
)  # fmt: skip
_CHROME: Stops = (
    (0.0, (1.0, 1.0, 1.0)), (0.28, (0.84, 0.89, 0.95)), (0.47, (0.60, 0.69, 0.80)), (0.50, (0.33, 0.41, 0.52)),
    (0.60, (0.56, 0.64, 0.74)), (0.82, (0.93, 0.96, 1.0)), (1.0, (0.55, 0.63, 0.73)),
)  # fmt: skip
_ICE: Stops = (
    (0.0, (1.0, 1.0, 1.0)), (0.22, (0.90, 0.98, 1.0)), (0.48, (0.52, 0.84, 1.0)), (0.54, (0.22, 0.62, 0.95)),
    (0.80, (0.58, 0.88, 1.0)), (1.0, (0.93, 0.99, 1.0)),
)  # fmt: skip
_FIRE: Stops = (
    (0.0, (1.0, 0.18, 0.02)), (0.30, (1.0, 0.42, 0.03)), (0.58, (1.0, 0.68, 0.08)), (0.80, (1.0, 0.88, 0.28)),
    (1.0, (1.0, 0.98, 0.78)),
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """`stops` are its own colours down a line, or None for those of the text. `bevel` 0..1 is what its edges have at
    least; `warp` is how far (ratios of the letters' size) noise bends its colours; `halo` how far its light shines."""

    stops: Stops | None = None
    bevel: float = 0.0
    warp: float = 0.0
    halo: float = 0.0


MATERIALS: Mapping[Finish, Material] = {
    "flat": Material(),
    "gloss": Material(bevel=0.25),
    "gold": Material(_GOLD, bevel=0.85, warp=0.015),
    "chrome": Material(_CHROME, bevel=0.85, warp=0.02),
    "neon": Material(halo=0.46),
    "ice": Material(_ICE, bevel=0.6, warp=0.10),
    "fire": Material(_FIRE, bevel=0.15, warp=0.30, halo=0.35),
}


def ramp_colours(colour: RGB, strength: float, finish: Finish = "flat") -> FloatImage:
    """256 colours from the top of a letter to its bottom."""
    stops = ramp_stops(colour, strength, finish)
    positions, at = np.linspace(0, 1, _STEPS), [offset for offset, _ in stops]
    channels = zip(*(stop for _, stop in stops), strict=True)
    return np.stack([np.interp(positions, at, channel) for channel in channels], 1).astype(np.float32)


def ramp_stops(colour: RGB, strength: float, finish: Finish = "flat") -> Stops:
    """The colours of a letter and where they stand, 0 at its top. Flat ones go from a breath lighter to their shade."""
    own = MATERIALS[finish].stops
    if own is not None:
        return own
    if finish == "gloss":
        return _glossy(colour)
    if finish == "neon":
        tube = mix(vivid(colour, value=1.0), WHITE, 0.93)
        return ((0.0, tube), (1.0, tube))
    if luminance(colour) > 0.75 and min(colour) > 0.8:
        return (0.0, WHITE), (0.42, colour), (1.0, mix(colour, (0.58, 0.63, 0.76), 0.6 * strength))
    warm_shade = deep((colour[0], colour[1] * (1 - 0.35 * strength), colour[2]), value=1 - 0.45 * strength)
    return (0.0, mix(colour, WHITE, 0.55 * strength)), (0.42, colour), (1.0, warm_shade)


def _glossy(colour: RGB) -> Stops:
    """The light of a window on the upper half, cut off sharply in the middle."""
    if luminance(colour) > 0.75 and min(colour) > 0.8:
        grey = mix(colour, (0.66, 0.72, 0.84), 0.42)
        return (0.0, WHITE), (0.47, WHITE), (0.50, mix(colour, grey, 0.55)), (0.9, grey), (1.0, mix(grey, WHITE, 0.4))
    low = deep((colour[0], colour[1] * 0.82, colour[2]), value=0.74)
    return (0.0, mix(colour, WHITE, 0.72)), (0.46, mix(colour, WHITE, 0.30)), (0.50, colour), (0.92, low), (
        1.0, mix(low, WHITE, 0.18)
    )  # fmt: skip
