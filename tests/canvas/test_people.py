"""People: found, cut out hair by hair, lit, upright; and what becomes of photos that show nobody."""

from __future__ import annotations

import io
from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFilter

from canvas.document import Plate
from canvas.drawing import draw
from canvas.errors import PictureError
from canvas.filters import FloatImage, blur, luma, resize, to_float
from canvas.geometry import Box
from canvas.people import CutOut, cut_out
from canvas.people.faces import find_faces
from canvas.people.foreground import foreground
from canvas.people.matting import matte
from canvas.people.portrait import exposed
from canvas.people.scene_light import SceneLight, in_light, light_of
from canvas.photographs import decode
from tests.canvas.documents import PORTRAIT, document_of

pytestmark = pytest.mark.unit

ORIENTATION = 0x0112


def encoded(image: Image.Image, format: str = "PNG", **options: object) -> bytes:  # noqa: A002
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def portrait() -> Image.Image:
    return Image.open(PORTRAIT).convert("RGB")


def scaled(light: float, add: float = 0.0) -> bytes:
    """The portrait, each byte times `light` plus `add`."""
    pixels = np.clip(np.asarray(portrait()).astype(np.float32) * light + add, 0, 255)
    return encoded(Image.fromarray(pixels.astype(np.uint8)))


@lru_cache
def kitchen() -> Image.Image:
    return Image.fromarray(draw(document_of(Plate(id="plate", source="scene:kitchen"), size=(640, 360))).pixels)


def ground(width: int, height: int) -> Image.Image:
    """A place in which people may stand."""
    return kitchen().resize((width, height))


@lru_cache
def company(*places: tuple[int, int], size: tuple[int, int] = (1000, 420)) -> bytes:
    """The same person several times in a kitchen: each at x and of a height, in pixels, every other one mirrored."""
    photo = ground(*size).convert("RGBA")
    for number, (x, height) in enumerate(places):
        person = Image.fromarray(cut_out(PORTRAIT.read_bytes()).rgba).resize((height, height), Image.Resampling.LANCZOS)
        if number % 2:
            person = person.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        photo.alpha_composite(person, (x, size[1] - height))
    return encoded(photo.convert("RGB"), "JPEG", quality=92)


@lru_cache
def pair() -> CutOut:
    return cut_out(company((60, 400), (560, 380)))


def from_behind() -> bytes:
    """The portrait with hair where the face is."""
    photo = portrait()
    hair = photo.crop((190, 30, 270, 70)).resize((150, 165))
    covered = photo.copy()
    covered.paste(hair, (150, 30))
    head = Image.new("L", photo.size, 0)
    ImageDraw.Draw(head).ellipse((170, 40, 282, 188), fill=255)
    return encoded(Image.composite(covered, photo, head.filter(ImageFilter.GaussianBlur(3))))


def pixels_of(face: Box, rgba: np.ndarray) -> tuple[slice, slice]:
    height, width = rgba.shape[:2]
    return np.s_[
        max(0, int(face.y0 * height)) : int(face.y1 * height), max(0, int(face.x0 * width)) : int(face.x1 * width)
    ]


