"""Where subjects stand: photos by their faces, props on the floor of their scene, supports beside the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from canvas import catalogue
from canvas.document import Document, Frame, Plate, Subject
from canvas.geometry import Box
from canvas.layouts.rules import Arrangement, FacePlace
from canvas.photographs import measure

_OVERSHOOT = 0.015  # a body reaches this far below the canvas, so that no gap opens under it
_LARGEST_FACE = 1.09  # times the wanted height, when a short cut-out has to grow to reach the bottom
_LARGEST_CUT_HEAD = 1.7  # times the wanted height, when a cut head has to reach both edges of the canvas
_CUT_TOP = 0.045  # that such a head reaches above the canvas
_GROUP_WIDTH, _GROUP_ACROSS = 1.2, 0.88  # that the faces of a group take at most: of the area's width; of the canvas's
_TYPE_ACROSS = 0.7  # of the width, from which type is above or below people and not beside them
_HAIR = 0.3  # of a face's width that hair and ears reach beyond it
_TOP_AIR, _LOWERED = 0.008, 0.08  # kept free above hair, and how far a figure goes down for it
_HEAD_AIR = 0.03  # between the faces of a group and type below them
_CARD_WIDTH = 1.08  # of its area's width that a photo shown as a print may take
_FACELESS_WIDTH = 1.15  # the same of a person seen from behind
_BEFORE_HORIZON = 0.10  # a prop stands at least this far before the line where the floor begins
_NEAR_FLOOR = 0.88  # and where there is more floor than that, this near
_WIDEST = 1.3  # times its area's width that a wide prop may have
_HIDDEN = 0.12  # the share of a support that a head may hide before it looks for another place


@dataclass(frozen=True)
class PhotoShape:
    """What a layout must know of a cut-out: its size in any unit, and in ratios of it its largest face and, where
    several people are in it, the box round all their faces. A card is a whole photo shown as a print; a head is cut
    where the photo's upper edge went through it."""

    width: float
    height: float
    face: Box | None = None
    group: Box | None = None
    is_card: bool = False
    is_head_cut: bool = False


class Figures:
    """Places the subjects of one document. `frames` and `faces` hold what has been placed, in ratios of the canvas."""

    def __init__(self, document: Document, arrangement: Arrangement, photo_shapes: Mapping[str, PhotoShape]) -> None:
        self._document, self._arrangement, self._shapes = document, arrangement, photo_shapes
        self._aspect = document.width / document.height
        self.frames: dict[str, Frame] = {}
        self.faces: list[Box] = []

    def place(self, subjects: Iterable[tuple[Subject, Box | None]]) -> None:
        """Place subjects, each with the area of its slot (None where its own frame says): people first."""
        ordered = sorted(subjects, key=lambda item: not item[0].source.startswith("photo:"))
        for subject, area in ordered:
            frame = subject.frame if subject.frame is not None or area is None else self._in_area(subject, area)
            if frame is None:
                raise ValueError("a subject without a frame and without an area")
            self.frames[subject.id] = frame
            face = self._face(subject, frame)
            if face is not None and subject.visible:
                self.faces.append(face)

    def _in_area(self, subject: Subject, area: Box) -> Frame:
        slot = subject.slot or ""
        place = self._arrangement.faces.get(slot)
        shape = self._shape(subject)
        if shape is not None and place is not None:
            typed = self._arrangement.type_area
            is_across = typed.width > _TYPE_ACROSS and slot == "hero"
            room = _GROUP_ACROSS if is_across else _GROUP_WIDTH * area.width
            if is_across and typed.centre[1] < place.y:  # a head can't be pushed out of the canvas through its type
                shape = replace(shape, is_head_cut=False)
            frame = _photo_frame(shape, place, area, self._aspect, group_width=room, flip=subject.flip)
            return _lifted(frame, shape, typed.y0) if is_across and typed.centre[1] > place.y else frame
        if slot.startswith("support"):
            area = self._beside_people(area)
        if slot == "hero" and self._has_support():
            area = self._arrangement.areas.get("hero_beside", area)
        if slot == "hero":
            area = self._widened(subject.source, area)
        frame = _frame(area)
        return _on_floor(subject.source, frame, self._document) if slot == "hero" else frame

    def _beside_people(self, area: Box) -> Box:
        """The area of a support, or the free one that heads hide least of."""
        taken = [_box(frame) for id_, frame in self.frames.items() if self._is_support(id_)]
        heads = [_head(face) for face in self.faces]
        if _hidden(area, heads) <= _HIDDEN:
            return area
        free = [spare for spare in (area, *self._arrangement.spares) if not any(map(spare.intersection, taken))]
        return min(free, key=lambda spare: _hidden(spare, heads), default=area)

    def _widened(self, source: str, area: Box) -> Box:
        """Room for a prop wider than its area: it may reach under the type and, further, over the canvas's edge."""
        proportion = _proportion(source)
        if proportion is None:
            return area
        wanted = min(_WIDEST * area.width, 0.85 * area.height * proportion / self._aspect)
        extra = max(0.0, wanted - area.width)
        to_left = 0.5 if abs(area.centre[0] - 0.5) < 0.1 else 0.42 if area.centre[0] > 0.5 else 0.58
        return Box(area.x0 - to_left * extra, area.y0, area.x1 + (1 - to_left) * extra, area.y1)

    def _has_support(self) -> bool:
        return any(layer.slot == "support_1" and layer.visible for layer in self._document.layers)

    def _is_support(self, layer_id: str) -> bool:
        return (self._document.layer(layer_id).slot or "").startswith("support")

    def _shape(self, subject: Subject) -> PhotoShape | None:
        kind, _, key = subject.source.partition(":")
        return self._shapes.get(key) if kind == "photo" else None

    def _face(self, subject: Subject, frame: Frame) -> Box | None:
        """Where the face (or the faces of a group) of a photo stands once the photo is fitted into its frame."""
        shape = self._shape(subject)
        face = (shape.group or shape.face) if shape is not None else None
        if shape is None or face is None:
            return None
        proportion = shape.width / shape.height / self._aspect
        height = min(frame.height, frame.width / proportion)
        width = height * proportion
        left, top = frame.x + (frame.width - width) / 2, frame.y + frame.height - height
        x0, x1 = (1 - face.x1, 1 - face.x0) if subject.flip else (face.x0, face.x1)
        return Box(left + x0 * width, top + face.y0 * height, left + x1 * width, top + face.y1 * height)


