"""A spoiled thumbnail scores lower than a good one, on documents that no threshold was set on: a sample of
`python -m benchmarks.scoring`.

The aim there is 95 % of some five hundred pairs. The one document of this sample stands on a pale ground, where garish
colours are still taken for an improvement: so nine in ten are asked of it."""

from __future__ import annotations

import pytest

from benchmarks.damages import OF_DOCUMENTS, OF_PICTURES
from benchmarks.scoring import OBVIOUS, OBVIOUS_DROP, drawn, held_out, missed, spoiled_pictures
from canvas.document import Document
from canvas.drawing import Drawing
from canvas.scoring import Score, score

pytestmark = pytest.mark.unit

Pairs = dict[str, tuple[Document, Drawing, Score]]


@pytest.fixture(scope="module")
def good() -> tuple[Document, Drawing]:
    document = next(held_out(20))  # the first has a person
    return document, drawn(document)


@pytest.fixture(scope="module")
def pairs(good: tuple[Document, Drawing]) -> Pairs:
    return {name: (worse, drawing, score(worse, drawing)) for name, worse, drawing in spoiled_pictures(*good)}


class TestSpoiledThumbnails:
    def test_are_spoiled_in_every_way(self, pairs: Pairs):
        assert set(pairs) == {*OF_PICTURES, *OF_DOCUMENTS}

    def test_score_lower(self, good: tuple[Document, Drawing], pairs: Pairs):
        best = score(*good).total
        not_lower = [name for name, (_, _, found) in pairs.items() if found.total >= best]
        assert len(not_lower) <= 0.1 * len(pairs), not_lower

    def test_lose_ten_points_for_what_is_seen_at_once(self, good: tuple[Document, Drawing], pairs: Pairs):
        best = score(*good).total
        assert [name for name in OBVIOUS if best - pairs[name][2].total < OBVIOUS_DROP] == []


class TestMissed:
    def test_names_what_does_not_reach_its_aim(self):
        found = {
            "told_right": 0.94,
            "by_damage": {"half empty": {"median_drop": 3.0}, "blur": {"median_drop": 3.0}},
            "by_mend": {"sharpen": {"share": 0.5}, "brighten": {"share": 0.9}},
            "loop_worse": 1,
            "score_p50_s": 0.03,
        }
        assert missed(found) == ["pairs", "half empty", "sharpen", "loop"]
