"""Layouts for two things that belong together beside the type: two props, or a person and what it is about. They are
written with the subjects on the right; `mirrored` makes those with them on the left.
"""

from __future__ import annotations

from canvas.geometry import Box
from canvas.layouts.rules import Arrangement, FacePlace, Layout

# Two things on one floor, the hero in front.
PAIR_RIGHT = Layout(
    "pair_right",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.035, 0.06, 0.535, 0.94),
            lean="middle",
            areas={
                "hero": Box(0.50, 0.16, 0.825, 0.965),
                "support_1": Box(0.735, 0.07, 0.99, 0.66),
                "support_2": Box(0.52, 0.04, 0.66, 0.26),
                "logo": Box(0.035, 0.045, 0.15, 0.15),
                "mark_1": Box(0.43, 0.76, 0.52, 0.94),
                "mark_2": Box(0.52, 0.05, 0.62, 0.20),
            },
            faces={"hero": FacePlace(0.66, 0.42, 0.40)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.40),
            lean="top",
            areas={
                "hero": Box(0.06, 0.42, 0.66, 0.985),
                "support_1": Box(0.54, 0.40, 0.97, 0.84),
                "support_2": Box(0.04, 0.40, 0.22, 0.56),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.06, 0.44, 0.20, 0.58),
                "mark_2": Box(0.80, 0.84, 0.95, 0.95),
            },
            faces={"hero": FacePlace(0.38, 0.62, 0.34)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.40),
            lean="middle",
            areas={
                "hero": Box(0.05, 0.52, 0.80, 0.93),
                "support_1": Box(0.46, 0.41, 0.96, 0.66),
                "support_2": Box(0.06, 0.42, 0.32, 0.54),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.08, 0.44, 0.24, 0.52),
                "mark_2": Box(0.76, 0.82, 0.92, 0.92),
            },
            faces={"hero": FacePlace(0.44, 0.66, 0.25)},
        ),
    },
    align="left",
)

# A person, and below the type the thing that the video is about, large enough to be seen.
PERSON_AND_THING_RIGHT = Layout(
    "person_and_thing_right",
    ("hero", "support_1", "support_2"),
    {
        "wide": Arrangement(
            type_area=Box(0.035, 0.05, 0.575, 0.50),
            lean="top",
            areas={
                "hero": Box(0.50, 0.04, 0.985, 0.98),
                "hero_beside": Box(0.53, 0.08, 0.96, 0.97),
                "support_1": Box(0.07, 0.50, 0.50, 0.965),
                "support_2": Box(0.83, 0.06, 0.975, 0.30),
                "logo": Box(0.035, 0.86, 0.13, 0.965),
                "mark_1": Box(0.47, 0.66, 0.57, 0.84),
                "mark_2": Box(0.52, 0.50, 0.60, 0.64),
            },
            faces={"hero": FacePlace(0.76, 0.42, 0.43)},
        ),
        "square": Arrangement(
            type_area=Box(0.05, 0.045, 0.95, 0.36),
            lean="top",
            areas={
                "hero": Box(0.30, 0.34, 1.0, 0.985),
                "support_1": Box(0.03, 0.56, 0.44, 0.97),
                "support_2": Box(0.80, 0.36, 0.97, 0.52),
                "logo": Box(0.05, 0.04, 0.20, 0.11),
                "mark_1": Box(0.08, 0.42, 0.24, 0.56),
                "mark_2": Box(0.30, 0.40, 0.42, 0.52),
            },
            faces={"hero": FacePlace(0.66, 0.58, 0.35)},
        ),
        "tall": Arrangement(
            type_area=Box(0.06, 0.085, 0.94, 0.38),
            lean="middle",
            areas={
                "hero": Box(0.16, 0.38, 1.0, 0.95),
                "support_1": Box(0.04, 0.68, 0.52, 0.93),
                "support_2": Box(0.70, 0.40, 0.94, 0.52),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.10, 0.56, 0.28, 0.66),
                "mark_2": Box(0.08, 0.44, 0.24, 0.54),
            },
            faces={"hero": FacePlace(0.60, 0.56, 0.26)},
        ),
    },
    align="left",
)

# A person who says it: the words have the air around the head.
QUOTE_RIGHT = Layout(
    "quote_right",
    ("hero", "support_1"),
    {
        "wide": Arrangement(
            type_area=Box(0.035, 0.06, 0.525, 0.79),
            lean="middle",
            areas={
                "hero": Box(0.52, 0.04, 0.985, 0.98),
                "support_1": Box(0.79, 0.52, 0.985, 0.84),
                "logo": Box(0.035, 0.86, 0.13, 0.965),
                "mark_1": Box(0.44, 0.80, 0.55, 0.95),
                "mark_2": Box(0.06, 0.80, 0.18, 0.95),
            },
            faces={"hero": FacePlace(0.765, 0.42, 0.43)},
        ),
        "square": Arrangement(
            type_area=Box(0.10, 0.08, 0.90, 0.34),
            lean="middle",
            areas={
                "hero": Box(0.20, 0.37, 0.98, 0.985),
                "support_1": Box(0.03, 0.60, 0.28, 0.86),
                "logo": Box(0.05, 0.88, 0.20, 0.95),
                "mark_1": Box(0.06, 0.46, 0.22, 0.58),
                "mark_2": Box(0.80, 0.46, 0.95, 0.58),
            },
            faces={"hero": FacePlace(0.60, 0.60, 0.34)},
        ),
        "tall": Arrangement(
            type_area=Box(0.12, 0.12, 0.88, 0.35),
            lean="middle",
            areas={
                "hero": Box(0.06, 0.40, 0.97, 0.95),
                "support_1": Box(0.05, 0.74, 0.34, 0.90),
                "logo": Box(0.06, 0.03, 0.28, 0.08),
                "mark_1": Box(0.08, 0.44, 0.24, 0.52),
                "mark_2": Box(0.76, 0.44, 0.92, 0.52),
            },
            faces={"hero": FacePlace(0.55, 0.60, 0.26)},
        ),
    },
)
