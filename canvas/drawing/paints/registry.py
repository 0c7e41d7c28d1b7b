"""The paints by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from canvas.document import Palette
from canvas.drawing.paints import airs, bursts, prints, sheets, soft, surfaces, technical
from canvas.errors import PictureError
from canvas.filters import FloatImage

Painter = Callable[[Palette, Mapping[str, float], int, int, int], FloatImage]

PAINTS: dict[str, Painter] = {
    "gradient": soft.gradient,
    "mesh": soft.mesh,
    "rays": bursts.rays,
    "halftone": prints.halftone,
    "split": sheets.split,
    "spotlight": soft.spotlight,
    "speedlines": bursts.speedlines,
    "bokeh": soft.bokeh,
    "grid_neon": technical.grid_neon,
    "paper": surfaces.paper,
    "stripes": prints.stripes,
    "sunburst_comic": bursts.sunburst_comic,
    "waves": sheets.waves,
    "blueprint": technical.blueprint,
    "circuit": technical.circuit,
    "polka": prints.polka,
    "brush": surfaces.brush,
    "checker": technical.checker,
    "aurora": airs.aurora,
    "smoke": airs.smoke,
    "nebula": airs.nebula,
    "confetti_blur": soft.confetti_blur,
    "duotone_blocks": sheets.duotone_blocks,
    "marble": surfaces.marble,
    "pixel": prints.pixel,
    "tunnel": bursts.tunnel,
    "cubes": prints.cubes,
    "spot_wall": soft.spot_wall,
    "torn": sheets.torn,
    "grunge": surfaces.grunge,
}


def paint(name: str, palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Return a painted background, HxWx3 in 0..1. `PictureError` when there is no paint of that name.

    All take `focus_x` and `focus_y`, the ratios of the point they centre on (0.68, 0.45 when not given).
    """
    painter = PAINTS.get(name)
    if painter is None:
        raise PictureError(f"there is no paint {name!r}")
    return np.clip(painter(palette, params, width, height, seed), 0, 1)