def structure(image: FloatImage) -> FloatImage:
    """What is left of a picture without its light: edges and texture."""
    light = luma(image)
    return light - blur(light, 4.0)


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
        assert alpha[pixels_of(face, cut.rgba)].mean() > 0.96
        assert alpha[: int(0.2 * height), : int(0.15 * width)].mean() < 0.02
        assert alpha[: int(0.3 * height), int(0.85 * width) :].mean() < 0.02
        assert cut.hints == ()
        assert not cut.is_card

    def test_is_cropped_to_the_person(self) -> None:
        alpha = cut_out(PORTRAIT.read_bytes()).rgba[..., 3]
        assert alpha[0].max() > 70
        assert alpha[-1].max() > 70
        assert alpha[:, 0].max() > 70
        assert alpha[:, -1].max() > 70

    def test_stands_a_turned_photo_upright(self) -> None:
        exif = Image.Exif()
        exif[ORIENTATION] = 6
        turned = encoded(portrait().rotate(90, expand=True), "JPEG", quality=92, exif=exif.tobytes())
        (face,) = cut_out(turned).faces
        (upright,) = cut_out(PORTRAIT.read_bytes()).faces
        assert face.centre == pytest.approx(upright.centre, abs=0.03)

    def test_takes_a_cut_out_as_it_is(self) -> None:
        image = portrait().convert("RGBA")
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((130, 20, 320, 480), fill=255)
        image.putalpha(mask)
        cut = cut_out(encoded(image))
        assert cut.rgba.shape[:2] == pytest.approx((461, 191), abs=2)
        assert len(cut.faces) == 1

    def test_sees_no_face_behind_what_is_transparent(self) -> None:
        image = portrait().convert("RGBA")
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).rectangle((20, 240, 360, 512), fill=255)
        image.putalpha(mask)
        cut = cut_out(encoded(image))
        assert cut.faces == ()
        assert cut.rgba.shape[:2] == pytest.approx((272, 341), abs=2)

    def test_rounds_the_shoulder_that_the_side_of_the_photo_cut(self) -> None:
        narrow = portrait().crop((100, 0, 512, 512))
        alpha = cut_out(encoded(narrow)).rgba[..., 3]
        covered = np.flatnonzero(alpha[:, 2] > 128)
        beside = np.flatnonzero(alpha[:, 60] > 128)
        assert covered[0] > beside[0] + 30

    def test_is_the_same_each_time(self) -> None:
        first = cut_out(PORTRAIT.read_bytes())
        cut_out.cache_clear()
        assert (cut_out(PORTRAIT.read_bytes()).rgba == first.rgba).all()

    @pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 64, b"%!PS-Adobe-3.0 EPSF-3.0"])
    def test_refuses_what_is_no_picture(self, data: bytes) -> None:
        with pytest.raises(PictureError):
            cut_out(data)


class TestThePersonCutOut:
    """Stays who they are: only light and colour change."""

    @pytest.mark.parametrize("data", [PORTRAIT.read_bytes(), scaled(0.4)], ids=["as_taken", "dark"])
    def test_keeps_the_structure_of_the_face(self, data: bytes) -> None:
        cut = cut_out(data)
        (face,) = cut.faces
        x, y = 0.12 * face.width, 0.12 * face.height
        inner = Box(face.x0 + x, face.y0 + y, face.x1 - x, face.y1 - y)
        own = structure(to_float(np.ascontiguousarray(cut.rgba[..., :3])))[pixels_of(inner, cut.rgba)]
        taken = structure(to_float(np.ascontiguousarray(decode(data)[..., :3])))
        found = cv2.matchTemplate(taken, np.ascontiguousarray(own), cv2.TM_CCOEFF_NORMED)
        assert found.max() > 0.98

    def test_is_lit_by_one_curve_for_each_channel(self) -> None:
        ramp = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[None, :, None], 4, axis=2)
        ramp[..., 3] = 1
        lit = in_light(ramp, SceneLight((1.3, 0.9, 0.8), 0.1, 0.1))
        assert (np.diff(lit[0, :, :3], axis=0) >= 0).all()
        assert np.abs(lit[..., :3] - ramp[..., :3]).max() < 0.12

    def test_is_seen_in_the_light_of_the_scene(self) -> None:
        grey = np.full((4, 4, 4), 0.5, np.float32)
        grey[..., 3] = 1
        warm = in_light(grey, light_of(np.broadcast_to(np.array([0.9, 0.5, 0.2], np.float32), (40, 60, 3)).copy()))
        cold = in_light(grey, light_of(np.broadcast_to(np.array([0.1, 0.2, 0.5], np.float32), (40, 60, 3)).copy()))
        assert warm[0, 0, 0] > warm[0, 0, 2]
        assert cold[0, 0, 2] > cold[0, 0, 0]

    def test_leaves_a_dark_face_dark_in_a_well_lit_photo(self) -> None:
        figure = np.full((60, 60, 3), 0.25, np.float32)
        figure[40:] = 0.95
        alpha, face = np.ones((60, 60), np.float32), Box(0.2, 0.1, 0.8, 0.6)
        in_good_light = exposed(figure, alpha, (face,))[20, 30].mean()
        in_bad_light = exposed(figure * np.float32(0.3), alpha, (face,))[20, 30].mean() / 0.3
        assert in_good_light < 0.36
        assert in_bad_light > 0.5


