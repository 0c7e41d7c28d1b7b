"""What a layout is: for each shape of canvas the area of every slot, and where a face shall stand.

Areas are the room a slot may take, in ratios of the canvas; `canvas.layouts.solving` fits the layers into them, keeps
type off the faces and out of the corner where YouTube puts the duration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from canvas.document import Align, Aspect
from canvas.geometry import Box

Shape = Literal["wide", "square", "tall"]
Lean = Literal["top", "middle", "bottom"]
Side = Literal["left", "right", "top", "bottom", "centre"]

SHAPES: Mapping[Aspect, Shape] = MappingProxyType({"16:9": "wide", "1:1": "square", "4:5": "square", "9:16": "tall"})

# YouTube draws the duration over about 13 % x 11 % of the lower right corner, 1.5 % and 3 % from the edges.
BADGE_ZONE = Box(0.845, 0.85, 1.0, 1.0)
_ACROSS = 0.7  # of the width: type that has more than this runs across the picture


@dataclass(frozen=True)
class FacePlace:
    """Where the centre of a face shall stand and how high it shall be, in ratios of the canvas."""

    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Arrangement:
    """A layout for one shape of canvas. `type_area` holds headline and subtitle, stacked and leaning to one side.
    `spares` are where a support goes whose own area a head would hide; `hero_beside` is the area of a hero that is no
    photo and has a support next to it."""

    type_area: Box
    lean: Lean
    areas: Mapping[str, Box]
    faces: Mapping[str, FacePlace]
    subtitle_share: float = 0.2
    spares: tuple[Box, ...] = ()

    @property
    def focus(self) -> tuple[float, float]:
        """The middle of what the picture is about, where light gathers: of the heroes, or else of the type."""
        heroes = [self.areas[slot] for slot in self.faces] or [self.type_area]
        x = (min(box.x0 for box in heroes) + max(box.x1 for box in heroes)) / 2
        y = (min(box.y0 for box in heroes) + max(box.y1 for box in heroes)) / 2
        return round(x, 3), round(y, 3)

    @property
    def type_side(self) -> Side:
        """The side of the picture that the type has for itself."""
        x, y = self.type_area.centre
        if self.type_area.width > _ACROSS:
            return "top" if y < 0.4 else "bottom" if y > 0.6 else "centre"
        return "left" if x < 0.5 else "right"


@dataclass(frozen=True)
class Layout:
    """`subjects` are the slots it has room for beside type, plate, logo and marks, most important first. `align` is
    the side at which its lines of type begin, in scripts read from the left."""

    name: str
    subjects: tuple[str, ...]
    arrangements: Mapping[Shape, Arrangement]
    align: Align = "centre"

    def arrangement(self, aspect: Aspect) -> Arrangement:
        return self.arrangements[SHAPES[aspect]]

    def mirrored(self, name: str) -> Layout:
        """The same layout with left and right exchanged."""
        align: Align = "right" if self.align == "left" else "left" if self.align == "right" else "centre"
        return Layout(name, self.subjects, {shape: _mirrored(a) for shape, a in self.arrangements.items()}, align)


def _mirrored(arrangement: Arrangement) -> Arrangement:
    return replace(
        arrangement,
        type_area=_flip(arrangement.type_area),
        areas={slot: _flip(area) for slot, area in arrangement.areas.items()},
        faces={slot: FacePlace(1 - face.x, face.y, face.height) for slot, face in arrangement.faces.items()},
        spares=tuple(_flip(area) for area in arrangement.spares),
    )


def _flip(box: Box) -> Box:
    return Box(1 - box.x1, box.y0, 1 - box.x0, box.y1)
