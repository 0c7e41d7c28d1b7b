"""Everything the pages are handed has a name in words."""

import pytest

from chat.pages import wording
from generation.models import AspectRatio, Stage, Status

pytestmark = pytest.mark.unit


class TestWording:
    def test_covers_every_stage_status_and_ratio(self) -> None:
        assert set(wording.STAGES) == set(Stage.values)
        assert set(wording.STATUSES) == set(wording.STATUS_ICONS) == set(Status.values)
        assert set(wording.RATIOS) == set(AspectRatio.values)

    def test_makes_words_of_a_code(self) -> None:
        assert wording.readable("safe_zone") == "Safe zone"
        assert wording.readable("") == ""
