"""Text on every ground of the design must be readable: WCAG 2.2, 1.4.3 (4.5:1) and 1.4.11 (3:1)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.unit

TOKENS = Path(settings.BASE_DIR) / "routix" / "static" / "routix" / "css" / "tokens.css"
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", TOKENS.read_text()))

GROUNDS = ("ground", "panel", "panel-raised", "panel-hover", "field")
TEXTS = ("text", "text-soft", "text-faint", "accent", "good", "warning", "bad")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (light + 0.05) / (dark + 0.05)


class TestTextColours:
    @pytest.mark.parametrize("ground", GROUNDS)
    @pytest.mark.parametrize("text", TEXTS)
    def test_are_readable_on_every_ground(self, text: str, ground: str) -> None:
        assert contrast(text, ground) >= 4.5

    @pytest.mark.parametrize("ground", ["brand", "brand-button-from", "brand-button-to"])
    def test_are_readable_on_the_brand(self, ground: str) -> None:
        assert contrast("on-brand", ground) >= 4.5

    @pytest.mark.parametrize("text", ["text", "bad"])
    def test_are_readable_in_an_error(self, text: str) -> None:
        assert contrast(text, "bad-ground") >= 4.5

    @pytest.mark.parametrize("tone", ["light", "dark"])
    @pytest.mark.parametrize("text", ["text", "soft"])
    def test_are_readable_in_a_watch_row(self, tone: str, text: str) -> None:
        assert contrast(f"row-{tone}-{text}", f"row-{tone}-ground") >= 4.5


class TestControlColours:
    @pytest.mark.parametrize("ground", GROUNDS)
    @pytest.mark.parametrize("line", ["focus", "brand-light"])
    def test_stand_out_from_every_ground(self, line: str, ground: str) -> None:
        assert contrast(line, ground) >= 3

    @pytest.mark.parametrize("ground", ["ground", "panel", "field"])
    def test_bound_fields_visibly(self, ground: str) -> None:
        assert contrast("line-control", ground) >= 3
