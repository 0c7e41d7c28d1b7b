"""What reading a picture finds, typed. Boxes and lengths are ratios of the picture unless a line says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from canvas.geometry import Box

GroundKind = Literal["photo", "gradient", "pattern", "plain"]
Pattern = Literal["none", "rays", "speed_lines", "halftone", "stripes", "split"]
MarkKind = Literal["arrow", "circle", "underline"]
SubjectKind = Literal["none", "person", "thing"]


@dataclass(frozen=True)
class Swatch:
    """A colour of the picture: `#rrggbb`, its CIE Lab (D65; L 0..100) and the share of pixels nearest to it, 0..1."""

    colour: str
    lab: tuple[float, float, float]
    share: float


@dataclass(frozen=True)
class TypeLine:
    """A line of type.

    `box` is the upright box round its ink. `size` is the height of its letters as a ratio of the picture's height.
    `tilt` is in degrees, positive where the right end is lifted (the angle of the detector's quadrilateral).
    `text` is "" where it can't be read; `confidence` 0..1 is the recogniser's. `words` is counted from the gaps
    between the letters where the recogniser saw none. `colour` is the median of the letters, `second_colour` that of
    other letters of the line with a colour of their own, "" when all are alike; `behind` is what lies right around
    them. `is_label` says that it stands on a flat box. `weight` is the thickness of a stem over the height of a
    letter (twice the mean distance to the edge along the ridge of the strokes).
    """

    box: Box
    size: float
    tilt: float
    text: str
    confidence: float
    words: int
    colour: str
    second_colour: str
    behind: str
    is_label: bool
    weight: float


@dataclass(frozen=True)
class TypeFound:
    """The face of ours that the type is most like, how like (overlap of their letters, 0..1; 0 when nothing could be
    compared), and whether the letters throw a hard shape to one side."""

    typeface: str
    likeness: float
    is_extruded: bool


@dataclass(frozen=True)
class SubjectFound:
    """What the picture is about. `box` is None with kind "none". `is_outlined` says that a light ring runs round it,
    `others` holds the boxes of the things beside it, largest first, `focus` is the centre of what draws the eye."""

    kind: SubjectKind
    box: Box | None
    is_outlined: bool
    others: tuple[Box, ...]
    focus: tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """What lies outside type and subject.

    `colour` is its largest colour and `second_colour` the one farthest from it that covers at least a seventh, ""
    when there is none; of a split ground they are those of the left and the right part. `lightness` is its median CIE
    L (0..100), `is_light` whether that is 63 or more. `detail` is the mean difference from its own blurred self in
    steps of L, `edges` the share of edge pixels (Canny).
    """

    kind: GroundKind
    pattern: Pattern
    colour: str
    second_colour: str
    lightness: float
    is_light: bool
    detail: float
    edges: float


@dataclass(frozen=True)
class MarkFound:
    """A pointer drawn over the picture, and where."""

    kind: MarkKind
    box: Box


@dataclass(frozen=True)
class Reading:
    """All that was measured in a picture of `width` x `height` pixels.

    `swatches` are its distinct colours, largest first (k-means in Lab, merged below 14 by CIE76). `contrast` (RMS,
    0..0.5), `brightness` (0..1), `colourfulness` (Hasler and Süsstrunk 2003) and `clutter` (share of edge pixels
    outside the type) are `canvas.scoring.picture`'s; `warmth` (-1..1), `saturation` (0..1) and `energy` (1..10) are
    `canvas.dna.measuring`'s. `faces` come largest first (YuNet). `effects` are names that `canvas.drawing.effects`
    knows. `marks` and `has_logo` hold only what could be told with certainty.
    """

    width: int
    height: int
    swatches: tuple[Swatch, ...]
    warmth: float
    contrast: float
    saturation: float
    brightness: float
    colourfulness: float
    clutter: float
    energy: int
    lines: tuple[TypeLine, ...]
    type: TypeFound
    faces: tuple[Box, ...]
    subject: SubjectFound
    ground: Ground
    effects: tuple[str, ...]
    marks: tuple[MarkFound, ...]
    has_logo: bool

    @property
    def text(self) -> str:
        """All that was read, line by line, top to bottom. It may be somebody's words: never show it to others."""
        return " ".join(line.text for line in self.lines if line.text)

    @property
    def headline(self) -> tuple[TypeLine, ...]:
        """The lines that are set large: at least 0.4 of the largest."""
        largest = max((line.size for line in self.lines), default=0.0)
        return tuple(line for line in self.lines if line.size >= 0.4 * largest)
