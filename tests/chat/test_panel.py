"""A generation in words."""

from typing import Any

import pytest

from chat.pages.panel import Panel, panel_of
from common.ids import new_id
from generation.events import Snapshot
from generation.models import Algorithm, Generation, Stage

pytestmark = pytest.mark.unit

AXES: dict[str, dict[str, Any]] = {
    "contrast": {"value": 0.91, "weight": 1.0, "fault": None, "mend": None},
    "subject_size": {"value": 0.4, "weight": 1.0, "fault": "subject_small", "mend": "enlarge_subject"},
    "clutter": {"value": 0.7, "weight": 1.0, "fault": None, "mend": None},
    "text_height": {"value": 0.99, "weight": 1.0, "fault": None, "mend": None},
}


def panel(brief: dict[str, Any] | None = None, axes: Any = None, **state: Any) -> Panel:
    generation = Generation(
        id=new_id(),
        prompt="I survived 7 days in the Arctic",
        brief=brief or {},
        aspect_ratio="9:16",
        width=1080,
        height=1920,
        algorithm=Algorithm(name="Routix V6"),
    )
    whole: Snapshot = {
        "generation_id": str(generation.pk),
        "status": "processing",
        "stage": "rendering",
        "progress": 40,
        "sequence": 5,
        "queue_position": None,
        "estimated_time": None,
        "preview_url": None,
        "thumbnail_url": None,
        "score": None,
        "credits": {"held": 2, "charged": 0, "returned": 0},
        "processing_time": None,
        "error": None,
    }
    whole.update(state)  # type: ignore[typeddict-item]
    return panel_of(generation, whole, channel="samira", score_axes=axes or {})


class TestSteps:
    def test_are_done_before_the_present_stage_and_open_after_it(self) -> None:
        states = {step.name: step.state for step in panel(stage="rendering").steps}
        assert list(states) == list(Stage.values)
        assert [states[name] for name in ("analyzing", "directing", "rendering", "composing", "storing")] == [
            "done",
            "done",
            "now",
            "next",
            "next",
        ]

    def test_are_all_open_in_the_queue(self) -> None:
        assert {step.state for step in panel(status="queued", stage=None).steps} == {"next"}


class TestSecondsLeft:
    def test_are_whole_and_at_least_one(self) -> None:
        assert panel(estimated_time=0.2).seconds_left == 1
        assert panel(estimated_time=6.6).seconds_left == 7

    def test_are_unknown_before_anything_was_made(self) -> None:
        assert panel(estimated_time=None).seconds_left is None


class TestScore:
    def test_shows_the_three_weakest_axes_worst_first(self) -> None:
        weakest = panel(score=83.6, axes=AXES).weakest
        assert [(axis.percent, axis.fault) for axis in weakest] == [
            (40, "The subject takes up little of the picture."),
            (70, ""),
            (91, ""),
        ]

    def test_is_a_whole_number(self) -> None:
        assert panel(score=83.6, axes=AXES).score == 84


class TestBrief:
    def test_leaves_out_what_the_prompt_does_not_say(self) -> None:
        brief: dict[str, Any] = {
            "headline": "7 DAYS",
            "category": "vlog",
            "props": [],
            "negative": [],
            "people": None,
            "place": "",
        }
        assert [chip.value for chip in panel(brief).chips] == ["7 DAYS", "vlog"]

    def test_lists_objects_in_words_and_colours_as_swatches(self) -> None:
        chips = panel({"props": ["empty_plate", "emoji_snowflake"], "palette": ["#e0222a"], "language": "fa"}).chips
        assert [(chip.value, chip.colours) for chip in chips] == [
            ("empty plate, snowflake", ()),
            ("", ("#e0222a",)),
            ("Persian", ()),
        ]

    def test_describes_the_picture_with_its_headline(self) -> None:
        assert panel({"headline": "7 DAYS"}).picture_text == "7 DAYS"
        assert panel({}).picture_text == "I survived 7 days in the Arctic"


class TestHints:
    def test_put_the_codes_of_the_brief_into_words(self) -> None:
        assert panel({"hints": ["photo_would_help"]}).hints == (
            "A person would suit this one. Attach a photo to be in the picture.",
        )

    def test_are_the_two_that_matter_most(self) -> None:
        hints = panel({"hints": ["category_unsure", "props_generic", "no_face"]}).hints
        assert len(hints) == 2
        assert hints[0].startswith("The photo shows no face")

    def test_ignore_codes_without_words(self) -> None:
        assert panel({"hints": ["something_new"]}).hints == ()
