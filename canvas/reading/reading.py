"""One pass over the pixels of a picture: everything that a look can be made of."""

from __future__ import annotations

import numpy as np

from canvas.dna.measuring import energy_of, saturation_of, warmth_of
from canvas.errors import PictureError
from canvas.filters import ByteImage
from canvas.people.faces import find_faces
from canvas.reading.atmosphere import find_effects
from canvas.reading.grounds import read_ground
from canvas.reading.marks import find_marks, has_logo
from canvas.reading.model import Reading
from canvas.reading.subjects import find_things
from canvas.reading.swatches import find_swatches
from canvas.reading.type_lines import read_type
from canvas.scoring.picture import Picture

SMALLEST_WIDTH = 160  # pixels: below, neither type nor faces can be told


def read_picture(pixels: ByteImage) -> Reading:
    """Measure HxWx3 RGB pixels of any shape. The same pixels give the same reading; about 0.35 s on one core.

    `PictureError` for a picture that is less than 160 pixels wide, or no HxWx3 array of bytes.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise PictureError("a picture to read must be HxWx3 bytes")
    height, width = pixels.shape[:2]
    if width < SMALLEST_WIDTH or height < SMALLEST_WIDTH // 4:
        raise PictureError(f"a picture must be at least {SMALLEST_WIDTH} pixels wide")
    picture = Picture(np.ascontiguousarray(pixels))
    lines, type_found = read_type(picture.pixels)
    boxes = [line.box for line in lines]
    faces = find_faces(picture.pixels)
    things = find_things(picture, faces, boxes)
    view = read_ground(picture, things.covered)
    contrast, saturation = picture.contrast(), saturation_of(picture)
    clutter = picture.edge_density(boxes)
    return Reading(
        width=width,
        height=height,
        swatches=find_swatches(picture.pixels),
        warmth=round(warmth_of(picture), 3),
        contrast=round(contrast, 3),
        saturation=round(saturation, 3),
        brightness=round(picture.brightness(), 3),
        colourfulness=round(picture.colourfulness(), 1),
        clutter=round(clutter, 4),
        energy=energy_of(contrast, saturation, clutter),
        lines=lines,
        type=type_found,
        faces=faces,
        subject=things.subject,
        ground=view.ground,
        effects=find_effects(pixels, view, things.subject.focus),
        marks=find_marks(picture, lines),
        has_logo=has_logo(picture, things.all_boxes, lines),
    )
