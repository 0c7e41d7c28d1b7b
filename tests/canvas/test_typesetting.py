"""Setting type: cleaning, order, shaping, breaking, and never a glyph outside its box."""

from __future__ import annotations

import pytest

from canvas.errors import UnsupportedTextError
from canvas.fonts import FONT_NAMES, font_for, typeface
from canvas.typesetting.cleaning import clean
from canvas.typesetting.direction import embedding_levels, is_right_to_left, visual_order
from canvas.typesetting.fitting import Wish, fit
from canvas.typesetting.shaping import shape_line

pytestmark = pytest.mark.unit

SENTENCES = [
    "BEAT ELDEN RING WITHOUT DYING",
    "سفر رویایی به بالی",
    "می‌روم iPhone ۱۷ بخرم!",
    "Я прошёл игру за 24 часа",
    "東京で一週間生活してみた！",
    "मेरी पहली यात्रा",
    "Supercalifragilisticexpialidocious",
    "A" * 120,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "FIRE 🔥 NOW",
    "1",
]


class TestClean:
    def test_drops_control_and_zero_width_characters(self) -> None:
        assert clean("HE\u200bLLO\u0007 \ufeffYOU\u202e", "anton").words == ("HELLO", "YOU")

    def test_keeps_the_joiner_that_persian_needs(self) -> None:
        assert clean("می\u200cروم", "lalezar").words == ("می\u200cروم",)

    def test_drops_a_joiner_between_other_letters(self) -> None:
        assert clean("AB\u200cCD", "anton").words == ("ABCD",)

    def test_counts_words_as_they_were_written(self) -> None:
        cleaned = clean("\u200b ONE \u200b TWO", "anton")
        assert cleaned.words == ("ONE", "TWO")
        assert cleaned.sources == (1, 3)

    def test_drops_a_word_whole_that_would_lose_a_letter(self) -> None:
        assert clean("HELLO ᠮᠣᠩᠭᠣᠯ WORLD", "anton").words == ("HELLO", "WORLD")

    def test_writes_an_accented_letter_plainly_when_no_face_has_it(self) -> None:
        assert clean("ᾨδή", "anton").words == ("Ωδή",)

    def test_keeps_an_emoji_that_has_a_picture(self) -> None:
        assert clean("FIRE 🔥", "anton").words == ("FIRE", "🔥")

    def test_drops_an_emoji_without_a_picture(self) -> None:
        assert clean("MOVE 🀀", "anton").words == ("MOVE",)

    def test_raises_for_letters_that_no_face_has(self) -> None:
        with pytest.raises(UnsupportedTextError):
            clean("ᠮᠣᠩᠭᠣᠯ", "anton")

    def test_is_empty_for_nothing_but_blanks(self) -> None:
        assert clean(" \u200b\t", "anton").words == ()


class TestDirection:
    def test_goes_by_the_first_strong_letter(self) -> None:
        assert is_right_to_left("۱۲ سفر to Bali")
        assert not is_right_to_left("17 to بالی")

    def test_gives_numbers_in_persian_a_level_to_the_right(self) -> None:
        levels = embedding_levels("سفر 17", right_to_left=True)
        assert [level % 2 for level in levels] == [1, 1, 1, 1, 0, 0]

    def test_keeps_a_level_for_every_character(self) -> None:
        text = "می\u200cروم به خانه"
        assert len(embedding_levels(text, right_to_left=True)) == len(text)

    def test_orders_runs_as_they_are_seen(self) -> None:
        assert visual_order([1, 2, 1]) == (2, 1, 0)
        assert visual_order([0, 1, 0]) == (0, 1, 2)
        assert visual_order([0, 1, 2, 1]) == (0, 3, 2, 1)


class TestFonts:
    @pytest.mark.parametrize("name", FONT_NAMES)
    def test_all_have_digits_and_a_capital_height(self, name: str) -> None:
        face = typeface(name)
        assert face.covers("0")
        assert 0.4 < face.reference < 1.1

    def test_stand_in_for_scripts_that_the_wanted_one_lacks(self) -> None:
        assert font_for("سفر", "anton") in {"lalezar", "vazirmatn"}
        assert font_for("東京", "anton") == "japanese"
        assert font_for("यात्रा", "bangers") == "devanagari"
        assert font_for("игру", "anton") == "sofia"

    def test_keep_the_wanted_one_where_it_serves(self) -> None:
        assert font_for("HELLO", "bangers") == "bangers"


