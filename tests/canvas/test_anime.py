"""The anime style: truly drawn: flat tones, ink, a contour of changing width, type in two outlines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from canvas.direction.anime import as_anime
from canvas.document import Document, Effect, Extrude, Glow, Mark, Plate, Rim, Subject, Text
from canvas.drawing import draw
from canvas.drawing.line_art import drawn_as_cel, inked
from canvas.filters import FloatImage, luma
from canvas.serial import from_json, to_json
from tests.canvas.documents import PORTRAIT, document_of, headline

pytestmark = pytest.mark.unit


def page(*extra: object, words: str = "THE LAST DAY", ground: str = "scene:neon") -> Document:
    return document_of(
        Plate(id="plate", source=ground),
        Effect(id="smoke", effect="smoke"),
        Effect(id="shade", effect="shade", colour="dark", amount=0.5, params={"angle": 180.0}),
        Subject(id="hero", slot="hero", source="photo:me", glow=Glow(), rim=Rim()),
        Effect(id="grade", effect="grade", params={"bloom": 0.1}),
        headline(words, highlight=(1,), extrude=Extrude()),
        *extra,  # type: ignore[arg-type]
        size=(480, 270),
    )


def ball(side: int = 240) -> FloatImage:
    """A lit ball, premultiplied RGBA."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side - 0.5
    inside = np.clip((0.42 - np.hypot(x, y)) * side, 0, 1)
    light = np.clip(0.75 - 1.3 * (x * 0.6 + y * 0.8), 0.05, 1)
    rgba = np.dstack([light * 0.9, light * 0.5, light * 0.3, np.ones_like(light)]) * inside[..., None]
    return rgba.astype(np.float32)


class TestAsAnime:
    def test_paints_the_ground_and_draws_lines_towards_the_hero(self) -> None:
        effects = [layer.effect for layer in as_anime(page()).layers if isinstance(layer, Effect)]
        assert effects[:3] == ["cel", "impact", "focus_lines"]
        assert "smoke" not in effects
        assert {"shade", "grade"} <= set(effects)

    def test_lets_nothing_burst_without_a_hero(self) -> None:
        bare = replace(page(), layers=tuple(layer for layer in page().layers if not isinstance(layer, Subject)))
        assert "impact" not in {layer.effect for layer in as_anime(bare).layers if isinstance(layer, Effect)}

    def test_draws_lines_in_ink_on_paper_and_in_light_on_the_dark(self) -> None:
        colours = [
            next(layer.colour for layer in as_anime(page(ground=ground)).layers if layer.id == "ink_lines")  # type: ignore[union-attr]
            for ground in ("paint:paper", "scene:neon")
        ]
        assert colours == ["#0a0710", "light"]

    def test_inks_every_subject(self) -> None:
        (hero,) = (layer for layer in as_anime(page()).layers if isinstance(layer, Subject))
        assert hero.line_art == 1.0
        assert hero.outline is not None
        assert hero.glow is None
        assert hero.rim is None

    @pytest.mark.parametrize(
        ("words", "font"),
        [("THE LAST DAY", "bangers"), ("نبرد آخر", "lalezar"), ("最後の戦い", "dela"), ("बड़ी लड़ाई", "baloo"),
         ("Последний бой", "dela"), ("마지막 날", "korean"), ("100%", "bangers")],
    )  # fmt: skip
    def test_sets_titles_in_the_comic_face_of_their_script(self, words: str, font: str) -> None:
        text = next(layer for layer in as_anime(page(words=words)).layers if isinstance(layer, Text))
        assert text.font == font
        assert text.text == words
        assert text.tilt > 0
        assert text.outer_stroke > 0

    def test_leaves_dark_type_without_a_second_outline(self) -> None:
        dark = page(ground="paint:paper")
        layers = tuple(replace(layer, colour="dark") if isinstance(layer, Text) else layer for layer in dark.layers)
        text = next(layer for layer in as_anime(replace(dark, layers=layers)).layers if isinstance(layer, Text))
        assert text.outer_stroke == 0

    def test_takes_a_marker_to_point(self) -> None:
        marks = [Mark(id="m", slot="mark_1", mark="arrow", target="hero"), Mark(id="b", slot="mark_2", mark="badge")]
        drawn = as_anime(page(*marks))
        assert [layer.mark for layer in drawn.layers if isinstance(layer, Mark)] == ["arrow_hand", "badge"]

    def test_keeps_the_document_one_that_can_be_stored_and_drawn(self) -> None:
        document = as_anime(page())
        assert from_json(to_json(document)) == document
        drawing = draw(document, {"me": PORTRAIT.read_bytes()})
        assert drawing.pixels.shape == (270, 480, 3)
        assert drawing.faces


class TestInked:
    def test_cuts_light_into_flat_tones(self) -> None:
        drawn = inked(ball(), 1.0)[60:180, 60:180, :3]
        levels = np.unique(np.round(luma(np.ascontiguousarray(drawn)) * 12))
        smooth = np.unique(np.round(luma(np.ascontiguousarray(ball()[60:180, 60:180, :3])) * 12))
        share = np.histogram(luma(np.ascontiguousarray(drawn)), bins=40, range=(0, 1))[0]
        assert np.sort(share)[-6:].sum() > 0.6 * share.sum()
        assert len(levels) <= len(smooth) + 4

    def test_draws_its_contour_wider_away_from_the_light(self) -> None:
        dark = luma(np.ascontiguousarray(inked(ball(), 1.0)[..., :3])) < 0.08
        covered = ball()[..., 3] > 0.9
        upper, lower = (dark & covered)[:120].sum(), (dark & covered)[120:].sum()
        assert lower > 1.4 * upper > 0

    def test_turns_shadows_cooler(self) -> None:
        before, after = ball(), inked(ball(), 1.0)
        shadow = (luma(np.ascontiguousarray(before[..., :3])) < 0.2) & (before[..., 3] > 0.99)
        shadow &= luma(np.ascontiguousarray(after[..., :3])) > 0.05
        blueness = [float((image[..., 2] / (image[..., 0] + 1e-3))[shadow].mean()) for image in (before, after)]
        assert blueness[1] > blueness[0]

    def test_keeps_the_alpha_and_blends_by_strength(self) -> None:
        whole, half = inked(ball(), 1.0), inked(ball(), 0.5)
        assert np.array_equal(whole[..., 3], ball()[..., 3])
        assert np.allclose(half, (whole + ball()) / 2, atol=2e-3)


class TestDrawnAsCel:
    def test_dots_the_shadows_alone(self) -> None:
        ramp = np.linspace(0.1, 0.9, 320, dtype=np.float32)[None, :, None] * np.ones((180, 1, 3), np.float32)
        plain, dotted = (drawn_as_cel(ramp, 180, dots=dots, ink=0.0) for dots in (0.0, 1.0))
        differs = np.abs(plain - dotted).max(axis=(0, 2))
        assert differs[:100].max() > 0.05
        assert differs[240:].max() == 0

    def test_lines_the_edges(self) -> None:
        step = np.full((180, 320, 3), 0.45, np.float32)
        step[:, 160:] = 0.9
        lined = drawn_as_cel(step, 180, ink=1.0).mean(axis=(0, 2))
        assert lined[150:170].min() < 0.5 * min(lined[80], lined[240])
