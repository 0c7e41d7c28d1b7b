"""What is kept of a vendor's description."""

import json

import pytest

from canvas.catalogue import CATEGORIES
from providers.describing import LONGEST_TAG, MOODS, MOST_TAGS, answer_schema, tags_of
from providers.errors import UnavailableError

pytestmark = pytest.mark.unit


def kept(**parts):
    text = json.dumps({"tags": ["a cat"], "category": "vlog", "mood": "happy", **parts})
    return tags_of(text, provider="openai", model="m", input_tokens=3, output_tokens=4)


class TestAnswerSchema:
    def test_offers_our_categories_and_moods_and_a_way_to_choose_none(self):
        properties = answer_schema()["properties"]
        assert properties["category"]["enum"] == [*CATEGORIES, "none"]
        assert properties["mood"]["enum"] == [*MOODS, "none"]

    def test_is_strict(self):
        schema = answer_schema()
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"])

    def test_has_no_empty_choice(self):
        assert '""' not in json.dumps(answer_schema())


class TestTagsOf:
    def test_keeps_tags_category_mood_and_who_looked(self):
        tags = kept()
        assert (tags.tags, tags.category, tags.mood) == (("a cat",), "vlog", "happy")
        assert (tags.provider, tags.model, tags.input_tokens, tags.output_tokens) == ("openai", "m", 3, 4)

    def test_tidies_tags_and_keeps_each_once(self):
        assert kept(tags=["  Red   Car ", "#red car", "Night.", "", "  "]).tags == ("red car", "night")

    def test_keeps_the_first_twelve(self):
        tags = kept(tags=[f"tag {at}" for at in range(40)]).tags
        assert len(tags) == MOST_TAGS
        assert tags[-1] == "tag 11"

    def test_drops_tags_that_are_too_long_or_unprintable(self):
        fitting = "x" * LONGEST_TAG
        assert kept(tags=["y" * (LONGEST_TAG + 1), "bell\x07", fitting]).tags == (fitting,)

    def test_drops_a_category_or_a_mood_that_nobody_knows(self):
        tags = kept(category="crime", mood="melancholic")
        assert (tags.category, tags.mood) == ("", "")

    def test_reads_none_as_nothing(self):
        tags = kept(category="none", mood="none")
        assert (tags.category, tags.mood) == ("", "")

    def test_does_not_mind_capitals_or_an_extra_field(self):
        tags = kept(category=" Gaming", mood="EPIC", comment="x")
        assert (tags.category, tags.mood) == ("gaming", "epic")

    @pytest.mark.parametrize(
        "text",
        ["", "null", "[]", '{"tags": ["a cat"', "<html>", '{"tags": "cat", "category": "vlog", "mood": "happy"}',
         '{"tags": ["cat"], "category": 3, "mood": "happy"}', '{"tags": ["cat"]}'],
    )  # fmt: skip
    def test_refuses_what_is_no_description_without_quoting_it(self, text):
        with pytest.raises(UnavailableError) as raised:
            tags_of(text, provider="openai", model="m", input_tokens=None, output_tokens=None)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
        assert "cat" not in str(raised.value)

    def test_refuses_an_answer_without_one_usable_tag(self):
        with pytest.raises(UnavailableError, match="no tag"):
            kept(tags=["", "z" * 99])
