"""People: found, cut out, exposed, upright."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from canvas.errors import PictureError
from canvas.people import cut_out
from canvas.people.faces import find_faces
from canvas.photographs import decode
from tests.canvas.documents import PORTRAIT

pytestmark = pytest.mark.unit


def encoded(image: Image.Image, format: str = "PNG", **options: object) -> bytes:  # noqa: A002
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def portrait() -> Image.Image:
    return Image.open(PORTRAIT).convert("RGB")


class TestFindFaces:
    def test_finds_the_face_where_it_is(self) -> None:
        (face,) = find_faces(np.asarray(portrait()))
        assert face.centre == pytest.approx((0.44, 0.22), abs=0.03)

    def test_finds_none_in_noise(self) -> None:
        noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
        assert find_faces(noise) == ()

    def test_orders_faces_by_size(self) -> None:
        both = Image.new("RGB", (900, 512), "#777777")
        both.paste(portrait().resize((256, 256)), (0, 100))
        both.paste(portrait(), (388, 0))
        faces = find_faces(np.asarray(both))
        assert len(faces) == 2
        assert faces[0].area > faces[1].area


class TestCutOut:
    def test_keeps_the_person_and_drops_the_background(self) -> None:
        cut = cut_out(PORTRAIT.read_bytes())
        alpha = cut.rgba[..., 3].astype(float) / 255
        (face,) = cut.faces
        height, width = alpha.shape
        inside = alpha[int(face.y0 * height) : int(face.y1 * height), int(face.x0 * width) : int(face.x1 * width)]
        assert inside.mean() > 0.94
        assert alpha[: int(0.2 * height), : int(0.15 * width)].mean() < 0.05
        assert alpha[: int(0.3 * height), int(0.85 * width) :].mean() < 0.05
        assert cut.hints == ()

    def test_is_cropped_to_the_person(self) -> None:
        alpha = cut_out(PORTRAIT.read_bytes()).rgba[..., 3]
        assert alpha[0].max() > 70
        assert alpha[-1].max() > 70
        assert alpha[:, 0].max() > 70
        assert alpha[:, -1].max() > 70

    def test_stands_a_turned_photo_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        turned = encoded(portrait().rotate(90, expand=True), "JPEG", quality=92, exif=exif.tobytes())
        (face,) = cut_out(turned).faces
        (upright,) = cut_out(PORTRAIT.read_bytes()).faces
        assert face.centre == pytest.approx(upright.centre, abs=0.03)

    def test_takes_a_cut_out_as_it_is(self) -> None:
        image = portrait().convert("RGBA")
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((130, 20, 320, 480), fill=255)
        image.putalpha(mask)
        alpha = cut_out(encoded(image)).rgba[..., 3]
        assert alpha.shape == pytest.approx((461, 191), abs=2)

    def test_brightens_a_dark_photo_and_says_so(self) -> None:
        dark = Image.fromarray((np.asarray(portrait()) * 0.25).astype(np.uint8))
        cut = cut_out(encoded(dark))
        assert "too_dark" in cut.hints
        (face,) = cut.faces
        height, width = cut.rgba.shape[:2]
        region = np.s_[int(face.y0 * height) : int(face.y1 * height), int(face.x0 * width) : int(face.x1 * width)]
        assert cut.rgba[region][..., :3].mean() > 1.2 * np.asarray(dark)[60:170, 180:270].mean()

    def test_says_when_a_face_is_too_small(self) -> None:
        assert "too_small" in cut_out(encoded(portrait().resize((200, 200)))).hints

    def test_says_when_there_are_many(self) -> None:
        both = Image.new("RGB", (900, 512), "#cccccc")
        both.paste(portrait().crop((60, 0, 440, 512)), (20, 0))
        both.paste(portrait().crop((60, 0, 440, 512)), (480, 0))
        cut = cut_out(encoded(both))
        assert "many_people" in cut.hints
        assert cut.group is not None
        assert cut.group.width > 0.4

    @pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 64])
    def test_refuses_what_is_no_picture(self, data: bytes) -> None:
        with pytest.raises(PictureError):
            cut_out(data)

    def test_refuses_a_photo_of_nobody(self) -> None:
        with pytest.raises(PictureError):
            cut_out(encoded(Image.new("RGB", (400, 300), "#8899aa")))


class TestDecode:
    def test_reduces_to_the_longest_side(self) -> None:
        assert decode(encoded(portrait()), longest_side=100).shape == (100, 100, 4)

    def test_refuses_more_pixels_than_anybody_uploads(self) -> None:
        with pytest.raises(PictureError, match="megapixels"):
            decode(encoded(Image.new("1", (8000, 5001))))
