"""The layouts as data: for each shape of canvas the area of every slot, and where a face shall stand.

Areas are the room a slot may take, in ratios of the canvas; `canvas.layouts.solving` fits the layers into them, keeps
type off the faces and out of the corner where YouTube puts the duration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from canvas.document import Aspect
from canvas.geometry import Box

Shape = Literal["wide", "square", "tall"]
Lean = Literal["top", "middle", "bottom"]

SHAPES: Mapping[Aspect, Shape] = MappingProxyType({"16:9": "wide", "1:1": "square", "4:5": "square", "9:16": "tall"})

# YouTube draws the duration over about 13 % x 11 % of the lower right corner, 1.5 % and 3 % from the edges.
BADGE_ZONE = Box(0.845, 0.85, 1.0, 1.0)


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


@dataclass(frozen=True)
class Layout:
    """`subjects` are the slots it has room for beside type, plate, logo and marks, most important first."""

    name: str
    subjects: tuple[str, ...]
    arrangements: Mapping[Shape, Arrangement]

    def arrangement(self, aspect: Aspect) -> Arrangement:
        return self.arrangements[SHAPES[aspect]]

    def mirrored(self, name: str) -> Layout:
        """The same layout with left and right exchanged."""
        return Layout(name, self.subjects, {shape: _mirrored(a) for shape, a in self.arrangements.items()})


def _mirrored(arrangement: Arrangement) -> Arrangement:
    return Arrangement(
        type_area=_flip(arrangement.type_area),
        lean=arrangement.lean,
        areas={slot: _flip(area) for slot, area in arrangement.areas.items()},
        faces={slot: FacePlace(1 - face.x, face.y, face.height) for slot, face in arrangement.faces.items()},
        subtitle_share=arrangement.subtitle_share,
        spares=tuple(_flip(area) for area in arrangement.spares),
    )


def _flip(box: Box) -> Box:
    return Box(1 - box.x1, box.y0, 1 - box.x0, box.y1)


_HERO_RIGHT = Layout(
    "hero_right",
    ("hero", "support_1", "support_2", "support_3"),
    {
        "wide": Arrangement(
            type_area=Box(0.035, 0.06, 0.575, 0.94),
            lean="middle",
            areas={
                "hero": Box(0.53, 0.05, 0.985, 0.97),
                "hero_beside": Box(0.53, 0.11, 0.925, 0.97),
                "support_1": Box(0.845, 0.05, 0.975, 0.30),
                "support_2": Box(0.52, 0.66, 0.665, 0.94),
                "support_3": Box(0.53, 0.05, 0.635, 0.25),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.45, 0.76, 0.56, 0.94),
                "mark_2": Box(0.52, 0.08, 0.62, 0.24),
            },
            faces={"hero": FacePlace(0.745, 0.41, 0.41)},
            spares=(Box(0.865, 0.34, 0.985, 0.56), Box(0.855, 0.60, 0.985, 0.84)),
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.40),
            lean="top",
            areas={
                "hero": Box(0.20, 0.37, 0.98, 0.985),
                "support_1": Box(0.03, 0.46, 0.25, 0.68),
                "support_2": Box(0.04, 0.74, 0.28, 0.97),
                "support_3": Box(0.76, 0.42, 0.95, 0.58),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.08, 0.46, 0.24, 0.60),
                "mark_2": Box(0.10, 0.78, 0.26, 0.92),
            },
            faces={"hero": FacePlace(0.60, 0.60, 0.34)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.42),
            lean="middle",
            areas={
                "hero": Box(0.06, 0.42, 0.97, 0.94),
                "support_1": Box(0.06, 0.44, 0.32, 0.58),
                "support_2": Box(0.05, 0.76, 0.34, 0.92),
                "support_3": Box(0.70, 0.44, 0.92, 0.56),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.10, 0.43, 0.28, 0.53),
                "mark_2": Box(0.12, 0.80, 0.28, 0.90),
            },
            faces={"hero": FacePlace(0.55, 0.62, 0.25)},
        ),
    },
)

_CENTRE_STAGE = Layout(
    "centre_stage",
    ("hero", "support_1", "support_2", "support_3"),
    {
        "wide": Arrangement(
            type_area=Box(0.07, 0.595, 0.93, 0.955),
            lean="bottom",
            areas={
                "hero": Box(0.28, 0.03, 0.72, 0.69),
                "support_1": Box(0.06, 0.12, 0.27, 0.56),
                "support_2": Box(0.73, 0.12, 0.94, 0.56),
                "support_3": Box(0.40, 0.03, 0.60, 0.20),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.16, 0.12, 0.28, 0.32),
                "mark_2": Box(0.72, 0.12, 0.84, 0.32),
            },
            faces={"hero": FacePlace(0.5, 0.33, 0.40)},
            subtitle_share=0.24,
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.64, 0.95, 0.95),
            lean="bottom",
            areas={
                "hero": Box(0.16, 0.05, 0.84, 0.66),
                "support_1": Box(0.03, 0.30, 0.25, 0.58),
                "support_2": Box(0.75, 0.30, 0.97, 0.58),
                "support_3": Box(0.40, 0.02, 0.60, 0.14),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.06, 0.10, 0.22, 0.26),
                "mark_2": Box(0.78, 0.10, 0.94, 0.26),
            },
            faces={"hero": FacePlace(0.5, 0.35, 0.37)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.60, 0.94, 0.88),
            lean="middle",
            areas={
                "hero": Box(0.06, 0.14, 0.94, 0.60),
                "support_1": Box(0.04, 0.10, 0.32, 0.25),
                "support_2": Box(0.68, 0.10, 0.96, 0.25),
                "support_3": Box(0.35, 0.04, 0.65, 0.15),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.08, 0.20, 0.26, 0.30),
                "mark_2": Box(0.74, 0.20, 0.92, 0.30),
            },
            faces={"hero": FacePlace(0.5, 0.36, 0.26)},
        ),
    },
)

_BIG_NUMBER = Layout(
    "big_number",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.035, 0.05, 0.60, 0.95),
            lean="middle",
            areas={
                "hero": Box(0.58, 0.06, 0.985, 0.97),
                "hero_beside": Box(0.58, 0.11, 0.935, 0.97),
                "support_1": Box(0.86, 0.05, 0.975, 0.27),
                "support_2": Box(0.57, 0.68, 0.69, 0.94),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.48, 0.74, 0.58, 0.92),
                "mark_2": Box(0.56, 0.06, 0.66, 0.22),
            },
            faces={"hero": FacePlace(0.775, 0.41, 0.40)},
            spares=(Box(0.87, 0.60, 0.985, 0.84),),
            subtitle_share=0.24,
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.50),
            lean="top",
            areas={
                "hero": Box(0.22, 0.48, 0.98, 0.985),
                "support_1": Box(0.03, 0.52, 0.25, 0.70),
                "support_2": Box(0.04, 0.76, 0.26, 0.96),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.08, 0.54, 0.24, 0.68),
                "mark_2": Box(0.10, 0.78, 0.26, 0.92),
            },
            faces={"hero": FacePlace(0.60, 0.68, 0.32)},
            subtitle_share=0.22,
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.50),
            lean="middle",
            areas={
                "hero": Box(0.08, 0.49, 0.97, 0.95),
                "support_1": Box(0.05, 0.51, 0.30, 0.64),
                "support_2": Box(0.05, 0.78, 0.32, 0.92),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.10, 0.52, 0.28, 0.62),
                "mark_2": Box(0.12, 0.80, 0.28, 0.90),
            },
            faces={"hero": FacePlace(0.55, 0.67, 0.24)},
            subtitle_share=0.22,
        ),
    },
)

_VERSUS = Layout(
    "versus",
    ("versus_left", "versus_right"),
    {
        "wide": Arrangement(
            type_area=Box(0.10, 0.66, 0.90, 0.955),
            lean="bottom",
            areas={
                "versus_left": Box(0.03, 0.06, 0.45, 0.80),
                "versus_right": Box(0.55, 0.06, 0.97, 0.80),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.415, 0.24, 0.585, 0.56),
                "mark_2": Box(0.44, 0.06, 0.56, 0.22),
            },
            faces={"versus_left": FacePlace(0.24, 0.36, 0.40), "versus_right": FacePlace(0.76, 0.36, 0.40)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.70, 0.95, 0.95),
            lean="bottom",
            areas={
                "versus_left": Box(0.02, 0.10, 0.49, 0.70),
                "versus_right": Box(0.51, 0.10, 0.98, 0.70),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.39, 0.28, 0.61, 0.50),
                "mark_2": Box(0.40, 0.04, 0.60, 0.16),
            },
            faces={"versus_left": FacePlace(0.25, 0.38, 0.33), "versus_right": FacePlace(0.75, 0.38, 0.33)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.41, 0.94, 0.60),
            lean="middle",
            areas={
                "versus_left": Box(0.04, 0.06, 0.90, 0.42),
                "versus_right": Box(0.10, 0.58, 0.96, 0.93),
                "logo": Box(0.06, 0.02, 0.28, 0.06),
                "mark_1": Box(0.04, 0.36, 0.26, 0.48),
                "mark_2": Box(0.74, 0.52, 0.96, 0.64),
            },
            faces={"versus_left": FacePlace(0.45, 0.20, 0.22), "versus_right": FacePlace(0.55, 0.72, 0.22)},
        ),
    },
)

_FULL_TYPE = Layout(
    "full_type",
    ("support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.07, 0.10, 0.93, 0.90),
            lean="middle",
            areas={
                "support_1": Box(0.02, 0.60, 0.20, 0.97),
                "support_2": Box(0.80, 0.04, 0.98, 0.36),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.05, 0.05, 0.22, 0.30),
                "mark_2": Box(0.78, 0.60, 0.92, 0.84),
            },
            faces={},
        ),
        "square": Arrangement(
            type_area=Box(0.06, 0.12, 0.94, 0.88),
            lean="middle",
            areas={
                "support_1": Box(0.02, 0.76, 0.26, 0.98),
                "support_2": Box(0.74, 0.02, 0.98, 0.24),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.05, 0.04, 0.24, 0.18),
                "mark_2": Box(0.74, 0.76, 0.94, 0.92),
            },
            faces={},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.14, 0.94, 0.86),
            lean="middle",
            areas={
                "support_1": Box(0.04, 0.76, 0.36, 0.92),
                "support_2": Box(0.64, 0.06, 0.96, 0.20),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.06, 0.08, 0.30, 0.18),
                "mark_2": Box(0.68, 0.80, 0.92, 0.90),
            },
            faces={},
        ),
    },
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            _HERO_RIGHT,
            _HERO_RIGHT.mirrored("hero_left"),
            _CENTRE_STAGE,
            _BIG_NUMBER,
            _VERSUS,
            _FULL_TYPE,
        )
    }
)
