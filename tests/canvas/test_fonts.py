"""Typefaces: every script of ours is set right, in a face of its own where the wanted one lacks it."""

from __future__ import annotations

import pytest

from canvas.document import Frame, Text
from canvas.drawing.lettering import set_text
from canvas.fonts import FONT_FOLDER, FONT_NAMES, font_for, stand_ins, typeface
from canvas.typesetting.cleaning import clean
from canvas.typesetting.direction import is_right_to_left
from canvas.typesetting.shaping import shape_line
from tests.canvas.documents import PALETTE

pytestmark = pytest.mark.unit

SENTENCES = {
    "persian": "چگونه پول درآوریم؟ ۱۲۳",
    "arabic": "أسرار النجاح في ٣٠ يومًا",
    "urdu": "پاکستان کا سفر ٹھیک ہے",
    "hebrew": "איך הרווחתי כסף",
    "hindi": "मैंने क्या सीखा १०० दिनों में",
    "bengali": "আমি কী শিখলাম",
    "tamil": "தமிழ் கற்போம்",
    "thai": "เที่ยวญี่ปุ่น ๗ วัน",
    "japanese": "東京で一番うまいラーメン",
    "korean": "서울에서 가장 매운 라면",
    "russian": "КАК Я ВЫЖИЛ ЁЖ",
    "ukrainian": "Їжа з України ґанок",
    "greek": "ΠΩΣ ΕΠΕΖΗΣΑ Ωραία",
    "turkish": "İSTANBUL'DA ŞÖYLE ĞÜÇLÜ ışık",
    "vietnamese": "TÔI ĐÃ SỐNG SÓT ẤN TƯỢNG",
    "polish": "ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
    "money": "$100 €20 ₹50 50%",
}
SHAPED = {"persian": "بب", "hindi": "क्ष", "bengali": "ক্ষ"}


class TestEveryTypeface:
    @pytest.mark.parametrize("name", FONT_NAMES)
    def test_loses_no_word_of_any_script_and_draws_no_empty_box(self, name: str) -> None:
        for script, sentence in SENTENCES.items():
            words = clean(sentence, name).words
            assert list(words) == sentence.split(), script
            line = shape_line(words, name, right_to_left=is_right_to_left(sentence))
            assert all(glyph.code != 0 for glyph in line.glyphs), script
            assert line.ink.width > 1, script

    @pytest.mark.parametrize("name", FONT_NAMES)
    def test_is_found_in_its_own_voice_first(self, name: str) -> None:
        assert stand_ins(name)[0] == name
        assert len(set(stand_ins(name))) == len(stand_ins(name))
        assert font_for("7", name) == name

    def test_is_one_of_many_and_all_are_light_enough(self) -> None:
        assert len(FONT_NAMES) == len(set(FONT_NAMES)) >= 22
        sizes = [path.stat().st_size for path in FONT_FOLDER.glob("*.ttf")]
        assert max(sizes) < 2_400_000
        assert sum(sizes) < 9_000_000


class TestStandIns:
    @pytest.mark.parametrize(
        ("words", "wanted", "found"),
        [
            ("игру", "anton", "sofia"),
            ("игру", "bebas", "sofia"),
            ("игру", "bungee", "dela"),
            ("ΝΙΚΗ", "anton", "sofia"),
            ("דרך", "anton", "rubik"),
            ("नया", "pacifico", "baloo"),
            ("नया", "anton", "devanagari"),
            ("서울", "montserrat", "korean"),
            ("ใหม่", "lilita", "kanit"),
            ("東京", "bungee", "dela"),
            ("薔薇", "dela", "japanese"),
        ],
    )
    def test_are_kindred(self, words: str, wanted: str, found: str) -> None:
        assert font_for(words, wanted) == found

    def test_have_capitals_of_one_height_in_a_line(self) -> None:
        line = shape_line(("HAND", "РУКА"), "bungee", right_to_left=False)
        heights = {}
        for glyph in line.glyphs:
            face = typeface(glyph.font)
            heights[glyph.font] = face.reference * glyph.scale
        assert len(heights) == 2
        assert max(heights.values()) == pytest.approx(min(heights.values()))


class TestShaping:
    @pytest.mark.parametrize("script", SHAPED)
    def test_joins_what_the_script_joins(self, script: str) -> None:
        letters = SHAPED[script]
        whole = shape_line((letters,), "anton", right_to_left=script == "persian")
        apart = {
            glyph.code
            for letter in letters
            for glyph in shape_line((letter,), "anton", right_to_left=script == "persian").glyphs
        }
        assert {glyph.code for glyph in whole.glyphs} != apart

    @pytest.mark.parametrize("script", SENTENCES)
    def test_fits_every_script_into_its_frame(self, script: str) -> None:
        text = Text(id="t", text=SENTENCES[script], outer_stroke=0.05)
        drawn = set_text(text, Frame(0.1, 0.1, 0.6, 0.6), PALETTE, 320, 180)
        assert drawn is not None
        assert drawn.box.x0 > 0.09
        assert drawn.box.x1 < 0.71
        assert drawn.box.y0 > 0.08
        assert drawn.box.y1 < 0.72
