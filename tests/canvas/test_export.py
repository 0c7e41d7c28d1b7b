"""Export: the right format, under the limit, and the best that fits."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from canvas.errors import ExportError
from canvas.export import encode

pytestmark = pytest.mark.unit

NOISE = np.random.default_rng(5).integers(0, 256, (720, 1280, 3), np.uint8)
SOFT = np.linspace(0, 255, 360 * 640 * 3).reshape(360, 640, 3).astype(np.uint8)


class TestEncode:
    @pytest.mark.parametrize(("format", "name"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
    def test_gives_the_format_asked_for(self, format: Any, name: str) -> None:  # noqa: A002
        with Image.open(io.BytesIO(encode(SOFT, format))) as image:
            assert image.format == name
            assert image.size == (640, 360)

    @pytest.mark.parametrize("format", ["png", "jpg", "webp"])
    def test_stays_under_the_limit_with_the_worst_picture(self, format: Any) -> None:  # noqa: A002
        assert len(encode(NOISE, format)) <= 2_000_000

    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_goes_down_in_quality_only_as_far_as_it_must(self, format: Any) -> None:  # noqa: A002
        free, tight = encode(NOISE, format, max_bytes=3_000_000), encode(NOISE, format, max_bytes=600_000)
        assert len(tight) <= 600_000 < len(free)

    def test_keeps_a_png_without_loss_when_it_fits(self) -> None:
        with Image.open(io.BytesIO(encode(SOFT, "png"))) as image:
            assert (np.asarray(image) == SOFT).all()

    def test_refuses_what_cannot_fit(self) -> None:
        with pytest.raises(ExportError):
            encode(NOISE, "jpg", max_bytes=1000)

    def test_refuses_a_format_it_does_not_know(self) -> None:
        with pytest.raises(ExportError):
            encode(SOFT, "gif")  # type: ignore[arg-type]


class TestIdentifier:
    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_is_all_that_a_photograph_format_tells(self, format: Any) -> None:  # noqa: A002
        with Image.open(io.BytesIO(encode(SOFT, format, identifier="abc"))) as image:
            exif = image.getexif()
            assert dict(exif.get_ifd(0x8769)) == {0xA420: "abc"}
            assert set(exif) == {0x8769}

    def test_is_all_that_a_png_tells(self) -> None:
        with Image.open(io.BytesIO(encode(SOFT, "png", identifier="abc"))) as image:
            assert image.text == {"Identifier": "abc"}  # type: ignore[attr-defined]

    @pytest.mark.parametrize("format", ["png", "jpg", "webp"])
    def test_may_be_left_out(self, format: Any) -> None:  # noqa: A002
        with Image.open(io.BytesIO(encode(SOFT, format))) as image:
            assert not image.getexif()
            assert not getattr(image, "text", {})

    @pytest.mark.parametrize("format", ["png", "jpg", "webp"])
    def test_is_held_within_the_limit(self, format: Any) -> None:  # noqa: A002
        assert len(encode(NOISE, format, identifier="abc")) <= 2_000_000
