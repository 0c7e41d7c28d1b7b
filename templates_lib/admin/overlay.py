"""What was measured in an original, as shapes to draw over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canvas import reading
from canvas.errors import DocumentError
from canvas.geometry import Box


@dataclass(frozen=True)
class Shape:
    """A box in pixels of the original. `hint` tells what it is; `label` is short, "" where the hint is enough, and
    stands with its top at `label_y`: above the box where there is room."""

    x: float
    y: float
    width: float
    height: float
    label: str
    hint: str
    label_y: float


@dataclass(frozen=True)
class Line:
    """A line of type as it was read; `text` is "" where it could not be."""

    text: str
    facts: str


@dataclass(frozen=True)
class Overlay:
    """Everything to draw over an original of `width` x `height` pixels, and to tell beside it.

    `thirds` are the x of the two upright and the y of the two level lines, `focus` is the focal point, all in pixels.
    `number`, `ring` and `dot` are sizes of small marks in pixels, which look the same on pictures of any size.
    """

    width: int
    height: int
    number: float
    ring: float
    dot: float
    type: tuple[Shape, ...]
    faces: tuple[Shape, ...]
    subject: tuple[Shape, ...]
    marks: tuple[Shape, ...]
    focus: tuple[float, float]
    thirds: tuple[tuple[float, float], tuple[float, float]]
    lines: tuple[Line, ...]
    swatches: tuple[tuple[str, float], ...]


def overlay_of(value: Mapping[str, Any]) -> Overlay | None:
    """Return the overlay of a stored reading; None for none yet, and for one that an older version left."""
    if not value:
        return None
    try:
        found = reading.from_json(value)
    except DocumentError:
        return None
    width, height = found.width, found.height
    number = width / 32

    def shape(box: Box, label: str, hint: str) -> Shape:
        top = box.y0 * height
        return Shape(
            box.x0 * width, top, box.width * width, box.height * height, label, hint, label_y=max(0.0, top - number)
        )

    subject = found.subject
    return Overlay(
        width=width,
        height=height,
        number=number,
        ring=width / 50,
        dot=width / 200,
        type=tuple(
            shape(line.box, str(number), line.text or "Type that could not be read")
            for number, line in enumerate(found.lines, start=1)
        ),
        faces=tuple(shape(box, "", f"Face, {box.height:.0%} of the height") for box in found.faces),
        subject=(
            *([shape(subject.box, "", _subject_hint(subject))] if subject.box else []),
            *(shape(box, "", "Beside the subject") for box in subject.others),
        ),
        marks=tuple(shape(mark.box, "", mark.kind.capitalize()) for mark in found.marks),
        focus=(subject.focus[0] * width, subject.focus[1] * height),
        thirds=((width / 3, 2 * width / 3), (height / 3, 2 * height / 3)),
        lines=tuple(Line(line.text, _facts(line)) for line in found.lines),
        swatches=tuple((swatch.colour, swatch.share) for swatch in found.swatches),
    )


def _subject_hint(subject: reading.SubjectFound) -> str:
    return f"The subject, a {subject.kind}" + (", with a light ring round it" if subject.is_outlined else "")


def _facts(line: reading.TypeLine) -> str:
    facts = [f"{line.size:.0%} high", line.colour]
    if abs(line.tilt) >= 1:
        facts.append(f"tilted {line.tilt:+.0f}°")
    if line.is_label:
        facts.append(f"on a label {line.behind}")
    if line.text:
        facts.append(f"{line.confidence:.0%} sure")
    return ", ".join(facts)
