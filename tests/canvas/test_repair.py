"""Repair: every fault has operations that mend it, and the loop never gives a worse picture back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.damages import OF_DOCUMENTS
from benchmarks.scoring import held_out
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Document, Effect, Frame, Palette, Plate, Subject, Text
from canvas.drawing import Drawing, draw
from canvas.errors import DocumentError
from canvas.operations import apply_all, read_operations, written_operation
from canvas.repair import MENDS, Picture, improve, operations_for, repair
from canvas.scoring import Axis, Score, score
from canvas.scoring.axes import READ_BACK, RULES
from tests.canvas.documents import document_of, headline, plain, rich

pytestmark = pytest.mark.unit

LOOK = DesignDNA(
    Palette("#ff2d3f", "#2b6bff", "#ffd21f"), "hero_right", "scene:neon", "anton", effects=("sparks",), energy=8
)
SMALL = (320, 180)
# What was spoiled, the axis that falls for it, and the name of what mends it.
FAULTS = (
    ("small text", "text_height", "enlarge_text"),
    ("faint text", "text_contrast", "strengthen_type"),
    ("text over the subject", "subject_clear", "swap_layout"),
    ("text under the badge", "badge", "clear_badge"),
    ("text at the edge", "margin", "inset_type"),
    ("too many words", "words", "drop_subtitle"),
    ("tiny subject", "subject_size", "enlarge_subject"),
    ("clutter", "clutter", "calm_picture"),
    ("half empty", "balance", "spread_layers"),
    ("dull grade", "colour", "boost_colour"),
    ("flat grade", "contrast", "boost_contrast"),
)
_SCENE = Plate(id="plate", source="scene:neon")
_HERO = Subject(id="hero", slot="hero", source="prop:phone")
# Documents that the damages don't lead to, the axis, and what raises it.
LOOKS = (
    (document_of(replace(_SCENE, exposure=0.02), _HERO), "brightness", "brighten"),
    (document_of(Plate(id="plate", source="paint:paper")), "brightness", "darken"),
    (document_of(replace(_SCENE, blur=0.05), _HERO), "sharpness", "sharpen"),
    (document_of(plain(), _HERO), "clutter", "enliven_picture"),
    (document_of(_SCENE, headline(), replace(_HERO, opacity=0.2, outline=None)), "salience", "glow_subject"),
    (
        document_of(_SCENE, headline(), _HERO, Effect(id="grade", effect="grade", params={"saturation": 4.0})),
        "colour",
        "calm_colour",
    ),
)


def drawn(document: Document) -> Drawing:
    return draw(document, size=SMALL)


def measured(document: Document) -> Picture:
    drawing = drawn(document)
    return Picture(document, drawing, score(document, drawing))


def faulty(mend: str) -> Axis:
    return Axis(0.1, 1.0, 0.0, "", fault="one", mend=mend)


@pytest.fixture(scope="module")
def good() -> Picture:
    return measured(direct(understand("I beat the final boss, red arrow"), LOOK, seed=1)[0])


@pytest.fixture(scope="module")
def held() -> list[Picture]:
    return [measured(document) for document in list(held_out(20))[1:3]]  # neither has a person


class TestMends:
    def test_are_there_for_every_fault(self):
        named = {end[1] for rule in (*RULES.values(), READ_BACK) for end in (rule.below, rule.above) if end}
        assert named == set(MENDS)

    @pytest.mark.parametrize(("damage", "axis", "mend"), FAULTS, ids=[mend for _, _, mend in FAULTS])
    def test_raise_the_axis_whose_fault_they_mend(self, good: Picture, damage: str, axis: str, mend: str):
        worse = OF_DOCUMENTS[damage](good.document, good.drawing)
        assert worse is not None
        found = measured(worse).score.axes[axis]
        asked = found if found.mend is not None else replace(found, mend=mend)
        operations = operations_for(worse, asked)
        again = measured(apply_all(worse, operations).document).score.axes[axis]
        assert asked.mend == mend
        assert again.value > found.value

    @pytest.mark.parametrize(("document", "axis", "mend"), LOOKS, ids=[mend for _, _, mend in LOOKS])
    def test_change_the_look_towards_its_axis(self, document: Document, axis: str, mend: str):
        found = measured(document).score.axes[axis]
        operations = operations_for(document, replace(found, mend=mend))
        assert found.value < 1
        assert measured(apply_all(document, operations).document).score.axes[axis].value > found.value


class TestOperationsFor:
    @pytest.mark.parametrize("mend", sorted(MENDS))
    def test_are_those_that_edits_send(self, mend: str):
        document = rich()
        operations = operations_for(document, faulty(mend))
        sent = [written_operation(operation) for operation in operations]
        assert list(read_operations(sent)) == list(operations)
        assert apply_all(document, operations).document.layers or not operations

    def test_are_none_without_a_fault(self, good: Picture):
        assert operations_for(good.document, Axis(1.0, 1.0, 0.5, "of the height")) == ()

    def test_leave_locked_layers_alone(self):
        document = document_of(plain(), headline(locked=True, frame=Frame(0.7, 0.7, 0.3, 0.3)), layout="hero_right")
        assert operations_for(document, faulty("clear_badge")) == ()
        assert operations_for(document, faulty("strengthen_type")) == ()

    @pytest.mark.parametrize("layout", ["duel", "before_after", "row", "quote_right"])
    def test_never_take_a_layout_away_that_says_something(self, layout: str):
        document = document_of(plain(), headline(), layout=layout)
        for mend in ("swap_layout", "enlarge_text", "spread_layers"):
            assert apply_all(document, operations_for(document, faulty(mend))).document.layout == layout

    def test_keep_to_the_words_of_a_long_headline(self):
        document = document_of(plain(), headline("I TRIED EVERY JOB IN THE WORLD FOR A YEAR AND THIS IS WHAT I FOUND"))
        shorter = apply_all(document, operations_for(document, faulty("drop_subtitle"))).document.layer("headline")
        assert isinstance(shorter, Text)
        said = shorter.text.split()
        assert 2 <= len(said) <= 6
        assert set(said) <= set(
            headline("I TRIED EVERY JOB IN THE WORLD FOR A YEAR AND THIS IS WHAT I FOUND").text.split()
        )


class TestRepair:
    def test_leaves_a_good_document_alone(self, good: Picture):
        assert good.score.faults == ()
        assert repair(good.document, good.score) is None

    def test_tries_each_mend_once(self, good: Picture):
        bad = Score(10.0, {mend: faulty(mend) for mend in MENDS})
        current, tried = good.document, []
        while (following := repair(current, bad)) is not None:
            current = following
            tried.append(current.meta["mended"].split()[-1])
            assert len(tried) <= len(MENDS)
        assert len(tried) == len(set(tried)) > 5


class TestImprove:
    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def test_never_gives_a_worse_picture_back(self, held: list[Picture], data: Any):
        first = data.draw(st.sampled_from(held), label="document")
        document = first.document
        for damage in data.draw(st.lists(st.sampled_from(sorted(OF_DOCUMENTS)), max_size=2, unique=True)):
            document = OF_DOCUMENTS[damage](document, first.drawing) or document
        before = measured(document)
        after = improve(before, drawn, tries=2)
        assert after.score.total >= before.score.total
        assert after.score == score(after.document, after.drawing)

    def test_makes_a_spoiled_picture_good_again(self, good: Picture):
        worse = OF_DOCUMENTS["tiny subject"](good.document, good.drawing)
        assert worse is not None
        before = measured(worse)
        assert improve(before, drawn, tries=2).score.total > before.score.total + 10

    def test_goes_on_to_the_next_fault_where_a_mend_can_not_be_drawn(self, good: Picture):
        worse = OF_DOCUMENTS["flat grade"](good.document, good.drawing)
        assert worse is not None
        before, asked = measured(worse), []

        def fails_once(document: Document) -> Drawing:
            asked.append(document.meta["mended"])
            if len(asked) == 1:
                raise DocumentError("layers", "take too much to draw")
            return drawn(document)

        after = improve(before, fails_once, tries=2)
        assert len(set(asked)) == 2
        assert after.score.total > before.score.total

    def test_keeps_the_first_where_nothing_helps(self, good: Picture):
        worse = measured(OF_DOCUMENTS["small text"](good.document, good.drawing) or good.document)
        black = replace(worse.drawing, pixels=worse.drawing.pixels * 0)
        never: Callable[[Document], Drawing] = lambda document: black  # noqa: E731
        assert improve(worse, never, tries=3) is worse
