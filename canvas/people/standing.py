"""Who of the faces in a photo the photo is of, and whether their heads are whole."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage, FloatImage, as_float
from canvas.geometry import Box

_IN_FRONT = 0.16  # of the largest face's area: a smaller one belongs to somebody in the background
_NEAR_EDGE = 0.12  # of a face's width
_CHEST = (1.1, 0.5, 4.0)  # of a front face's height: to the sides, from and to below its centre
_BODY = (3.0, 1.2, 8.0)  # to the sides, up and down from the middle of a face, in its heights
_TORSO = 2.2  # heights of a face from its centre down to where its owner is sure to be
_NOBODY = 0.1
_HEAD_CUT = 0.6  # of a face's height along which the photo's edge cuts through the person


def in_front(faces: tuple[Box, ...]) -> tuple[Box, ...]:
    """Return the faces of those who stand together in front, the largest first. `faces` are ordered so."""
    return tuple(face for face in faces if face.area >= _IN_FRONT * faces[0].area)


def is_cut_by_side(face: Box, mask: FloatImage) -> bool:
    """Tell whether the left or right edge of a photo goes through a head. `mask`, HxW, says where people are."""
    rows, _ = mask.shape
    margin = _NEAR_EDGE * face.width
    for is_near, column in ((face.x0 <= margin, mask[:, 0]), (face.x1 >= 1 - margin, mask[:, -1])):
        beside = column[max(0, int(face.y0 * rows)) : max(1, int(face.y1 * rows))]
        if is_near and beside.size and float(np.mean(beside > 0.5)) >= _HEAD_CUT:
            return True
    return False


def without_strangers(
    mask: FloatImage, image: ByteImage, front: tuple[Box, ...], everyone: tuple[Box, ...]
) -> FloatImage:
    """Take those in the background out of a mask, HxW, of an HxWx3 image, where they touch the people in front.

    From each head and torso the picture is flooded up to its edges; what the others' floods reach is theirs.
    """
    others = [face for face in everyone if face not in front and not _is_on_a_chest(face, front)]
    if not others:
        return mask
    markers = np.zeros(mask.shape, np.int32)
    markers[mask < _NOBODY] = 1
    for face in others:
        _mark(markers, face, 2)
    for face in front:
        _mark(markers, face, 3)
    flooded = np.asarray(cv2.watershed(np.ascontiguousarray(image), markers), np.int32)
    kept = as_float(cv2.erode((flooded == 3).astype(np.uint8), np.ones((3, 3), np.uint8)))
    result = mask.copy()
    for face in others:
        around = _around(face, mask.shape)
        result[around] *= kept[around]
    return result


def _around(face: Box, shape: tuple[int, int]) -> tuple[slice, slice]:
    """Where somebody with such a face may be."""
    rows, columns = shape
    across, up, down = _BODY
    x, y, size = face.centre[0] * columns, face.centre[1] * rows, face.height * rows
    return (
        slice(max(0, round(y - up * size)), max(1, round(y + down * size))),
        slice(max(0, round(x - across * size)), max(1, round(x + across * size))),
    )


def _mark(markers: NDArray[np.int32], face: Box, label: int) -> None:
    rows, columns = markers.shape
    x, y, size = face.centre[0] * columns, face.centre[1] * rows, face.height * rows
    cv2.ellipse(markers, (round(x), round(y)), (round(0.35 * size), round(0.5 * size)), 0, 0, 360, label, -1)
    width = max(1, round(0.25 * size))
    cv2.line(markers, (round(x), round(y)), (round(x), min(rows - 1, round(y + _TORSO * size))), label, width)


def _is_on_a_chest(face: Box, front: tuple[Box, ...]) -> bool:
    """A small face before the body of somebody in front is printed on their shirt, or hangs round their neck."""
    across, first, last = _CHEST
    return any(
        abs(face.centre[0] - owner.centre[0]) < across * owner.width
        and first * owner.height < face.centre[1] - owner.centre[1] < last * owner.height
        for owner in front
    )
