"""Subjects: a prop or a cut-out person with outline, glow, rim light, shadow and, on wish, drawn as line art."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, hypot, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas import catalogue
from canvas.colour import BLACK, resolve, vivid
from canvas.document import Frame, Outline, Palette, Rim, Subject
from canvas.drawing.inputs import Inputs
from canvas.drawing.line_art import inked
from canvas.drawing.pictures import premultiplied, prop_picture
from canvas.drawing.result import Extent, pixels_as_box
from canvas.drawing.surface import LARGEST_MARGIN, Patch, Stack, bands
from canvas.drawing.veils import Blur, Veil, lay_veils
from canvas.errors import PictureError
from canvas.filters import (
    FloatImage,
    as_float,
    as_rgb,
    as_rgba,
    blur,
    distance_inside,
    distance_outside,
    enlarge,
    luma,
    resize,
    tinted,
    to_bytes,
    warp,
)
from canvas.geometry import Box
from canvas.people.scene_light import SceneLight, in_light

_SOFT_FROM = 1.3  # enlarged more than this, a picture is sharpened to the scale of its own pixels
_SMOOTH_FROM = 4.0  # pixels
_WRAP = 0.22  # how much of the light around a subject spills over its edges
_GLOW_COVER = 0.55  # what a glow hides of the ground behind it: it is light, and paint would turn to mud there
# An outline follows the figure: not each hair of a person, but every corner of a thing. In canvas heights.
_SMOOTH_PERSON, _SMOOTH_THING = 0.0065, 0.0028
_WISPS = 0.3  # of an outline's width that wisps of hair may reach into it: farther out they look like dirt on it


@dataclass(frozen=True)
class Figure:
    """A subject as drawn: its patch, what it covers, and the faces in it, in ratios of the canvas."""

    patch: Patch
    box: Box
    faces: tuple[Box, ...]


def draw_subject(
    subject: Subject,
    frame: Frame,
    palette: Palette,
    inputs: Inputs,
    backdrop: FloatImage,
    scene: SceneLight | None = None,
) -> Figure | None:
    """Fit a subject whole into its frame and draw it; None when it lies outside the canvas.

    A prop that stands on a floor stands on the frame's bottom, a photo too; all else is centred. `backdrop` is what
    has been drawn so far, HxWx3: its light spills over the subject's edges. `scene` is the light of the plate alone,
    in which people are seen. `PictureError` for an unknown source.
    """
    height, width = backdrop.shape[:2]
    sprite, faces = _stood(subject, frame, palette, inputs, (width, height))
    if sprite is None:
        return None
    if scene is not None and faces:
        sprite.rgba = in_light(sprite.rgba, scene)
    return Figure(sprite.draw(backdrop), sprite.box(), tuple(sprite.moved(face) for face in faces))


def subject_extent(
    subject: Subject, frame: Frame, palette: Palette, inputs: Inputs, size: tuple[int, int]
) -> Extent | None:
    """Return where `draw_subject` would draw on a canvas of `size` (width, height), without drawing; None when nothing
    of it is seen. `PictureError` for an unknown source."""
    sprite, faces = _stood(subject, frame, palette, inputs, size)
    if sprite is None:
        return None
    window = pixels_as_box((sprite.left, sprite.top, sprite.columns, sprite.rows), size)
    return Extent(window, sprite.box(), tuple(sprite.moved(face) for face in faces))


def _stood(
    subject: Subject, frame: Frame, palette: Palette, inputs: Inputs, size: tuple[int, int]
) -> tuple[_Sprite | None, tuple[Box, ...]]:
    kind, _, name = subject.source.partition(":")
    faces: tuple[Box, ...] = ()
    grounded = True
    if kind == "photo":
        cut = inputs.photo(name)
        picture, faces = premultiplied(cut.rgba), cut.faces
    elif kind == "prop":
        picture = prop_picture(name)
        grounded = catalogue.props()[name].anchor == "floor"
    else:
        raise PictureError(f"there is no subject {subject.source!r}")
    sprite = _Sprite(subject, palette, size)
    return (sprite if sprite.stand(picture, frame, grounded=grounded) else None), faces


def _span(centre: float, half: float, margin: int, side: int) -> tuple[int, int]:
    """From where to where on one axis a picture and its margin reach, as far as that may be seen on the canvas."""
    first, last = max(-margin, centre - half - margin), min(side + margin, centre + half + margin)
    return int(np.floor(first)), ceil(last)


def _sharpened(picture: FloatImage) -> FloatImage:
    """Bring out what enlarging will blur: before it, where the picture is small."""
    soft = blur(picture, 0.6)
    # Not at the edge, where the colour falls with the alpha and not with the picture.
    inside = np.clip((soft[..., 3:] - 0.92) * 12.5, 0, 1)
    sharp = picture.copy()
    sharp[..., :3] += (picture[..., :3] - soft[..., :3]) * inside * np.float32(0.5)
    return np.maximum(sharp, 0, out=sharp)


def _smooth_distance(alpha: FloatImage, sigma: float) -> FloatImage:
    """Distance in pixels from a figure whose edge is smoothed by `sigma` pixels. A smooth one needs half of them."""
    rows, columns = alpha.shape
    if sigma < _SMOOTH_FROM:
        return distance_outside(to_bytes(blur(alpha, sigma)))
    small = resize(alpha, max(1, columns // 2), max(1, rows // 2))
    return enlarge(distance_outside(to_bytes(blur(small, sigma / 2))), columns, rows) * np.float32(2)


class _Sprite:
    """One subject being drawn, in a window just large enough for it and what surrounds it."""

    def __init__(self, subject: Subject, palette: Palette, size: tuple[int, int]) -> None:
        self.subject, self.palette = subject, palette
        self.width, self.height = size

    def stand(self, picture: FloatImage, frame: Frame, *, grounded: bool) -> bool:
        """Scale, turn and flip the picture into a window of the canvas; False when nothing of it is seen."""
        rows, columns = picture.shape[:2]
        room_x, room_y = frame.width * self.width, frame.height * self.height
        scale = min(room_x / columns, room_y / rows)
        self.sprite_width, self.sprite_height = columns * scale, rows * scale
        self.grounded = grounded
        self.centre_x = frame.x * self.width + room_x / 2
        bottom = frame.y * self.height + room_y
        self.centre_y = bottom - self.sprite_height / 2 if grounded else bottom - room_y / 2
        margin = self._margin()
        half_x, half_y = self._half_extent()
        across = _span(self.centre_x, half_x, margin, self.width)
        down = _span(self.centre_y, half_y, margin, self.height)
        if min(across[1] - across[0], down[1] - down[0]) <= 2 * margin:
            return False
        beyond = round(LARGEST_MARGIN * self.height)
        self.left, self.top = max(across[0], -beyond), max(down[0], -beyond)
        self.columns = min(across[1], self.width + beyond) - self.left
        self.rows = min(down[1], self.height + beyond) - self.top
        if scale < 0.75:
            picture = resize(picture, max(1, round(columns * scale)), max(1, round(rows * scale)))
        if scale > _SOFT_FROM:
            picture = _sharpened(picture)
        self.rgba = warp(picture, self._matrix(picture), self.columns, self.rows)
        for rows in bands(self.rgba):
            part = self.rgba[rows]
            np.clip(part, 0, 1, out=part)
            alpha = part[..., 3]
            np.minimum(part, cv2.merge([alpha, alpha, alpha, alpha]), out=part)
        return True

    def _margin(self) -> int:
        subject, height = self.subject, self.height
        around = 4.0
        if subject.outline is not None:
            around += subject.outline.width * height
        if subject.glow is not None:
            around = max(around, subject.glow.radius * height * 2.2)
        if subject.shadow is not None:
            reach = subject.shadow.blur * 1.5 + hypot(subject.shadow.dx, subject.shadow.dy)
            around = max(around, around + reach * height)
        return ceil(around)

    def _half_extent(self) -> tuple[float, float]:
        c, s = abs(cos(radians(self.subject.rotation))), abs(sin(radians(self.subject.rotation)))
        wide, high = self.sprite_width / 2, self.sprite_height / 2
        return wide * c + high * s, wide * s + high * c

    def _matrix(self, picture: FloatImage) -> NDArray[np.float64]:
        rows, columns = picture.shape[:2]
        c, s = cos(radians(self.subject.rotation)), sin(radians(self.subject.rotation))
        scale_x, scale_y = self.sprite_width / columns, self.sprite_height / rows
        mirror = -1.0 if self.subject.flip else 1.0
        linear = np.array([[c * scale_x * mirror, s * scale_y], [-s * scale_x * mirror, c * scale_y]])
        centre = np.array([self.centre_x - self.left - 0.5, self.centre_y - self.top - 0.5])
        offset = centre - linear @ np.array([(columns - 1) / 2, (rows - 1) / 2])
        return np.column_stack([linear, offset])

    def moved(self, face: Box) -> Box:
        """A box in ratios of the picture, as it stands on the canvas."""
        x0, x1 = (1 - face.x1, 1 - face.x0) if self.subject.flip else (face.x0, face.x1)
        c, s = cos(radians(self.subject.rotation)), sin(radians(self.subject.rotation))
        dx = ((x0 + x1) / 2 - 0.5) * self.sprite_width
        dy = ((face.y0 + face.y1) / 2 - 0.5) * self.sprite_height
        x, y = self.centre_x + dx * c + dy * s, self.centre_y - dx * s + dy * c
        half_x, half_y = (x1 - x0) * self.sprite_width / 2, face.height * self.sprite_height / 2
        return Box(
            (x - half_x) / self.width, (y - half_y) / self.height, (x + half_x) / self.width, (y + half_y) / self.height
        )

    def box(self) -> Box:
        """What the picture itself covers, without what is drawn around it."""
        rows = np.flatnonzero(self.rgba[..., 3].max(axis=1) > 0.5)
        columns = np.flatnonzero(self.rgba[..., 3].max(axis=0) > 0.5)
        if not rows.size or not columns.size:
            return Box(self.left / self.width, self.top / self.height, self.left / self.width, self.top / self.height)
        return Box(
            (self.left + int(columns[0])) / self.width,
            (self.top + int(rows[0])) / self.height,
            (self.left + int(columns[-1]) + 1) / self.width,
            (self.top + int(rows[-1]) + 1) / self.height,
        )

    def draw(self, backdrop: FloatImage) -> Patch:
        subject = self.subject
        stack = Stack(self.left, self.top, self.columns, self.rows)
        rgba = self.rgba
        alpha = outlined = np.ascontiguousarray(rgba[..., 3])
        if subject.outline is not None:
            outlined, kept = self._outlined(alpha, subject.outline)
            if kept is not None:
                rgba = rgba * as_rgba(kept)
                alpha = np.ascontiguousarray(rgba[..., 3])
        lay_veils(stack, list(self._veils(outlined)))
        if subject.shadow is not None and self.stands_on_floor:
            stack.paint(self._contact() * np.float32(min(1.0, subject.shadow.strength * 1.1)), BLACK)
        if subject.outline is not None:
            stack.paint(outlined, resolve(subject.outline.colour, self.palette))
        if subject.line_art > 0:
            rgba = inked(rgba, subject.line_art)
        if subject.outline is None:
            rgba = self._wrapped(rgba, alpha, backdrop)
        if subject.rim is not None:
            rgba = self._rim_lit(rgba, alpha, subject.rim)
        stack.over(rgba)
        return stack.patch()

    def _veils(self, outlined: FloatImage) -> Iterator[Veil]:
        glow, shadow = self.subject.glow, self.subject.shadow
        if glow is not None:
            radius, strength = glow.radius * self.height, min(1.0, glow.strength)
            colour = vivid(resolve(glow.colour, self.palette), value=0.9)
            blurs = Blur(radius, 1.25, strength * 0.85), Blur(radius * 0.28, 1.0, strength)
            yield Veil(outlined, blurs, colour, cover=_GLOW_COVER)
        if shadow is not None:
            soft = Blur(max(1.0, shadow.blur * self.height * 0.5), 1.1, shadow.strength)
            dx, dy = round(shadow.dx * self.height), round(shadow.dy * self.height)
            yield Veil(outlined, (soft,), BLACK, dx=dx, dy=dy)

    @property
    def stands_on_floor(self) -> bool:
        return self.grounded and self.subject.source.startswith("prop:") and self.subject.outline is None

    def _contact(self) -> FloatImage:
        """The dark spot where a thing touches the floor."""
        x = (np.arange(self.columns, dtype=np.float32) + self.left - self.centre_x) / np.float32(
            max(1.0, 0.46 * self.sprite_width)
        )
        bottom = self.centre_y + self._half_extent()[1]
        y = (np.arange(self.rows, dtype=np.float32) + self.top - bottom + 0.01 * self.height) / np.float32(
            0.028 * self.height
        )
        return np.asarray(np.exp(-(y**2))[:, None] * np.exp(-(np.abs(x) ** 3.2))[None, :], np.float32)

    def _outlined(self, alpha: FloatImage, outline: Outline) -> tuple[FloatImage, FloatImage | None]:
        """The figure with its outline, and how much of the figure itself is kept under it (all of it when None)."""
        is_person = self.subject.source.startswith("photo:")
        width = outline.width * self.height
        smooth = _SMOOTH_PERSON if is_person else _SMOOTH_THING
        distance = _smooth_distance(alpha, smooth * self.height)
        around = blur(np.clip(width + 0.5 - distance, 0, 1), 0.7)
        if not is_person:
            return np.maximum(alpha, around), None
        kept = np.clip(1 + _WISPS * width - distance, 0, 1)
        return np.maximum(alpha * kept, around), kept

    def _rim_lit(self, rgba: FloatImage, alpha: FloatImage, rim: Rim) -> FloatImage:
        """Screen a coloured light on the edges that face it, stronger where the subject is light itself."""
        half_width, half_height = max(1, self.columns // 2), max(1, self.rows // 2)
        small = resize(alpha, half_width, half_height)
        reach = 0.009 * max(self.sprite_height, self.sprite_width) + 1.5
        soft = blur(small, reach * 0.6)
        slope_x = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 0), np.float32)
        slope_y = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 0, 1), np.float32)
        steepness = np.sqrt(slope_x * slope_x + slope_y * slope_y) + np.float32(1e-5)
        towards_x, towards_y = np.float32(cos(radians(rim.angle))), np.float32(-sin(radians(rim.angle)))
        facing = blur(np.clip(-(slope_x * towards_x + slope_y * towards_y) / steepness, 0, 1), reach * 0.3)
        depth = distance_inside(to_bytes(small)) / np.float32(reach)
        light = resize((facing * np.exp(-(depth**1.3))).astype(np.float32), self.columns, self.rows) * alpha
        colour = vivid(resolve(rim.colour, self.palette), value=1.0)
        straight = luma(rgba[..., :3]) / np.maximum(alpha, 1e-3)
        amount = as_float(np.clip(light * (0.45 + 0.55 * straight) * rim.strength, 0, 1))
        return _shone(rgba, tinted(amount, colour))

    def _wrapped(self, rgba: FloatImage, alpha: FloatImage, backdrop: FloatImage) -> FloatImage:
        """Let the light around the subject spill over its edges, so that it stands in the scene and not on it."""
        x0, y0 = max(0, self.left), max(0, self.top)
        x1, y1 = min(self.width, self.left + self.columns), min(self.height, self.top + self.rows)
        around = np.zeros((self.rows, self.columns, 3), np.float32)
        around[y0 - self.top : y1 - self.top, x0 - self.left : x1 - self.left] = np.clip(backdrop[y0:y1, x0:x1], 0, 1)
        reach = 0.012 * self.height
        spill = blur(around * as_rgb(1 - alpha), reach * 2)
        edge = (1 - np.clip(distance_inside(to_bytes(alpha)) / (reach * 2), 0, 1)) * alpha * np.float32(_WRAP * 2)
        return _shone(rgba, spill * as_rgb(edge))


def _shone(rgba: FloatImage, light: FloatImage) -> FloatImage:
    """A premultiplied picture with light (HxWx3) screened on it."""
    lit = rgba.copy()
    for rows in bands(rgba):
        part = rgba[rows]
        lit[rows, :, :3] += light[rows] * (as_rgb(part[..., 3]) - part[..., :3])
    return lit
