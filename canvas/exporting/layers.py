"""Every layer of a drawing by itself, as other programs can stack it.

Subjects, texts, marks and logos are pictures already. Most effects are found to be one by what they do to black and to
white: what lets a share of the picture through is a colour of that opacity, what adds light in three channels apart is
a picture to be screened. A grade or a tone is no layer but a mapping of colours, and is told as such, as nearly as an
affine one can; what it does beyond that (bloom, sharpness), film grain, and effects that move pixels, only the finished
drawing has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from canvas.document import Blend, Document, Effect, Layer
from canvas.drawing.drawing import Painter
from canvas.drawing.effects import apply_effect, reach_of
from canvas.drawing.inputs import Inputs
from canvas.drawing.surface import Patch, Surface
from canvas.exporting.embedding import straight_bytes
from canvas.filters import ByteImage, FloatImage, to_bytes

_SAME = 0.02  # how far apart the channels of one opacity may be
_PROBE = 0.1
_LATTICE = 9


@dataclass(frozen=True)
class LayerPicture:
    """A layer as straight (not premultiplied) RGBA bytes, its top left corner at pixel (`x`, `y`)."""

    layer: Layer
    x: int
    y: int
    rgba: ByteImage
    blend: Blend
    opacity: float


@dataclass(frozen=True)
class Grading:
    """A grade over all pictures before it: colours in 0..1 become `matrix` times the colour plus `offset`."""

    layer: Effect
    matrix: NDArray[np.float64]
    offset: NDArray[np.float64]


@dataclass(frozen=True)
class Layers:
    """The visible layers bottom to top, and the finished drawing, HxWx3."""

    parts: tuple[LayerPicture | Grading, ...]
    pixels: ByteImage


def take_apart(document: Document, pictures: Mapping[str, bytes]) -> Layers:
    """Draw a document and keep what each layer adds. Raises what `canvas.drawing.draw` raises."""
    surface = _Recorder(document.width, document.height)
    painter = Painter(document, Inputs(pictures), surface)
    parts: list[LayerPicture | Grading] = []
    for layer in document.layers:
        if not layer.visible:
            continue
        painter.paint(layer)
        if isinstance(layer, Effect):
            part = _effect(layer, document)
            parts.extend([part] if part is not None else [])
        else:
            parts.extend(_picture(layer, *laid, surface) for laid in surface.taken())
    return Layers(tuple(parts), painter.finished().pixels)


class _Recorder(Surface):
    """A surface that remembers what was laid on it since it was last asked."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self._laid: list[tuple[Patch, float, Blend]] = []

    def taken(self) -> list[tuple[Patch, float, Blend]]:
        laid, self._laid = self._laid, []
        return laid

    def lay(self, patch: Patch, *, opacity: float = 1.0, blend: Blend = "normal") -> None:
        self._laid.append((patch, opacity, blend))
        super().lay(patch, opacity=opacity, blend=blend)

    def lay_image(self, image: FloatImage, *, opacity: float = 1.0, blend: Blend = "normal") -> None:
        super().lay_image(image, opacity=opacity, blend=blend)
        self._laid = [(Patch(0, 0, _opaque(image)), opacity, blend)]


def _opaque(image: FloatImage) -> FloatImage:
    return np.concatenate([image, np.ones_like(image[..., :1])], axis=2)


def _picture(layer: Layer, patch: Patch, opacity: float, blend: Blend, surface: Surface) -> LayerPicture:
    """A patch, cut at the edges of the canvas. Nothing is left of one that lies outside."""
    x0, y0 = max(0, patch.x), max(0, patch.y)
    x1 = max(x0, min(surface.width, patch.x + patch.rgba.shape[1]))
    y1 = max(y0, min(surface.height, patch.y + patch.rgba.shape[0]))
    shown = patch.rgba[y0 - patch.y : y1 - patch.y, x0 - patch.x : x1 - patch.x]
    return LayerPicture(layer, x0, y0, straight_bytes(shown), blend, opacity)


def _effect(effect: Effect, document: Document) -> LayerPicture | Grading | None:
    if effect.effect == "grade":
        return _grading(effect, document)
    if effect.effect == "tone":
        return _nearest_grading(effect, document)
    return None if reach_of(effect) else _effect_picture(effect, document)


def _over(effect: Effect, document: Document, ground: float) -> FloatImage:
    """What an effect makes of an even ground."""
    surface = Surface(document.width, document.height)
    surface.pixels[...] = ground
    apply_effect(surface, effect, document.palette, document.seed)
    return surface.pixels


def _effect_picture(effect: Effect, document: Document) -> LayerPicture | None:
    """An effect as a picture to be laid or screened; None for one that is neither."""
    on_black, on_white = _over(effect, document, 0.0), _over(effect, document, 1.0)
    opacity = np.clip(1 - (on_white - on_black), 0, 1)
    alpha = opacity.mean(axis=2, keepdims=True)
    if float((opacity.max(axis=2) - opacity.min(axis=2)).max()) <= _SAME:
        straight = np.where(alpha > 1e-3, on_black / np.maximum(alpha, np.float32(1e-3)), 0)
        leftover = np.abs(on_black - straight * alpha)
        if float(leftover.max()) > _SAME:
            return None
        rgba = to_bytes(np.concatenate([straight, alpha], axis=2).astype(np.float32))
        return LayerPicture(effect, 0, 0, rgba, "normal", 1.0)
    if float((1 - on_white).max()) > _SAME:
        return None
    return LayerPicture(effect, 0, 0, to_bytes(_opaque(on_black)), "screen", 1.0)


def _grading(effect: Effect, document: Document) -> Grading:
    """Find a grade's mapping of colours by trying it on greys that it brings nowhere near black or white."""
    plain = replace(effect, params={**effect.params, "bloom": 0.0, "sharpness": 0.0})
    surface = Surface(4, 1)
    surface.pixels[...] = 0.5
    for channel in range(3):
        surface.pixels[0, channel + 1, channel] += _PROBE
    apply_effect(surface, plain, document.palette, document.seed)
    grey, *others = surface.pixels[0].astype(np.float64)
    matrix = np.stack([(other - grey) / _PROBE for other in others], axis=1)
    return Grading(effect, matrix, grey - matrix @ np.full(3, 0.5))


def _nearest_grading(effect: Effect, document: Document) -> Grading:
    """The affine mapping that is nearest to what a tone makes of all colours (least squares over a lattice of them)."""
    steps = np.linspace(0, 1, _LATTICE)
    before = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    surface = Surface(before.shape[1], 1)
    surface.pixels[...] = before
    apply_effect(surface, effect, document.palette, document.seed)
    given = np.column_stack([before[0], np.ones(before.shape[1])])
    fitted = np.linalg.lstsq(given, surface.pixels[0].astype(np.float64), rcond=None)[0]
    return Grading(effect, fitted[:3].T, fitted[3])