class TestShapeLine:
    def test_joins_arabic_letters(self) -> None:
        joined = shape_line(("بب",), "lalezar", right_to_left=True)
        alone = shape_line(("ب",), "lalezar", right_to_left=True)
        assert {glyph.code for glyph in joined.glyphs}.isdisjoint({glyph.code for glyph in alone.glyphs})

    def test_draws_no_missing_glyph(self) -> None:
        for sentence in SENTENCES:
            words = clean(sentence, "anton").words
            line = shape_line(words, "anton", right_to_left=is_right_to_left(sentence))
            assert all(glyph.code != 0 for glyph in line.glyphs), sentence

    def test_puts_the_first_persian_word_rightmost(self) -> None:
        line = shape_line(("سفر", "رویایی"), "lalezar", right_to_left=True)
        first = [glyph.x for glyph in line.glyphs if glyph.word == 0]
        second = [glyph.x for glyph in line.glyphs if glyph.word == 1]
        assert min(first) > max(second)

    def test_keeps_latin_reading_right_inside_persian(self) -> None:
        line = shape_line(("خرید", "iPhone", "جدید"), "lalezar", right_to_left=True)
        latin = [glyph for glyph in line.glyphs if glyph.word == 1]
        assert [glyph.x for glyph in latin] == sorted(glyph.x for glyph in latin)
        assert {glyph.word for glyph in sorted(line.glyphs, key=lambda g: g.x)[:2]} == {2}

    def test_knows_which_word_each_glyph_belongs_to(self) -> None:
        line = shape_line(("GO", "NOW"), "anton", right_to_left=False)
        assert [glyph.word for glyph in line.glyphs if glyph.word == 1].__len__() == 3


class TestFit:
    @pytest.mark.parametrize("text", SENTENCES)
    @pytest.mark.parametrize("box", [(0.9, 0.8), (0.3, 0.9), (1.5, 0.1)])
    @pytest.mark.parametrize("tilt", [0.0, 8.0])
    def test_never_leaves_its_box(self, text: str, box: tuple[float, float], tilt: float) -> None:
        block = fit(Wish(text, "anton", stroke=0.07, depth=(0.04, 0.06), tilt=tilt), *box)
        assert block.bounds[0] <= box[0] + 1e-6
        assert block.bounds[1] <= box[1] + 1e-6
        assert block.lines

    def test_fills_one_side_of_its_box(self) -> None:
        block = fit(Wish("BEAT ELDEN RING", "anton"), 0.9, 0.8)
        assert block.bounds[0] > 0.85 or block.bounds[1] > 0.75

    def test_sets_no_more_lines_than_allowed(self) -> None:
        assert len(fit(Wish("ONE TWO THREE FOUR FIVE", "anton", max_lines=2), 0.5, 0.9).lines) <= 2

    def test_bounds_how_much_lines_differ(self) -> None:
        sizes = [line.size for line in fit(Wish("A LONGER LINE OF WORDS", "anton", contrast=1.3), 0.5, 0.9).lines]
        assert max(sizes) / min(sizes) <= 1.3 + 1e-6

    def test_sets_even_lines_when_no_contrast_is_wanted(self) -> None:
        sizes = {round(line.size, 9) for line in fit(Wish("ONE TWO THREE FOUR", "anton", contrast=1.0), 0.4, 0.9).lines}
        assert len(sizes) == 1

    def test_breaks_a_word_that_would_be_too_small(self) -> None:
        block = fit(Wish("A" * 60, "anton", max_lines=4), 0.8, 0.8)
        assert len(block.lines) > 1
        assert "".join(line.text for line in block.lines) == "A" * 60

    def test_breaks_between_ideographs_but_not_before_a_full_stop(self) -> None:
        block = fit(Wish("東京で一週間生活。", "japanese"), 0.5, 0.8)
        assert len(block.lines) > 1
        assert all(not line.text.startswith("。") for line in block.lines)

    def test_keeps_the_words_of_lines_as_written(self) -> None:
        block = fit(Wish("ONE TWO THREE", "anton", max_lines=3), 0.2, 0.9)
        assert [word for line in block.lines for word in line.words] == [0, 1, 2]

    def test_gives_nothing_for_nothing(self) -> None:
        assert fit(Wish("   ", "anton"), 0.5, 0.5).lines == ()
