"""Documents for other programs: every layer in its place, and the whole nearly what was drawn."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pytest
from PIL import Image

from canvas.document import Document, Effect, Frame, Plate, Text
from canvas.drawing import draw
from canvas.drawing.effects import EFFECTS
from canvas.errors import PictureError
from canvas.exporting import open_raster, vector_graphic
from canvas.exporting.layers import Grading, LayerPicture, take_apart
from tests.canvas.documents import document_of, headline, plain
from tests.canvas.edits import DOCUMENTS, PICTURES

pytestmark = pytest.mark.unit

SVG = "{http://www.w3.org/2000/svg}"
AS_LAYERS = sorted(set(EFFECTS) - {"grade", "tone", "grain", "cel", "chromatic", "glitch"})


def archive(document: Document) -> ZipFile:
    return ZipFile(io.BytesIO(open_raster(document, PICTURES, identifier="one")))


def stack(file: ZipFile) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(file.read("stack.xml"))  # noqa: S314 - our own
    found = root.find("stack")
    assert found is not None
    return list(found)


def composed(file: ZipFile, size: tuple[int, int]) -> np.ndarray:
    """What a program makes of an OpenRaster file: its layers laid one over the other."""
    width, height = size
    picture = np.zeros((height, width, 3))
    for layer in reversed(stack(file)):
        if layer.get("visibility") == "hidden":
            continue
        pixels = np.asarray(Image.open(io.BytesIO(file.read(str(layer.get("src"))))).convert("RGBA"), float) / 255
        x, y = int(str(layer.get("x"))), int(str(layer.get("y")))
        below = picture[y : y + pixels.shape[0], x : x + pixels.shape[1]]
        alpha, colour = pixels[..., 3:] * float(str(layer.get("opacity"))), pixels[..., :3]
        mixed = {"svg:src-over": colour, "svg:screen": 1 - (1 - below) * (1 - colour)}[str(layer.get("composite-op"))]
        below += (mixed - below) * alpha
    return picture * 255


def mean_difference(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(float) - second.astype(float)).mean())


class TestOpenRaster:
    def test_names_its_kind_first_and_plainly(self) -> None:
        file = archive(DOCUMENTS["standing_alone"])
        first = file.infolist()[0]
        assert (first.filename, first.compress_type, file.read("mimetype")) == (
            "mimetype",
            ZIP_STORED,
            b"image/openraster",
        )
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} <= set(file.namelist())

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_stacks_the_layers_as_the_document_does(self, name: str) -> None:
        document = DOCUMENTS[name]
        finished, *layers = stack(archive(document))
        assert finished.get("visibility") == "hidden"
        drawn = [layer for layer in document.layers if not (isinstance(layer, Effect) and layer.effect == "grade")]
        assert [layer.get("name") for layer in reversed(layers)] == [layer.name or layer.id for layer in drawn]

    # The grade's bloom and sharpness are not of any layer.
    @pytest.mark.parametrize(("name", "most"), [("standing_alone", 0.6), ("with_a_person", 2.5), ("everything", 5.0)])
    def test_makes_nearly_the_same_picture(self, name: str, most: float) -> None:
        document = DOCUMENTS[name]
        file = archive(document)
        assert mean_difference(composed(file, (640, 360)), draw(document, PICTURES).pixels) < most

    def test_holds_the_finished_picture_as_it_is_drawn(self) -> None:
        file = archive(DOCUMENTS["everything"])
        pixels = draw(DOCUMENTS["everything"], PICTURES).pixels
        for name in ("mergedimage.png", "data/finished.png"):
            assert (np.asarray(Image.open(io.BytesIO(file.read(name)))) == pixels).all()
        assert max(Image.open(io.BytesIO(file.read("Thumbnails/thumbnail.png"))).size) == 256

    def test_is_the_same_every_time(self) -> None:
        document = DOCUMENTS["standing_alone"]
        assert open_raster(document, PICTURES) == open_raster(document, PICTURES)

    def test_tells_nothing_but_the_identifier(self) -> None:
        file = archive(DOCUMENTS["standing_alone"])
        for name in file.namelist():
            if name.endswith(".png"):
                image = Image.open(io.BytesIO(file.read(name)))
                assert isinstance(image.info, dict)
                texts = {key: value for key, value in image.info.items() if isinstance(value, str)}
                assert texts == ({"Identifier": "one"} if name == "mergedimage.png" else {})

    def test_leaves_out_what_is_hidden(self) -> None:
        document = document_of(plain(), headline("GO", visible=False))
        assert len(stack(archive(document))) == 2

    def test_keeps_names_that_xml_cannot_hold(self) -> None:
        document = document_of(replace(plain(), name="a\x01b<&>"))
        assert stack(archive(document))[-1].get("name") == "ab<&>"

    def test_refuses_what_cannot_be_drawn(self) -> None:
        with pytest.raises(PictureError):
            open_raster(DOCUMENTS["standing_alone"], {})


class TestTakingApart:
    @pytest.mark.parametrize("effect", AS_LAYERS)
    def test_finds_a_picture_that_does_what_the_effect_does(self, effect: str) -> None:
        ground = Plate(id="plate", source="paint:halftone")
        document = document_of(ground, Effect(id="e", effect=effect, params={"count": 20.0}))
        taken = take_apart(document, {})
        plate, part = taken.parts
        assert isinstance(plate, LayerPicture)
        assert isinstance(part, LayerPicture)
        below, colour = plate.rgba[..., :3] / 255, part.rgba[..., :3] / 255
        alpha = part.rgba[..., 3:] / 255
        mixed = 1 - (1 - below) * (1 - colour) if part.blend == "screen" else colour
        assert mean_difference((below + (mixed - below) * alpha) * 255, taken.pixels) < 0.8

    def test_leaves_out_grain(self) -> None:
        taken = take_apart(document_of(plain(), Effect(id="e", effect="grain")), {})
        assert len(taken.parts) == 1

    def test_tells_a_grade_as_a_mapping_of_colours(self) -> None:
        grade = Effect(id="g", effect="grade", params={"contrast": 1.2, "saturation": 1.0, "sharpness": 0.0})
        _, grading = take_apart(document_of(plain(), grade), {}).parts
        assert isinstance(grading, Grading)
        assert grading.matrix == pytest.approx(np.eye(3) * 1.2, abs=1e-4)
        assert grading.offset == pytest.approx([-0.1] * 3, abs=1e-4)

    def test_tells_a_tone_as_the_mapping_nearest_to_it(self) -> None:
        document = document_of(Plate(id="plate", source="scene:neon"), Effect(id="t", effect="tone"))
        taken = take_apart(document, {})
        plate, grading = taken.parts
        assert isinstance(plate, LayerPicture)
        assert isinstance(grading, Grading)
        mapped = plate.rgba[..., :3] / 255 @ grading.matrix.T + grading.offset
        assert mean_difference(np.clip(mapped, 0, 1) * 255, taken.pixels) < 9

    @pytest.mark.parametrize("effect", ["cel", "chromatic", "glitch"])
    def test_leaves_out_what_moves_pixels(self, effect: str) -> None:
        assert len(take_apart(document_of(plain(), Effect(id="e", effect=effect)), {}).parts) == 1


class TestVectorGraphic:
    def read(self, document: Document) -> ElementTree.Element:
        return ElementTree.fromstring(vector_graphic(document, PICTURES, identifier="one"))  # noqa: S314 - our own

    def test_has_a_group_for_every_layer(self) -> None:
        root = self.read(DOCUMENTS["everything"])
        groups = {group.get("id") for group in root.iter(f"{SVG}g")}
        assert {layer.id for layer in DOCUMENTS["everything"].layers} <= groups
        assert root.get("viewBox") == "0 0 640 360"
        assert root.findtext(f"{SVG}metadata") == "one"

    def test_sets_type_as_paths(self) -> None:
        root = self.read(DOCUMENTS["standing_alone"])
        group = next(group for group in root.iter(f"{SVG}g") if group.get("id") == "headline")
        assert group.findtext(f"{SVG}title") == "ONE MORE"
        assert len(list(group.iter(f"{SVG}path"))) >= 3
        assert not list(group.iter(f"{SVG}image"))

    @pytest.mark.parametrize("text", ["سفر رویایی", "WIN 🏆 NOW", "夏の旅", "A"])
    def test_sets_every_script(self, text: str) -> None:
        words = Text(id="t", text=text, frame=Frame(0.1, 0.1, 0.8, 0.8), highlight=(0,), tilt=5.0)
        group = self.read(document_of(plain(), words)).find(f"{SVG}g[@id='t']")
        assert group is not None
        assert re.search(r"M[\d.-]+ [\d.-]+", str(next(group.iter(f"{SVG}path")).get("d")))
        assert len(list(group.iter(f"{SVG}image"))) == ("🏆" in text)

    def test_tells_what_letters_are_made_of(self) -> None:
        words = headline("GOLD RUSH", finish="gold", outer_stroke=0.05, outer_stroke_colour="#00ff00")
        root = self.read(document_of(plain(), words))
        ramps = list(root.iter(f"{SVG}linearGradient"))
        assert {len(list(ramp)) for ramp in ramps} == {7}
        strokes = [path.get("stroke") for path in root.iter(f"{SVG}path") if path.get("stroke")]
        assert "#00ff00" in strokes

    def test_is_xml_whatever_is_written(self) -> None:
        words = Text(id="t", text="A\u0001B \uffff\u200cC\u001b", frame=Frame(0.1, 0.1, 0.8, 0.8))
        group = self.read(document_of(plain(), words)).find(f"{SVG}g[@id='t']")
        assert group is not None
        assert group.findtext(f"{SVG}title") == "AB \u200cC"

    def test_puts_a_grade_over_what_lies_below_it(self) -> None:
        root = self.read(DOCUMENTS["with_a_person"])
        graded = next(group for group in root.iter(f"{SVG}g") if group.get("id") == "grade")
        assert graded.get("filter") == "url(#grade-colours)"
        assert [group.get("id") for group in graded] == ["plate", "shade", "hero", "beside"]

    def test_needs_no_other_file_and_runs_nothing(self) -> None:
        text = vector_graphic(DOCUMENTS["everything"], PICTURES).decode()
        for address in re.findall(r'href="([^"]*)"', text):
            assert address.startswith(("data:image/", "#"))
        assert not re.search(r"<script|\son\w+=|foreignObject|<!", text)

    def test_embeds_pictures_that_open(self) -> None:
        text = vector_graphic(DOCUMENTS["everything"], PICTURES).decode()
        for kind, data in re.findall(r'href="data:image/(\w+);base64,([^"]*)"', text):
            assert Image.open(io.BytesIO(base64.b64decode(data))).format == kind.upper()

    def test_takes_names_and_words_for_what_they_are(self) -> None:
        words = Text(id="t", text="<script>1</script> & ]]>", frame=Frame(0.1, 0.1, 0.8, 0.8))
        root = self.read(document_of(plain(), words))
        assert next(root.iter(f"{SVG}title")).text == "<script>1</script> & ]]>"
        assert not list(root.iter(f"{SVG}script"))
