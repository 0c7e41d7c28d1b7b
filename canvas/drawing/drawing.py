"""The painter: walks the layers of a document bottom to top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from canvas.document import Document, Effect, Frame, Layer, Logo, Mark, Plate, Subject, Text
from canvas.drawing.effects import apply_effect
from canvas.drawing.fields import seed_of
from canvas.drawing.inputs import Inputs
from canvas.drawing.lettering import set_text
from canvas.drawing.logos import draw_logo
from canvas.drawing.marks import draw_mark
from canvas.drawing.plates import draw_plate
from canvas.drawing.result import Drawing, TextLine
from canvas.drawing.subjects import draw_subject
from canvas.drawing.surface import Surface
from canvas.drawing.work import require_drawable
from canvas.errors import PictureError
from canvas.geometry import Box
from canvas.layouts import PhotoShape, solve
from canvas.people import CutOut
from canvas.people.scene_light import SceneLight, light_of


def draw(
    document: Document, pictures: Mapping[str, bytes] | None = None, *, size: tuple[int, int] | None = None
) -> Drawing:
    """Draw a document. The same document and pictures give the same bytes.

    `pictures` holds encoded images by the keys that `photo:<key>` and `picture:<key>` name. `size` is (width, height)
    in pixels, the document's own when None; all is drawn anew at that size.

    Raises `PictureError` for a missing or unreadable picture, `DocumentError` for a document that can't be laid out or
    is too much work (`canvas.drawing.work`), `UnsupportedTextError` for text that no typeface of ours has a glyph of.
    """
    width, height = size or (document.width, document.height)
    painter = Painter(document, Inputs(pictures or {}), Surface(width, height))
    for layer in document.layers:
        if layer.visible:
            painter.paint(layer)
    return painter.finished()


def photo_shapes(document: Document, inputs: Inputs) -> dict[str, PhotoShape]:
    """Return the shapes of the photos that a document shows, by their key. `PictureError` for one that is missing."""
    shapes: dict[str, PhotoShape] = {}
    for layer in document.layers:
        if isinstance(layer, Subject) and layer.visible and layer.source.startswith("photo:"):
            key = layer.source.removeprefix("photo:")
            shapes[key] = _shape(inputs.photo(key))
    return shapes


class ShapesOnDemand(Mapping[str, PhotoShape]):
    """The shapes of whichever photos are asked for: edits may bring in some that the document does not show yet."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs

    def __getitem__(self, key: str) -> PhotoShape:
        try:
            return _shape(self._inputs.photo(key))
        except PictureError as error:  # whoever draws it will say so
            raise KeyError(key) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._inputs.keys())

    def __len__(self) -> int:
        return len(self._inputs.keys())


def _shape(cut: CutOut) -> PhotoShape:
    rows, columns = cut.rgba.shape[:2]
    face = cut.faces[0] if cut.faces else None
    return PhotoShape(columns, rows, face, cut.group, is_card=cut.is_card, is_head_cut=cut.is_head_cut)


def typed(document: Document, frames: Mapping[str, Frame]) -> Iterator[Box]:
    """Where type stands or will stand."""
    for layer in document.layers:
        if isinstance(layer, Text) and layer.visible:
            frame = frames[layer.id]
            yield Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)


class Painter:
    """Draws the layers of a document that it is given, bottom to top. `surface` holds what has been drawn so far."""

    def __init__(self, document: Document, inputs: Inputs, surface: Surface) -> None:
        self.document, self.inputs, self.surface = document, inputs, surface
        self.frames: Mapping[str, Frame] = solve(document, photo_shapes=photo_shapes(document, inputs))
        require_drawable(document, self.frames, (surface.width, surface.height))
        self.has_photo = any(
            isinstance(layer, Subject) and layer.source.startswith("photo:") for layer in document.layers
        )
        self.light: SceneLight | None = None
        self.boxes: dict[str, Box] = {}
        self.faces: list[Box] = []
        self.face_of: dict[str, Box] = {}
        self.lines: list[TextLine] = []

    def paint(self, layer: Layer) -> None:
        frame = self.frames[layer.id]
        self.boxes[layer.id] = Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
        if isinstance(layer, Plate):
            self._paint_plate(layer)
        elif isinstance(layer, Effect):
            apply_effect(self.surface, layer, self.document.palette, self.document.seed)
        elif isinstance(layer, Subject):
            self._paint_subject(layer, frame)
        elif isinstance(layer, Text):
            self._paint_text(layer, frame)
        elif isinstance(layer, Mark):
            self._paint_mark(layer, frame)
        else:
            self._paint_logo(layer, frame)

    def _paint_plate(self, plate: Plate) -> None:
        surface = self.surface
        seed = seed_of(self.document.seed, plate.id)
        image = draw_plate(plate, self.document.palette, self.inputs, surface.width, surface.height, seed)
        surface.lay_image(image, opacity=plate.opacity, blend=plate.blend)
        if self.has_photo:
            self.light = light_of(image)

    def _paint_subject(self, subject: Subject, frame: Frame) -> None:
        figure = draw_subject(subject, frame, self.document.palette, self.inputs, self.surface.pixels, self.light)
        if figure is None:
            return
        self.surface.lay(figure.patch, opacity=subject.opacity, blend=subject.blend)
        self.boxes[subject.id] = figure.box
        self.faces.extend(figure.faces)
        if figure.faces:
            self.face_of[subject.id] = figure.faces[0]

    def _paint_text(self, text: Text, frame: Frame) -> None:
        lettering = set_text(text, frame, self.document.palette, self.surface.width, self.surface.height)
        if lettering is None:
            return
        self.surface.lay(lettering.patch, opacity=text.opacity, blend=text.blend)
        self.boxes[text.id] = lettering.box
        self.lines.extend(lettering.lines)

    def _paint_mark(self, mark: Mark, frame: Frame) -> None:
        drawn = draw_mark(
            mark,
            frame,
            self._target_of(mark),
            self.document.palette,
            (self.surface.width, self.surface.height),
            seed=seed_of(self.document.seed, mark.id),
            avoid=tuple(typed(self.document, self.frames)),
        )
        self.surface.lay(drawn.patch, opacity=mark.opacity, blend=mark.blend)
        self.boxes[mark.id] = drawn.box
        self.lines.extend(drawn.lines)

    def _target_of(self, mark: Mark) -> Box | None:
        """What a mark points to: the face of a photo, or else all that its target covers."""
        if mark.target is None:
            return None
        return self.face_of.get(mark.target) or self.boxes.get(mark.target)

    def _paint_logo(self, logo: Logo, frame: Frame) -> None:
        patch, box = draw_logo(logo, frame, self.inputs, (self.surface.width, self.surface.height))
        self.surface.lay(patch, opacity=logo.opacity, blend=logo.blend)
        self.boxes[logo.id] = box

    def finished(self) -> Drawing:
        return Drawing(self.surface.develop(), dict(self.boxes), tuple(self.faces), tuple(self.lines))
