"""Cutting people out of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np

from canvas.errors import PictureError
from canvas.filters import ByteImage, FloatImage, Mask, luma, resize, to_bytes, to_float
from canvas.geometry import Box
from canvas.people.card import photo_card
from canvas.people.faces import find_faces
from canvas.people.foreground import foreground
from canvas.people.matting import matte
from canvas.people.portrait import exposed
from canvas.people.rounding import rounded_cuts
from canvas.people.segmentation import person_mask
from canvas.people.standing import in_front, is_cut_by_side, without_strangers
from canvas.photographs import decode

Hint = Literal["no_face", "face_cut", "too_small", "too_dark", "too_bright", "many_people"]

_LONGEST_SIDE = 2560
_MASKED_SIDE = 960  # at which people are looked for: the network sees 256 pixels of whatever it is shown
_MOST_PIXELS = 2_000_000  # of what is cut out: a face of 864 pixels at 4K, and 250 MB while it is worked on
_SMALL_FACE = 90  # pixels of height under which a face turns soft when it fills its place at 1280x720
_DARK, _BRIGHT, _BURNT_SHARE = 0.22, 0.97, 0.12
_CARD_SIDE = 1400
_MOST_FACE = 0.66  # of a photo's height: a face that fills it has neither hair nor shoulders to be cut out with
_HEAD_CUT = 0.35  # of a face's width that has to be cut by the photo's upper edge to be seen
_BLANK = (64, 4)  # a picture reduced to so many pixels a side that then has so few levels between its ends is empty
_CUTTABLE = 160  # pixels of the longer side, under which a cut would have holes and steps
_LEAST_COVER = 0.02
_FACELESS_COVER = (0.06, 0.85)  # of a photo that a person seen from behind covers
_UNSURE = 0.14  # pixels by which the network is torn, for each that it is sure of: more, and it saw a thing
_DOUBTED, _BELIEVED = 0.15, 0.70  # what the network's answers of no and yes come down to at least
_CUT_BEFORE = 0.05  # share of transparent pixels from which a picture counts as cut out already
_BAND = 0.075  # of a face's height: how far the mask's edge may be wrong, and hair beyond it
_HEAD = (1.05, 1.25, 1.15)  # with hair down to the shoulders
_FEATURES = (0.27, 0.42, 0.42)  # eyes, nose and mouth, which belong to a person whatever glasses mirror
_FACELESS_BAND = 0.02  # of the square root of the person's area
_FACE, _STRANGER = 0.035, 0.018  # of a photo's longer side: what is a face, and what may be one far behind
_READABLE = 0.25  # mean of an image's bytes, in 0..1
_GREY = 118  # behind what is transparent while faces are looked for


@dataclass(frozen=True)
class CutOut:
    """People on transparent ground: HxWx4 RGBA (straight alpha), cropped; `faces` in ratios of it, largest first.

    `is_card` says that nobody could be cut out, and that it is the whole photo as a print; it then has no faces.
    `is_head_cut` says that the photo's upper edge went through the head.
    """

    rgba: ByteImage
    faces: tuple[Box, ...]
    hints: tuple[Hint, ...]
    is_card: bool = False
    is_head_cut: bool = False

    @property
    def group(self) -> Box | None:
        """The box round the faces of all who stand in front, None when that is one person or none."""
        if len(self.faces) < 2:
            return None
        return Box(
            min(face.x0 for face in self.faces),
            min(face.y0 for face in self.faces),
            max(face.x1 for face in self.faces),
            max(face.y1 for face in self.faces),
        )


@lru_cache(maxsize=4)
def cut_out(data: bytes) -> CutOut:
    """Cut the people in front out of an encoded photo; `PictureError` when it can't be read or shows nothing at all.

    A photo without any, or whose edge goes through a head, becomes a card. `hints` say what would make a better photo:
    `no_face face_cut too_small too_dark too_bright many_people`.
    """
    pixels = decode(data, longest_side=_LONGEST_SIDE)
    given = to_float(np.ascontiguousarray(pixels[..., 3]))
    is_given = float((given < 0.5).mean()) > _CUT_BEFORE and float(given.max()) > 0.5
    image = _on_grey(pixels)
    if _is_blank(image):
        raise PictureError("this photo is of one colour and shows nothing")
    readable = _brightened(image)
    everyone = find_faces(readable, smallest=_STRANGER, longest_side=_MASKED_SIDE)
    faces = in_front(tuple(face for face in everyone if max(_pixels(face, image)) >= _FACE * max(image.shape)))
    if is_given:
        return _cropped(np.ascontiguousarray(pixels[..., :3]), given, faces, is_given=True)
    if max(image.shape) < _CUTTABLE:
        return _card(image, faces, ("too_small",))
    small = _reduced(readable, _MASKED_SIDE)
    mask = without_strangers(person_mask(small, faces), small, faces, everyone)
    mask *= _main_parts(mask, faces)
    if not _shows_people(mask, faces):
        return _card(image, faces, () if faces else ("no_face",))
    if any(is_cut_by_side(face, mask) for face in faces) or (faces and faces[0].height > _MOST_FACE):
        return _card(image, faces, ("face_cut",))
    decided = np.clip((mask - _DOUBTED) / (_BELIEVED - _DOUBTED), 0, 1)
    return _cropped(image, resize(decided, image.shape[1], image.shape[0]), faces, is_given=False)


def _on_grey(pixels: ByteImage) -> ByteImage:
    if pixels[..., 3].min() == 255:
        return np.ascontiguousarray(pixels[..., :3])
    alpha = to_float(np.ascontiguousarray(pixels[..., 3:])).reshape(*pixels.shape[:2], 1)
    return np.asarray(pixels[..., :3] * alpha + np.float32(_GREY) * (1 - alpha), np.uint8)


def _is_blank(image: ByteImage) -> bool:
    """Whether a picture is of one colour: all black, all transparent, a single pixel. What is so dark that people are
    still to be made out has more levels."""
    side, least = _BLANK
    small = _reduced(image, side).reshape(-1, 3)
    return int(np.ptp(small, axis=0).max()) < least


def _brightened(image: ByteImage) -> ByteImage:
    """A dark photo as the networks know photos: with a mean that is not black."""
    mean = float(image[::8, ::8].mean()) / 255
    if mean >= _READABLE:
        return image
    gamma = np.log(_READABLE) / np.log(max(mean, 0.01))
    curve = (255 * (np.arange(256) / 255) ** gamma + 0.5).astype(np.uint8)
    return np.asarray(cv2.LUT(image, curve), np.uint8)


def _reduced(image: ByteImage, side: int) -> ByteImage:
    scale = side / max(image.shape[:2])
    if scale >= 1:
        return image
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _main_parts(mask: FloatImage, faces: tuple[Box, ...]) -> Mask:
    """Keep the parts that hold a face, or else the largest; loose islands are others, or things taken for a person."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.4).astype(np.uint8))
    if count <= 1:
        return np.zeros(mask.shape, np.bool_)
    height, width = mask.shape
    kept = {int(labels[_pixel(face.centre[1], height), _pixel(face.centre[0], width)]) for face in faces} - {0}
    if not kept:
        kept = {1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))}
    reach = max(2, round(0.012 * max(height, width)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near = np.asarray(cv2.dilate(np.isin(labels, list(kept)).astype(np.uint8), kernel), np.uint8) > 0
    others = (labels > 0) & ~np.isin(labels, list(kept))
    return near & ~others


def _shows_people(mask: FloatImage, faces: tuple[Box, ...]) -> bool:
    """Whether the mask is of people: with a face in it, or crisp as it is only of people, seen from behind."""
    height, width = mask.shape
    cover = float((mask > 0.5).mean())
    if any(mask[_pixel(face.centre[1], height), _pixel(face.centre[0], width)] > 0.5 for face in faces):
        return cover >= _LEAST_COVER
    unsure = float(((mask > 0.1) & (mask < 0.9)).mean()) / max(cover, 1e-6)
    return _FACELESS_COVER[0] <= cover <= _FACELESS_COVER[1] and unsure <= _UNSURE


def _card(image: ByteImage, faces: tuple[Box, ...], hints: tuple[Hint, ...]) -> CutOut:
    photo = to_float(_reduced(image, _CARD_SIDE))
    everything = np.ones(photo.shape[:2], np.float32)
    rgba = photo_card(to_bytes(exposed(photo, everything, faces)), faces[0] if faces else None)
    rgba.flags.writeable = False
    return CutOut(rgba, (), hints, is_card=True)


def _cropped(image: ByteImage, mask: FloatImage, faces: tuple[Box, ...], *, is_given: bool) -> CutOut:
    """Crop to the people, take them off their background and light them."""
    rows, columns = mask.shape
    band = _band(mask, faces)
    left, top, right, bottom = _extent(mask, 0 if is_given else 2 * band)
    scale = min(1.0, (_MOST_PIXELS / ((right - left) * (bottom - top))) ** 0.5)
    width, height = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    part = np.s_[top:bottom, left:right]
    colour = resize(to_float(np.ascontiguousarray(image[part])), width, height)
    alpha = np.clip(resize(np.ascontiguousarray(mask[part]), width, height), 0, 1)
    moved = tuple(_moved(face, (left / columns, top / rows, right / columns, bottom / rows)) for face in faces)
    moved = tuple(face for face in moved if alpha[_pixel(face.centre[1], height), _pixel(face.centre[0], width)] > 0.4)
    hints, is_head_cut = _hints(colour, alpha, moved), False
    if not is_given:
        heads = _ellipses(moved, alpha.shape, _HEAD) if moved else np.ones(alpha.shape, np.bool_)
        features = _ellipses(moved, alpha.shape, _FEATURES)
        alpha = matte(colour, alpha, band=band * scale, heads=heads, features=features)
        colour = foreground(colour, alpha)
        is_head_cut = top == 0 and bool(moved) and float((alpha[0] > 0.5).mean()) >= _HEAD_CUT * moved[0].width
        alpha = rounded_cuts(alpha, moved, left=left == 0, right=right == columns, top=top == 0)
    x0, y0, x1, y1 = _extent(alpha, 0)
    tight = np.s_[y0:y1, x0:x1]
    moved = tuple(_moved(face, (x0 / width, y0 / height, x1 / width, y1 / height)) for face in moved)
    alpha = alpha[tight]
    rgba = to_bytes(np.dstack([exposed(np.ascontiguousarray(colour[tight]), alpha, moved), alpha]))
    rgba.flags.writeable = False
    return CutOut(rgba, moved, hints, is_head_cut=is_head_cut)


def _band(mask: FloatImage, faces: tuple[Box, ...]) -> int:
    if faces:
        return max(3, round(_BAND * faces[0].height * len(mask)))
    return max(3, round(_FACELESS_BAND * float(np.sqrt((mask > 0.5).sum()))))


def _ellipses(faces: tuple[Box, ...], shape: tuple[int, int], reach: tuple[float, float, float]) -> Mask:
    """An ellipse at each face: how far it reaches to the sides, up and down, in heights of the face from its centre."""
    rows, columns = shape
    drawn = np.zeros(shape, np.uint8)
    across, up, down = reach
    for face in faces:
        size = face.height * rows
        centre = round(face.centre[0] * columns), round(face.centre[1] * rows + (down - up) / 2 * size)
        axes = max(1, round(across * size)), max(1, round((up + down) / 2 * size))
        cv2.ellipse(drawn, centre, axes, 0, 0, 360, 1, -1)
    return drawn > 0


def _moved(face: Box, part: tuple[float, float, float, float]) -> Box:
    """A face in ratios of a part of the picture instead of the whole."""
    x0, y0, x1, y1 = part
    width, height = x1 - x0, y1 - y0
    return Box((face.x0 - x0) / width, (face.y0 - y0) / height, (face.x1 - x0) / width, (face.y1 - y0) / height)


def _extent(alpha: FloatImage, margin: int) -> tuple[int, int, int, int]:
    rows, columns = alpha.shape
    covered = alpha > 0.3
    down, across = np.flatnonzero(covered.any(axis=1)), np.flatnonzero(covered.any(axis=0))
    return (
        max(0, int(across[0]) - margin),
        max(0, int(down[0]) - margin),
        min(columns, int(across[-1]) + 1 + margin),
        min(rows, int(down[-1]) + 1 + margin),
    )


def _pixels(face: Box, image: ByteImage) -> tuple[float, float]:
    return face.width * image.shape[1], face.height * image.shape[0]


def _pixel(ratio: float, size: int) -> int:
    return min(size - 1, max(0, int(ratio * size)))


def _hints(colour: FloatImage, alpha: FloatImage, faces: tuple[Box, ...]) -> tuple[Hint, ...]:
    hints: list[Hint] = []
    if not faces:
        hints.append("no_face")
    elif faces[0].height * alpha.shape[0] < _SMALL_FACE:
        hints.append("too_small")
    hints.extend(_light_hints(colour, alpha))
    if len(faces) > 1:
        hints.append("many_people")
    return tuple(hints)


def _light_hints(colour: FloatImage, alpha: FloatImage) -> tuple[Hint, ...]:
    light = luma(colour)
    weight = float(alpha.sum())
    if float((light * alpha).sum()) / weight < _DARK:
        return ("too_dark",)
    if float(((light > _BRIGHT) * alpha).sum()) / weight > _BURNT_SHARE:
        return ("too_bright",)
    return ()
