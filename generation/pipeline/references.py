"""The colours of pictures that a user wants theirs to look like."""

from collections.abc import Sequence

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage
from canvas.photographs import decode
from canvas.reading import Swatch
from canvas.reading.colours import chroma, difference, to_lab
from canvas.reading.swatches import merged_swatches

_MOST_COLOURS = 3
_APART = 20.0  # CIE76: nearer ones are shades of one colour
_COLOURFUL = 14.0  # CIE chroma under which a colour is a grey
_LEADING = 0.4  # the share from which a grey is what the picture is known by
_LONGEST_SIDE = 480
_SAMPLE = (96, 54)
_OPAQUE = 128


def leading_colours(pictures: Sequence[bytes]) -> tuple[str, ...]:
    """Return up to three colours as `#rrggbb` that encoded pictures share, what they are known by first.

    Every picture counts alike, whatever its size; a colour counts by how much of it there is and how strong it is. A
    grey comes last, where it covers most. Nothing for no pictures. `PictureError` for one that can't be read.
    """
    samples = [_samples(data) for data in pictures]
    swatches = merged_swatches(np.concatenate(samples)) if samples else ()
    chosen: list[Swatch] = []
    for swatch in sorted(swatches, key=lambda one: -one.share * chroma(one.lab)):
        is_new = all(difference(swatch.lab, other.lab) >= _APART for other in chosen)
        if is_new and chroma(swatch.lab) >= _COLOURFUL and len(chosen) < _MOST_COLOURS:
            chosen.append(swatch)
    greys = [one for one in swatches if one not in chosen and chroma(one.lab) < _COLOURFUL]
    if greys and len(chosen) < _MOST_COLOURS and (greys[0].share >= _LEADING or not chosen):
        chosen.append(greys[0])
    return tuple(one.colour for one in chosen)


def _samples(data: bytes) -> FloatImage:
    """Return Nx3 Lab samples of what is opaque; of all where nothing is."""
    pixels: ByteImage = decode(data, longest_side=_LONGEST_SIDE)
    small = np.asarray(cv2.resize(pixels, _SAMPLE, interpolation=cv2.INTER_NEAREST), np.uint8)
    lab = to_lab(np.ascontiguousarray(small[..., :3])).reshape(-1, 3)
    opaque = small[..., 3].reshape(-1) >= _OPAQUE
    return lab[opaque] if opaque.any() else lab
