"""Export: the right format, under the limit, and the best that fits; in sRGB, with the identifier and nothing else."""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from canvas.errors import ExportError
from canvas.export import encode, srgb_profile

pytestmark = pytest.mark.unit

FORMATS = ["png", "jpg", "webp"]
NOISE = np.random.default_rng(5).integers(0, 256, (180, 320, 3), np.uint8)
SOFT = np.linspace(0, 255, 360 * 640 * 3).reshape(360, 640, 3).astype(np.uint8)
GRAINY = np.clip(SOFT + np.random.default_rng(6).normal(0, 2, SOFT.shape), 0, 255).astype(np.uint8)
# What 2 MB are for 1280x720 and 3840x2160, this is for the noise.
LIKE_720P, LIKE_4K = 2_000_000 // 16, 2_000_000 // 144


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def png_chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(name + body)
        yield name.decode(), body
        at += 12 + length


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments before the pixels."""
    at = 2
    while data[at + 1] != 0xDA:
        length = struct.unpack_from(">H", data, at + 2)[0]
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + length


def webp_chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 12
    while at < len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        yield name.decode(), data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


class TestEncode:
    @pytest.mark.parametrize(("format", "name"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
    def test_gives_the_format_asked_for(self, format: Any, name: str) -> None:  # noqa: A002
        image = opened(encode(SOFT, format))
        assert image.format == name
        assert image.size == (640, 360)

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("most", [LIKE_720P, LIKE_4K], ids=["720p", "4K"])
    def test_stays_under_the_limit_with_the_worst_picture(self, format: Any, most: int) -> None:  # noqa: A002
        data = encode(NOISE, format, max_bytes=most, identifier="abc")
        assert len(data) <= most
        assert opened(data).size == (320, 180)

    @pytest.mark.parametrize("format", FORMATS)
    def test_stays_under_two_megabytes_at_the_largest_size(self, format: Any) -> None:  # noqa: A002
        data = encode(np.asarray(Image.fromarray(GRAINY).resize((3840, 2160), Image.Resampling.NEAREST)), format)
        assert len(data) <= 2_000_000
        assert opened(data).size == (3840, 2160)

    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_goes_down_in_quality_only_as_far_as_it_must(self, format: Any) -> None:  # noqa: A002
        free, tight = encode(NOISE, format), encode(NOISE, format, max_bytes=40_000)
        assert len(tight) <= 40_000 < len(free)

    def test_keeps_a_png_without_loss_when_it_fits(self) -> None:
        assert (np.asarray(opened(encode(SOFT, "png"))) == SOFT).all()

    @pytest.mark.parametrize(("share", "most"), [(0.85, 1), (0.7, 2), (0.6, 4)])
    def test_rounds_a_png_by_a_level_or_two_before_it_takes_colours(self, share: float, most: int) -> None:
        whole = encode(GRAINY, "png", max_bytes=3_000_000)
        image = opened(encode(GRAINY, "png", max_bytes=int(share * len(whole))))
        assert image.mode == "RGB"
        assert 0 < np.abs(np.asarray(image).astype(int) - GRAINY).max() <= most

    def test_keeps_black_and_white_when_it_rounds(self) -> None:
        flag = GRAINY.copy()
        flag[:100], flag[-100:] = 0, 255
        whole = encode(flag, "png", max_bytes=3_000_000)
        rounded = np.asarray(opened(encode(flag, "png", max_bytes=int(0.7 * len(whole)))))
        assert (rounded[:100] == 0).all()
        assert (rounded[-100:] == 255).all()

    def test_dithers_a_palette_so_that_gradients_do_not_band(self) -> None:
        whole = encode(GRAINY, "png", max_bytes=3_000_000)
        image = opened(encode(GRAINY, "png", max_bytes=int(0.35 * len(whole))))
        assert image.mode == "P"
        means = np.asarray(image.convert("RGB")).reshape(36, 10, 640, 3).mean(axis=(1, 2))
        assert np.abs(means - SOFT.reshape(36, 10, 640, 3).mean(axis=(1, 2))).max() < 3

    def test_takes_the_grain_away_before_gradients_band(self) -> None:
        whole = encode(GRAINY, "png", max_bytes=3_000_000)
        image = opened(encode(GRAINY, "png", max_bytes=int(0.24 * len(whole))))
        assert image.mode == "RGB"
        assert np.abs(np.asarray(image).astype(int) - SOFT).max() < 12

    def test_gives_the_same_bytes_whenever_it_is_asked(self) -> None:
        formats: tuple[Any, ...] = ("png", "jpg", "webp")
        first = [encode(SOFT, each, identifier="abc") for each in formats]
        srgb_profile.cache_clear()
        time.sleep(1.05)  # a profile made now would bear another second
        assert [encode(SOFT, each, identifier="abc") for each in formats] == first

    def test_refuses_what_cannot_fit(self) -> None:
        with pytest.raises(ExportError):
            encode(NOISE, "jpg", max_bytes=1000)

    def test_refuses_a_format_it_does_not_know(self) -> None:
        with pytest.raises(ExportError):
            encode(SOFT, "gif")  # type: ignore[arg-type]


class TestColourProfile:
    @pytest.mark.parametrize("format", FORMATS)
    def test_is_srgb_in_every_format(self, format: Any) -> None:  # noqa: A002
        embedded = opened(encode(SOFT, format)).info["icc_profile"]
        assert embedded == srgb_profile()
        profile = ImageCms.ImageCmsProfile(io.BytesIO(embedded))
        assert "sRGB" in ImageCms.getProfileDescription(profile)

    @pytest.mark.parametrize("format", FORMATS)
    def test_changes_no_colour(self, format: Any) -> None:  # noqa: A002
        image = opened(encode(SOFT, format)).convert("RGB")
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target)
        assert converted is not None
        assert np.abs(np.asarray(converted).astype(int) - np.asarray(image)).max() <= 1


class TestIdentifier:
    @pytest.mark.parametrize("format", ["jpg", "webp"])
    def test_is_all_that_a_photograph_format_tells(self, format: Any) -> None:  # noqa: A002
        exif = opened(encode(SOFT, format, identifier="abc")).getexif()
        assert dict(exif.get_ifd(0x8769)) == {0xA420: "abc"}
        assert set(exif) == {0x8769}

    def test_is_all_that_a_png_tells(self) -> None:
        assert opened(encode(SOFT, "png", identifier="abc")).text == {"Identifier": "abc"}  # type: ignore[attr-defined]

    def test_is_with_pixels_and_profile_the_only_chunk_of_a_png(self) -> None:
        chunks = list(png_chunks(encode(SOFT, "png", identifier="abc")))
        assert [name for name, _ in chunks if name != "IDAT"] == ["IHDR", "iCCP", "tEXt", "IEND"]
        assert dict(chunks)["tEXt"] == b"Identifier\0abc"

    def test_is_with_pixels_and_profile_the_only_segment_of_a_jpeg(self) -> None:
        segments = list(jpeg_segments(encode(SOFT, "jpg", identifier="abc")))
        spoken = [(marker, body.split(b"\0")[0]) for marker, body in segments if marker >= 0xE0]
        assert spoken == [(0xE0, b"JFIF"), (0xE1, b"Exif"), (0xE2, b"ICC_PROFILE")]

    def test_is_with_pixels_and_profile_the_only_chunk_of_a_webp(self) -> None:
        data = encode(SOFT, "webp", identifier="abc")
        assert [name for name, _ in webp_chunks(data)] == ["VP8X", "ICCP", "VP8 ", "EXIF"]

    @pytest.mark.parametrize("format", FORMATS)
    def test_may_be_left_out(self, format: Any) -> None:  # noqa: A002
        image = opened(encode(SOFT, format))
        assert not image.getexif()
        assert not getattr(image, "text", {})
