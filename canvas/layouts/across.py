"""Layouts whose type runs across the whole width: above, below or before the subject, between two, or alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from canvas.geometry import Box
from canvas.layouts.rules import Arrangement, FacePlace, Layout, Shape

CENTRE_STAGE = Layout(
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

VERSUS = Layout(
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

FULL_TYPE = Layout(
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

HEADLINE_TOP = Layout(
    "headline_top",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.05, 0.05, 0.95, 0.40),
            lean="top",
            areas={
                "hero": Box(0.27, 0.37, 0.73, 0.98),
                "support_1": Box(0.05, 0.46, 0.26, 0.88),
                "support_2": Box(0.74, 0.46, 0.95, 0.83),
                "logo": Box(0.035, 0.86, 0.15, 0.965),
                "mark_1": Box(0.16, 0.50, 0.28, 0.70),
                "mark_2": Box(0.72, 0.50, 0.84, 0.70),
            },
            faces={"hero": FacePlace(0.5, 0.655, 0.38)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.36),
            lean="top",
            areas={
                "hero": Box(0.16, 0.35, 0.84, 0.985),
                "support_1": Box(0.03, 0.46, 0.25, 0.72),
                "support_2": Box(0.75, 0.46, 0.97, 0.72),
                "logo": Box(0.05, 0.88, 0.20, 0.95),
                "mark_1": Box(0.06, 0.44, 0.22, 0.58),
                "mark_2": Box(0.78, 0.44, 0.94, 0.58),
            },
            faces={"hero": FacePlace(0.5, 0.60, 0.35)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.39),
            lean="middle",
            areas={
                "hero": Box(0.06, 0.40, 0.94, 0.94),
                "support_1": Box(0.04, 0.43, 0.30, 0.57),
                "support_2": Box(0.70, 0.43, 0.96, 0.57),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.08, 0.42, 0.26, 0.52),
                "mark_2": Box(0.74, 0.42, 0.92, 0.52),
            },
            faces={"hero": FacePlace(0.5, 0.60, 0.26)},
        ),
    },
)

# Type before the lower half of the subject, the face above it.
BANNER = Layout(
    "banner",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.05, 0.425, 0.95, 0.745),
            lean="middle",
            areas={
                "hero": Box(0.26, 0.03, 0.74, 0.72),
                "support_1": Box(0.05, 0.08, 0.25, 0.40),
                "support_2": Box(0.75, 0.08, 0.95, 0.40),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.14, 0.12, 0.26, 0.32),
                "mark_2": Box(0.74, 0.12, 0.86, 0.32),
            },
            faces={"hero": FacePlace(0.5, 0.215, 0.325)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.45, 0.95, 0.74),
            lean="middle",
            areas={
                "hero": Box(0.14, 0.05, 0.86, 0.68),
                "support_1": Box(0.03, 0.16, 0.24, 0.42),
                "support_2": Box(0.76, 0.16, 0.97, 0.42),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.06, 0.14, 0.22, 0.30),
                "mark_2": Box(0.78, 0.14, 0.94, 0.30),
            },
            faces={"hero": FacePlace(0.5, 0.25, 0.33)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.45, 0.94, 0.67),
            lean="middle",
            areas={
                "hero": Box(0.06, 0.12, 0.94, 0.60),
                "support_1": Box(0.04, 0.12, 0.30, 0.26),
                "support_2": Box(0.70, 0.12, 0.96, 0.26),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.08, 0.20, 0.26, 0.30),
                "mark_2": Box(0.74, 0.20, 0.92, 0.30),
            },
            faces={"hero": FacePlace(0.5, 0.30, 0.24)},
        ),
    },
)


def _aside(
    base: Layout, name: str, areas: Mapping[Shape, Mapping[str, Box]], faces: Mapping[Shape, FacePlace]
) -> Layout:
    """A layout with its hero, and what stands beside it, moved to one side of the picture."""
    arrangements = {
        shape: replace(arrangement, areas={**arrangement.areas, **areas[shape]}, faces={"hero": faces[shape]})
        for shape, arrangement in base.arrangements.items()
    }
    return replace(base, name=name, subjects=("hero", "support_1", "support_2"), arrangements=arrangements)


HEADLINE_TOP_RIGHT = _aside(
    HEADLINE_TOP,
    "headline_top_right",
    {
        "wide": {
            "hero": Box(0.50, 0.37, 0.96, 0.98),
            "support_1": Box(0.06, 0.44, 0.29, 0.86),
            "support_2": Box(0.31, 0.54, 0.50, 0.92),
            "mark_1": Box(0.38, 0.50, 0.50, 0.70),
        },
        "square": {"hero": Box(0.26, 0.35, 0.98, 0.985), "support_2": Box(0.03, 0.72, 0.25, 0.88)},
        "tall": {"hero": Box(0.14, 0.40, 0.98, 0.94), "support_2": Box(0.04, 0.60, 0.30, 0.74)},
    },
    {
        "wide": FacePlace(0.71, 0.655, 0.38),
        "square": FacePlace(0.62, 0.60, 0.35),
        "tall": FacePlace(0.58, 0.60, 0.26),
    },
)

# The subject on the right above a band of type.
LOWER_THIRD_RIGHT = _aside(
    CENTRE_STAGE,
    "lower_third_right",
    {
        "wide": {
            "hero": Box(0.50, 0.03, 0.96, 0.69),
            "support_1": Box(0.06, 0.14, 0.29, 0.56),
            "support_2": Box(0.31, 0.22, 0.49, 0.57),
            "mark_1": Box(0.38, 0.14, 0.50, 0.34),
        },
        "square": {"hero": Box(0.26, 0.05, 0.96, 0.66), "support_2": Box(0.03, 0.13, 0.25, 0.29)},
        "tall": {"hero": Box(0.14, 0.14, 0.98, 0.60), "support_2": Box(0.04, 0.27, 0.32, 0.42)},
    },
    {
        "wide": FacePlace(0.71, 0.33, 0.40),
        "square": FacePlace(0.61, 0.35, 0.37),
        "tall": FacePlace(0.58, 0.36, 0.26),
    },
)
