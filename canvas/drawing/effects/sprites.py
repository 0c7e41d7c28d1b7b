"""The flat things that fall through pictures, drawn once a pose and colour: premultiplied RGBA, HxWx4."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import RGB, WHITE, deep, mix
from canvas.filters import ByteImage, FloatImage, as_float, blur, distance_inside, resize, to_float

Points = NDArray[np.float64]

_STRIPS = 14  # that a banknote is bent in
_FINE = 2  # drawn so many times larger, then reduced


@lru_cache(maxsize=64)
def banknote(pose: int, colour: RGB) -> FloatImage:
    """A bent banknote of no country, seen from a side that goes with the pose."""
    face = _note_face(colour)
    rows, columns = face.shape[:2]
    generator = np.random.default_rng(4000 + pose)
    tilt_x, tilt_y = generator.uniform(-0.95, 0.95), generator.uniform(-0.6, 0.6)
    bow, phase = generator.uniform(0.10, 0.34), generator.uniform(0, 2 * pi)
    u, v = np.meshgrid(np.linspace(-1, 1, _STRIPS + 1), np.linspace(-0.44, 0.44, 3))
    depth = bow * np.sin(u * 2.1 + phase + v)
    y = v * cos(tilt_x) - depth * sin(tilt_x)
    z = v * sin(tilt_x) + depth * cos(tilt_x)
    x = u * cos(tilt_y) + z * sin(tilt_y)
    z = -u * sin(tilt_y) + z * cos(tilt_y)
    near = 3.2 / (3.2 + z)
    side = 230
    px, py = x * near * side / 2.3 + side / 2, y * near * side / 2.3 + side / 2
    out: FloatImage = np.zeros((side, side, 4), np.float32)
    slope = np.gradient(depth, axis=1)[1]
    order = np.argsort(-z.mean(axis=0)[:-1])
    for strip in order:
        left, right = int(strip), int(strip) + 1
        source = np.array([[left, 0], [right, 0], [right, _STRIPS], [left, _STRIPS]], np.float32) * np.array(
            [(columns - 1) / _STRIPS, (rows - 1) / _STRIPS], np.float32
        )
        target = np.array(
            [[px[0, left], py[0, left]], [px[0, right], py[0, right]], [px[2, right], py[2, right]],
             [px[2, left], py[2, left]]], np.float32,
        )  # fmt: skip
        target += (target - target.mean(axis=0)) * np.float32(0.06)  # strips overlap, or seams would show
        matrix = cv2.getPerspectiveTransform(source, target)
        piece = np.asarray(cv2.warpPerspective(face, matrix, (side, side), flags=cv2.INTER_LINEAR), np.float32)
        mask = np.zeros((side, side), np.uint8)
        cv2.fillConvexPoly(mask, np.round(target * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        alpha = to_float(mask)[..., None]
        lit = np.float32(np.clip(0.92 - 3.6 * float(slope[left]), 0.5, 1.22))
        out = as_float(out * (1 - alpha) + np.concatenate([np.clip(piece * lit, 0, 1) * alpha, alpha], axis=2))
    return _trimmed(out)


@lru_cache(maxsize=4)
def _note_face(colour: RGB) -> FloatImage:
    """The printed side, 176x400x3: a border, a fine weave, an oval with a star, and rosettes at the ends."""
    rows, columns = 176, 400
    paper, ink = mix(colour, (0.93, 0.96, 0.86), 0.68), deep(colour, value=0.55)
    picture: ByteImage = np.zeros((rows, columns, 3), np.uint8)
    picture[:] = [round(channel * 255) for channel in paper]
    line = tuple(255 * channel for channel in ink)
    pale = tuple(255 * channel for channel in mix(colour, WHITE, 0.25))
    for k in range(26):  # the weave
        t = np.linspace(0, columns, 80)
        wave = rows / 2 + np.sin(t / 17 + k * 0.5) * 11 + (k - 12.5) * 7
        cv2.polylines(
            picture, [np.round(np.column_stack([t, wave]) * 16).astype(np.int32)], False, pale, 1, cv2.LINE_AA, 4
        )
    cv2.rectangle(picture, (9, 9), (columns - 10, rows - 10), line, 5, cv2.LINE_AA)
    cv2.rectangle(picture, (18, 18), (columns - 19, rows - 19), line, 2, cv2.LINE_AA)
    middle = (columns // 2, rows // 2)
    cv2.ellipse(picture, middle, (54, 64), 0, 0, 360, tuple(255 * c for c in mix(paper, WHITE, 0.5)), -1, cv2.LINE_AA)
    cv2.ellipse(picture, middle, (54, 64), 0, 0, 360, line, 4, cv2.LINE_AA)
    cv2.ellipse(picture, middle, (46, 56), 0, 0, 360, line, 1, cv2.LINE_AA)
    points = [
        (middle[0] + cos(pi * k / 5 - pi / 2) * r, middle[1] + sin(pi * k / 5 - pi / 2) * r)
        for k, r in enumerate((34, 14) * 5)
    ]
    cv2.fillPoly(picture, [np.round(np.array(points) * 16).astype(np.int32)], line, cv2.LINE_AA, 4)
    for x in (66, columns - 67):
        for radius in (34, 27, 20):
            cv2.circle(picture, (x, rows // 2), radius, line, 2 if radius == 34 else 1, cv2.LINE_AA)
        cv2.circle(picture, (x, rows // 2), 13, line, -1, cv2.LINE_AA)
    for x, y in ((36, 36), (columns - 37, 36), (36, rows - 37), (columns - 37, rows - 37)):
        cv2.circle(picture, (x, y), 11, line, -1, cv2.LINE_AA)
    return to_float(picture)


@lru_cache(maxsize=64)
def petal(pose: int, colour: RGB) -> FloatImage:
    """A notched petal, paler at its tip."""
    t = np.linspace(0, 2 * pi, 80)
    radius = 1 - 0.14 * np.exp(-(((t - pi / 2 + pi) % (2 * pi) - pi) ** 2) / 0.02)
    x, y = np.cos(t) * radius * (0.62 + 0.2 * np.sin(t)), np.sin(t) * radius
    return _shaped(np.column_stack([x, y]), pose, colour, tip=mix(colour, WHITE, 0.65), root=deep(colour, value=0.86))


@lru_cache(maxsize=64)
def leaf(pose: int, colour: RGB) -> FloatImage:
    """A pointed leaf with its veins."""
    t = np.linspace(0, 1, 60)
    wide = 0.60 * np.sin(pi * t**0.72) ** 1.25 * (1 + 0.035 * np.sin(t * 60))
    down = 2 * t - 1
    outline = np.concatenate([np.column_stack([wide, down]), np.column_stack([-wide, down])[::-1]])
    veins = [np.array([[0.0, -0.92], [0.0, 1.0]])]
    for at in (-0.45, -0.15, 0.15, 0.45):
        reach = 0.42 * (0.8 - at * 0.55)
        veins += [np.array([[0.0, at + 0.16], [side * reach, at - 0.22]]) for side in (-1, 1)]
    return _shaped(
        outline, pose, colour, tip=mix(colour, (1, 0.9, 0.3), 0.35), root=deep(colour, value=0.7), veins=veins
    )


@lru_cache(maxsize=64)
def heart(pose: int, colour: RGB) -> FloatImage:
    """A plump heart with a highlight."""
    t = np.linspace(0, 2 * pi, 120)
    x = 16 * np.sin(t) ** 3 / 17.5
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 17.5
    return _shaped(np.column_stack([x, y]), pose, colour, tip=mix(colour, WHITE, 0.4), root=deep(colour, value=0.62),
                   is_plump=True)  # fmt: skip


def _shaped(
    outline: Points,
    pose: int,
    colour: RGB,
    *,
    tip: RGB,
    root: RGB,
    veins: Sequence[Points] = (),
    is_plump: bool = False,
) -> FloatImage:
    """Fill an outline within -1..1 from tip (above) to root, narrowed and lit as the pose turns it."""
    generator = np.random.default_rng(9000 + pose)
    narrow = generator.uniform(0.82, 1.0) if is_plump else generator.uniform(0.55, 1.0)
    side = 110
    fine = side * _FINE
    curl = 0.0 if is_plump else generator.uniform(-0.28, 0.28)

    def placed(points: Points) -> NDArray[np.int32]:
        bent = np.column_stack([points[:, 0] * narrow + curl * points[:, 1] ** 2, points[:, 1]])
        on_sheet = (bent * 0.40 + 0.5 - np.array([curl * 0.16, 0])) * fine
        return np.asarray(np.round(on_sheet * 16), np.int32)

    shape = np.zeros((fine, fine), np.uint8)
    cv2.fillPoly(shape, [placed(outline)], 255, cv2.LINE_AA, 4)
    mask = to_float(shape)
    down = np.linspace(0, 1, fine, dtype=np.float32)[:, None, None]
    first, middle, last = (np.asarray(c, np.float32) for c in (tip, colour, root))
    fill = np.where(down < 0.5, first + (middle - first) * down * 2, middle + (last - middle) * (down * 2 - 1))
    fill = np.broadcast_to(fill, (fine, fine, 3)).astype(np.float32)
    if veins:
        drawn = np.zeros((fine, fine), np.uint8)
        for vein in veins:
            cv2.polylines(drawn, [placed(vein)], False, 255, _FINE, cv2.LINE_AA, 4)
        fill = as_float(fill + (first - fill) * to_float(drawn)[..., None] * 0.55)
    # Light from the upper left on a rounded sheet: the slope of a soft height.
    reach = (0.20 if is_plump else 0.10) * fine
    height = np.sqrt(np.clip(distance_inside(shape) / reach, 0, 1))
    height = blur(as_float(height), 0.03 * fine)
    slope = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0), np.float32) + np.asarray(
        cv2.Sobel(height, cv2.CV_32F, 0, 1), np.float32
    )
    light = np.clip(slope * (fine / 24), -1, 1)[..., None]
    strength = 1.0 if is_plump else 0.4
    fill = as_float(
        np.where(light > 0, fill + (1 - fill) * light * 0.55 * strength, fill * (1 + light * 0.45 * strength))
    )
    if veins:  # folded along the middle: one half lies in its own shade
        across = np.linspace(-1, 1, fine, dtype=np.float32)[None, :, None]
        fill = as_float(fill * (1 - 0.26 * (across > 0)))
    if is_plump:
        y, x = np.mgrid[0:fine, 0:fine].astype(np.float32) / fine
        shine = np.exp(-((((x - 0.34) / 0.085) ** 2 + ((y - 0.34) / 0.05) ** 2) ** 1.4)) * 0.85
        fill = as_float(fill + (1 - fill) * shine[..., None])
    rgba = np.concatenate([fill * mask[..., None], mask[..., None]], axis=2)
    return _trimmed(resize(as_float(rgba), side, side))


def _trimmed(rgba: FloatImage) -> FloatImage:
    """Without the empty margin, and not to be written to."""
    rows, columns = np.flatnonzero(rgba[..., 3].max(axis=1) > 0), np.flatnonzero(rgba[..., 3].max(axis=0) > 0)
    trimmed = np.ascontiguousarray(rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    trimmed.flags.writeable = False
    return trimmed
