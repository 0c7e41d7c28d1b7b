"""The letters of one line: set upright, told from what is behind them, measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage, FloatImage, Mask
from canvas.reading.colours import difference, to_lab

ROWS = 48  # pixels of height that a line is set to
MARGIN = 34  # pixels around it that show what it stands on
_WORD_GAP = 0.21  # of the height of a letter: wider gaps part words
_WIDER = 1.7  # than the gaps between the letters of one word
_SLANTS = (0.0, 0.12, 0.24)
_SMALLEST_LETTER = 0.45  # of the tallest one's height; smaller parts are accents and points
_OWN_COLOUR = 24.0  # CIE76 from which letters count as differently coloured
_OWN_SHARE = 0.15
_FLAT, _LEAVES = 10.0, 20.0  # CIE76: within a label, and from it to what is round it
_SAME = 12.0  # CIE76
_DEPTH_SEEN = 0.2  # of the height of a letter
_NESTED = 0.62  # share enclosed by an outline from which what it encloses are the letters


@dataclass(frozen=True)
class Letters:
    """The letters of a line in a patch of `ROWS` + 2 `MARGIN` rows.

    `mask` is the patch's and `ink` the same with accents and points; their ink spans the rows `top` to `bottom` and the
    columns `left` to `right`. `lab` is the patch in CIE Lab, `labels` numbers its parts, `numbers` are the letters'.
    """

    mask: Mask
    ink: Mask
    lab: FloatImage
    top: int
    bottom: int
    left: int
    right: int
    labels: NDArray[np.int32]
    numbers: tuple[int, ...]

    @property
    def height(self) -> int:
        return self.bottom - self.top


def upright(pixels: ByteImage, corners: NDArray[np.float32]) -> tuple[ByteImage, NDArray[np.float64]]:
    """Return the patch of a line turned level, and the 3x3 matrix from the picture's pixels to the patch's."""
    width = max(float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[2] - corners[3])), 1.0)
    height = max(float(np.linalg.norm(corners[3] - corners[0])), float(np.linalg.norm(corners[2] - corners[1])), 1.0)
    columns = int(min(40 * ROWS, max(8, round(width * ROWS / height))))
    target = np.array([[0, 0], [columns, 0], [columns, ROWS], [0, ROWS]], np.float32) + MARGIN
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    size = (columns + 2 * MARGIN, ROWS + 2 * MARGIN)
    patch = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(patch, np.uint8), matrix


def find_letters(patch: ByteImage) -> Letters | None:
    """Tell the letters of an upright patch from what is behind them; None when nothing stands apart."""
    inner = patch[MARGIN:-MARGIN, MARGIN:-MARGIN]
    found = _told_apart(inner)
    if found is None:
        return None
    mask = np.zeros(patch.shape[:2], np.bool_)
    mask[MARGIN:-MARGIN, MARGIN:-MARGIN] = found
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    if count <= 1 or heights.max() < ROWS * 0.3:
        return None
    numbers = [1 + int(at) for at in np.flatnonzero(heights >= _SMALLEST_LETTER * heights.max())]
    kept = np.isin(labels, numbers)
    rows = np.flatnonzero(kept.any(axis=1))
    columns = np.flatnonzero(kept.any(axis=0))
    return Letters(
        mask=kept,
        ink=mask,
        lab=to_lab(patch),
        top=int(rows[0]),
        bottom=int(rows[-1]) + 1,
        left=int(columns[0]),
        right=int(columns[-1]) + 1,
        labels=np.asarray(labels, np.int32),
        numbers=tuple(numbers),
    )


def _told_apart(inner: ByteImage) -> Mask | None:
    """Split the patch in two at the Otsu threshold of the channel that parts best, and take the side of the letters."""
    channels = [
        np.asarray(inner.max(axis=2), np.uint8),
        np.asarray(inner.min(axis=2), np.uint8),
        np.asarray(cv2.cvtColor(inner, cv2.COLOR_RGB2GRAY), np.uint8),
    ]
    best: tuple[float, Mask] | None = None
    for channel in channels:
        threshold, split = cv2.threshold(channel, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        high = np.asarray(split) > 0
        if not high.any() or high.all() or threshold < 0:
            continue
        values = channel.astype(np.float32)
        share = float(high.mean())
        apart = float(values[high].mean() - values[~high].mean())
        # Between-class over total variance (Otsu 1979), times the distance: faint parting is no lettering.
        clean = share * (1 - share) * apart * apart / max(float(values.var()), 1.0)
        letters = _side_of_letters(high)
        if letters is None:
            continue
        # Of letters in several colours one channel may part only some: what covers more of the line is preferred.
        worth = clean * apart * float(letters.any(axis=0).mean()) ** 2
        if best is None or worth > best[0]:
            best = (worth, letters)
    return best[1] if best is not None and best[0] > 8 else None


def _side_of_letters(high: Mask) -> Mask | None:
    """Return the class that holds the letters: less at the border, and not merely their outline."""
    sides = []
    for side in (high, ~high):
        free = _away_from_border(side)
        sides.append((float(free.sum()) / max(1.0, float(side.sum())), free, side))
    sides.sort(key=lambda entry: -entry[0])
    free = sides[0][1]
    if free.sum() < 0.04 * free.size:
        free = sides[1][1]
        if free.sum() < 0.04 * free.size:
            return None
        return free
    enclosed = _away_from_border(~free) & sides[1][2]
    # An outline encloses whole letters, a letter no more than its counters.
    if enclosed.sum() > _NESTED * free.sum() and _thickness(enclosed) > 0.8 * _thickness(free):
        return enclosed
    return free


def _away_from_border(side: Mask) -> Mask:
    """Drop the parts that lie along the border. One that only touches it, as a clipped letter does, stays."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(side.astype(np.uint8), connectivity=4)
    if count <= 1:
        return np.zeros_like(side)
    height, width = side.shape
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    touching = np.bincount(edge, minlength=count)
    across = np.bincount(labels[0], minlength=count) + np.bincount(labels[-1], minlength=count)
    along = np.bincount(labels[:, 0], minlength=count) + np.bincount(labels[:, -1], minlength=count)
    widths = stats[:, cv2.CC_STAT_WIDTH]
    kept = (across < 0.5 * np.maximum(widths, 0.35 * height)) & (along < 0.5 * height) & (touching < 0.3 * width)
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _thickness(mask: Mask) -> float:
    """Mean distance to the edge within a mask, in pixels."""
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    return float(inside[mask].mean()) if mask.any() else 0.0


