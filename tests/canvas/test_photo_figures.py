"""Where photos stand: by their faces, with their hair, to the bottom of the canvas, and cards whole."""

from __future__ import annotations

from typing import get_args

import pytest

from canvas.document import Aspect, Document, Frame, Subject
from canvas.drawing import draw
from canvas.geometry import Box
from canvas.layouts import LAYOUTS, PhotoShape, solve
from canvas.people.faces import find_faces
from tests.canvas.documents import PORTRAIT, SIZES, document_of, headline, plain

pytestmark = pytest.mark.unit

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
HEROES = ("hero_right", "hero_left", "centre_stage", "headline_top", "lower_third_right", "big_number")
PERSON = PhotoShape(1000, 1000, Box(0.35, 0.1, 0.53, 0.32))
HEADSHOT = PhotoShape(600, 700, Box(0.2, 0.3, 0.8, 0.95))
CUT_HEAD = PhotoShape(800, 750, Box(0.25, 0.01, 0.7, 0.65), is_head_cut=True)
FROM_BEHIND = PhotoShape(900, 700)
CARD = PhotoShape(1200, 850, is_card=True)
FIVE = PhotoShape(1600, 560, Box(0.1, 0.05, 0.18, 0.34), Box(0.1, 0.05, 0.85, 0.63))


def hero(layout: str, aspect: Aspect = "16:9", *, flip: bool = False) -> Document:
    subject = Subject(id="hero", slot="hero", source="photo:me", flip=flip)
    return document_of(plain(), subject, headline("BEAT THIS"), layout=layout, aspect=aspect)


def stood(shape: PhotoShape, layout: str, aspect: Aspect = "16:9", *, flip: bool = False) -> Frame:
    return solve(hero(layout, aspect, flip=flip), photo_shapes={"me": shape})["hero"]


def on_canvas(part: Box, frame: Frame) -> Box:
    """A box in ratios of the photo, as it stands."""
    return Box(
        frame.x + part.x0 * frame.width,
        frame.y + part.y0 * frame.height,
        frame.x + part.x1 * frame.width,
        frame.y + part.y1 * frame.height,
    )


class TestAFace:
    @pytest.mark.parametrize("layout", HEROES)
    def test_is_drawn_at_two_fifths_of_the_height(self, layout: str) -> None:
        drawing = draw(hero(layout), {"me": PORTRAIT.read_bytes()})
        found = find_faces(drawing.pixels)
        assert len(found) == 1
        assert 0.35 <= found[0].height <= 0.45

    @pytest.mark.parametrize("aspect", ["1:1", "9:16"])
    def test_is_drawn_as_large_as_the_layout_says(self, aspect: Aspect) -> None:
        wanted = LAYOUTS["hero_right"].arrangement(aspect).faces["hero"].height
        (found,) = find_faces(draw(hero("hero_right", aspect), {"me": PORTRAIT.read_bytes()}).pixels)
        assert found.height == pytest.approx(wanted, rel=0.12)

    @pytest.mark.parametrize("aspect", ASPECTS)
    @pytest.mark.parametrize("layout", HEROES)
    @pytest.mark.parametrize("shape", [PERSON, HEADSHOT], ids=["bust", "headshot"])
    def test_has_its_hair_on_the_canvas_and_a_body_to_the_bottom(
        self, shape: PhotoShape, layout: str, aspect: Aspect
    ) -> None:
        frame = stood(shape, layout, aspect)
        assert frame.y >= 0
        assert frame.y + frame.height >= 1
        assert shape.face is not None
        wanted = LAYOUTS[layout].arrangement(aspect).faces["hero"].height
        assert frame.height * shape.face.height <= 1.1 * wanted

    @pytest.mark.parametrize("layout", ["hero_right", "hero_left", "centre_stage"])
    def test_stands_at_the_upper_edge_when_its_photo_cut_the_head(self, layout: str) -> None:
        frame = stood(CUT_HEAD, layout)
        assert frame.y <= 0
        assert frame.y + frame.height >= 1

    def test_stands_in_the_same_place_when_it_is_mirrored(self) -> None:
        shape = PhotoShape(1000, 1000, Box(0.2, 0.1, 0.38, 0.32))
        assert shape.face is not None
        plain_frame, flipped = stood(shape, "hero_right"), stood(shape, "hero_right", flip=True)
        mirrored = Box(1 - shape.face.x1, shape.face.y0, 1 - shape.face.x0, shape.face.y1)
        assert on_canvas(mirrored, flipped).centre == pytest.approx(on_canvas(shape.face, plain_frame).centre)


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("layout", HEROES)
class TestAGroup:
    def test_stands_with_all_its_faces_on_the_canvas(self, layout: str, aspect: Aspect) -> None:
        assert FIVE.group is not None
        faces = on_canvas(FIVE.group, stood(FIVE, layout, aspect))
        assert faces.x0 >= 0
        assert faces.x1 <= 1
        assert faces.y0 >= 0
        assert faces.y1 <= 1

    def test_is_kept_clear_of_type(self, layout: str, aspect: Aspect) -> None:
        assert FIVE.group is not None
        frames = solve(hero(layout, aspect), photo_shapes={"me": FIVE})
        faces, words = on_canvas(FIVE.group, frames["hero"]), frames["headline"]
        typed = Box(words.x, words.y, words.x + words.width, words.y + words.height)
        assert typed.intersection(faces) is None


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("layout", HEROES)
class TestAPhotoWithoutAFace:
    def test_is_a_card_that_lies_whole_in_its_place(self, layout: str, aspect: Aspect) -> None:
        frame = stood(CARD, layout, aspect)
        width, height = SIZES[aspect]
        area = LAYOUTS[layout].arrangement(aspect).areas["hero"]
        assert frame.y >= 0
        assert frame.y + frame.height <= 1
        assert frame.width <= 1.1 * area.width
        assert frame.width * width / (frame.height * height) == pytest.approx(CARD.width / CARD.height)
        assert frame.x + frame.width / 2 == pytest.approx(area.centre[0])

    def test_stands_on_the_bottom_when_it_shows_somebody_from_behind(self, layout: str, aspect: Aspect) -> None:
        frame = stood(FROM_BEHIND, layout, aspect)
        assert frame.y + frame.height >= 1
        assert frame.width <= 1.2 * LAYOUTS[layout].arrangement(aspect).areas["hero"].width