SIDE = 240
BROWN, GREEN = np.array([0.32, 0.2, 0.12], np.float32), np.array([0.2, 0.62, 0.3], np.float32)


@pytest.fixture(scope="module")
def truth() -> FloatImage:
    """The true matte of a head with loose hair."""
    size = 4 * SIDE
    drawn = np.zeros((size, size), np.uint8)
    cv2.circle(drawn, (size // 2, size // 2), size // 4, 255, -1)
    for angle in np.random.default_rng(4).uniform(0, 2 * np.pi, 90):
        start, end = (size / 2 + reach * size * np.array([np.cos(angle), np.sin(angle)]) for reach in (0.24, 0.3))
        cv2.line(drawn, start.astype(int).tolist(), (end + 20).astype(int).tolist(), 255, 5)
    return resize(to_float(drawn), SIDE, SIDE)


@pytest.fixture(scope="module")
def coarse() -> FloatImage:
    """What a network sees of it: a head without loose hair."""
    disc = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(disc, (SIDE // 2, SIDE // 2), SIDE // 4, 255, -1)
    return blur(to_float(disc), 3.0)


@pytest.fixture(scope="module")
def photo(truth: FloatImage) -> FloatImage:
    """The head before a green wall."""
    grain = np.random.default_rng(5).normal(0, 0.01, (SIDE, SIDE, 3)).astype(np.float32)
    return BROWN * truth[..., None] + GREEN * (1 - truth[..., None]) + grain


@pytest.fixture(scope="module")
def alpha(photo: FloatImage, coarse: FloatImage) -> FloatImage:
    everywhere, nowhere = np.ones((SIDE, SIDE), bool), np.zeros((SIDE, SIDE), bool)
    return matte(photo, coarse, band=18, heads=everywhere, features=nowhere)


class TestHair:
    def test_is_kept_strand_by_strand(self, truth: FloatImage, coarse: FloatImage, alpha: FloatImage) -> None:
        loose = (truth > 0.5) & (coarse < 0.2)
        assert loose.sum() > 200
        assert alpha[loose].mean() > 0.6
        assert np.abs(alpha - truth).mean() < 0.6 * np.abs(coarse - truth).mean()

    def test_lets_the_wall_through_nowhere_else(self, truth: FloatImage, alpha: FloatImage) -> None:
        assert alpha[blur(truth, 2.0) < 0.01].max() < 0.1
        assert alpha[blur(truth, 2.0) > 0.99].min() > 0.9

    def test_has_no_halo_of_the_old_background(self, photo: FloatImage, truth: FloatImage) -> None:
        colour = foreground(photo, truth)
        edge = (truth > 0.25) & (truth < 0.9)
        left = np.abs(colour[edge] - BROWN).mean()
        assert left < 0.06
        assert left < 0.3 * np.abs(photo[edge] - BROWN).mean()


class TestHints:
    def test_say_that_a_photo_is_dark_and_it_is_brightened(self) -> None:
        dark = scaled(12 / np.asarray(portrait()).mean())
        cut = cut_out(dark)
        assert "too_dark" in cut.hints
        (face,) = cut.faces
        assert cut.rgba[pixels_of(face, cut.rgba)][..., :3].mean() > 3 * decode(dark)[60:170, 180:270, :3].mean()

    def test_say_that_a_photo_is_burnt(self) -> None:
        cut = cut_out(scaled(2.2, 40))
        assert cut.hints == ("too_bright",)
        assert len(cut.faces) == 1

    def test_say_that_a_face_is_small(self) -> None:
        assert "too_small" in cut_out(encoded(portrait().resize((200, 200)))).hints

    def test_say_that_there_are_many(self) -> None:
        assert "many_people" in pair().hints


class TestSeveralPeople:
    @pytest.mark.parametrize("places", [
        [(0, 360), (330, 400), (660, 350)],
        [(0, 300), (190, 300), (380, 320), (560, 300), (720, 270)],
    ], ids=["three", "five"])  # fmt: skip
    def test_are_all_kept_whole(self, places: list[tuple[int, int]]) -> None:
        cut = cut_out(company(*places))
        assert len(cut.faces) == len(places)
        for face in cut.faces:
            head = Box(face.x0, face.y0 - 0.25 * face.height, face.x1, face.y1)
            assert cut.rgba[pixels_of(head, cut.rgba)][..., 3].mean() > 0.93 * 255

    def test_have_a_box_round_all_their_faces(self) -> None:
        cut = pair()
        assert cut.group is not None
        assert cut.group.width > 0.4
        assert all(cut.group.x0 <= face.x0 <= face.x1 <= cut.group.x1 for face in cut.faces)

    @pytest.mark.parametrize("x", [640, 425], ids=["apart", "touching"])
    def test_are_shown_without_a_stranger_in_the_background(self, x: int) -> None:
        cut = cut_out(company((x, 136), (60, 400)))
        assert len(cut.faces) == 1
        assert cut.group is None
        assert cut.rgba.shape[1] < 430


class TestAPhotoOfNobody:
    def test_becomes_a_card_with_a_white_border_and_round_corners(self) -> None:
        cut = cut_out(encoded(ground(320, 210)))
        assert cut.is_card
        assert cut.faces == ()
        assert cut.hints == ("no_face",)
        rows, columns = cut.rgba.shape[:2]
        assert cut.rgba[rows // 2, columns // 2, 3] == 255
        assert not cut.rgba[[0, 0, -1, -1], [0, -1, 0, -1], 3].any()
        border = cut.rgba[rows // 2][cut.rgba[rows // 2, :, 3] == 255][4:20]
        assert border[:, :3].min() > 240

    def test_is_shown_whole_unless_it_is_very_long(self) -> None:
        usual, panorama = (cut_out(encoded(ground(*size))).rgba.shape for size in ((300, 200), (600, 150)))
        assert usual[1] / usual[0] == pytest.approx(panorama[1] / panorama[0], abs=0.02)

    def test_is_cut_out_when_it_shows_somebody_from_behind(self) -> None:
        cut = cut_out(from_behind())
        assert cut.hints == ("no_face",)
        assert not cut.is_card
        assert cut.rgba[: cut.rgba.shape[0] // 4, -40:, 3].max() < 20

    def test_becomes_a_card_when_its_edge_goes_through_a_face(self) -> None:
        cut = cut_out(encoded(portrait().crop((224, 0, 512, 512))))
        assert cut.hints == ("face_cut",)
        assert cut.is_card

    @pytest.mark.parametrize("side", [80, 40])
    def test_becomes_a_card_when_it_is_tiny(self, side: int) -> None:
        """Even where it is so tiny that its face can't be found, which is no fault of the face."""
        cut = cut_out(encoded(portrait().resize((side, side), Image.Resampling.LANCZOS)))
        assert cut.hints == ("too_small",)
        assert cut.is_card

    @pytest.mark.parametrize(
        "image",
        [
            Image.new("RGB", (800, 600)),
            Image.new("RGB", (1, 1), "#405060"),
            Image.new("RGBA", (400, 400)),
            Image.new("L", (300, 300), 255),
        ],
    )
    def test_is_refused_when_it_shows_nothing(self, image: Image.Image) -> None:
        with pytest.raises(PictureError):
            cut_out(encoded(image, "PNG"))

    def test_is_no_blank_however_dark_it_is(self) -> None:
        assert cut_out(encoded(portrait().point(lambda level: level * 0.03), "PNG")).rgba.size


class TestDecode:
    UPRIGHT = np.array([[[250, 10, 10], [10, 250, 10]], [[10, 10, 250], [240, 240, 10]], [[9, 9, 9], [250] * 3]])
    TURNS = (
        None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_90, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_270,
    )  # fmt: skip

    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
    def test_stands_every_orientation_upright(self, orientation: int, format: str) -> None:  # noqa: A002
        """A camera that is held so stores the scene turned back and writes how to undo it."""
        large = Image.fromarray(self.UPRIGHT.astype(np.uint8)).resize((64, 96), Image.Resampling.NEAREST)
        turn = self.TURNS[orientation - 1]
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        data = encoded(large if turn is None else large.transpose(turn), format, exif=exif.tobytes(), quality=95)
        pixels = decode(data)
        assert pixels.shape == (96, 64, 4)
        assert np.abs(pixels[16::32, 16::32, :3].astype(int) - self.UPRIGHT).max() < 30

    @pytest.mark.parametrize(
        ("image", "format"),
        [
            (portrait().convert("CMYK"), "JPEG"),
            (portrait().quantize(200), "PNG"),
            (portrait().quantize(200), "GIF"),
            (portrait(), "BMP"),
            (portrait(), "WEBP"),
        ],
    )
    def test_reads_pictures_of_every_kind(self, image: Image.Image, format: str) -> None:  # noqa: A002
        pixels = decode(encoded(image, format))
        difference = np.abs(pixels[..., :3].astype(int) - np.asarray(portrait()).astype(int))
        assert difference.mean() < 12
        assert (pixels[..., 3] == 255).all()

    @pytest.mark.parametrize("times", [1, 257], ids=["8 bits", "16 bits"])
    def test_reads_grey(self, times: int) -> None:
        grey = np.asarray(portrait().convert("L"))
        data = encoded(Image.fromarray(grey.astype(np.uint16) * 257) if times > 1 else Image.fromarray(grey))
        pixels = decode(data)
        assert np.abs(pixels[..., 0].astype(int) - grey).max() <= 1
        assert (pixels[..., 0] == pixels[..., 2]).all()

    def test_keeps_the_transparency_of_a_palette(self) -> None:
        image = portrait().resize((64, 64)).quantize(32)
        data = encoded(image, transparency=int(np.asarray(image)[0, 0]))
        assert decode(data)[0, 0, 3] == 0
        assert decode(data)[..., 3].max() == 255

    def test_works_a_colour_profile_in(self) -> None:
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        swapped = srgb.replace(b"rXYZ", b"tmpZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmpZ", b"bXYZ", 1)
        red = Image.new("RGB", (8, 8), (200, 20, 20))
        assert decode(encoded(red, icc_profile=srgb))[0, 0].tolist() == pytest.approx([200, 20, 20, 255], abs=2)
        assert decode(encoded(red, icc_profile=swapped))[0, 0].tolist() == pytest.approx([20, 20, 200, 255], abs=12)

    def test_leaves_out_a_broken_colour_profile(self) -> None:
        red = Image.new("RGB", (8, 8), (200, 20, 20))
        assert decode(encoded(red, icc_profile=b"no profile"))[0, 0].tolist() == [200, 20, 20, 255]

    def test_reduces_to_the_longest_side(self) -> None:
        assert decode(encoded(portrait()), longest_side=100).shape == (100, 100, 4)

    def test_refuses_more_pixels_than_anybody_uploads(self) -> None:
        with pytest.raises(PictureError, match="megapixels"):
            decode(encoded(Image.new("1", (8000, 5001))))
