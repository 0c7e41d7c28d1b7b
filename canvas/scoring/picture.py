"""Measures of the whole picture: colour, light, sharpness, clutter, what draws the eye."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage
from canvas.geometry import Box

Float = NDArray[np.float32]
WORKING_WIDTH = 640
_SALIENCE_SIZE = (96, 54)
_ROWS, _COLUMNS = 3, 4
_COVERED, _DETAILED = 0.2, 12.0  # of a cell by boxes, and grey levels of detail, from which it is in use
_AROUND = 41  # pixels
_PURE, _LIT = 235, 150  # saturation and value, 0..255, of colours that can't be purer
_WHITE = 248  # of 255, in all channels
_BLOCK, _STEP = 8, 20  # pixels; grey levels from which a step is an edge of what is shown


class Picture:
    """A picture at 640 pixels width, with the measures that several axes share. `pixels` is HxWx3 uint8 RGB."""

    def __init__(self, pixels: ByteImage) -> None:
        height, width = pixels.shape[:2]
        self._whole = pixels
        size = (WORKING_WIDTH, max(1, round(height * WORKING_WIDTH / width)))
        resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        self.pixels: ByteImage = np.asarray(resized, np.uint8)
        self.width, self.height = size

    @cached_property
    def grey(self) -> ByteImage:
        return np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY), np.uint8)

    @cached_property
    def luminance(self) -> Float:
        """Relative luminance (WCAG 2.2), HxW in 0..1."""
        steps = np.arange(256, dtype=np.float32) / 255
        linear = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4).astype(np.float32)
        channels = linear[self.pixels]
        return np.asarray(channels @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)

    @cached_property
    def edges(self) -> NDArray[np.bool_]:
        return np.asarray(cv2.Canny(self.grey, 60, 160)) > 0

    @cached_property
    def detail(self) -> Float:
        """How far each grey level is from those around it, HxW in 0..255."""
        grey = self.grey.astype(np.float32)
        return np.asarray(np.abs(grey - cv2.blur(grey, (_AROUND, _AROUND))), np.float32)

    @cached_property
    def salience(self) -> Float:
        """What draws the eye, 54x96, summing to 1: the spectral residual (Hou and Zhang 2007) and colour contrast."""
        small = cv2.resize(self.grey, _SALIENCE_SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
        spectrum = np.fft.fft2(small)
        log_amplitude = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
        residual = log_amplitude - cv2.blur(log_amplitude, (3, 3))
        map_ = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
        map_ = cv2.GaussianBlur(map_.astype(np.float32), (0, 0), 2.5)
        rgb = cv2.resize(self.pixels, _SALIENCE_SIZE, interpolation=cv2.INTER_AREA)
        lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
        apart = np.linalg.norm(lab - lab.reshape(-1, 3).mean(axis=0), axis=-1)
        apart = cv2.GaussianBlur(apart.astype(np.float32), (0, 0), 1.5)
        total = map_ / max(float(map_.max()), 1e-9) + 0.7 * apart / max(float(apart.max()), 1e-9)
        return np.asarray(total / total.sum(), np.float32)

    def mask(self, boxes: list[Box]) -> NDArray[np.bool_]:
        """Return HxW, True within the boxes."""
        covered = np.zeros((self.height, self.width), np.bool_)
        for box in boxes:
            x0, y0, x1, y1 = self.bounds(box)
            covered[y0:y1, x0:x1] = True
        return covered

    def bounds(self, box: Box) -> tuple[int, int, int, int]:
        """Return the box in pixels, cut to the picture."""
        x0, x1 = (round(min(1.0, max(0.0, x)) * self.width) for x in (box.x0, box.x1))
        y0, y1 = (round(min(1.0, max(0.0, y)) * self.height) for y in (box.y0, box.y1))
        return x0, y0, x1, y1

    def colourfulness(self) -> float:
        """Hasler and Süsstrunk 2003: about 15 is slightly, 60 quite and 100 highly colourful."""
        red, green, blue = (self.pixels[..., at].astype(np.float32) for at in range(3))
        red_green, yellow_blue = red - green, 0.5 * (red + green) - blue
        spread = float(np.hypot(red_green.std(), yellow_blue.std()))
        return spread + 0.3 * float(np.hypot(red_green.mean(), yellow_blue.mean()))

    def pure_colour(self) -> float:
        """Share of pixels in colours that can't be purer, 0..1: where there are many the picture looks burnt."""
        hsv = cv2.cvtColor(self.pixels, cv2.COLOR_RGB2HSV)
        return float(((hsv[..., 1] > _PURE) & (hsv[..., 2] > _LIT)).mean())

    def contrast(self) -> float:
        """RMS contrast of the grey levels, 0..0.5."""
        return float(self.grey.std()) / 255

    def brightness(self) -> float:
        """Mean grey level, 0..1."""
        return float(self.grey.mean()) / 255

    def burnt_out(self, without: list[Box]) -> float:
        """Share of pixels outside the boxes that are plain white, 0..1."""
        outside = ~self.mask(without)
        return float((self.pixels.min(axis=-1) > _WHITE)[outside].mean()) if outside.any() else 0.0

    def sharpness(self) -> float:
        """Decimal logarithm of the variance of the Laplacian: below 1.5 is visibly soft."""
        variance = float(cv2.Laplacian(self.grey, cv2.CV_32F).var())
        return float(np.log10(max(variance, 1.0)))

    def blocking(self) -> float:
        """How many times larger steps of grey are at the seams of JPEG's blocks of 8 pixels than elsewhere, in the
        direction in which it shows less: about 1 without blocks."""
        grey = np.asarray(cv2.cvtColor(self._whole, cv2.COLOR_RGB2GRAY), np.uint8)
        return min(_at_seams(_steps(grey.T)), _at_seams(_steps(grey)))

    def edge_density(self, without: list[Box]) -> float:
        """Share of edge pixels outside the boxes, 0..1."""
        outside = ~self.mask(without)
        return float(self.edges[outside].mean()) if outside.any() else 0.0

    def lift(self, inside: NDArray[np.bool_], *, outside: NDArray[np.bool_]) -> float:
        """How many times more one part of the picture draws the eye than another; 1 where either is nothing.

        Both are HxW.
        """
        seen, around = (np.asarray(self._small(part), np.float32) for part in (inside, outside))
        if float(seen.sum()) < 1 or float(around.sum()) < 1:
            return 1.0
        drawn, otherwise = (float((self.salience * part).sum() / part.sum()) for part in (seen, around))
        return drawn / max(otherwise, 1e-9)

    def _small(self, part: NDArray[np.bool_]) -> object:
        return cv2.resize(part.astype(np.float32), _SALIENCE_SIZE, interpolation=cv2.INTER_AREA)

    def emptier_half(self, boxes: list[Box]) -> float:
        """Share of the cells of a 4x3 grid that are in use, in the half (left, right, upper, lower) with fewest.

        A cell is in use where the boxes cover some of it or it shows detail: a sky or a soft light is none. The upper
        and the lower half share the middle row.
        """
        covered = self.mask(boxes)
        used = np.zeros((_ROWS, _COLUMNS), np.float32)
        for row in range(_ROWS):
            for column in range(_COLUMNS):
                y = slice(row * self.height // _ROWS, (row + 1) * self.height // _ROWS)
                x = slice(column * self.width // _COLUMNS, (column + 1) * self.width // _COLUMNS)
                used[row, column] = max(
                    float(covered[y, x].mean()) / _COVERED, float(self.detail[y, x].mean()) / _DETAILED
                )
        used = np.minimum(used, 1.0)
        halves = used[:, :2], used[:, 2:], used[:2], used[1:]
        return min(float(half.mean()) for half in halves)


def _steps(grey: ByteImage) -> Float:
    """The mean step of grey from each line of pixels to the next, along the first axis; edges count as `_STEP`."""
    apart = np.asarray(cv2.absdiff(grey[1:], grey[:-1]), np.uint8)
    return np.asarray(np.minimum(apart, _STEP).mean(axis=1), np.float32)


def _at_seams(means: Float) -> float:
    seams = np.arange(len(means)) % _BLOCK == _BLOCK - 1
    return float(means[seams].mean() / max(float(means[~seams].mean()), 1e-6)) if seams.any() else 1.0
