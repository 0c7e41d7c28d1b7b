"""Where every layer of a document would be drawn, and what its look depends on besides itself, without drawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canvas.document import Document, Effect, Frame, Layer, Logo, Mark, Palette, Plate, Subject, Text
from canvas.drawing.drawing import photo_shapes, typed
from canvas.drawing.fields import seed_of
from canvas.drawing.inputs import Inputs
from canvas.drawing.lettering import text_extent
from canvas.drawing.logos import draw_logo
from canvas.drawing.marks import draw_mark
from canvas.drawing.result import Extent, pixels_as_box
from canvas.drawing.subjects import subject_extent
from canvas.drawing.surface import Patch
from canvas.drawing.work import require_drawable
from canvas.geometry import Box
from canvas.layouts import solve

_WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Standing:
    """One visible layer: the window of pixels that it may change (None for none), and what of its surroundings it
    looks at: its frame and, of a mark, its target and the type it keeps off."""

    window: Box | None
    surroundings: tuple[object, ...]


def standings(document: Document, inputs: Inputs, size: tuple[int, int]) -> dict[str, Standing]:
    """Return the visible layers by id, bottom to top, on a canvas of `size` (width, height) in pixels.

    Raises what drawing it would raise for pictures, texts and names that there are not.
    """
    return _Walk(document, inputs, size).standings()


class _Walk:
    def __init__(self, document: Document, inputs: Inputs, size: tuple[int, int]) -> None:
        self.document, self.inputs, self.size = document, inputs, size
        self.frames: Mapping[str, Frame] = solve(document, photo_shapes=photo_shapes(document, inputs))
        require_drawable(document, self.frames, size)
        self.covered: dict[str, Box] = {}

    @property
    def palette(self) -> Palette:
        return self.document.palette

    def standings(self) -> dict[str, Standing]:
        return {layer.id: self._standing(layer) for layer in self.document.layers if layer.visible}

    def _standing(self, layer: Layer) -> Standing:
        frame = self.frames[layer.id]
        self.covered[layer.id] = Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
        if isinstance(layer, Plate | Effect):
            return Standing(_WHOLE, ())
        if isinstance(layer, Mark):
            return self._mark(layer, frame)
        extent = self._extent(layer, frame)
        if extent is None:
            return Standing(None, (frame,))
        # A mark points to the face of a photo, or else to all that its target covers.
        self.covered[layer.id] = extent.faces[0] if extent.faces else extent.box
        return Standing(extent.window, (frame,))

    def _extent(self, layer: Subject | Text | Logo, frame: Frame) -> Extent | None:
        if isinstance(layer, Subject):
            return subject_extent(layer, frame, self.palette, self.inputs, self.size)
        if isinstance(layer, Text):
            return text_extent(layer, frame, self.palette, *self.size)
        patch, box = draw_logo(layer, frame, self.inputs, self.size)
        return Extent(self._window(patch), box)

    def _mark(self, mark: Mark, frame: Frame) -> Standing:
        target = None if mark.target is None else self.covered.get(mark.target)
        avoid = tuple(typed(self.document, self.frames))
        seed = seed_of(self.document.seed, mark.id)
        drawn = draw_mark(mark, frame, target, self.palette, self.size, seed=seed, avoid=avoid)
        self.covered[mark.id] = drawn.box
        return Standing(self._window(drawn.patch), (frame, target, avoid))

    def _window(self, patch: Patch) -> Box:
        rows, columns = patch.rgba.shape[:2]
        return pixels_as_box((patch.x, patch.y, columns, rows), self.size)
