"""Everything the pages are handed has a name in words."""

from typing import get_args

import pytest

from canvas.people.cutting import Hint
from canvas.scoring.axes import RULES
from chat.pages import wording
from generation.models import AspectRatio, Stage, Status

pytestmark = pytest.mark.unit


class TestWording:
    def test_covers_every_stage_status_and_ratio(self) -> None:
        assert set(wording.STAGES) == set(Stage.values)
        assert set(wording.STATUSES) == set(wording.STATUS_ICONS) == set(Status.values)
        assert set(wording.RATIOS) == set(AspectRatio.values)

    def test_covers_every_axis_of_the_score_and_every_fault(self) -> None:
        faults = {end[0] for rule in RULES.values() for end in (rule.below, rule.above) if end}
        assert set(wording.AXES) == set(RULES)
        assert set(wording.FAULTS) == faults

    def test_covers_every_hint_about_a_photo(self) -> None:
        assert set(get_args(Hint)) <= set(wording.HINTS)

    def test_makes_words_of_a_code(self) -> None:
        assert wording.readable("safe_zone") == "Safe zone"
        assert wording.readable("") == ""
