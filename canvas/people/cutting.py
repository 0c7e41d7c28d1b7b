"""Cutting a person out of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np

from canvas.errors import PictureError
from canvas.filters import ByteImage, FloatImage, as_float, blur, luma, to_bytes, to_float
from canvas.geometry import Box
from canvas.people.faces import find_faces
from canvas.people.portrait import exposed
from canvas.people.segmentation import person_mask, refined
from canvas.photographs import decode

Hint = Literal["no_face", "too_small", "too_dark", "many_people"]

_LONGEST_SIDE = 1400
_SMALL_FACE = 90  # pixels of height under which a face turns soft when it fills its place at 1280x720
_DARK = 0.22
_LEAST_COVER = 0.02
_IN_FRONT = 0.35  # of the largest face's area: a smaller face belongs to somebody behind
_CUT_BEFORE = 0.05  # share of transparent pixels from which a picture counts as cut out already


@dataclass(frozen=True)
class CutOut:
    """A person on transparent ground: HxWx4 RGBA (straight alpha), cropped; `faces` in ratios of it, largest first."""

    rgba: ByteImage
    faces: tuple[Box, ...]
    hints: tuple[Hint, ...]

    @property
    def group(self) -> Box | None:
        """The box round the faces of all who stand in front, None when that is one person or none."""
        if len(self.faces) < 2:
            return None
        front = [face for face in self.faces if face.area >= _IN_FRONT * self.faces[0].area]
        if len(front) < 2:
            return None
        return Box(
            min(face.x0 for face in front),
            min(face.y0 for face in front),
            max(face.x1 for face in front),
            max(face.y1 for face in front),
        )


@lru_cache(maxsize=4)
def cut_out(data: bytes) -> CutOut:
    """Cut the person out of an encoded photo. `PictureError` when it can't be read or shows nobody.

    `hints` say what would make a better photo: `no_face too_small too_dark many_people`.
    """
    pixels = decode(data, longest_side=_LONGEST_SIDE)
    image = np.ascontiguousarray(pixels[..., :3])
    faces = find_faces(image)
    alpha = _alpha(pixels, image, faces)
    if float(alpha.mean()) < _LEAST_COVER:
        raise PictureError("nobody was found in this photo")
    colour = _decontaminated(to_float(image), alpha)
    left, top, right, bottom = _extent(alpha)
    crop = np.s_[top:bottom, left:right]
    height, width = alpha.shape
    moved = tuple(
        Box(
            (face.x0 * width - left) / (right - left),
            (face.y0 * height - top) / (bottom - top),
            (face.x1 * width - left) / (right - left),
            (face.y1 * height - top) / (bottom - top),
        )
        for face in faces
        if alpha[_pixel(face.centre[1], height), _pixel(face.centre[0], width)] > 0.4
    )
    rgba = to_bytes(np.dstack([exposed(colour[crop], alpha[crop], moved), alpha[crop]]))
    rgba.flags.writeable = False
    return CutOut(rgba, moved, _hints(image, alpha, moved, bottom - top))


def _alpha(pixels: ByteImage, image: ByteImage, faces: tuple[Box, ...]) -> FloatImage:
    given = to_float(np.ascontiguousarray(pixels[..., 3]))
    if float((given < 0.5).mean()) > _CUT_BEFORE:
        return given
    coarse = person_mask(image, faces)
    height, width = image.shape[:2]
    longest = max(height, width)
    first = refined(coarse, image, radius=max(6, longest // 60), epsilon=1e-4)
    sharp = np.clip((first - 0.22) / 0.56, 0, 1)
    return as_float(sharp * _main_parts(sharp, faces))


def _main_parts(alpha: FloatImage, faces: tuple[Box, ...]) -> FloatImage:
    """Keep the parts that hold a face, or else the largest; loose islands are background taken for a person."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    if count <= 1:
        return np.zeros_like(alpha)
    height, width = alpha.shape
    kept = {int(labels[_pixel(face.centre[1], height), _pixel(face.centre[0], width)]) for face in faces} - {0}
    if not kept:
        kept = {1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))}
    mask = np.isin(labels, list(kept)).astype(np.float32)
    grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    return blur(np.asarray(grown, np.float32), 2.0)


def _decontaminated(colour: FloatImage, alpha: FloatImage) -> FloatImage:
    """Replace the colour of half-transparent edges, which is mixed with the old background, by that from inside."""
    sure = np.asarray(cv2.erode((alpha > 0.97).astype(np.float32), np.ones((5, 5), np.uint8)), np.float32)
    weight = np.clip((0.97 - alpha) / 0.3, 0, 1) * (alpha > 0)
    weight = np.maximum(weight, (1 - sure) * (alpha > 0) * 0.85)[..., None]
    spread = np.maximum(blur(sure, 5.0), 1e-4)[..., None]
    inner = np.clip(blur(colour * sure[..., None], 5.0) / spread, 0, 1)
    reach = np.clip(blur(sure, 5.0) * 40, 0, 1)[..., None]
    return as_float(colour + (inner - colour) * weight * reach)


def _extent(alpha: FloatImage) -> tuple[int, int, int, int]:
    rows = np.flatnonzero(alpha.max(axis=1) > 0.3)
    columns = np.flatnonzero(alpha.max(axis=0) > 0.3)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _pixel(ratio: float, size: int) -> int:
    return min(size - 1, max(0, int(ratio * size)))


def _hints(image: ByteImage, alpha: FloatImage, faces: tuple[Box, ...], height: int) -> tuple[Hint, ...]:
    hints: list[Hint] = []
    if not faces:
        hints.append("no_face")
    elif faces[0].height * height < _SMALL_FACE:
        hints.append("too_small")
    light = luma(to_float(image))
    if float((light * alpha).sum() / alpha.sum()) < _DARK:
        hints.append("too_dark")
    if len(faces) > 1:
        hints.append("many_people")
    return tuple(hints)
