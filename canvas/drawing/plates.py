"""Plates: the background of a document, filling the canvas whatever its shape."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from canvas import catalogue
from canvas.document import Palette, Plate
from canvas.drawing.inputs import Inputs
from canvas.drawing.paints import paint
from canvas.drawing.scenes import relit_scene
from canvas.drawing.surface import bands
from canvas.errors import PictureError
from canvas.filters import FloatImage, as_float, as_rgb, blur, luma, resize, to_float

_GRAIN = 0.007
_GRAIN_TILE = 256
_GRAIN_ROWS = 720  # grain is as fine as the pixels of a picture of so many rows
_CRISPNESS = 0.75
_MOST_RADIUS = 7  # of the lens, in pixels of the reduced picture


def draw_plate(plate: Plate, palette: Palette, inputs: Inputs, width: int, height: int, seed: int) -> FloatImage:
    """Return HxWx3 float32. `blur` is a ratio of the canvas height; `exposure` applies to scenes and pictures alike.

    Raises `PictureError` for a source that does not exist.
    """
    image = _unflipped(plate, palette, inputs, width, height, seed)
    return np.ascontiguousarray(image[:, ::-1]) if plate.flip else image


def _unflipped(plate: Plate, palette: Palette, inputs: Inputs, width: int, height: int, seed: int) -> FloatImage:
    kind, _, name = plate.source.partition(":")
    if kind == "paint":
        image = paint(name, palette, plate.params, width, height, seed)
        return blur(image, plate.blur * height) if plate.blur else image
    if kind == "scene":
        baked, focus = relit_scene(name, plate, palette), catalogue.scenes()[name].focus[0]
    elif kind == "picture":
        baked, focus = to_float(inputs.picture(name))[..., :3] * np.float32(plate.exposure), 0.5
    else:
        raise PictureError(f"there is no plate {plate.source!r}")
    focus = plate.params.get("focus", focus)
    small = _covering_crop(baked, width / height, focus)
    if plate.blur:
        small = out_of_focus(small, plate.blur * small.shape[0])
    if kind == "scene" and not plate.blur and height > small.shape[0]:
        small = _crisp(small)
    full = resize(small, width, height)
    if kind == "scene":
        full = _grained(full, seed)
    return np.clip(full, 0, 1, out=full)


def out_of_focus(image: FloatImage, sigma: float) -> FloatImage:
    """Blur as a wide open lens does: every point becomes a disc, and bright ones stay bright.

    `sigma` is that of the Gaussian blur which is as strong, in pixels. Discs are laid in about linear light.
    """
    if sigma < 0.5:
        return blur(image, sigma)
    height, width = image.shape[:2]
    radius = 2 * sigma
    reduction = max(1.0, radius / _MOST_RADIUS)
    small = resize(image, max(1, round(width / reduction)), max(1, round(height / reduction)))
    light = small * small
    light += np.float32(3) * np.maximum(light - np.float32(0.55), 0)
    side = int(np.ceil(radius / reduction))
    y, x = np.mgrid[-side : side + 1, -side : side + 1]
    disc = np.clip(radius / reduction + 0.5 - np.hypot(x, y), 0, 1)
    spread = cv2.filter2D(light, -1, (disc / disc.sum()).astype(np.float32), borderType=cv2.BORDER_REPLICATE)
    return resize(as_float(np.sqrt(np.clip(spread, 0, 1))), width, height)


def _crisp(image: FloatImage) -> FloatImage:
    """Give a picture beforehand the bite that enlarging will take.

    The steps of its edges are made steeper, by no more than a twentieth of the range, so that no edge gets a halo.
    """
    grey = luma(image)
    lost = (grey - blur(grey, 0.75)) * np.float32(_CRISPNESS)
    return image + as_rgb(np.clip(lost, -0.05, 0.05))


def _grained(image: FloatImage, seed: int) -> FloatImage:
    """Lay film grain over a scene, in place: it hides that smooth places were baked with fewer pixels."""
    height, width = image.shape[:2]
    tile = _grain_tile()
    rows, columns = _GRAIN_ROWS, round(_GRAIN_ROWS * width / height)
    down, across = np.random.default_rng(seed).integers(0, _GRAIN_TILE, 2)
    sheet = np.tile(tile, (rows // _GRAIN_TILE + 2, columns // _GRAIN_TILE + 2))
    sheet = resize(np.ascontiguousarray(sheet[down : down + rows, across : across + columns]), width, height)
    for strip in bands(image):
        # Film shows it least in the black.
        strength = (np.float32(0.35) + luma(image[strip])) * np.float32(_GRAIN)
        image[strip] += as_rgb(sheet[strip] * strength)
    return image


@lru_cache(maxsize=1)
def _grain_tile() -> FloatImage:
    """Return noise of variance 1 to lay side by side. Not to be written to."""
    noise = np.random.default_rng(1).standard_normal((_GRAIN_TILE, _GRAIN_TILE)).astype(np.float32)
    noise.flags.writeable = False
    return noise


def _covering_crop(image: FloatImage, aspect: float, focus: float) -> FloatImage:
    """Cut an image to an aspect ratio (width by height), keeping what is around the horizontal `focus`."""
    rows, columns = image.shape[:2]
    wanted = round(rows * aspect)
    if wanted <= columns:
        left = round(min(max(0.0, focus * columns - wanted / 2), columns - wanted))
        return np.ascontiguousarray(image[:, left : left + wanted])
    kept = round(columns / aspect)
    top = (rows - kept) // 2
    return np.ascontiguousarray(image[top : top + kept])
