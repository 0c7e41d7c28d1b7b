"""What a picture is about: a person, or else the thing that is hardest to reach from the picture's edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage, Mask
from canvas.geometry import Box
from canvas.people.segmentation import person_mask
from canvas.reading.colours import clusters, to_lab
from canvas.reading.model import SubjectFound, SubjectKind
from canvas.scoring.picture import Picture

_COLUMNS = 128  # the width at which things are told from the ground
_ROUNDS = 3  # of sweeps in four directions; more change nothing that is seen
_STEP_NOISE = 2.5  # CIE76 between neighbours that gradients and grain make
_GROUND_SHARE = 0.14  # of the edge's pixels that a colour needs to count as the ground's
_LEAST_DISTANCE = 16.0  # mean CIE76 of a path, under which nothing stands out
_LEAST_AREA = 0.006
_OTHER_AREA = 0.08  # of the subject's
_FACES_MASKED = 2  # each costs 30 ms
_PERSON = 0.5
_RING_SHARE = 0.35


@dataclass(frozen=True)
class Things:
    """What stands on the ground. `covered` is HxW of the reduced picture: all people, things and type; `all_boxes`
    are the boxes of the things, however small."""

    subject: SubjectFound
    covered: Mask
    all_boxes: tuple[Box, ...]


def find_things(picture: Picture, faces: tuple[Box, ...], lines: list[Box]) -> Things:
    """Return the subject, what stands beside it and the pixels of them all. `lines` are the boxes of the type."""
    rows = max(24, round(_COLUMNS * picture.height / picture.width))
    small = np.asarray(cv2.resize(picture.pixels, (_COLUMNS, rows), interpolation=cv2.INTER_AREA), np.uint8)
    typed = _typed(lines, _COLUMNS, rows)
    away = _away_from_ground(to_lab(small), typed)
    person = _person(picture, faces, _COLUMNS, rows)
    things = _blobs(away, typed)
    if person is not None:
        others = [mask for mask in things if not _is_within(mask, person)]
        return _found("person", person, others, away, typed, picture)
    if not things:
        return Things(SubjectFound("none", None, False, (), _centre(picture.salience)), typed, ())
    return _found("thing", things[0], things[1:], away, typed, picture)


def _typed(lines: list[Box], columns: int, rows: int) -> Mask:
    """The pixels of the type and of its strokes and shadows."""
    mask = np.zeros((rows, columns), np.bool_)
    for box in lines:
        pad = 0.16 * box.height
        x0, x1 = (round(x * columns) for x in (box.x0 - pad * rows / columns, box.x1 + pad * rows / columns))
        y0, y1 = (round(y * rows) for y in (box.y0 - pad, box.y1 + pad))
        mask[max(0, y0) : max(0, y1) + 1, max(0, x0) : max(0, x1) + 1] = True
    return mask


def _away_from_ground(lab: FloatImage, typed: Mask) -> FloatImage:
    """How much colour must change on the way from the picture's edge to each pixel: the geodesic distance of Wei and
    others ("Geodesic Saliency Using Background Priors", 2012), in CIE76; 0 on the type."""
    rows, columns = typed.shape
    smooth = np.asarray(cv2.GaussianBlur(_without_type(lab, typed), (0, 0), 0.8), np.float32)
    steps_across = np.linalg.norm(np.diff(smooth, axis=1), axis=-1)
    steps_down = np.linalg.norm(np.diff(smooth, axis=0), axis=-1)
    noise = _noise(steps_across, steps_down)
    across, down = np.maximum(steps_across - noise, 0.02), np.maximum(steps_down - noise, 0.02)
    reached = np.full((rows, columns), 1e6, np.float32)
    _start_at_edge(reached, smooth, typed)
    for _ in range(_ROUNDS):
        for row in range(1, rows):
            np.minimum(reached[row], reached[row - 1] + down[row - 1], out=reached[row])
        for column in range(1, columns):
            np.minimum(reached[:, column], reached[:, column - 1] + across[:, column - 1], out=reached[:, column])
        for row in range(rows - 2, -1, -1):
            np.minimum(reached[row], reached[row + 1] + down[row], out=reached[row])
        for column in range(columns - 2, -1, -1):
            np.minimum(reached[:, column], reached[:, column + 1] + across[:, column], out=reached[:, column])
    reached[typed] = 0
    return reached


def _noise(across: FloatImage, down: FloatImage) -> float:
    """Return the step that counts for nothing: where the picture's rim is striped or dotted, what its pattern steps."""
    deep = max(3, down.shape[0] // 12)
    sides = (across[:deep], across[-deep:], down[:, :deep], down[:, -deep:])
    rim = np.concatenate([side.ravel() for side in sides])
    return max(_STEP_NOISE, float(np.percentile(rim, 65)))


def _without_type(lab: FloatImage, typed: Mask) -> FloatImage:
    """Give the type's pixels the colour of the nearest others: a thing half behind type then still has its edge."""
    if not typed.any() or typed.all():
        return lab
    _, labels = cv2.distanceTransformWithLabels(typed.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colours = np.zeros((int(labels.max()) + 1, 3), np.float32)
    colours[labels[~typed]] = lab[~typed]
    return np.asarray(colours[labels], np.float32)


def _start_at_edge(reached: FloatImage, lab: FloatImage, typed: Mask) -> None:
    """Set the edge's pixels to how unlike the ground they are: a thing may be cut by the edge."""
    rows, columns = typed.shape
    edge = np.zeros((rows, columns), np.bool_)
    edge[0], edge[-1], edge[:, 0], edge[:, -1] = True, True, True, True
    free = edge & ~typed
    if free.sum() < 16:
        reached[edge] = 0
        return
    samples = lab[free]
    means, nearest_at = clusters(samples, 6)
    shares = np.bincount(nearest_at, minlength=6) / len(samples)
    ground = means[shares >= min(_GROUND_SHARE, float(shares.max()))]
    unlike = np.linalg.norm(lab[edge][:, None] - ground[None], axis=-1).min(axis=1)
    reached[edge] = np.maximum(unlike - 18, 0)
    reached[edge & typed] = 0


def _blobs(away: FloatImage, typed: Mask) -> list[Mask]:
    """Return the things, the one that draws the eye most first."""
    rows, columns = away.shape
    levels = np.clip(away * 2, 0, 255).astype(np.uint8)
    threshold, _ = cv2.threshold(levels[~typed].reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    high = away > max(_LEAST_DISTANCE, 0.6 * threshold / 2)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    solid = cv2.morphologyEx(high.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, kernel)
    solid = _filled(np.asarray(solid, np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    found: list[tuple[float, Mask]] = []
    for number in range(1, count):
        if stats[number, cv2.CC_STAT_AREA] < _LEAST_AREA * rows * columns:
            continue
        mask = labels == number
        found.append((float(away[mask].sum()), mask))
    found.sort(key=lambda entry: -entry[0])
    return [mask for _, mask in found]


def _filled(solid: ByteImage) -> ByteImage:
    """Fill what a thing encloses."""
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros_like(solid), contours, -1, 1, cv2.FILLED), np.uint8)


def _person(picture: Picture, faces: tuple[Box, ...], columns: int, rows: int) -> Mask | None:
    if not faces:
        return None
    likely = person_mask(picture.pixels, faces[:_FACES_MASKED])
    small = np.asarray(cv2.resize(likely, (columns, rows), interpolation=cv2.INTER_AREA))
    mask = np.asarray(small > _PERSON, np.bool_)
    count, labels, _, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    x, y = faces[0].centre
    own = int(labels[min(rows - 1, int(y * rows)), min(columns - 1, int(x * columns))])
    if count > 1 and own:
        return np.asarray(labels == own, np.bool_)
    face = faces[0]  # the mask missed it: head and shoulders, as far as a face tells
    body = np.zeros((rows, columns), np.bool_)
    x0, x1 = face.centre[0] - 1.3 * face.width, face.centre[0] + 1.3 * face.width
    body[max(0, int((face.y0 - 0.3 * face.height) * rows)) : int((face.y1 + face.height) * rows) + 1,
         max(0, int(x0 * columns)) : max(0, int(x1 * columns)) + 1] = True  # fmt: skip
    return body


def _is_within(mask: Mask, other: Mask) -> bool:
    near = np.asarray(cv2.dilate(other.astype(np.uint8), np.ones((7, 7), np.uint8)), np.bool_)
    return float((mask & near).sum()) > 0.35 * float(mask.sum())


def _found(
    kind: SubjectKind, mask: Mask, others: list[Mask], away: FloatImage, typed: Mask, picture: Picture
) -> Things:
    area = float(mask.sum())
    beside = [other for other in others if other.sum() >= _OTHER_AREA * area]
    together = np.logical_or.reduce([mask, typed, *others])
    weight = away if kind == "thing" else np.ones_like(away)
    subject = SubjectFound(
        kind=kind,
        box=_box(mask),
        is_outlined=_is_outlined(mask, picture),
        others=tuple(_box(other) for other in sorted(beside, key=lambda other: -int(other.sum()))),
        focus=_centre(np.where(mask, weight, 0).astype(np.float32)),
    )
    return Things(subject, np.asarray(together, np.bool_), tuple(_box(thing) for thing in (mask, *others)))


def _box(mask: Mask) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    height, width = mask.shape
    edges = columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    return Box(*(round(float(edge), 4) for edge in edges))


def _centre(weights: FloatImage) -> tuple[float, float]:
    """Return the centre of mass in ratios."""
    height, width = weights.shape
    total = float(weights.sum())
    if total <= 0:
        return 0.5, 0.5
    x = float((weights.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total / width
    y = float((weights.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total / height
    return round(x, 4), round(y, 4)


def _is_outlined(mask: Mask, picture: Picture) -> bool:
    """Tell whether a thin light ring runs along the mask's edge: a white top-hat of the brightest channel there."""
    brightest = np.asarray(picture.pixels.max(axis=2), np.uint8)
    side = max(5, round(0.036 * picture.height) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    thin = (np.asarray(cv2.morphologyEx(brightest, cv2.MORPH_TOPHAT, kernel)) > 30) & (brightest > 170)
    reach = 2 * round(0.026 * picture.height) + 1
    near = np.asarray(cv2.dilate(thin.astype(np.uint8), np.ones((reach, reach), np.uint8)), np.bool_)
    size = (picture.width, picture.height)
    large = np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST))
    contours, _ = cv2.findContours(large, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = np.concatenate(contours).reshape(-1, 2)
    inner = (points[:, 0] > 4) & (points[:, 0] < size[0] - 5) & (points[:, 1] > 4) & (points[:, 1] < size[1] - 5)
    points = points[inner]
    return bool(len(points)) and float(near[points[:, 1], points[:, 0]].mean()) > _RING_SHARE
