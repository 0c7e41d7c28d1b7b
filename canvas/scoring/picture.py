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


class Picture:
    """A picture at 640 pixels width, with the measures that several axes share. `pixels` is HxWx3 uint8 RGB."""

    def __init__(self, pixels: ByteImage) -> None:
        height, width = pixels.shape[:2]
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

    def contrast(self) -> float:
        """RMS contrast of the grey levels, 0..0.5."""
        return float(self.grey.std()) / 255

    def brightness(self) -> float:
        """Mean grey level, 0..1."""
        return float(self.grey.mean()) / 255

    def sharpness(self) -> float:
        """Decimal logarithm of the variance of the Laplacian: below 1.5 is visibly soft."""
        variance = float(cv2.Laplacian(self.grey, cv2.CV_32F).var())
        return float(np.log10(max(variance, 1.0)))

    def edge_density(self, without: list[Box]) -> float:
        """Share of edge pixels outside the boxes, 0..1."""
        outside = ~self.mask(without)
        return float(self.edges[outside].mean()) if outside.any() else 0.0

    def lift(self, boxes: list[Box]) -> float:
        """How many times more than the average the boxes draw the eye; 1 when there are none."""
        covered = self.mask(boxes).astype(np.float32)
        small = cv2.resize(covered, _SALIENCE_SIZE, interpolation=cv2.INTER_AREA)
        share = float(small.mean())
        return float((self.salience * small).sum()) / share if share > 0 else 1.0

    def occupied(self, boxes: list[Box]) -> float:
        """Share of a 4x3 grid's cells that hold type, a subject or visible detail."""
        covered = self.mask(boxes)
        filled = 0
        for row in range(3):
            for column in range(4):
                y = slice(row * self.height // 3, (row + 1) * self.height // 3)
                x = slice(column * self.width // 4, (column + 1) * self.width // 4)
                is_held = covered[y, x].mean() > 0.15
                filled += bool(is_held or float(self.grey[y, x].std()) > 16)
        return filled / 12