def weight_of(letters: Letters) -> float:
    """Return the thickness of a stem over the height of a letter: twice the distance to the edge along its ridge."""
    mask = np.pad(letters.mask, 1).astype(np.uint8)
    inside = np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5), np.float32)
    ridge = (inside >= np.asarray(cv2.dilate(inside, np.ones((3, 3), np.uint8)))) & (inside > 0.9)
    return float(2 * np.median(inside[ridge]) / max(1, letters.height)) if ridge.any() else 0.0


def words_of(letters: Letters) -> int:
    """Return how many words the gaps between the letters part, at least one.

    The letters are set upright first: by the slant at which the gaps between them are widest.
    """
    gaps = max((_gaps(letters, slant) for slant in _SLANTS), key=sum)
    if not gaps:
        return 1
    least = max(_WORD_GAP * letters.height, _WIDER * float(np.median(gaps)))
    return 1 + sum(gap >= least for gap in gaps)


def _gaps(letters: Letters, slant: float) -> list[int]:
    """Return the widths of the empty columns between letters leaning right by `slant` (columns a row), in pixels."""
    ink = letters.ink[letters.top : letters.bottom].astype(np.uint8)
    height, width = ink.shape
    if slant:
        matrix = np.array([[1, slant, 0], [0, 1, 0]], np.float64)
        ink = np.asarray(cv2.warpAffine(ink, matrix, (width + ceil(slant * height), height), flags=cv2.INTER_NEAREST))
    columns = np.flatnonzero(ink.any(axis=0))
    steps = np.diff(columns) - 1
    return [int(step) for step in steps if step > 0]


