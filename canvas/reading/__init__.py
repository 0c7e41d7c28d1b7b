"""Reading a picture that nobody drew here: what it is made of, from its pixels alone."""

from canvas.reading.model import Ground, MarkFound, Reading, SubjectFound, Swatch, TypeFound, TypeLine
from canvas.reading.reading import SMALLEST_WIDTH, read_picture
from canvas.reading.serial import from_json, to_json

__all__ = [
    "SMALLEST_WIDTH",
    "Ground",
    "MarkFound",
    "Reading",
    "SubjectFound",
    "Swatch",
    "TypeFound",
    "TypeLine",
    "from_json",
    "read_picture",
    "to_json",
]
