"""The document: a versioned, immutable, validated value that says what a thumbnail is made of.

Everything stored is a ratio of the canvas, never pixels: `x` and widths of the canvas width, `y`, heights, sizes and
stroke widths of the canvas height. One document is therefore drawn at any size, and re-laid for any aspect ratio.

A colour is either `#rrggbb` or the name of a palette role (`primary secondary accent light dark`), so that a new
palette recolours the whole document. A layer stands where its `frame` says or, without one, where the layout puts
its `slot`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

DOCUMENT_VERSION = 1

Aspect = Literal["16:9", "1:1", "9:16", "4:5"]
Blend = Literal["normal", "screen", "add", "multiply", "overlay", "soft_light"]
Align = Literal["left", "centre", "right"]
Finish = Literal["flat", "gloss", "gold", "chrome", "neon", "ice", "fire"]
LabelShape = Literal["rounded", "slanted", "paper", "brush"]
PaletteRole = Literal["primary", "secondary", "accent", "light", "dark"]
Colour = str


@dataclass(frozen=True)
class Palette:
    """Five colours, each `#rrggbb`. `accent` highlights; `light` and `dark` are for type and strokes."""

    primary: str
    secondary: str
    accent: str
    light: str = "#ffffff"
    dark: str = "#08060c"


@dataclass(frozen=True)
class Frame:
    """A box in ratios of the canvas: left, top, width, height. It may reach over an edge (a subject cut by it)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Outline:
    colour: Colour = "light"
    width: float = 0.012


@dataclass(frozen=True)
class Glow:
    colour: Colour = "accent"
    strength: float = 0.8
    radius: float = 0.06


@dataclass(frozen=True)
class Rim:
    """Coloured light on one edge. `angle` in degrees: where the light comes from, 0 is the right, 90 the top."""

    colour: Colour = "primary"
    angle: float = 160.0
    strength: float = 1.0


@dataclass(frozen=True)
class Shadow:
    dx: float = 0.012
    dy: float = 0.025
    blur: float = 0.03
    strength: float = 0.7


@dataclass(frozen=True)
class Extrude:
    """Depth behind the letters, in ratios of their size; `angle` in degrees, 0 to the right, 90 downwards. `lit` 0..1
    is how much its sides differ by the light that falls on them."""

    colour: Colour = "dark"
    depth: float = 0.08
    angle: float = 60.0
    lit: float = 0.0


@dataclass(frozen=True)
class LayerBase:
    """What every layer has. `id` is unique in the document and never changes; `slot` is its part in the layout."""

    id: str
    name: str = ""
    slot: str | None = None
    frame: Frame | None = None
    visible: bool = True
    locked: bool = False
    opacity: float = 1.0
    blend: Blend = "normal"


@dataclass(frozen=True)
class Light:
    """One baked light group of a scene: its colour and how strong it shines."""

    colour: Colour
    gain: float = 1.0


@dataclass(frozen=True)
class Plate(LayerBase):
    """The background. `source` is `scene:<name>` (baked, relit), `paint:<name>` (procedural) or `picture:<key>`.

    `exposure` multiplies a scene's own, `blur` is a ratio of the canvas height, `flip` exchanges left and right.
    """

    kind: Literal["plate"] = "plate"
    source: str = "paint:gradient"
    lights: dict[str, Light] = field(default_factory=dict)
    exposure: float = 1.0
    blur: float = 0.0
    flip: bool = False
    params: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect(LayerBase):
    """Something over the whole canvas or a region of it: rays, halftone, bokeh, sparks, vignette, grade …

    Each blends in a way of its own; `blend` is not asked.
    """

    kind: Literal["effect"] = "effect"
    effect: str = "vignette"
    colour: Colour = "accent"
    amount: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)
    params: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject(LayerBase):
    """What the picture is about. `source` is `prop:<name>` or `photo:<key>` (cut out of the user's picture)."""

    kind: Literal["subject"] = "subject"
    source: str = ""
    rotation: float = 0.0
    flip: bool = False
    outline: Outline | None = None
    glow: Glow | None = None
    rim: Rim | None = None
    shadow: Shadow | None = field(default_factory=Shadow)
    line_art: float = 0.0


@dataclass(frozen=True)
class Text(LayerBase):
    """Type fitted into its frame. `highlight` holds indices of the words drawn in `highlight_colour`.

    `stroke` is a ratio of the size of the letters. `size_contrast` is how much larger the largest line may be than
    the smallest: 1 sets all lines alike. `tilt` in degrees, positive lifts the right end.

    `finish` is what the letters are made of, `highlight_finish` the highlighted ones; all but flat, gloss and neon
    bring colours of their own. `bevel` 0..1 rounds their edges. A second stroke, `outer_stroke` wide, runs round the
    first. `plate_shape` is the cut of the plates behind the lines.
    """

    kind: Literal["text"] = "text"
    text: str = ""
    font: str = "anton"
    colour: Colour = "light"
    highlight: tuple[int, ...] = ()
    highlight_colour: Colour = "accent"
    align: Align = "left"
    max_lines: int = 4
    size_contrast: float = 1.75
    gradient: float = 0.3
    stroke: float = 0.06
    stroke_colour: Colour = "dark"
    extrude: Extrude | None = None
    glow: Glow | None = None
    shadow: Shadow | None = field(default_factory=Shadow)
    plate_colour: Colour | None = None
    tilt: float = 0.0
    finish: Finish = "flat"
    highlight_finish: Finish = "flat"
    bevel: float = 0.0
    outer_stroke: float = 0.0
    outer_stroke_colour: Colour = "primary"
    plate_shape: LabelShape = "rounded"


@dataclass(frozen=True)
class Mark(LayerBase):
    """A pointer or a sticker (`canvas.drawing.marks.MARKS`): pointers go from their frame towards the layer named by
    `target`, stickers stand in their frame. `text` is for those that hold words, or a number of stars."""

    kind: Literal["mark"] = "mark"
    mark: str = "arrow"
    colour: Colour = "accent"
    target: str | None = None
    bend: float = -0.3
    width: float = 0.03
    text: str = ""


@dataclass(frozen=True)
class Logo(LayerBase):
    """The user's logo, untouched but for its size. `source` is `picture:<key>`."""

    kind: Literal["logo"] = "logo"
    source: str = ""


Layer = Plate | Effect | Subject | Text | Mark | Logo


@dataclass(frozen=True)
class Document:
    """A thumbnail. `layers` stand bottom to top. `meta` holds short strings about where it came from."""

    layers: tuple[Layer, ...]
    palette: Palette
    layout: str
    aspect: Aspect = "16:9"
    width: int = 1280
    height: int = 720
    seed: int = 0
    version: int = DOCUMENT_VERSION
    meta: dict[str, str] = field(default_factory=dict)

    def layer(self, layer_id: str) -> Layer:
        """Return the layer of that id; `KeyError` when there is none."""
        for layer in self.layers:
            if layer.id == layer_id:
                return layer
        raise KeyError(layer_id)
