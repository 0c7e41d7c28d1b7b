"""All layouts by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from canvas.layouts.across import (
    BANNER,
    CENTRE_STAGE,
    FULL_TYPE,
    HEADLINE_TOP,
    HEADLINE_TOP_RIGHT,
    LOWER_THIRD_RIGHT,
    VERSUS,
)
from canvas.layouts.beside import BIG_NUMBER, CLOSE_UP_RIGHT, DISTANT_RIGHT, HERO_RIGHT
from canvas.layouts.compared import BEFORE_AFTER, DUEL, ROW
from canvas.layouts.paired import PAIR_RIGHT, PERSON_AND_THING_RIGHT, QUOTE_RIGHT
from canvas.layouts.rules import Layout

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            HERO_RIGHT,
            HERO_RIGHT.mirrored("hero_left"),
            CLOSE_UP_RIGHT,
            CLOSE_UP_RIGHT.mirrored("close_up_left"),
            DISTANT_RIGHT,
            DISTANT_RIGHT.mirrored("distant_left"),
            CENTRE_STAGE,
            HEADLINE_TOP,
            HEADLINE_TOP_RIGHT,
            HEADLINE_TOP_RIGHT.mirrored("headline_top_left"),
            LOWER_THIRD_RIGHT,
            LOWER_THIRD_RIGHT.mirrored("lower_third_left"),
            BANNER,
            BIG_NUMBER,
            PAIR_RIGHT,
            PAIR_RIGHT.mirrored("pair_left"),
            PERSON_AND_THING_RIGHT,
            PERSON_AND_THING_RIGHT.mirrored("person_and_thing_left"),
            QUOTE_RIGHT,
            QUOTE_RIGHT.mirrored("quote_left"),
            ROW,
            VERSUS,
            DUEL,
            BEFORE_AFTER,
            FULL_TYPE,
        )
    }
)
