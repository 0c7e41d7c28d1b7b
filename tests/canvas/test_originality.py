"""Originality: copies are told from pictures that only follow a look."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna.measuring import measure
from canvas.document import Document, Layer, Text
from canvas.drawing import Drawing, draw
from canvas.errors import DocumentError
from canvas.filters import ByteImage
from canvas.geometry import Box
from canvas.originality import (
    DEFAULT_CEILING,
    Fingerprint,
    fingerprint,
    from_json,
    hamming,
    phash,
    similarity,
    to_json,
)
from canvas.serial import from_json as document_from_json
from tests.canvas.documents import PORTRAIT

pytestmark = pytest.mark.unit

DOCUMENTS = sorted((Path(__file__).parents[2] / "templates_lib" / "seed" / "documents").glob("*.json"))[::3]
PROMPTS = ["how to make perfect pizza at home", "I beat Elden Ring without dying", "my morning routine"]
SIZE = (640, 360)


def _graded(pixels: ByteImage, gamma: float, saturation: float) -> ByteImage:
    colours = (pixels / 255.0) ** gamma
    grey = colours.mean(axis=-1, keepdims=True)
    return np.asarray(np.clip(grey + (colours - grey) * saturation, 0, 1) * 255, np.uint8)


def _encoded(pixels: ByteImage) -> ByteImage:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=40)
    return np.asarray(Image.open(buffer).convert("RGB"))


def _cropped(pixels: ByteImage, share: float) -> ByteImage:
    rows, columns = (round(side * share) for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[rows:-rows, columns:-columns])


def _resized(pixels: ByteImage, width: int, height: int) -> ByteImage:
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _shifted_hue(pixels: ByteImage) -> ByteImage:
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int32) + 30) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


# Copies by hand of a picture, with the number of bits of its hash that may differ.
COPIES: dict[str, tuple[Callable[[ByteImage], ByteImage], int]] = {
    "encoded anew": (_encoded, 4),
    "half as large": (lambda pixels: _resized(pixels, 320, 180), 4),
    "squeezed": (lambda pixels: _resized(pixels, 400, 400), 4),
    "brightened": (lambda pixels: _graded(pixels, 0.7, 1.0), 10),
    "more colourful": (lambda pixels: _graded(pixels, 1.2, 1.4), 10),
    "grey": (lambda pixels: _graded(pixels, 1.0, 0.0), 14),
    "cropped by 3 %": (lambda pixels: _cropped(pixels, 0.015), 10),
    "cropped by 6 %": (lambda pixels: _cropped(pixels, 0.03), 20),
    "of other hues": (_shifted_hue, 24),
}


@lru_cache(maxsize=1)
def _originals() -> dict[str, tuple[Document, Drawing]]:
    documents = {path.stem: document_from_json(json.loads(path.read_text(encoding="utf-8"))) for path in DOCUMENTS}
    return {name: (document, draw(document, size=SIZE)) for name, document in documents.items()}


@lru_cache(maxsize=1)
def _redrawn() -> dict[str, list[Drawing]]:
    """For each look what is drawn after it for other prompts, half of it with a photo."""
    photo = {"me": PORTRAIT.read_bytes()}
    found: dict[str, list[Drawing]] = {}
    for at, (name, (document, drawing)) in enumerate(_originals().items()):
        look, prompt = measure(document, drawing), PROMPTS[at % len(PROMPTS)]
        for photos in ((), ("me",)):
            (redrawn,) = direct(understand(prompt, has_face=bool(photos)), look, seed=at, photos=photos)
            found.setdefault(name, []).append(draw(redrawn, photo, size=SIZE))
    return found


def _taken(drawing: Drawing, pixels: ByteImage | None = None) -> Fingerprint:
    lines = [line.box for line in drawing.text_lines]
    return fingerprint(drawing.pixels if pixels is None else pixels, faces=drawing.faces, lines=lines)


def _bits(first: ByteImage, second: ByteImage) -> int:
    return hamming(phash(first), phash(second))


class TestPhash:
    @pytest.mark.parametrize("copy", COPIES)
    def test_stays_near_through(self, copy: str):
        change, most = COPIES[copy]
        apart = [_bits(drawing.pixels, change(drawing.pixels)) for _, drawing in _originals().values()]
        assert max(apart) <= most
        assert sum(apart) / len(apart) <= most / 2

    def test_of_different_pictures_is_far_apart(self):
        hashes = [phash(drawing.pixels) for _, drawing in _originals().values()]
        apart = [hamming(first, second) for first, second in combinations(hashes, 2)]
        assert sum(apart) / len(apart) > 28
        assert min(apart) > 10

    def test_is_an_unsigned_number_of_64_bits(self):
        for _, drawing in _originals().values():
            assert 0 <= phash(drawing.pixels) < 2**64

    def test_of_a_mirrored_picture_is_known_from_its_own(self):
        drawing = next(iter(_originals().values()))[1]
        turned = fingerprint(np.ascontiguousarray(drawing.pixels[:, ::-1]))
        assert similarity(fingerprint(drawing.pixels), turned).hash >= 0.97


class TestHamming:
    def test_counts_the_bits_that_differ(self):
        assert hamming(0b1011, 0b0010) == 2
        assert hamming(2**64 - 1, 0) == 64


class TestAFingerprint:
    def test_survives_the_round_trip(self):
        taken = fingerprint(np.zeros((90, 160, 3), np.uint8), faces=[Box(0.1, 0.2, 0.3, 0.4)])
        assert from_json(json.loads(json.dumps(to_json(taken)))) == taken

    def test_of_a_real_picture_survives_it_but_for_rounding(self):
        drawing = next(iter(_originals().values()))[1]
        taken = _taken(drawing)
        again = from_json(json.loads(json.dumps(to_json(taken))))
        assert similarity(taken, again).total == pytest.approx(1.0, abs=0.01)
        assert len(json.dumps(to_json(taken))) < 4000

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"colour": 1}, "colour"),
            ({"version": 0}, "version"),
            ({"hash": 17}, "hash"),
            ({"hash": "xyz"}, "hash"),
            ({"faces": [[0, 0, 1]]}, "faces[0]"),
            ({"lines": "none"}, "lines"),
            ({"colours": [1, 2]}, "colours"),
            ({"edges": [-1] * 192}, "edges"),
        ],
    )
    def test_refuses_what_is_malformed_and_names_it(self, change: dict[str, object], path: str):
        value = to_json(fingerprint(np.zeros((90, 160, 3), np.uint8)))
        with pytest.raises(DocumentError) as refused:
            from_json({**value, **change})
        assert refused.value.path == path

    def test_refuses_what_lacks_a_part(self):
        value = to_json(fingerprint(np.zeros((90, 160, 3), np.uint8)))
        del value["edges"]
        with pytest.raises(DocumentError, match="missing"):
            from_json(value)

    def test_takes_fifteen_milliseconds_at_most(self):
        pixels = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
        fingerprint(pixels)
        spent = []
        for _ in range(9):
            started = time.process_time()
            fingerprint(pixels)
            spent.append(time.process_time() - started)
        assert min(spent) < 0.015


class TestSimilarity:
    def test_of_a_picture_to_itself_is_one(self):
        for _, drawing in _originals().values():
            alike = similarity(_taken(drawing), _taken(drawing))
            assert (alike.total, alike.hash, alike.layout, alike.descriptors) == (1.0, 1.0, 1.0, 1.0)

    def test_does_not_depend_on_the_order(self):
        first, second, *_ = (_taken(drawing) for _, drawing in _originals().values())
        assert similarity(first, second) == similarity(second, first)

    def test_stays_within_nought_and_one(self):
        taken = [_taken(drawing) for _, drawing in _originals().values()]
        for first, second in combinations(taken, 2):
            alike = similarity(first, second)
            assert all(0 <= part <= 1 for part in (alike.total, alike.hash, alike.layout, alike.descriptors))

    def test_of_flat_pictures_is_told_by_their_colours(self):
        black, white = (fingerprint(np.full((90, 160, 3), grey, np.uint8)) for grey in (0, 255))
        assert similarity(black, black).total == 1.0
        assert similarity(black, white).descriptors < 1.0

    def test_in_layout_is_the_overlap_of_type_and_of_faces(self):
        pixels = np.zeros((90, 160, 3), np.uint8)
        left = Box(0.0, 0.0, 0.5, 1.0)
        one = fingerprint(pixels, lines=[left], faces=[Box(0.75, 0.25, 1.0, 0.75)])
        same_face = fingerprint(pixels, lines=[Box(0.0, 0.0, 0.5, 0.5)], faces=[Box(0.75, 0.25, 1.0, 0.75)])
        assert similarity(one, same_face).layout == pytest.approx(0.75)
        assert similarity(fingerprint(pixels, lines=[left]), fingerprint(pixels)).layout == 0.0

    def test_falls_as_direction_departs_from_the_look(self):
        photo = {"me": PORTRAIT.read_bytes()}
        totals: dict[int, list[float]] = {}
        for document, drawing in list(_originals().values())[:6]:
            look, brief = measure(document, drawing), understand(PROMPTS[0], has_face=True)
            steps = [direct(brief, look, seed=1, photos=("me",), departure=step)[0] for step in range(4)]
            taken = [_taken(draw(step, photo, size=SIZE)) for step in steps]
            for step, away in enumerate(taken):
                totals.setdefault(step, []).append(similarity(taken[0], away).total)
        means = [sum(values) / len(values) for values in totals.values()]
        assert means[0] == 1.0
        assert min(means) == means[3]
        assert all(max(totals[step]) < DEFAULT_CEILING for step in (1, 2, 3))


class TestTheDefaultCeiling:
    """The measurement behind the constant, on every third designed look."""

    @pytest.mark.parametrize("copy", COPIES)
    def test_lies_below_a_copy_that_was(self, copy: str):
        change, _ = COPIES[copy]
        totals = [
            similarity(_taken(drawing), _taken(drawing, change(drawing.pixels))).total
            for _, drawing in _originals().values()
        ]
        assert min(totals) > DEFAULT_CEILING

    def test_lies_below_a_mirrored_copy(self):
        for _, drawing in _originals().values():
            turned = np.ascontiguousarray(drawing.pixels[:, ::-1])
            boxes = [[Box(1 - box.x1, box.y0, 1 - box.x0, box.y1) for box in found]
                     for found in (drawing.faces, [line.box for line in drawing.text_lines])]  # fmt: skip
            copy = fingerprint(turned, faces=boxes[0], lines=boxes[1])
            assert similarity(_taken(drawing), copy).total > 0.95

    def test_lies_below_copies_with_another_word(self):
        totals = []
        for document, drawing in _originals().values():
            copy = draw(_with_another_word(document), size=SIZE)
            totals.append(similarity(_taken(drawing), _taken(copy)).total)
        assert min(totals) > DEFAULT_CEILING

    def test_lies_well_above_what_is_drawn_after_the_look(self):
        totals = [
            similarity(_taken(_originals()[name][1]), _taken(redrawn)).total
            for name, drawings in _redrawn().items()
            for redrawn in drawings
        ]
        # One may come out like its look by chance; the pipeline directs such a picture anew.
        assert sorted(totals)[-2] < DEFAULT_CEILING - 0.05
        assert sorted(totals)[len(totals) // 2] < DEFAULT_CEILING - 0.2

    def test_lies_above_all_other_looks(self):
        taken = [_taken(drawing) for _, drawing in _originals().values()]
        assert max(similarity(first, second).total for first, second in combinations(taken, 2)) < DEFAULT_CEILING


def _with_another_word(document: Document) -> Document:
    layers: list[Layer] = []
    for layer in document.layers:
        if isinstance(layer, Text) and layer.slot == "headline":
            layers.append(replace(layer, text=" ".join([*layer.text.split()[:-1], "MANGO"])))
        else:
            layers.append(layer)
    return replace(document, layers=tuple(layers))
