"""Lettering: a fitted text becomes pixels, with stroke, depth, light, glow, shadow or a plate behind each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, hypot, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import BLACK, RGB, deep, resolve, vivid
from canvas.document import Extrude, Finish, Frame, Palette, Text
from canvas.drawing.fields import cloud
from canvas.drawing.finishes import MATERIALS, Material, ramp_colours
from canvas.drawing.labels import label_outline
from canvas.drawing.pictures import prop_picture
from canvas.drawing.relief import bevelled, swept_light
from canvas.drawing.result import Extent, TextLine, pixels_as_box
from canvas.drawing.surface import LARGEST_MARGIN, Patch, Stack, bands
from canvas.drawing.veils import Blur, Veil, lay_veils
from canvas.filters import (
    ByteImage,
    FloatImage,
    as_float,
    as_rgb,
    distance_inside,
    distance_outside,
    resize,
    shift,
    tinted,
    to_bytes,
    to_float,
    warp,
)
from canvas.geometry import Box
from canvas.typesetting.fitting import Block, FittedLine, Wish, fit
from canvas.typesetting.outlines import Placing, coverage
from canvas.typesetting.shaping import Glyph
from canvas.typesetting.wishes import PLATE_MARGIN, wish_of

_MOST_STEPS = 64  # of a depth: beyond it the steps grow longer than `_STEP`, which only huge letters show
_STEP = 720  # a canvas height of so many steps: the sides of a depth are no smoother than that, however many pixels
_FARTHEST = 0.6  # canvas heights drawn around letters at most
_FINE_UP_TO = 1100  # canvas height in pixels up to which masks are drawn twice as fine
_BEVEL = 0.055  # of the letters' size: how wide a full bevel is
_NOISE = 400  # columns and rows at most of the noise that bends the colours of a material


@dataclass(frozen=True)
class Lettering:
    """A text as drawn: its patch, the boxes of its lines, and the box of them all."""

    patch: Patch
    lines: tuple[TextLine, ...]
    box: Box


def set_text(text: Text, frame: Frame, palette: Palette, width: int, height: int) -> Lettering | None:
    """Draw a text fitted into its frame on a canvas of `width` x `height` pixels; None when nothing of it is seen.

    Raises `UnsupportedTextError` for text in which no typeface has a glyph.
    """
    canvas = framed(text, frame, palette, width, height)
    return None if canvas is None else Lettering(canvas.draw(), canvas.lines(), canvas.box())


def text_extent(text: Text, frame: Frame, palette: Palette, width: int, height: int) -> Extent | None:
    """Return where `set_text` would draw, without drawing; None when nothing of it is seen."""
    canvas = framed(text, frame, palette, width, height)
    if canvas is None:
        return None
    window = (canvas.left, canvas.top, canvas.columns, canvas.rows)
    return Extent(pixels_as_box(window, (width, height)), canvas.box())


def framed(text: Text, frame: Frame, palette: Palette, width: int, height: int) -> Letters | None:
    """Return a text as it stands in its frame, to be drawn; None when nothing of it is seen."""
    wish = wish_of(text)
    block = fit(wish, frame.width * width / height, frame.height, text.align)
    if not block.lines:
        return None
    placing = _place(block, wish, text, frame, width, height)
    canvas = Letters(text, palette, placing, (width, height))
    return canvas if canvas.columns > 0 and canvas.rows > 0 else None


def _place(block: Block, wish: Wish, text: Text, frame: Frame, width: int, height: int) -> Placing:
    """Stand a block in its frame: at the aligned side, in the middle of its height, its depth inside the frame."""
    wide = block.bounds[0] * height
    left, room = frame.x * width, frame.width * width
    x = {"left": left, "centre": left + (room - wide) / 2, "right": left + room - wide}[text.align]
    em = block.size * height
    return Placing(
        block=block,
        scale=height,
        centre_x=x + wide / 2 - wish.depth[0] * em / 2,
        centre_y=(frame.y + frame.height / 2) * height - wish.depth[1] * em / 2,
        tilt=text.tilt,
    )


class Letters:
    """One text being drawn, in a window just large enough for it and what surrounds it.

    `stroke`, `outer` (both strokes together) and `depth` are pixels, `height` that of the canvas.
    """

    def __init__(self, text: Text, palette: Palette, placing: Placing, size: tuple[int, int]) -> None:
        self.text, self.palette, self.placing = text, palette, placing
        self.width, self.height = size
        self.em = placing.block.size * placing.scale
        self.fine = 2 if self.height <= _FINE_UP_TO else 1
        self.stroke = text.stroke * self.em
        self.outer = (text.stroke + text.outer_stroke) * self.em
        self.depth = text.extrude.depth * self.em if text.extrude else 0.0
        self._window()

    def _window(self) -> None:
        text, height = self.text, self.height
        margin = self.outer + self.depth + 3.0
        if text.plate_colour is not None:
            margin += (0.3 if text.plate_shape == "rounded" else 0.75) * self.em
        margin += self._halo * self.em * 1.6
        if text.glow is not None:
            margin += text.glow.radius * height * 1.6
        if text.shadow is not None:
            margin += text.shadow.blur * height * 1.5 + hypot(text.shadow.dx, text.shadow.dy) * height
        margin = min(margin, _FARTHEST * height)
        block = self.placing.block
        corners = self.placing.corners(0, 0, block.width, block.height)
        beyond = min(margin, LARGEST_MARGIN * height)
        self.left = int(max(-beyond, min(x for x, _ in corners) - margin))
        self.top = int(max(-beyond, min(y for _, y in corners) - margin))
        self.columns = ceil(min(self.width + beyond, max(x for x, _ in corners) + margin)) - self.left
        self.rows = ceil(min(self.height + beyond, max(y for _, y in corners) + margin)) - self.top

    @property
    def _finishes(self) -> tuple[Finish, ...]:
        """Of the letters, and of the highlighted ones where there are any."""
        return (self.text.finish, self.text.highlight_finish) if self.text.highlight else (self.text.finish,)

    @property
    def _halo(self) -> float:
        return max(MATERIALS[finish].halo for finish in self._finishes)

    def draw(self) -> Patch:
        plain, marked = self._masks()
        both = np.maximum(plain, marked)
        letters = self._shrunk(both)
        distance = letters
        if self.outer > 0:
            distance = as_float(resize(distance_outside(both), self.columns, self.rows) / self.fine)
        stroked = self._stroked(letters, distance, self.stroke)
        outer = self._stroked(letters, distance, self.outer)
        stack = Stack(self.left, self.top, self.columns, self.rows)
        body = outer
        if self.text.plate_colour is not None:
            body = np.maximum(body, self._plates())
        solid, depths = self._extruded(body)
        lay_veils(stack, [*self._glow(body), *self._halos(body, plain, marked), *self._shadow(solid)])
        if depths is not None and self.text.extrude is not None:
            stack.paint(solid, self._depth_colours(self.text.extrude, depths, body))
        if self.text.plate_colour is not None:
            stack.paint(body, resolve(self.text.plate_colour, self.palette))
        if self.outer > self.stroke:
            stack.paint(outer, resolve(self.text.outer_stroke_colour, self.palette))
        if self.stroke > 0:
            stack.paint(stroked, resolve(self.text.stroke_colour, self.palette))
        stack.paint(letters, self._fill(letters, plain, marked))
        self._paint_pictures(stack)
        return stack.patch()

    def lines(self) -> tuple[TextLine, ...]:
        return tuple(
            TextLine(
                layer_id=self.text.id,
                text=line.text,
                box=self._bounding(line.x, line.y, line.width, line.height),
                size=line.height * self.placing.scale / self.height,
            )
            for line in self.placing.block.lines
        )

    def box(self) -> Box:
        """What the letters cover, with their stroke and depth, without glow and shadow."""
        block = self.placing.block
        inner = self._bounding(0, 0, block.width, block.height)
        around_x, around_y = self.outer / self.width, self.outer / self.height
        return Box(inner.x0 - around_x, inner.y0 - around_y, inner.x1 + around_x, inner.y1 + around_y)

    def _bounding(self, x: float, y: float, width: float, height: float) -> Box:
        corners = self.placing.corners(x, y, width, height)
        xs, ys = [c[0] / self.width for c in corners], [c[1] / self.height for c in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _masks(self) -> tuple[ByteImage, ByteImage]:
        """The letters in their own colour and the highlighted ones, `fine` times as fine as the canvas."""
        chosen: tuple[list[tuple[FittedLine, Glyph]], list[tuple[FittedLine, Glyph]]] = ([], [])
        for line in self.placing.block.lines:
            for glyph in line.shaped.glyphs:
                chosen[line.words[glyph.word] in self.text.highlight].append((line, glyph))
        plain, marked = (
            coverage(
                self.placing,
                glyphs,
                left=self.left,
                top=self.top,
                width=self.columns,
                height=self.rows,
                oversample=self.fine,
            )
            for glyphs in chosen
        )
        return plain, marked

    def _shrunk(self, mask: ByteImage) -> FloatImage:
        return resize(to_float(mask), self.columns, self.rows)

    def _stroked(self, letters: FloatImage, distance: FloatImage, width: float) -> FloatImage:
        return np.maximum(letters, np.clip(width + 1.0 - distance, 0, 1)) if width > 0 else letters

    def _extruded(self, body: FloatImage) -> tuple[FloatImage, FloatImage | None]:
        """Sweep the body along its depth: what it covers, and how deep (0..1) the frontmost cover of a pixel lies."""
        extrude = self.text.extrude
        steps = min(_MOST_STEPS, ceil(self.depth / max(1.0, self.height / _STEP)))
        if extrude is None or steps < 1:
            return body, None
        dx, dy = cos(radians(extrude.angle)), sin(radians(extrude.angle))
        solid = front = to_bytes(body)  # bytes: what takes longest about a depth is to move so many pixels so often
        depths = np.full_like(front, steps)
        for step in range(steps, 0, -1):
            reach = self.depth * step / steps
            moved = shift(front, dx * reach, dy * reach)
            solid = np.maximum(solid, moved)
            np.copyto(depths, step, where=moved > 127)
        return np.maximum(body, to_float(solid)), depths.astype(np.float32) / np.float32(steps)

    def _depth_colours(self, extrude: Extrude, depths: FloatImage, body: FloatImage) -> FloatImage:
        colour = resolve(extrude.colour, self.palette)
        near, far = colour, deep(colour, value=0.45)
        light: FloatImage | None = None
        if extrude.lit > 0:
            light = swept_light(body, depths, extrude.angle, self.depth, 0.02 * self.em) * np.float32(extrude.lit)
        colours = np.empty((*depths.shape, 3), np.float32)
        for rows in bands(colours):
            part = tinted(1 - depths[rows], near) + tinted(depths[rows], far)
            if light is not None:
                lit = np.clip(light[rows], 0, 1) * np.float32(0.38)
                kept = 1 + np.clip(light[rows], -1, 0) * np.float32(0.55)
                part = part * as_rgb((1 - lit) * kept) + as_rgb(lit * kept)
            colours[rows] = part
        return colours

    def _glow(self, body: FloatImage) -> Iterator[Veil]:
        glow = self.text.glow
        if glow is None:
            return
        radius = glow.radius * self.height
        far = Blur(radius * 0.62, 1.15, min(1.0, glow.strength * 0.8))
        near = Blur(radius * 0.2, 1.0, min(1.0, glow.strength))
        yield Veil(body, (far, near), vivid(resolve(glow.colour, self.palette), value=0.95))

    def _halos(self, body: FloatImage, plain: ByteImage, marked: ByteImage) -> Iterator[Veil]:
        """The light that letters of a shining material throw around themselves."""
        for finish, mask, colour in (
            (self.text.finish, plain, self.text.colour),
            (self.text.highlight_finish, marked, self.text.highlight_colour),
        ):
            halo = MATERIALS[finish].halo
            if halo <= 0 or not mask.any():
                continue
            shining = self._shrunk(mask) if self.text.plate_colour is None else body
            tint = (1.0, 0.42, 0.05) if finish == "fire" else vivid(resolve(colour, self.palette), value=1.0)
            reach = halo * self.em
            yield Veil(shining, (Blur(reach * 0.55, 1.2, 0.62), Blur(reach * 0.14, 1.1, 0.9)), tint)

    def _shadow(self, solid: FloatImage) -> Iterator[Veil]:
        shadow = self.text.shadow
        if shadow is None:
            return
        soft = Blur(shadow.blur * self.height * 0.5, 1.2, shadow.strength)
        dx, dy = round(shadow.dx * self.height), round(shadow.dy * self.height)
        yield Veil(solid, (soft,), BLACK, dx=dx, dy=dy)

    def _fill(self, letters: FloatImage, plain: ByteImage, marked: ByteImage) -> FloatImage:
        """The colour of every pixel of the letters: a ramp down each line, a lit upper and a shaded lower edge."""
        text, ramp = self.text, self._ramp_position()
        colours = self._coloured(text.colour, text.finish, ramp, plain)
        share: FloatImage | None = None
        if marked.any():
            highlighted = self._coloured(text.highlight_colour, text.highlight_finish, ramp, marked)
            share = np.clip(self._shrunk(marked) / np.maximum(letters, 1e-3), 0, 1)
            for rows in bands(colours):
                colours[rows] += (highlighted[rows] - colours[rows]) * as_rgb(share[rows])
        colours = self._rounded(colours, letters, share)
        if text.gradient > 0:
            edge = max(1, round(0.016 * self.em))
            above, below = shift(letters, 0, edge), shift(letters, 0, -edge)
            for rows in bands(colours):
                lit = np.clip(letters[rows] - above[rows], 0, 1) * np.float32(0.75)
                shaded = np.clip(letters[rows] - below[rows], 0, 1) * np.float32(0.22)
                colours[rows] += (1 - colours[rows]) * as_rgb(lit)
                colours[rows] *= as_rgb(1 - shaded)
        return colours

    def _coloured(self, colour: str, finish: Finish, ramp: FloatImage, mask: ByteImage) -> FloatImage:
        """The colours of letters of one colour and material, everywhere in the window."""
        material, own = MATERIALS[finish], resolve(colour, self.palette)
        if material.warp > 0:
            ramp = self._warped(ramp, material)
        table = ramp_colours(own, self.text.gradient, finish)
        colours = np.empty((self.rows, self.columns, 3), np.float32)
        for rows in bands(colours):
            np.take(table, (ramp[rows] * 255).astype(np.uint8), axis=0, out=colours[rows], mode="clip")
        if finish == "neon":
            colours = self._tubed(colours, own, mask)
        return colours

    def _rounded(self, colours: FloatImage, letters: FloatImage, share: FloatImage | None) -> FloatImage:
        """The light on the edges, as round as what they are made of; `share` is where the highlighted ones are."""
        plain, marked = (
            max(MATERIALS[finish].bevel, self.text.bevel) for finish in (self.text.finish, self.text.highlight_finish)
        )
        strength = plain if share is None else plain + (marked - plain) * share
        widest = plain if share is None else max(plain, marked)
        if widest <= 0:
            return colours
        return bevelled(colours, letters, max(1.5, _BEVEL * self.em * widest), strength)

    def _warped(self, ramp: FloatImage, material: Material) -> FloatImage:
        """A ramp bent by noise: tongues of fire, cracks of ice, the uneven horizon in polished metal."""
        columns, rows = (max(8, min(_NOISE, round(side / self.em * 24))) for side in (self.columns, self.rows))
        blobs = max(2, round(rows / 24 * 2.4))
        noise = resize(cloud(columns, rows, 31, octaves=4, coarse=blobs), self.columns, self.rows) - np.float32(0.5)
        return as_float(np.clip(ramp + noise * np.float32(2 * material.warp), 0, 1))

    def _tubed(self, colours: FloatImage, colour: RGB, mask: ByteImage) -> FloatImage:
        """Neon: white-hot within, the colour of the gas at the glass."""
        depth = resize(distance_inside(mask), self.columns, self.rows) / np.float32(self.fine * 0.042 * self.em)
        edge = np.exp(-depth * depth) * np.float32(0.9)
        return colours * as_rgb(1 - edge) + tinted(edge, vivid(colour, value=1.0))

    def _ramp_position(self) -> FloatImage:
        """How far down its line (0 the top of the ink, 1 the bottom) each pixel of the window lies."""
        block, placing = self.placing.block, self.placing
        c, s = cos(radians(placing.tilt)), sin(radians(placing.tilt))
        x = (np.arange(self.columns, dtype=np.float32) + self.left - placing.centre_x)[None, :]
        y = (np.arange(self.rows, dtype=np.float32) + self.top - placing.centre_y)[:, None]
        down = (x * s + y * c) / placing.scale + block.height / 2 if s else y * c / placing.scale + block.height / 2
        stops = [edge for line in block.lines for edge in (line.y, line.y + line.height)]
        ramp = np.interp(down, stops, [0.0, 1.0] * len(block.lines)).astype(np.float32)
        return np.broadcast_to(ramp, (self.rows, self.columns))

    def _plates(self) -> FloatImage:
        """The plate behind each line."""
        mask = np.zeros((self.rows, self.columns), np.uint8)
        for outline in self.plate_outlines():
            points = outline - (self.left, self.top)
            cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return to_float(mask)

    def plate_outlines(self) -> list[NDArray[np.float64]]:
        """The plate behind each line as points, in pixels of the canvas."""
        outlines: list[NDArray[np.float64]] = []
        for line in self.placing.block.lines:
            wide, high = (margin * line.size for margin in PLATE_MARGIN)
            corners = self.placing.corners(line.x - wide, line.y - high, line.width + 2 * wide, line.height + 2 * high)
            outlines.append(
                label_outline(self.text.plate_shape, corners, line.size * self.placing.scale, len(outlines))
            )
        return outlines

    def _paint_pictures(self, stack: Stack) -> None:
        """The emoji among the words."""
        for prop, corners in self.emoji():
            sprite = prop_picture(prop)
            rows, columns = sprite.shape[:2]
            target = np.array([corners[0], corners[1], corners[3]], np.float32) - (self.left, self.top)
            source = np.array([[0, 0], [columns, 0], [0, rows]], np.float32)
            matrix = np.asarray(cv2.getAffineTransform(source, as_float(target)), np.float64)
            stack.over(np.clip(warp(sprite, matrix, self.columns, self.rows), 0, 1))

    def emoji(self) -> Iterator[tuple[str, list[tuple[float, float]]]]:
        """The emoji among the words: the prop that pictures each, and the corners it stands between, in pixels."""
        for line in self.placing.block.lines:
            for picture in line.shaped.pictures:
                ink = line.shaped.ink
                rows, columns = prop_picture(picture.prop).shape[:2]
                side = picture.side * line.size
                x, y = line.x + (picture.x - ink.x0) * line.size, line.y + (ink.y1 - picture.y) * line.size - side
                unit = side / max(rows, columns)
                x += (side - columns * unit) / 2
                y += (side - rows * unit) / 2
                yield picture.prop, self.placing.corners(x, y, columns * unit, rows * unit)
