"""Colours: parsed strictly, measured after WCAG."""

from __future__ import annotations

import pytest

from canvas.colour import BLACK, WHITE, contrast, deep, luminance, mix, parse_hex, resolve, vivid
from canvas.document import Palette

pytestmark = pytest.mark.unit


class TestParseHex:
    def test_reads_three_channels(self) -> None:
        assert parse_hex("#ff8000") == pytest.approx((1.0, 0.502, 0.0), abs=0.001)

    @pytest.mark.parametrize("value", ["ff8000", "#fff", "#ff80zz", "red", "#ff80001"])
    def test_refuses_anything_else(self, value: str) -> None:
        with pytest.raises(ValueError, match="not a colour"):
            parse_hex(value)


class TestResolve:
    def test_takes_a_role_from_the_palette(self) -> None:
        palette = Palette("#ff0000", "#00ff00", "#0000ff")
        assert resolve("secondary", palette) == (0.0, 1.0, 0.0)
        assert resolve("#0000ff", palette) == (0.0, 0.0, 1.0)


class TestMeasures:
    def test_put_black_on_white_at_21(self) -> None:
        assert contrast(BLACK, WHITE) == pytest.approx(21.0)
        assert contrast(WHITE, BLACK) == pytest.approx(21.0)

    def test_weigh_green_most(self) -> None:
        assert luminance((0, 1, 0)) > luminance((1, 0, 0)) > luminance((0, 0, 1))


class TestArithmetic:
    def test_mixes_by_share(self) -> None:
        assert mix(BLACK, WHITE, 0.25) == pytest.approx((0.25, 0.25, 0.25))

    def test_makes_a_colour_bright_without_changing_its_hue(self) -> None:
        assert vivid((0.4, 0.0, 0.0)) == pytest.approx((1.0, 0.0, 0.0))

    def test_darkens_to_a_share(self) -> None:
        assert max(deep((0.8, 0.2, 0.2), value=0.5)) == pytest.approx(0.4)