def colours_of(letters: Letters) -> tuple[FloatImage, FloatImage | None]:
    """Return the Lab of most letters, and of those that have a colour of their own, None when all are alike."""
    core = np.asarray(cv2.erode(letters.mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
    if core.sum() < 0.15 * letters.mask.sum():
        core = letters.mask
    whole = np.median(letters.lab[core], axis=0).astype(np.float32)
    medians, sizes = [], []
    for number in letters.numbers:
        own = core & (letters.labels == number)
        if own.sum() >= 12:
            medians.append(np.median(letters.lab[own], axis=0))
            sizes.append(int(own.sum()))
    if len(medians) < 2:
        return whole, None
    first, second, share = _two_groups(np.asarray(medians, np.float32), np.asarray(sizes, np.float32))
    if difference(first, second) < _OWN_COLOUR or share < _OWN_SHARE:
        return whole, None
    return first, second


def _two_groups(medians: FloatImage, sizes: FloatImage) -> tuple[FloatImage, FloatImage, float]:
    """Part the letters at the widest difference of colour; the larger group first, with the other's share."""
    apart = np.linalg.norm(medians[:, None] - medians[None], axis=-1)
    i, j = np.unravel_index(int(apart.argmax()), apart.shape)
    nearer = apart[:, i] <= apart[:, j]
    groups = [(float(sizes[side].sum()), np.average(medians[side], axis=0, weights=sizes[side]))
              for side in (nearer, ~nearer) if side.any()]  # fmt: skip
    if len(groups) < 2:
        return medians[0], medians[0], 0.0
    groups.sort(key=lambda group: -group[0])
    total = groups[0][0] + groups[1][0]
    return groups[0][1].astype(np.float32), groups[1][1].astype(np.float32), groups[1][0] / total


def behind(letters: Letters) -> FloatImage:
    """Return the Lab of what lies right around the letters: a stroke where there is one, else the ground."""
    mask = letters.mask.astype(np.uint8)
    near = np.asarray(cv2.dilate(mask, np.ones((7, 7), np.uint8)), np.bool_)
    close = np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.bool_)
    ring = near & ~close
    return np.median(letters.lab[ring], axis=0).astype(np.float32) if ring.any() else letters.lab[0, 0]


def stands_on_label(letters: Letters) -> bool:
    """Tell whether a flat box of its own colour lies behind the line: flat close by on all sides and between the
    letters, and another colour both above and below it, at most 0.7 of a letter away."""
    lab, pad = letters.lab, max(3, round(0.09 * letters.height))
    top, bottom, left, right = letters.top, letters.bottom, letters.left, letters.right
    rows, columns = slice(top, bottom), slice(left, right)
    # Off the letters by a little, so that a stroke, a shadow or depth, which follow them, are seen to end.
    bands = [lab[max(0, top - 2 * pad) : top - pad, columns], lab[bottom + pad : bottom + 2 * pad, columns],
             lab[rows, max(0, left - 2 * pad) : left - pad], lab[rows, right + pad : right + 2 * pad]]  # fmt: skip
    between = ~np.asarray(cv2.dilate(letters.ink.astype(np.uint8), np.ones((5, 5), np.uint8)), np.bool_)
    sides = [part.reshape(-1, 3) for part in (*bands, lab[rows, columns][between[rows, columns]])]
    if any(len(part) < 12 for part in sides):
        return False
    middle = np.median(np.concatenate(sides), axis=0)
    is_flat = all(float(np.percentile(np.linalg.norm(part - middle, axis=1), 80)) < _FLAT for part in sides)
    leaves = np.linalg.norm(lab[:, columns] - middle, axis=-1).mean(axis=1) > _LEAVES
    return is_flat and bool(leaves[: max(1, top - pad)].any()) and bool(leaves[bottom + pad :].any())


def depth_of(letters: Letters) -> tuple[float, float]:
    """Return how much of what lies a fifth of a letter below, to the right, is as what is right behind the letters,
    and by how much that is more than above, to the left: a stroke is alike on all sides, depth falls to one."""
    like = np.linalg.norm(letters.lab - behind(letters), axis=-1) < _SAME
    close = np.asarray(cv2.dilate(letters.mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
    reach = _DEPTH_SEEN * letters.height
    shares = []
    for way in (1, -1):
        matrix = np.array([[1, 0, way * reach * 0.5], [0, 1, way * reach * 0.87]], np.float64)
        size = (letters.mask.shape[1], letters.mask.shape[0])
        moved = cv2.warpAffine(letters.mask.astype(np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
        outside = (np.asarray(moved) > 0) & ~close
        shares.append(float(like[outside].mean()) if outside.any() else 0.0)
    return shares[0], shares[0] - shares[1]
