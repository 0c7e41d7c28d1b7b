"""A text as SVG: letters as paths that stay sharp at any size, with their strokes, depth, glow, shadow and plate.

What they are made of is told by its colours; the light on rounded edges only a drawing has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, cos, radians, sin
from xml.etree.ElementTree import Element, SubElement

from canvas.colour import RGB, deep, mix, resolve, vivid
from canvas.document import Finish, Palette, Text
from canvas.drawing.finishes import MATERIALS, ramp_stops
from canvas.drawing.lettering import Letters
from canvas.drawing.pictures import prop_picture
from canvas.exporting.embedding import as_data, straight_bytes
from canvas.exporting.xml_text import xml_text
from canvas.fonts import typeface
from canvas.typesetting.fitting import FittedLine
from canvas.typesetting.shaping import Glyph

_MOST_STEPS = 24  # of a depth; more make a file large and no picture better


def hexed(colour: RGB) -> str:
    """Return a colour as SVG writes it."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, channel)) * 255):02x}" for channel in colour)


def add_text(parent: Element, definitions: Element, text: Text, letters: Letters, palette: Palette) -> None:
    """Add a text layer below an SVG element. `definitions` take its gradients and filters."""
    _Lettering(parent, definitions, text, letters, palette).add()


@dataclass
class _Pen:
    """Writes an outline as SVG path commands, mapped by an affine matrix (a, b, c, d, e, f)."""

    matrix: tuple[float, float, float, float, float, float]
    commands: list[str] = field(default_factory=list)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the name that HarfBuzz calls
        self._write("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("C", *points)

    def closePath(self) -> None:  # noqa: N802
        self.commands.append("Z")

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        a, b, c, d, e, f = self.matrix
        mapped = (f"{a * x + c * y + e:.2f} {b * x + d * y + f:.2f}" for x, y in points)
        self.commands.append(command + " ".join(mapped))


class _Lettering:
    def __init__(self, parent: Element, definitions: Element, text: Text, letters: Letters, palette: Palette) -> None:
        self.parent, self.definitions, self.text, self.letters, self.palette = (
            parent,
            definitions,
            text,
            letters,
            palette,
        )

    def add(self) -> None:
        text = self.text
        SubElement(self.parent, "title").text = xml_text(text.text)
        body = SubElement(self.definitions, "g", {"id": self._id("body")})
        self._add_body(body)
        if text.glow is not None:
            colour = hexed(vivid(resolve(text.glow.colour, self.palette), value=0.95))
            for share, opacity in ((0.62, min(1.0, text.glow.strength * 0.8)), (0.2, min(1.0, text.glow.strength))):
                self._use(colour, opacity=opacity, blur=text.glow.radius * self.letters.height * share)
        self._add_halo()
        if text.shadow is not None:
            dx, dy = text.shadow.dx * self.letters.height, text.shadow.dy * self.letters.height
            blur = text.shadow.blur * self.letters.height * 0.5
            self._use("#000000", opacity=min(1.0, text.shadow.strength), blur=blur, shift=(dx, dy))
        self._add_depth()
        if text.plate_colour is not None:
            colour = hexed(resolve(text.plate_colour, self.palette))
            SubElement(self.parent, "path", {"d": self._plates(), "fill": colour})
        strokes = ((text.outer_stroke_colour, self.letters.outer, text.outer_stroke),
                   (text.stroke_colour, self.letters.stroke, text.stroke))  # fmt: skip
        for role, width, asked in strokes:
            if asked > 0:
                stroke = hexed(resolve(role, self.palette))
                SubElement(self.parent, "path", {"d": self._path(None), "fill": stroke, **_edge(stroke, width)})
        for line in self.letters.placing.block.lines:
            for marked, colour, finish in self._inks():
                path = self._path(line, marked=marked)
                if path:
                    fill = self._gradient(line, colour, finish, marked=marked)
                    SubElement(self.parent, "path", {"d": path, "fill": fill})
        self._add_emoji()

    def _id(self, part: str) -> str:
        return f"{self.text.id}-{part}"

    def _inks(self) -> Iterator[tuple[bool, str, Finish]]:
        """Whether words stand out, their colour and what they are made of."""
        yield False, self.text.colour, self.text.finish
        yield True, self.text.highlight_colour, self.text.highlight_finish

    def _add_halo(self) -> None:
        """The light of a shining material, as if all of the text shone."""
        for marked, colour, finish in self._inks():
            halo = MATERIALS[finish].halo
            if halo > 0 and (self.text.highlight or not marked):
                tint = hexed(vivid(resolve(colour, self.palette), value=1.0)) if finish == "neon" else "#ff6b0d"
                for share, opacity in ((0.55, 0.62), (0.14, 0.9)):
                    self._use(tint, opacity=opacity, blur=halo * self.letters.em * share)
                return

    def _add_body(self, body: Element) -> None:
        """The letters with their stroke, and the plate: what casts shadows and has depth, in any colour."""
        SubElement(
            body, "path", {"d": self._path(None), **_edge("currentColor", self.letters.outer), "fill": "currentColor"}
        )
        if self.text.plate_colour is not None:
            SubElement(body, "path", {"d": self._plates(), "fill": "currentColor"})

    def _use(
        self, colour: str, *, opacity: float = 1.0, blur: float = 0.0, shift: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        attributes = {"href": f"#{self._id('body')}", "color": colour}
        if opacity < 1:
            attributes["opacity"] = f"{opacity:.3f}"
        if shift != (0.0, 0.0):
            attributes["transform"] = f"translate({shift[0]:.2f} {shift[1]:.2f})"
        if blur > 0:
            name = self._id(f"blur{len(self.definitions)}")
            box = {"x": "-50%", "y": "-100%", "width": "200%", "height": "300%"}
            filtered = SubElement(self.definitions, "filter", {"id": name, **box})
            SubElement(filtered, "feGaussianBlur", {"stdDeviation": f"{blur:.2f}"})
            attributes["filter"] = f"url(#{name})"
        SubElement(self.parent, "use", attributes)

    def _add_depth(self) -> None:
        extrude, depth = self.text.extrude, self.letters.depth
        if extrude is None or depth <= 0:
            return
        steps = min(_MOST_STEPS, ceil(depth))
        near = resolve(extrude.colour, self.palette)
        far = deep(near, value=0.45)
        for step in range(steps, 0, -1):
            reach = depth * step / steps
            shift = reach * cos(radians(extrude.angle)), reach * sin(radians(extrude.angle))
            self._use(hexed(mix(near, far, step / steps)), shift=shift)

    def _glyphs(self, wanted: FittedLine | None) -> Iterator[tuple[FittedLine, Glyph]]:
        for line in self.letters.placing.block.lines:
            if wanted is None or line is wanted:
                for glyph in line.shaped.glyphs:
                    yield line, glyph

    def _path(self, wanted: FittedLine | None, *, marked: bool | None = None) -> str:
        """The outlines of a line, or of all; `marked` picks the words that stand out, or those that don't."""
        commands: list[str] = []
        for line, glyph in self._glyphs(wanted):
            if marked is None or (line.words[glyph.word] in self.text.highlight) == marked:
                commands.extend(self._outline(line, glyph))
        return "".join(commands)

    def _outline(self, line: FittedLine, glyph: Glyph) -> list[str]:
        placing, face, ink = self.letters.placing, typeface(glyph.font), line.shaped.ink
        x, y = placing.point(line.x + (glyph.x - ink.x0) * line.size, line.y + (ink.y1 - glyph.y) * line.size)
        unit = line.size * glyph.scale * placing.scale / face.units_per_em
        c, s = unit * cos(radians(placing.tilt)), unit * sin(radians(placing.tilt))
        pen = _Pen((c, -s, -s, -c, x, y))
        face.font.draw_glyph_with_pen(glyph.code, pen)
        return pen.commands

    def _plates(self) -> str:
        outlines = self.letters.plate_outlines()
        return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in outline) + "Z" for outline in outlines)

    def _gradient(self, line: FittedLine, colour: str, finish: Finish, *, marked: bool) -> str:
        """The ramp of a line, from the top of its ink to the bottom."""
        stops = ramp_stops(resolve(colour, self.palette), self.text.gradient, finish)
        if len({stop for _, stop in stops}) == 1:
            return hexed(stops[0][1])
        at = self.letters.placing.block.lines.index(line)
        name = self._id(f"ramp{at}{'m' if marked else ''}")
        top = self.letters.placing.point(line.x, line.y)
        bottom = self.letters.placing.point(line.x, line.y + line.height)
        ends = {"x1": top[0], "y1": top[1], "x2": bottom[0], "y2": bottom[1]}
        attributes = {key: f"{value:.2f}" for key, value in ends.items()}
        ramp = SubElement(
            self.definitions, "linearGradient", {"id": name, "gradientUnits": "userSpaceOnUse", **attributes}
        )
        for offset, stop in stops:
            SubElement(ramp, "stop", {"offset": f"{offset:g}", "stop-color": hexed(stop)})
        return f"url(#{name})"

    def _add_emoji(self) -> None:
        for prop, corners in self.letters.emoji():
            rows, columns = prop_picture(prop).shape[:2]
            (x0, y0), (x1, y1), _, (x3, y3) = corners
            matrix = ((x1 - x0) / columns, (y1 - y0) / columns, (x3 - x0) / rows, (y3 - y0) / rows, x0, y0)
            transform = "matrix(" + " ".join(f"{value:.4f}" for value in matrix) + ")"
            size = {"width": str(columns), "height": str(rows)}
            SubElement(self.parent, "image", {"href": _as_data(prop), "transform": transform, **size})


def _edge(colour: str, width: float) -> dict[str, str]:
    """A stroke that reaches `width` pixels out of a path; nothing without width."""
    if width <= 0:
        return {}
    return {"stroke": colour, "stroke-width": f"{2 * width:.2f}", "stroke-linejoin": "round"}


def _as_data(prop: str) -> str:
    return as_data(straight_bytes(prop_picture(prop)))
