import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from common import images
from common.images import NotAPictureError, PictureRefusedError, PictureTooLargeError, clean_picture
from tests.common.pictures import exif, opened, picture, pixel

pytestmark = pytest.mark.unit

MEGABYTE = 1024 * 1024


def clean(data: bytes, **options):
    return clean_picture(data, max_bytes=10 * MEGABYTE, **options)


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims to be of that size."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + body
    data = b"IDAT" + zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (chunk, data)
    )


def webp_header(width: int, height: int) -> bytes:
    """An extended WebP that claims to be of that size."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


class TestCleanPicture:
    @pytest.mark.parametrize(("sent", "kept"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp"), ("GIF", "png")])
    def test_keeps_the_picture_in_a_format_of_ours(self, sent, kept):
        result = clean(picture(form=sent))

        image = opened(result.data)
        assert (result.format, result.width, result.height) == (kept, 64, 48)
        assert (image.format, image.size) == (kept.upper(), (64, 48))
        red, green, blue = pixel(image.convert("RGB"), 10, 24)
        assert red > 240
        assert green < 20
        assert blue < 20

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_reads_every_kind_of_png(self, mode):
        source = Image.new("L", (8, 8), 200)
        if mode == "I;16":
            source = Image.frombytes("I;16", (8, 8), struct.pack("<64H", *[200 * 256] * 64))
        else:
            source = source.convert(mode)
        sent = io.BytesIO()
        source.save(sent, "PNG")

        image = opened(clean(sent.getvalue()).data)

        assert image.mode in ("RGB", "RGBA")
        expected = 255 if mode == "1" else 200
        assert pixel(image.convert("RGB"), 4, 4) == (expected,) * 3

    def test_reads_cmyk_as_what_it_shows(self):
        image = opened(clean(picture(form="JPEG", mode="CMYK")).data)

        assert image.mode == "RGB"
        red, green, blue = pixel(image, 10, 24)
        assert red > 200
        assert max(green, blue) < 60

    @pytest.mark.parametrize("form", ["PNG", "WEBP"])
    def test_keeps_transparency(self, form):
        sent = picture(form=form, mode="RGBA", colour=(255, 0, 0, 0))

        image = opened(clean(sent).data)

        assert image.mode == "RGBA"
        assert pixel(image, 10, 24)[3] == 0
        assert pixel(image, 50, 24)[3] == 255

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_turns_it_upright(self, form):
        result = clean(picture(form=form, exif=exif(orientation=6)))

        image = opened(result.data).convert("RGB")
        assert (result.width, result.height) == (48, 64)
        assert pixel(image, 24, 10)[0] > 240  # the red half was on the left, and is on top now
        assert pixel(image, 24, 54)[2] > 240

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_strips_metadata(self, form):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        sent = picture(form=form, exif=exif(), icc_profile=profile)
        assert b"SECRET-CAMERA" in sent

        result = clean(sent)

        image = opened(result.data)
        assert b"SECRET-CAMERA" not in result.data
        assert not image.getexif()
        assert not {"icc_profile", "xmp", "comment", "exif"} & set(image.info)

    def test_takes_fewer_pixels_of_a_webp_since_its_decoder_is_hungry(self):
        with pytest.raises(PictureTooLargeError, match="WebP has more than 12 megapixels"):
            clean(webp_header(5000, 2501))
        assert images.MOST_WEBP_PIXELS == 5000 * 2500

    def test_makes_a_png_of_a_large_webp_with_transparency(self):
        sent = picture(3000, 2100, form="WEBP", mode="RGBA", colour=(255, 0, 0, 0))

        result = clean(sent)

        assert (result.format, result.width, result.height) == ("png", 3000, 2100)
        assert pixel(opened(result.data), 10, 24)[3] == 0

    def test_drops_what_is_hidden_behind_the_picture(self):
        sent = picture() + b"PK\x03\x04 a polyglot <script>"

        assert b"polyglot" not in clean(sent).data

    def test_survives_a_broken_colour_profile(self):
        assert clean(picture(form="JPEG", icc_profile=b"nonsense" * 40)).width == 64

    def test_keeps_the_first_frame_of_an_animation(self):
        frames = [Image.new("RGB", (16, 16), (index, 0, 0)) for index in range(0, 200, 2)]
        sent = io.BytesIO()
        frames[0].save(sent, "GIF", save_all=True, append_images=frames[1:])

        image = opened(clean(sent.getvalue()).data)

        assert (image.format, getattr(image, "n_frames", 1)) == ("PNG", 1)
        assert pixel(image.convert("RGB"), 8, 8) == (0, 0, 0)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_divides_what_is_longer_than_we_need(self, form):
        result = clean(picture(5000, 700, form=form))

        image = opened(result.data).convert("RGB")
        assert (result.width, result.height) == image.size == (2500, 350)
        assert pixel(image, 600, 349)[0] > 240
        assert pixel(image, 1900, 0)[2] > 240


class TestARefusedPicture:
    def test_has_too_many_bytes(self):
        with pytest.raises(PictureTooLargeError) as caught:
            clean_picture(picture(), max_bytes=100)

        assert caught.value.status == 413

    @pytest.mark.parametrize("data", [png_header(8001, 5000), webp_header(16000, 16000), picture(300, 300, form="GIF")])
    def test_has_too_many_pixels(self, data):
        with pytest.raises(PictureTooLargeError):
            clean(data, max_pixels=89_999 if data[:3] == b"GIF" else images.MOST_PIXELS)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"text",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"II*\x00" + b"\x00" * 100,
            b"BM" + b"\x00" * 100,
            b"RIFF\x00\x00\x00\x00WAVE",
            b"%PDF-1.7",
            b"PK\x03\x04",
        ],
    )
    def test_is_none(self, data):
        with pytest.raises(NotAPictureError) as caught:
            clean(data)

        assert caught.value.status == 415

    @pytest.mark.parametrize(
        "data",
        [
            picture(400, 400)[:300],
            picture(400, 400, form="JPEG")[:1500],
            picture(400, 400, form="WEBP")[:100],
            picture(400, 400, form="GIF")[:300],
            b"\x89PNG\r\n\x1a\n",
            b"\x89PNG\r\n\x1a\n" + b"\xff" * 5000,
            b"\xff\xd8\xff" + b"\x00" * 5000,
            b"GIF89a" + b"\xff" * 5000,
            b"RIFF\xff\xff\xff\xffWEBP",
            b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 500,
            png_header(0, 100),
            png_header(6000, 6000),
        ],
    )
    def test_is_broken(self, data):
        with pytest.raises(PictureRefusedError) as caught:
            clean(data)

        assert caught.value.status in (413, 422)

    def test_takes_too_long(self, monkeypatch):
        monkeypatch.setattr(images, "_SECONDS", 0.001)

        with pytest.raises(PictureRefusedError):
            clean(picture())

    def test_takes_too_much_memory(self, monkeypatch):
        monkeypatch.setattr(images, "_MOST_MEMORY", 150 * MEGABYTE)

        with pytest.raises(PictureRefusedError):
            clean(picture(6000, 6000))
