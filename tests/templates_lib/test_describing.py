"""What a template is about."""

import pytest

from providers.base import VisionTags
from templates_lib.indexing.describing import describe

pytestmark = pytest.mark.unit


def seen(category: str) -> VisionTags:
    return VisionTags(tags=("x",), category=category, mood="calm", provider="p", model="m", input_tokens=1,
                      output_tokens=1)  # fmt: skip


class TestDescribe:
    @pytest.mark.parametrize(
        ("words", "category"),
        [
            ("I BEAT THE FINAL BOSS IN MINECRAFT", "gaming"),
            ("EASY CHOCOLATE CAKE RECIPE", "food"),
            ("IPHONE CAMERA REVIEW", "technology"),
        ],
    )
    def test_reads_the_category_off_the_words(self, words: str, category: str):
        assert describe(words).category == category

    def test_reads_the_file_name_where_the_picture_has_no_words(self):
        assert describe("", file_name="chocolate_cake-recipe_03.png").category == "food"

    def test_gives_tags_of_our_lexicons_only(self):
        tags = describe("THE ZQXV BURGER PIZZA BATTLE").tags
        assert {"burger", "pizza"} & set(tags)
        assert not any("zqxv" in tag for tag in tags)

    @pytest.mark.parametrize("words", ["", "1234 !!", "۱۲۳"])
    def test_says_that_it_guesses_when_nothing_can_be_read(self, words: str):
        description = describe(words, file_name="0001.png")
        assert (description.category, description.confidence, description.tags) == ("entertainment", 0.0, ())

    def test_is_unsure_where_no_word_of_a_category_was_read(self):
        description = describe("VS", file_name="92_split.jpg")
        assert description.source == "embedding"
        assert description.confidence < 0.5

    def test_takes_a_vendors_category_only_where_the_words_leave_it_open(self):
        assert describe("", vision=seen("travel")).category == "travel"
        assert describe("I BEAT THE FINAL BOSS IN MINECRAFT", vision=seen("travel")).category == "gaming"
        assert describe("", vision=seen("")).category == "entertainment"
