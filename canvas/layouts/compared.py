"""Layouts that set things of equal weight side by side: two that compete, one before and after, three in a row."""

from __future__ import annotations

from canvas.geometry import Box
from canvas.layouts.rules import Arrangement, FacePlace, Layout

# Two sides, each with its name above it.
DUEL = Layout(
    "duel",
    ("versus_left", "versus_right"),
    {
        "wide": Arrangement(
            type_area=Box(0.12, 0.72, 0.83, 0.95),
            lean="bottom",
            areas={
                "versus_left": Box(0.03, 0.285, 0.455, 0.955),
                "versus_right": Box(0.545, 0.285, 0.97, 0.955),
                "label_left": Box(0.035, 0.05, 0.445, 0.27),
                "label_right": Box(0.555, 0.05, 0.965, 0.27),
                "logo": Box(0.455, 0.045, 0.545, 0.135),
                "mark_1": Box(0.405, 0.38, 0.595, 0.72),
                "mark_2": Box(0.44, 0.76, 0.56, 0.92),
            },
            faces={"versus_left": FacePlace(0.245, 0.53, 0.36), "versus_right": FacePlace(0.755, 0.53, 0.36)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.74, 0.95, 0.94),
            lean="bottom",
            areas={
                "versus_left": Box(0.02, 0.24, 0.495, 0.88),
                "versus_right": Box(0.505, 0.24, 0.98, 0.88),
                "label_left": Box(0.03, 0.08, 0.485, 0.22),
                "label_right": Box(0.515, 0.08, 0.97, 0.22),
                "logo": Box(0.42, 0.02, 0.58, 0.07),
                "mark_1": Box(0.385, 0.42, 0.615, 0.65),
                "mark_2": Box(0.42, 0.80, 0.58, 0.94),
            },
            faces={"versus_left": FacePlace(0.25, 0.50, 0.32), "versus_right": FacePlace(0.75, 0.50, 0.32)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.42, 0.94, 0.58),
            lean="middle",
            areas={
                "versus_left": Box(0.06, 0.16, 0.94, 0.475),
                "versus_right": Box(0.06, 0.63, 0.94, 0.93),
                "label_left": Box(0.08, 0.07, 0.92, 0.15),
                "label_right": Box(0.08, 0.535, 0.92, 0.615),
                "logo": Box(0.06, 0.02, 0.28, 0.06),
                "mark_1": Box(0.38, 0.44, 0.62, 0.54),
                "mark_2": Box(0.76, 0.44, 0.94, 0.54),
            },
            faces={"versus_left": FacePlace(0.5, 0.30, 0.21), "versus_right": FacePlace(0.5, 0.76, 0.21)},
        ),
    },
)

# One thing twice: as it was and as it is, each half with its tag.
BEFORE_AFTER = Layout(
    "before_after",
    ("versus_left", "versus_right"),
    {
        "wide": Arrangement(
            type_area=Box(0.06, 0.69, 0.94, 0.955),
            lean="bottom",
            areas={
                "versus_left": Box(0.05, 0.17, 0.44, 0.74),
                "versus_right": Box(0.56, 0.17, 0.95, 0.74),
                "label_left": Box(0.04, 0.05, 0.30, 0.17),
                "label_right": Box(0.70, 0.05, 0.96, 0.17),
                "logo": Box(0.44, 0.045, 0.56, 0.13),
                "mark_1": Box(0.425, 0.34, 0.575, 0.56),
                "mark_2": Box(0.44, 0.16, 0.56, 0.30),
            },
            faces={"versus_left": FacePlace(0.245, 0.41, 0.36), "versus_right": FacePlace(0.755, 0.41, 0.36)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.70, 0.95, 0.95),
            lean="bottom",
            areas={
                "versus_left": Box(0.03, 0.20, 0.48, 0.70),
                "versus_right": Box(0.52, 0.20, 0.97, 0.70),
                "label_left": Box(0.04, 0.08, 0.36, 0.17),
                "label_right": Box(0.64, 0.08, 0.96, 0.17),
                "logo": Box(0.42, 0.03, 0.58, 0.08),
                "mark_1": Box(0.41, 0.38, 0.59, 0.52),
                "mark_2": Box(0.42, 0.18, 0.58, 0.30),
            },
            faces={"versus_left": FacePlace(0.25, 0.44, 0.30), "versus_right": FacePlace(0.75, 0.44, 0.30)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.42, 0.94, 0.58),
            lean="middle",
            areas={
                "versus_left": Box(0.10, 0.13, 0.90, 0.42),
                "versus_right": Box(0.10, 0.65, 0.90, 0.93),
                "label_left": Box(0.08, 0.065, 0.46, 0.115),
                "label_right": Box(0.08, 0.595, 0.46, 0.645),
                "logo": Box(0.70, 0.02, 0.92, 0.06),
                "mark_1": Box(0.74, 0.38, 0.94, 0.46),
                "mark_2": Box(0.74, 0.56, 0.94, 0.64),
            },
            faces={"versus_left": FacePlace(0.5, 0.26, 0.20), "versus_right": FacePlace(0.5, 0.77, 0.20)},
        ),
    },
)

# Three things of about one size below the type.
ROW = Layout(
    "row",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.05, 0.05, 0.95, 0.40),
            lean="top",
            areas={
                "hero": Box(0.345, 0.40, 0.655, 0.955),
                "support_1": Box(0.05, 0.44, 0.345, 0.92),
                "support_2": Box(0.655, 0.44, 0.95, 0.92),
                "logo": Box(0.035, 0.86, 0.13, 0.965),
                "mark_1": Box(0.28, 0.46, 0.38, 0.62),
                "mark_2": Box(0.62, 0.46, 0.72, 0.62),
            },
            faces={"hero": FacePlace(0.5, 0.66, 0.36)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.38),
            lean="top",
            areas={
                "hero": Box(0.28, 0.38, 0.72, 0.80),
                "support_1": Box(0.02, 0.55, 0.40, 0.95),
                "support_2": Box(0.60, 0.55, 0.98, 0.95),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.08, 0.42, 0.24, 0.54),
                "mark_2": Box(0.76, 0.42, 0.92, 0.54),
            },
            faces={"hero": FacePlace(0.5, 0.60, 0.34)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.36),
            lean="middle",
            areas={
                "hero": Box(0.18, 0.38, 0.82, 0.68),
                "support_1": Box(0.04, 0.66, 0.50, 0.92),
                "support_2": Box(0.50, 0.66, 0.96, 0.92),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.06, 0.40, 0.22, 0.50),
                "mark_2": Box(0.78, 0.40, 0.94, 0.50),
            },
            faces={"hero": FacePlace(0.5, 0.56, 0.25)},
        ),
    },
)
