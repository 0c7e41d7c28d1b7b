"""The ground: what lies outside type and things, its kind, its pattern, its colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from canvas.filters import FloatImage, Mask
from canvas.reading.colours import hex_of_lab, to_lab
from canvas.reading.model import Ground, GroundKind, Pattern, Swatch
from canvas.reading.patterns import find_beams, is_split, repeats
from canvas.reading.swatches import merged_swatches
from canvas.scoring.picture import Picture

_COLUMNS = 320
_LIGHT = 63.0  # CIE L from which a ground is light: a grey of 0.6, as in the DNA of a drawing
_SECOND_SHARE = 0.14
_PLAIN_SPREAD = 5.0  # CIE76 from its median that nine tenths of a plain ground keep within, shading left out
_SMOOTH_DETAIL, _SMOOTH_EDGES = 2.2, 0.02
_SPLIT_STEP = 12.0
_BEAM_SHARE, _BEAM_STRENGTH, _BEAM_DETAIL = 0.56, 0.9, 1.4
_LINES_EDGES, _LINES_DETAIL = 0.045, 4.5  # speed lines are many and thin where rays are few and broad
_REPEATED_EDGES = 0.03
_LEAST = 0.03  # share of the picture that must be ground for anything to be told of it


@dataclass(frozen=True)
class GroundView:
    """The ground at `_COLUMNS` pixels width: its Lab, and which pixels are ground."""

    ground: Ground
    lab: FloatImage
    free: Mask


def read_ground(picture: Picture, covered: Mask) -> GroundView:
    """Return the ground. `covered` is a mask of any size of what stands on it: type, people, things."""
    rows = max(48, round(_COLUMNS * picture.height / picture.width))
    small = np.asarray(cv2.resize(picture.pixels, (_COLUMNS, rows), interpolation=cv2.INTER_AREA), np.uint8)
    lab = to_lab(small)
    mask = np.asarray(cv2.resize(covered.astype(np.uint8), (_COLUMNS, rows), interpolation=cv2.INTER_NEAREST))
    pad = 2 * round(0.025 * rows) + 1
    free = np.asarray(cv2.dilate(mask, np.ones((pad, pad), np.uint8))) == 0
    if free.mean() < _LEAST:
        free = np.ones_like(free)
    edges = np.asarray(cv2.resize(picture.edges.astype(np.float32), (_COLUMNS, rows), interpolation=cv2.INTER_AREA))
    light = lab[..., 0]
    detail = _detail(light, free)
    busy = float(edges[free].mean())
    pattern = _pattern(picture, lab, mask > 0, free, detail, busy)
    swatches = merged_swatches(lab[free][:: max(1, int(free.sum()) // 4000)])
    lightness = float(np.median(light[free]))
    first, second = swatches[0].colour, _second(swatches)
    if pattern == "split":
        first, second = _halves(lab, free)
    ground = Ground(
        kind=_kind(lab, free, pattern, detail, busy),
        pattern=pattern,
        colour=first,
        second_colour=second,
        lightness=round(lightness, 1),
        is_light=lightness >= _LIGHT,
        detail=round(detail, 3),
        edges=round(busy, 4),
    )
    return GroundView(ground, lab, free)


def _detail(light: FloatImage, free: Mask) -> float:
    """Mean difference from the blurred self, blurred within the ground only, in steps of L."""
    weight = free.astype(np.float32)
    sigma = 0.03 * light.shape[0]
    spread = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
    soft = cv2.GaussianBlur(light * weight, (0, 0), sigma) / spread
    return float(np.abs(light - soft)[free].mean())


def _kind(lab: FloatImage, free: Mask, pattern: Pattern, detail: float, busy: float) -> GroundKind:
    if pattern != "none":
        return "pattern"
    if detail > _SMOOTH_DETAIL or busy > _SMOOTH_EDGES:
        return "photo"
    samples = lab[free]
    apart = np.linalg.norm((samples - np.median(samples, axis=0)) * np.array([0.5, 1, 1], np.float32), axis=1)
    return "plain" if float(np.percentile(apart, 90)) < _PLAIN_SPREAD else "gradient"


def _halves(lab: FloatImage, free: Mask) -> tuple[str, str]:
    """Return the colours of the left and the right part of a split ground."""
    third = lab.shape[1] // 3
    sides = [lab[:, columns][free[:, columns]] for columns in (slice(0, third), slice(2 * third, None))]
    left, right = (hex_of_lab(np.median(side if len(side) else lab[free], axis=0)) for side in sides)
    return left, right


def _second(swatches: tuple[Swatch, ...]) -> str:
    first = np.array(swatches[0].lab)
    others = [swatch for swatch in swatches[1:] if swatch.share >= _SECOND_SHARE]
    return max(others, key=lambda swatch: float(np.linalg.norm(np.array(swatch.lab) - first))).colour if others else ""


def _pattern(picture: Picture, lab: FloatImage, covered: Mask, free: Mask, detail: float, busy: float) -> Pattern:
    beams = find_beams(lab, free)
    is_central = 0.15 < beams.centre[0] < 0.85 and beams.centre[1] < 0.8
    if beams.share > _BEAM_SHARE and beams.strength > _BEAM_STRENGTH:
        if is_central and busy < _LINES_EDGES and detail > _BEAM_DETAIL:
            return "rays"
        if busy >= _LINES_EDGES and detail > _LINES_DETAIL:
            return "speed_lines"
    if is_split(lab, ~covered, least=_SPLIT_STEP):
        return "split"
    if busy < _REPEATED_EDGES:
        return "none"
    light = to_lab(picture.pixels)[..., 0]
    size = (picture.width, picture.height)
    whole = np.asarray(cv2.resize(free.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)) > 0
    return repeats(light, whole)
