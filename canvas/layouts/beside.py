"""Layouts with type on one side of the picture and the subject on the other. They are written with the subject on the
right; `mirrored` makes those with it on the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from canvas.geometry import Box
from canvas.layouts.rules import Arrangement, FacePlace, Layout, Shape

HERO_RIGHT = Layout(
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
    align="left",
)

BIG_NUMBER = Layout(
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
    align="left",
)


def _resized(base: Layout, name: str, heroes: Mapping[Shape, tuple[Box, FacePlace]], type_area: Box) -> Layout:
    """A layout with another hero: its area and its face by the shape of the canvas, and the type beside it where the
    canvas is wide."""
    arrangements: dict[Shape, Arrangement] = {}
    for shape, arrangement in base.arrangements.items():
        area, face = heroes[shape]
        arrangements[shape] = replace(
            arrangement,
            type_area=type_area if shape == "wide" else arrangement.type_area,
            areas={**arrangement.areas, "hero": area},
            faces={"hero": face},
        )
    return replace(base, name=name, arrangements=arrangements)


# A face or thing so near that it fills its half of the picture.
CLOSE_UP_RIGHT = _resized(
    HERO_RIGHT,
    "close_up_right",
    {
        "wide": (Box(0.50, 0.02, 1.02, 0.99), FacePlace(0.735, 0.45, 0.53)),
        "square": (Box(0.14, 0.36, 1.02, 1.0), FacePlace(0.60, 0.645, 0.43)),
        "tall": (Box(0.02, 0.41, 1.0, 0.97), FacePlace(0.55, 0.645, 0.33)),
    },
    type_area=Box(0.035, 0.06, 0.545, 0.94),
)

# A figure small enough for its surroundings to tell the story.
DISTANT_RIGHT = _resized(
    HERO_RIGHT,
    "distant_right",
    {
        "wide": (Box(0.60, 0.34, 0.92, 0.93), FacePlace(0.755, 0.52, 0.29)),
        "square": (Box(0.34, 0.48, 0.86, 0.95), FacePlace(0.60, 0.66, 0.25)),
        "tall": (Box(0.20, 0.50, 0.86, 0.90), FacePlace(0.55, 0.66, 0.19)),
    },
    type_area=Box(0.035, 0.06, 0.575, 0.94),
)
