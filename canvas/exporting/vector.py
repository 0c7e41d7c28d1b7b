"""SVG: type as paths, and everything else as pictures in their places, each layer a group of its own."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from canvas.document import Blend, Document, Text
from canvas.drawing.drawing import photo_shapes
from canvas.drawing.inputs import Inputs
from canvas.drawing.lettering import framed
from canvas.exporting.embedding import as_data
from canvas.exporting.layers import Grading, LayerPicture, take_apart
from canvas.exporting.lettering import add_text
from canvas.layouts import solve

_NAMESPACE = "http://www.w3.org/2000/svg"
_BLENDS: Mapping[Blend, str] = {
    "normal": "",
    "screen": "screen",
    "add": "plus-lighter",
    "multiply": "multiply",
    "overlay": "overlay",
    "soft_light": "soft-light",
}


def vector_graphic(document: Document, pictures: Mapping[str, bytes], *, identifier: str = "") -> bytes:
    """Return a document as an SVG file that needs no other. The same document gives the same bytes.

    A grade becomes a filter over the layers below it. `identifier` is written into its metadata. Raises what drawing
    raises.
    """
    return _Drawing(document, pictures, identifier).written()


class _Drawing:
    def __init__(self, document: Document, pictures: Mapping[str, bytes], identifier: str) -> None:
        self.document = document
        self.parts = take_apart(document, pictures).parts
        self.frames = solve(document, photo_shapes=photo_shapes(document, Inputs(pictures)))
        width, height = str(document.width), str(document.height)
        self.root = Element(
            "svg",
            {"xmlns": _NAMESPACE, "width": width, "height": height, "viewBox": f"0 0 {width} {height}"},
        )
        if identifier:
            SubElement(self.root, "metadata").text = identifier
        self.definitions = SubElement(self.root, "defs")
        self.groups: list[Element] = []

    def written(self) -> bytes:
        for part in self.parts:
            if isinstance(part, Grading):
                self._grade(part)
            elif part.rgba.size:
                self._add(part)
        self.root.extend(self.groups)
        return bytes(ElementTree.tostring(self.root, encoding="utf-8", xml_declaration=True))

    def _add(self, picture: LayerPicture) -> None:
        layer = picture.layer
        group = Element("g", {"id": layer.id})
        if picture.opacity < 1:
            group.set("opacity", f"{picture.opacity:.3f}")
        if picture.blend != "normal":
            group.set("style", f"mix-blend-mode: {_BLENDS[picture.blend]}")
        self.groups.append(group)
        size = self.document.width, self.document.height
        letters = (
            framed(layer, self.frames[layer.id], self.document.palette, *size) if isinstance(layer, Text) else None
        )
        if isinstance(layer, Text) and letters is not None:
            add_text(group, self.definitions, layer, letters, self.document.palette)
            return
        rows, columns = picture.rgba.shape[:2]
        place = {"x": str(picture.x), "y": str(picture.y), "width": str(columns), "height": str(rows)}
        SubElement(group, "image", {"href": as_data(picture.rgba), **place})

    def _grade(self, grading: Grading) -> None:
        """Put everything so far under a filter that maps colours as the grade does."""
        name = f"{grading.layer.id}-colours"
        mapped = SubElement(self.definitions, "filter", {"id": name, "color-interpolation-filters": "sRGB"})
        for attribute, value in (("x", "0"), ("y", "0"), ("width", "1"), ("height", "1")):
            mapped.set(attribute, value)
        rows = (
            " ".join(f"{value:.5f}" for value in (*row, 0.0, shift))
            for row, shift in zip(grading.matrix, grading.offset, strict=True)
        )
        SubElement(mapped, "feColorMatrix", {"values": f"{' '.join(rows)} 0 0 0 1 0"})
        graded = Element("g", {"id": grading.layer.id, "filter": f"url(#{name})"})
        graded.extend(self.groups)
        self.groups = [graded]