def _photo_frame(
    shape: PhotoShape, place: FacePlace, area: Box, aspect: float, *, group_width: float, flip: bool
) -> Frame:
    """Scale a cut-out so that its largest face has the wanted height and stands where it should, its body leaving the
    canvas at the bottom, all faces of a group within its sides. Without a face the figure fills its area."""
    proportion = shape.width / shape.height / aspect
    if shape.is_card:
        height = min(area.height, _CARD_WIDTH * area.width / proportion)
        x, y = area.centre
        return Frame(x - height * proportion / 2, y - height / 2, height * proportion, height)
    if shape.face is None:
        height = min(max(area.height, 1.0 + _OVERSHOOT - area.y0), _FACELESS_WIDTH * area.width / proportion)
        width = height * proportion
        return Frame(area.centre[0] - width / 2, 1.0 + _OVERSHOOT - height, width, height)
    focus = shape.group or shape.face
    if flip:
        focus = Box(1 - focus.x1, focus.y0, 1 - focus.x0, focus.y1)
    height = place.height / shape.face.height
    if shape.group is not None:
        height = min(height, group_width / (focus.width * proportion))
    height, y = _standing(height, focus.centre[1], place, is_cut=shape.is_head_cut and shape.group is None)
    width = height * proportion
    hair = _HAIR * shape.face.width
    x = _within(place.x - focus.centre[0] * width, (focus.x0 - hair) * width, (focus.x1 + hair) * width)
    return Frame(x, y, width, height)


def _standing(height: float, face_y: float, place: FacePlace, *, is_cut: bool) -> tuple[float, float]:
    """The height of a cut-out, and where its top goes: above the canvas where its head was cut, else all of its hair is
    seen. `face_y` is the middle of its faces, in ratios of it."""
    floor = 1.0 + _OVERSHOOT
    if is_cut:
        height = min(max(height, floor + _CUT_TOP), height * _LARGEST_CUT_HEAD)
        return height, max(min(place.y - face_y * height, -_CUT_TOP), floor - height)
    if face_y < 1:
        needed = (floor - place.y) / (1 - face_y)
        height = min(max(height, needed), height * _LARGEST_FACE)
    top = max(place.y - face_y * height, floor - height)
    return height, min(top + _LOWERED, _TOP_AIR) if top < _TOP_AIR else top


def _lifted(frame: Frame, shape: PhotoShape, typed_from: float) -> Frame:
    """Raise a small group so far that its faces stand above the type, even if its bodies then end behind it."""
    if shape.group is None:
        return frame
    over = frame.y + shape.group.y1 * frame.height + _HEAD_AIR - typed_from
    return replace(frame, y=frame.y - over) if over > 0 else frame


def _within(x: float, first: float, last: float) -> float:
    """Move a figure sideways so far that what lies between `first` and `last` of it is on the canvas."""
    x = min(x, 1.0 - last)
    return max(x, -first)


def _on_floor(source: str, frame: Frame, document: Document) -> Frame:
    """Let a standing prop stand on the floor of the scene behind it, and not on the edge of the canvas."""
    prop = catalogue.props().get(source.removeprefix("prop:"))
    scene = next(
        (
            catalogue.scenes().get(layer.source.removeprefix("scene:"))
            for layer in document.layers
            if isinstance(layer, Plate) and layer.visible and layer.source.startswith("scene:")
        ),
        None,
    )
    if prop is None or scene is None or prop.anchor != "floor":
        return frame
    bottom = min(frame.y + frame.height, max(_NEAR_FLOOR, scene.horizon + _BEFORE_HORIZON))
    return Frame(frame.x, frame.y, frame.width, bottom - frame.y)


@lru_cache(maxsize=1024)
def _proportion(source: str) -> float | None:
    """Width by height of a prop's picture; None for what is no prop of ours."""
    kind, _, name = source.partition(":")
    if kind != "prop" or name not in catalogue.props():
        return None
    width, height = measure(catalogue.prop_path(name))
    return width / height


def _head(face: Box) -> Box:
    """A head with its hair, about a face."""
    return Box(
        face.x0 - 0.35 * face.width,
        face.y0 - 0.5 * face.height,
        face.x1 + 0.35 * face.width,
        face.y1 + 0.1 * face.height,
    )


def _hidden(area: Box, heads: list[Box]) -> float:
    """The largest share of an area that one of the heads covers."""
    shared = (area.intersection(head) for head in heads)
    return max((part.area / area.area for part in shared if part is not None), default=0.0)


def _box(frame: Frame) -> Box:
    return Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)


def _frame(box: Box) -> Frame:
    return Frame(box.x0, box.y0, box.width, box.height)
