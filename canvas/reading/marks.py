"""Pointers drawn over a picture, where they can be told for certain: arrows, rings, underlines. And a logo."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage, Mask
from canvas.geometry import Box
from canvas.reading.colours import to_lab
from canvas.reading.model import MarkFound, TypeLine
from canvas.scoring.picture import Picture

_ROUND = 0.12  # mean distance of a ring's outline from its ellipse, over its smaller radius
_EVEN = 14.0  # CIE76
_UNDER = 0.5  # of the height of the letters: how far below them an underline stands
_LOGO_ROOM = (0.17, 0.2)
_LOGO_COLOURS = 3


def find_marks(picture: Picture, lines: tuple[TypeLine, ...]) -> tuple[MarkFound, ...]:
    """Return arrows, rings and underlines in saturated red or yellow, the largest of each; none when in doubt."""
    typed = picture.mask([line.box for line in lines])
    marks: list[MarkFound] = []
    for mask in _signal_colours(picture.pixels):
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for number in range(1, count):
            x, y, width, height, area = (int(value) for value in stats[number])
            share = area / mask.size
            if not 0.0008 < share < 0.05 or min(width, height) < 5:
                continue
            part = np.asarray(labels[y : y + height, x : x + width] == number, np.bool_)
            if float((part & typed[y : y + height, x : x + width]).sum()) > 0.3 * area:
                continue
            box = _box(picture, x, y, width, height)
            if _is_ring(part):
                marks.append(MarkFound("circle", box))
            elif _is_arrow(part) and _is_even(picture.pixels[y : y + height, x : x + width], part):
                marks.append(MarkFound("arrow", box))
            elif _is_underline(part, box, lines):
                marks.append(MarkFound("underline", box))
    largest: dict[str, MarkFound] = {}
    for mark in marks:
        if mark.kind not in largest or mark.box.area > largest[mark.kind].box.area:
            largest[mark.kind] = mark
    return tuple(largest[kind] for kind in ("arrow", "circle", "underline") if kind in largest)


def _signal_colours(pixels: ByteImage) -> list[NDArray[np.uint8]]:
    """The pixels of saturated red, and of saturated yellow."""
    hsv = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
    strong = (hsv[..., 1] > 165) & (hsv[..., 2] > 130)
    red = strong & ((hsv[..., 0] < 7) | (hsv[..., 0] > 173))
    yellow = strong & (hsv[..., 0] > 21) & (hsv[..., 0] < 34) & (hsv[..., 2] > 190)
    kernel = np.ones((3, 3), np.uint8)
    return [np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)) for mask in (red, yellow)]


def _box(picture: Picture, x: int, y: int, width: int, height: int) -> Box:
    edges = x / picture.width, y / picture.height, (x + width) / picture.width, (y + height) / picture.height
    return Box(*(round(edge, 4) for edge in edges))


def _is_ring(part: Mask) -> bool:
    """Tell whether the part is a thin closed ellipse: a line that its own hull is nearly empty within."""
    height, width = part.shape
    if min(height, width) < 30 or max(height, width) > 4 * min(height, width):
        return False
    padded = np.pad(part, 1).astype(np.uint8)
    contours, nesting = cv2.findContours(padded, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outer = max((at for at in range(len(contours)) if nesting[0][at][3] < 0), key=lambda at: len(contours[at]))
    whole = float(cv2.contourArea(contours[outer]))
    holes = [float(cv2.contourArea(c)) for c, nested in zip(contours, nesting[0], strict=True) if nested[3] == outer]
    if whole < 1 or not holes or sum(holes) < 0.6 * whole or len(contours[outer]) < 20:
        return False
    (x, y), (first, second), angle = cv2.fitEllipse(contours[outer])
    turned = np.radians(angle)
    points = contours[outer].reshape(-1, 2) - np.array([x, y])
    along = points @ np.array([np.cos(turned), np.sin(turned)]) / (first / 2)
    across = points @ np.array([-np.sin(turned), np.cos(turned)]) / (second / 2)
    return float(np.abs(np.hypot(along, across) - 1).mean()) < _ROUND


def _is_arrow(part: Mask) -> bool:
    """Tell whether the part is a shaft with a head: thin for most of its way, then suddenly wide, then tapering."""
    height, width = part.shape
    if max(height, width) < 34:
        return False
    rows, columns = np.nonzero(part)
    points = np.stack([columns, rows], axis=1).astype(np.float64)
    points -= points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    along = points @ axes[0]
    hull = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
    solidity = len(points) / max(1.0, float(cv2.contourArea(hull)))
    if not 0.22 < solidity < 0.72:
        return False
    bins = 24
    at = np.clip(((along - along.min()) / max(1e-6, float(np.ptp(along))) * bins).astype(int), 0, bins - 1)
    mass = np.bincount(at, minlength=bins).astype(np.float64)
    return any(_has_head(profile) for profile in (mass, mass[::-1]))


def _is_even(pixels: ByteImage, part: Mask) -> bool:
    """Tell whether a part has one colour, as what was drawn has and what was photographed has not."""
    inner = np.asarray(cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
    inside = to_lab(np.ascontiguousarray(pixels))[inner if inner.any() else part]
    return float(np.median(np.linalg.norm(inside - np.median(inside, axis=0), axis=1))) < _EVEN


def _has_head(mass: NDArray[np.float64]) -> bool:
    """Tell whether a profile of widths is a shaft and then, in its last two fifths, a head."""
    shaft, head = mass[1:13], mass[13:]
    peak = int(head.argmax())
    thick = float(np.median(shaft))
    is_even = float(shaft.max()) < 1.55 * thick and float(shaft.min()) > 0.45 * thick
    tapers = head[-1] < 0.5 * head[peak] and 4 < peak < len(head) - 2
    return bool(thick > 0 and is_even and 1.9 * thick < head[peak] < 6 * thick and tapers)


def _is_underline(part: Mask, box: Box, lines: tuple[TypeLine, ...]) -> bool:
    """Tell whether the part is a flat stroke right below a line of type, about as wide."""
    height, width = part.shape
    if width < 6 * height:
        return False
    for line in lines:
        gap = box.y0 - line.box.y1
        shared = min(box.x1, line.box.x1) - max(box.x0, line.box.x0)
        if -0.25 * line.size < gap < _UNDER * line.size and shared > 0.6 * max(line.box.width, box.width):
            return True
    return False


def has_logo(picture: Picture, things: tuple[Box, ...], lines: tuple[TypeLine, ...]) -> bool:
    """Tell whether a small flat emblem stands in a corner: a thing of at most three even colours, and no type."""
    room_x, room_y = _LOGO_ROOM
    for box in things:
        in_corner = (box.x1 < room_x or box.x0 > 1 - room_x) and (box.y1 < room_y or box.y0 > 1 - room_y)
        if not in_corner or box.area < 0.002 or any(line.box.intersection(box) for line in lines):
            continue
        x0, y0, x1, y1 = picture.bounds(box)
        if _is_flat(picture.pixels[y0:y1, x0:x1]):
            return True
    return False


def _is_flat(pixels: ByteImage) -> bool:
    """Tell whether at most three colours make nearly all of the pixels."""
    lab = to_lab(np.ascontiguousarray(pixels)).reshape(-1, 3)
    left = lab
    for _ in range(_LOGO_COLOURS):
        if not len(left):
            break
        middle = np.median(left, axis=0)
        left = left[np.linalg.norm(left - middle, axis=1) > 7]
    return len(left) < 0.12 * len(lab)
