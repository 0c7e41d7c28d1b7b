"""What every effect is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from canvas.colour import RGB, parse_hex
from canvas.document import Effect, Palette
from canvas.drawing.surface import Surface, bands
from canvas.filters import FloatImage, as_rgb, tinted

_MOST_THINGS = 1500


@dataclass(frozen=True)
class EffectJob:
    """One effect layer to draw on a surface. `colour` is resolved; `amount` holds the layer's opacity already."""

    surface: Surface
    effect: Effect
    palette: Palette
    colour: RGB
    amount: float
    seed: int

    @property
    def width(self) -> int:
        return self.surface.width

    @property
    def height(self) -> int:
        return self.surface.height

    @property
    def centre(self) -> tuple[float, float]:
        """The point the effect is about, in ratios; at most one canvas outside."""
        x, y = (min(2.0, max(-1.0, value)) for value in self.effect.centre)
        return x, y

    def param(self, name: str, default: float) -> float:
        """A parameter of the layer, or what the effect takes when the layer doesn't say."""
        return float(self.effect.params.get(name, default))

    def size(self, name: str, default: float) -> float:
        """A parameter that is a length or a factor: more than nothing, and no more than ten."""
        return min(10.0, max(1e-3, self.param(name, default)))

    def share(self, name: str, default: float) -> float:
        """A parameter that is a share of something: 0..1."""
        return min(1.0, max(0.0, self.param(name, default)))

    def count(self, default: int) -> int:
        """How many of its things the effect draws, within what is seen as many and not as a wall."""
        return round(min(_MOST_THINGS, max(0.0, self.param("count", default))))

    def palette_colours(self) -> list[RGB]:
        """Colours for many small things: those of the palette and white."""
        from_roles = (self.palette.primary, self.palette.secondary, self.palette.accent, self.palette.light)
        return [parse_hex(colour) for colour in from_roles]

    def fill(self, mask: FloatImage, colour: RGB) -> None:
        """Lay a colour where the mask (HxW, 0..1) says."""
        for rows in bands(self.surface.pixels):
            pixels = self.surface.pixels[rows]
            pixels *= as_rgb(1 - mask[rows])
            pixels += tinted(mask[rows], colour)

    def screen(self, mask: FloatImage, colour: RGB) -> None:
        """Shine a colour where the mask (HxW) says, never beyond white."""
        for rows in bands(self.surface.pixels):
            _screen(self.surface.pixels[rows], tinted(mask[rows], colour))

    def screen_light(self, light: FloatImage) -> None:
        """Shine coloured light (HxWx3), never beyond white."""
        for rows in bands(self.surface.pixels):
            _screen(self.surface.pixels[rows], light[rows])

    def over(self, rgba: FloatImage) -> None:
        """Lay a premultiplied picture (HxWx4) over what is there, as strong as the layer is."""
        amount = np.float32(min(1.0, self.amount))
        if amount < 1:
            rgba = rgba * amount
        for rows in bands(self.surface.pixels):
            pixels = self.surface.pixels[rows]
            pixels *= as_rgb(1 - rgba[rows, :, 3])
            pixels += cv2.cvtColor(rgba[rows], cv2.COLOR_RGBA2RGB)

    def shine(self, light: FloatImage) -> None:
        """Shine coloured light (HxWx3) that covers what lies behind it, so that it shows on a light ground, too."""
        light = np.clip(light, 0, 1)
        self.over(np.concatenate([light, light.max(axis=2, keepdims=True)], axis=2))


def _screen(pixels: FloatImage, light: FloatImage) -> None:
    np.clip(pixels, 0, 1, out=pixels)
    pixels += np.clip(light, 0, 1) * (1 - pixels)


EffectFunction = Callable[[EffectJob], None]
