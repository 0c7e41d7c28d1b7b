"""Drawing: the same bytes every time, nothing left out, and boxes that tell the truth."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from canvas.colour import parse_hex
from canvas.document import Effect, Extrude, Frame, Glow, Light, Logo, Mark, Outline, Plate, Shadow, Subject, Text
from canvas.drawing import Drawing, draw
from canvas.drawing.effects import EFFECTS
from canvas.drawing.marks import MARKS
from canvas.drawing.paints import PAINTS
from canvas.errors import DocumentError, PictureError, UnsupportedTextError
from canvas.layouts import LAYOUTS
from tests.canvas.documents import PALETTE, PORTRAIT, SIZES, document_of, headline, plain, rich

pytestmark = pytest.mark.unit

AND_PRINT_HASH = """
import hashlib
from canvas.drawing import draw
from tests.canvas.documents import rich
from tests.canvas.test_drawing import logo
print(hashlib.sha256(draw(rich(), {"logo": logo()}).pixels.tobytes()).hexdigest())
"""


def logo() -> bytes:
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((0, 255, 0, 255), (50, 0, 150, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def drawn(*layers: Any, **options: Any) -> Drawing:
    return draw(document_of(plain(), *layers, **options))


def changed(first: Drawing, second: Drawing) -> np.ndarray:
    """Where two drawings differ, HxW."""
    difference: np.ndarray = np.any(first.pixels != second.pixels, axis=2)
    return difference


class TestDraw:
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_draws_every_layout(self, layout: str) -> None:
        drawing = draw(rich(layout=layout), {"logo": logo()})
        assert drawing.pixels.shape == (360, 640, 3)
        assert drawing.pixels.dtype == np.uint8
        assert set(drawing.boxes) == {layer.id for layer in rich(layout=layout).layers}

    @pytest.mark.parametrize("aspect", SIZES)
    def test_draws_every_aspect(self, aspect: Any) -> None:
        drawing = draw(rich(aspect=aspect), {"logo": logo()})
        assert drawing.pixels.shape[:2] == SIZES[aspect][::-1]

    def test_gives_the_same_bytes_twice(self) -> None:
        first, second = (draw(rich(), {"logo": logo()}) for _ in range(2))
        assert first.pixels.tobytes() == second.pixels.tobytes()
        assert first.boxes == second.boxes

    def test_gives_the_same_bytes_in_another_process(self) -> None:
        here = hashlib.sha256(draw(rich(), {"logo": logo()}).pixels.tobytes()).hexdigest()
        there = subprocess.run([sys.executable, "-c", AND_PRINT_HASH], capture_output=True, text=True, check=True)
        assert there.stdout.strip() == here

    def test_draws_anew_at_another_size(self) -> None:
        small = draw(rich(), {"logo": logo()})
        large = draw(rich(), {"logo": logo()}, size=(1280, 720))
        assert large.pixels.shape == (720, 1280, 3)
        reduced = np.asarray(Image.fromarray(large.pixels).resize((640, 360), Image.Resampling.BOX), np.float32)
        assert float(np.abs(reduced - small.pixels).mean()) < 16
        for layer_id in ("headline", "hero"):
            assert large.boxes[layer_id].x0 == pytest.approx(small.boxes[layer_id].x0, abs=0.01)
            assert large.boxes[layer_id].y1 == pytest.approx(small.boxes[layer_id].y1, abs=0.01)

    def test_leaves_out_what_is_hidden(self) -> None:
        with_text, hidden = drawn(headline()), drawn(headline(visible=False))
        assert changed(with_text, hidden).any()
        assert hidden.pixels.tobytes() == drawn().pixels.tobytes()
        assert "headline" not in hidden.boxes

    def test_makes_opacity_zero_nothing(self) -> None:
        assert drawn(headline(opacity=0.0)).pixels.tobytes() == drawn().pixels.tobytes()

    def test_changes_nothing_far_from_a_layer(self) -> None:
        bare, lettered = drawn(), drawn(headline("GO", frame=Frame(0.1, 0.1, 0.3, 0.3)))
        difference = changed(bare, lettered)
        assert difference[36:144, 64:256].any()
        assert not difference[220:, :].any()
        assert not difference[:, 400:].any()

    @pytest.mark.parametrize("blend", ["normal", "screen", "add", "multiply", "overlay", "soft_light"])
    def test_blends_each_in_its_own_way(self, blend: Any) -> None:
        drawing = drawn(headline("GO", blend=blend, shadow=None, colour="secondary"))
        assert changed(drawing, drawn()).any()
        if blend != "normal":
            assert changed(drawing, drawn(headline("GO", shadow=None, colour="secondary"))).any()

    @pytest.mark.parametrize("source", ["photo:me", "prop:unheard_of", "scene:neon"])
    def test_refuses_a_subject_that_is_not_there(self, source: str) -> None:
        with pytest.raises(PictureError):
            drawn(Subject(id="s", slot="hero", source=source))

    @pytest.mark.parametrize("source", ["picture:none", "scene:unheard_of", "paint:unheard_of", "prop:phone"])
    def test_refuses_a_plate_that_is_not_there(self, source: str) -> None:
        with pytest.raises(PictureError):
            draw(document_of(Plate(id="p", source=source)))

    def test_refuses_bytes_that_are_no_picture(self) -> None:
        with pytest.raises(PictureError):
            draw(document_of(plain(), Logo(id="l", slot="logo", source="picture:x")), {"x": b"no picture"})

    @pytest.mark.parametrize(
        "layer",
        [
            Effect(id="e", effect="fireworks"),
            Mark(id="m", slot="mark_1", mark="smile"),
            Text(id="headline", slot="headline", text="HI", font="comic"),
        ],
    )
    def test_refuses_names_that_it_does_not_know(self, layer: Any) -> None:
        with pytest.raises(DocumentError):
            drawn(layer)

    def test_refuses_text_without_a_single_glyph(self) -> None:
        with pytest.raises(UnsupportedTextError):
            drawn(headline("ᠮᠣᠩᠭᠣᠯ"))


class TestPlate:
    @pytest.mark.parametrize("name", PAINTS)
    def test_paints_with_the_palette(self, name: str) -> None:
        document = document_of(Plate(id="p", source=f"paint:{name}"))
        blue = replace(document, palette=replace(PALETTE, primary="#00ff00", secondary="#00ffff"))
        drawing = draw(document)
        assert float(drawing.pixels.std()) > 2
        assert changed(drawing, draw(blue)).mean() > 0.5

    def test_takes_the_light_it_is_given(self) -> None:
        red, green = (
            draw(document_of(Plate(id="p", source="scene:neon", lights=dict.fromkeys("abk", light))))
            for light in (Light("#ff0000", 1.5), Light("#00ff00", 1.5))
        )
        assert red.pixels[..., 0].mean() > 4 * red.pixels[..., 1].mean()
        assert green.pixels[..., 1].mean() > 4 * green.pixels[..., 0].mean()

    def test_is_mirrored_when_flipped(self) -> None:
        plate = Plate(id="p", source="scene:podium")
        there, back = draw(document_of(plate)), draw(document_of(replace(plate, flip=True)))
        assert float(np.abs(there.pixels[:, ::-1].astype(int) - back.pixels).mean()) < 1.5

    def test_is_blurred_by_the_height_of_the_canvas(self) -> None:
        sharp, soft = (draw(document_of(Plate(id="p", source="scene:neon", blur=blur))) for blur in (0.0, 0.02))
        assert _detail(soft) < 0.5 * _detail(sharp)

    def test_fills_the_canvas_with_a_picture(self) -> None:
        out = io.BytesIO()
        Image.new("RGB", (300, 900), "#3366cc").save(out, "PNG")
        drawing = draw(document_of(Plate(id="p", source="picture:sky")), {"sky": out.getvalue()})
        assert np.abs(drawing.pixels.astype(int) - [0x33, 0x66, 0xCC]).max() <= 1


def _detail(drawing: Drawing) -> float:
    grey = drawing.pixels.astype(float).mean(axis=2)
    return float(np.abs(np.diff(grey, axis=1)).mean())


class TestEffect:
    @pytest.mark.parametrize("name", EFFECTS)
    def test_changes_the_picture_the_more_the_stronger(self, name: str) -> None:
        base = Plate(id="p", source="scene:podium")
        bare = draw(document_of(base))
        weak, strong = (
            draw(document_of(base, Effect(id="e", effect=name, amount=amount))).pixels.astype(int)
            for amount in (0.3, 1.0)
        )
        assert np.abs(strong - bare.pixels).sum() > np.abs(weak - bare.pixels).sum() > 0

    @pytest.mark.parametrize("name", EFFECTS)
    def test_survives_parameters_without_sense(self, name: str) -> None:
        sizes = ["size", "reach", "radius", "step", "spread", "inner", "weight", "smallest", "largest"]
        keys = [*sizes, "count", "near", "density", "floor", "bloom"]
        for value in (-50.0, 0.0, 10_000.0):
            effect = Effect(id="e", effect=name, params=dict.fromkeys(keys, value), amount=0.5)
            assert drawn(effect, size=(160, 90)).pixels.shape == (90, 160, 3)


class TestText:
    def test_tells_where_its_lines_are(self) -> None:
        drawing = drawn(headline("BEAT ELDEN RING", shadow=None))
        difference = changed(drawing, drawn())
        rows, columns = np.flatnonzero(difference.any(axis=1)), np.flatnonzero(difference.any(axis=0))
        box = drawing.boxes["headline"]
        assert box.x0 == pytest.approx(columns[0] / 640, abs=0.008)
        assert box.x1 == pytest.approx((columns[-1] + 1) / 640, abs=0.008)
        assert box.y0 == pytest.approx(rows[0] / 360, abs=0.012)
        assert box.y1 == pytest.approx((rows[-1] + 1) / 360, abs=0.012)
        assert " ".join(line.text for line in drawing.text_lines) == "BEAT ELDEN RING"
        assert all(line.size == pytest.approx(line.box.height, abs=0.01) for line in drawing.text_lines)

    def test_draws_the_highlighted_word_in_its_colour(self) -> None:
        text = headline("RED BLUE", highlight=(1,), gradient=0.0, stroke=0.0, shadow=None, max_lines=1)
        drawing = draw(document_of(Plate(id="p", source="paint:gradient"), text))
        line = drawing.text_lines[0].box
        half = (line.x0 + line.x1) / 2
        accent = np.array(parse_hex(PALETTE.accent)) * 255
        near = np.abs(drawing.pixels.astype(int) - accent).max(axis=2) <= 3
        columns = np.flatnonzero(near.any(axis=0)) / 640
        assert columns.size > 20
        assert columns.min() > half - 0.06

    def test_highlights_a_persian_word_on_the_left_when_it_comes_last(self) -> None:
        text = headline("سفر بالی", highlight=(1,), gradient=0.0, stroke=0.0, shadow=None, max_lines=1, font="lalezar")
        drawing = draw(document_of(Plate(id="p", source="paint:gradient"), text))
        line = drawing.text_lines[0].box
        accent = np.array(parse_hex(PALETTE.accent)) * 255
        near = np.abs(drawing.pixels.astype(int) - accent).max(axis=2) <= 3
        columns = np.flatnonzero(near.any(axis=0)) / 640
        assert columns.size > 20
        assert columns.max() < (line.x0 + line.x1) / 2 + 0.08

    def test_surrounds_letters_with_their_stroke(self) -> None:
        thin, thick = (
            draw(document_of(Plate(id="p", source="paint:paper"), headline("GO", stroke=stroke, shadow=None)))
            for stroke in (0.02, 0.10)
        )
        dark = [int((d.pixels.max(axis=2) < 40).sum()) for d in (thin, thick)]
        assert dark[1] > 2 * dark[0]

    def test_lifts_its_right_end_by_a_positive_tilt(self) -> None:
        difference = changed(drawn(headline("HHHHHHHH", tilt=8, max_lines=1, shadow=None)), drawn())
        columns = np.flatnonzero(difference.any(axis=0))
        left, right = (
            np.flatnonzero(difference[:, columns[at]]).mean() for at in (len(columns) // 20, -len(columns) // 20)
        )
        assert right < left

    @pytest.mark.parametrize("finish", ["gloss", "gold", "chrome", "neon", "ice", "fire"])
    def test_is_made_of_what_is_asked_for(self, finish: Any) -> None:
        plain, made = drawn(headline("GOLD")), drawn(headline("GOLD", finish=finish))
        assert changed(plain, made).mean() > 0.03
        assert made.boxes["headline"] == plain.boxes["headline"]

    def test_makes_only_the_highlighted_word_of_another_stuff(self) -> None:
        style = {"max_lines": 1, "shadow": None, "highlight": (1,), "gradient": 0.0}
        plain, made = (drawn(headline("ONE TWO", highlight_finish=finish, **style)) for finish in ("flat", "gold"))
        columns = np.flatnonzero(changed(plain, made).any(axis=0)) / 640
        line = plain.text_lines[0].box
        assert columns.min() > (line.x0 + line.x1) / 2 - 0.02

    def test_throws_light_around_itself_when_it_is_neon(self) -> None:
        plain, neon = (
            drawn(headline("GO", finish=finish, colour="secondary", shadow=None, stroke=0.0))
            for finish in ("flat", "neon")
        )
        box = plain.boxes["headline"]
        above = np.s_[int(box.y0 * 360) - 12 : int(box.y0 * 360) - 4, int(box.x0 * 640) : int(box.x1 * 640)]
        assert neon.pixels[above].mean() > plain.pixels[above].mean() + 10

    def test_has_a_second_stroke_round_the_first(self) -> None:
        text = headline("GO", shadow=None, stroke=0.05, outer_stroke=0.06, outer_stroke_colour="#00ff00")
        green = np.abs(drawn(text).pixels.astype(int) - [0, 255, 0]).max(axis=2) < 25
        box = drawn(text).boxes["headline"]
        rows, columns = np.nonzero(green)
        assert rows.size > 800
        assert columns.min() / 640 == pytest.approx(box.x0, abs=0.008)
        assert columns.max() / 640 == pytest.approx(box.x1, abs=0.008)

    def test_lights_the_upper_edges_of_a_bevel_and_shades_the_lower(self) -> None:
        text = headline("HHH", colour="#808080", gradient=0.0, stroke=0.0, shadow=None, max_lines=1)
        flat, round_ = drawn(text), drawn(replace(text, bevel=1.0))
        line = flat.text_lines[0].box
        top, bottom = int(line.y0 * 360), int(line.y1 * 360)
        inside = np.abs(flat.pixels.astype(int) - 128).max(axis=2) < 4
        difference = round_.pixels.astype(int).mean(axis=2) - flat.pixels.mean(axis=2)
        assert difference[top : top + 6][inside[top : top + 6]].mean() > 10
        assert difference[bottom - 6 : bottom][inside[bottom - 6 : bottom]].mean() < -10

    def test_tells_the_sides_of_its_depth_apart_when_they_are_lit(self) -> None:
        def sides(lit: float) -> float:
            extrude = Extrude("#8040c0", 0.2, 45.0, lit)
            pixels = drawn(headline("HH", extrude=extrude, shadow=None, stroke=0.0, max_lines=1)).pixels.astype(int)
            purple = (pixels[..., 2] > pixels[..., 1] + 25) & (pixels[..., 0] > pixels[..., 1] + 8)
            return float(pixels.mean(axis=2)[purple].std())

        assert sides(1.0) > sides(0.0) + 3

    @pytest.mark.parametrize("shape", ["rounded", "slanted", "paper", "brush"])
    def test_stands_on_a_plate_of_the_shape_asked_for(self, shape: Any) -> None:
        text = headline(
            "ONE TWO", plate_colour="#00ff00", plate_shape=shape, stroke=0.0, shadow=None,
            frame=Frame(0.1, 0.2, 0.5, 0.5),
        )  # fmt: skip
        rows, columns = np.nonzero(np.abs(drawn(text).pixels.astype(int) - [0, 255, 0]).max(axis=2) < 25)
        assert rows.size > 4000
        assert columns.min() / 640 > 0.09
        assert columns.max() / 640 < 0.61

    def test_draws_an_emoji_as_a_picture(self) -> None:
        drawing = draw(
            document_of(Plate(id="p", source="paint:paper"), headline("GO 🔥", gradient=0.0, colour="#000000"))
        )
        red, green, blue = np.moveaxis(drawing.pixels.astype(int), 2, 0)
        assert ((red > 200) & (green < 190) & (blue < 120)).sum() > 100


class TestSubject:
    def test_says_what_it_covers(self) -> None:
        drawing = drawn(Subject(id="s", source="prop:phone", frame=Frame(0.2, 0.2, 0.4, 0.6), shadow=None))
        rows = np.flatnonzero(changed(drawing, drawn()).any(axis=1))
        assert drawing.boxes["s"].y0 == pytest.approx(rows[0] / 360, abs=0.01)
        assert drawing.boxes["s"].y1 == pytest.approx((rows[-1] + 1) / 360, abs=0.01)

    def test_outlines_in_the_colour_asked_for(self) -> None:
        subject = Subject(
            id="s", slot="hero", source="prop:phone", outline=Outline("#00ff00", 0.02), shadow=Shadow(strength=0.0)
        )
        green = (np.abs(drawn(subject).pixels.astype(int) - [0, 255, 0]).max(axis=2) < 25).sum()
        assert green > 1500

    def test_is_drawn_partly_when_it_reaches_over_the_edge(self) -> None:
        subject = Subject(id="s", source="prop:phone", frame=Frame(0.8, 0.5, 0.6, 1.2), glow=Glow())
        assert changed(drawn(subject), drawn())[-20:, -40:].any()

    def test_is_nothing_when_it_lies_outside(self) -> None:
        outside = Subject(id="s", source="prop:phone", frame=Frame(3.0, 0.0, 0.5, 0.5))
        assert drawn(outside).pixels.tobytes() == drawn().pixels.tobytes()

    def test_shows_the_face_of_a_photo_large_and_says_where(self) -> None:
        drawing = draw(
            document_of(plain(), Subject(id="me", slot="hero", source="photo:me"), headline()),
            {"me": PORTRAIT.read_bytes()},
        )
        (face,) = drawing.faces
        assert 0.35 <= face.height <= 0.46
        assert 0.55 < face.centre[0] < 0.9

    def test_becomes_line_art_with_flat_tones_and_ink(self) -> None:
        photo, drawing = (
            draw(
                document_of(plain(), Subject(id="me", slot="hero", source="photo:me", line_art=amount)),
                {"me": PORTRAIT.read_bytes()},
            )
            for amount in (0.0, 1.0)
        )
        assert changed(photo, drawing).mean() > 0.2
        box = photo.faces[0]
        face = np.s_[int(box.y0 * 360) : int(box.y1 * 360), int(box.x0 * 640) : int(box.x1 * 640)]
        assert drawing.pixels[face].max(axis=2).std() > photo.pixels[face].max(axis=2).std()


class TestMark:
    @pytest.mark.parametrize("name", MARKS)
    def test_is_drawn_and_says_where(self, name: str) -> None:
        mark = Mark(id="m", slot="mark_1", mark=name, text="NEW", colour="#ff00ff")
        drawing = drawn(mark)
        ys, xs = np.nonzero(changed(drawing, drawn()))
        box = drawing.boxes["m"]
        assert xs.size > 50
        assert box.x0 - 0.08 < xs.mean() / 640 < box.x1 + 0.08
        assert box.y0 - 0.08 < ys.mean() / 360 < box.y1 + 0.08

    def test_points_an_arrow_at_its_target_and_not_over_the_type(self) -> None:
        target = Subject(id="s", source="prop:phone", frame=Frame(0.65, 0.35, 0.15, 0.3))
        arrow = Mark(id="m", slot="mark_1", mark="arrow", target="s")
        drawing = drawn(target, headline("WORDS ALL OVER", frame=Frame(0.05, 0.05, 0.5, 0.9)), arrow)
        box, typed = drawing.boxes["m"], drawing.boxes["headline"]
        assert box.intersection(drawing.boxes["s"]) is not None
        shared = box.intersection(typed)
        assert shared is None or shared.area < 0.1 * box.area

    def test_keeps_an_arrow_that_was_placed_by_hand_where_it_is(self) -> None:
        target = Subject(id="s", source="prop:phone", frame=Frame(0.65, 0.35, 0.15, 0.3))
        arrow = Mark(id="m", mark="arrow", target="s", frame=Frame(0.2, 0.8, 0.1, 0.1), bend=0.0)
        box = drawn(target, arrow).boxes["m"]
        assert box.x0 == pytest.approx(0.25, abs=0.05)
        assert box.y1 == pytest.approx(0.85, abs=0.06)

    def test_circles_round_its_target(self) -> None:
        target = Subject(id="s", source="prop:phone", frame=Frame(0.4, 0.3, 0.2, 0.4))
        drawing = drawn(target, Mark(id="m", slot="mark_1", mark="circle", target="s"))
        inner, outer = drawing.boxes["s"], drawing.boxes["m"]
        assert outer.x0 < inner.x0
        assert outer.x1 > inner.x1
        assert outer.y0 < inner.y0
        assert outer.y1 > inner.y1


class TestLogo:
    def test_is_untouched_but_for_its_size(self) -> None:
        drawing = draw(document_of(plain(), Logo(id="l", slot="logo", source="picture:logo")), {"logo": logo()})
        x, y = drawing.boxes["l"].centre
        assert drawing.pixels[int(y * 360), int(x * 640)].tolist() == [0, 255, 0]
        bare = draw(document_of(plain()))
        left = int((drawing.boxes["l"].x0 + 0.005) * 640)
        assert (drawing.pixels[int(y * 360), left] == bare.pixels[int(y * 360), left]).all()
