"""OpenRaster: a zip of one PNG a layer and how they are stacked, which Krita, GIMP and MyPaint open.

Written after the specification's baseline (openraster.org), version 0.0.3.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from canvas.document import Blend, Document
from canvas.export import srgb_profile
from canvas.exporting.layers import Grading, LayerPicture, take_apart
from canvas.exporting.xml_text import xml_text
from canvas.filters import ByteImage

_OPERATORS: Mapping[Blend, str] = {
    "normal": "svg:src-over",
    "screen": "svg:screen",
    "add": "svg:plus",
    "multiply": "svg:multiply",
    "overlay": "svg:overlay",
    "soft_light": "svg:soft-light",
}
_LONGEST_SIDE_OF_THUMBNAIL = 256


def open_raster(document: Document, pictures: Mapping[str, bytes], *, identifier: str = "") -> bytes:
    """Return a document as an OpenRaster file. The same document gives the same bytes.

    A grade is worked into the colours of the layers below it; the finished picture lies on top, hidden. `identifier` is
    written into the merged picture. Raises what drawing raises.
    """
    layers = take_apart(document, pictures)
    stacked = _graded(layers.parts)
    merged = Image.fromarray(layers.pixels)
    small = merged.copy()
    small.thumbnail((_LONGEST_SIDE_OF_THUMBNAIL, _LONGEST_SIDE_OF_THUMBNAIL), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        _add(archive, "mimetype", b"image/openraster", compressed=False)
        _add(archive, "stack.xml", _stack(document, stacked))
        for index, picture in enumerate(stacked):
            _add(archive, _source(index), _png(Image.fromarray(picture.rgba, "RGBA")), compressed=False)
        _add(archive, _FINISHED, _png(merged), compressed=False)
        _add(archive, "mergedimage.png", _png(merged, identifier), compressed=False)
        _add(archive, "Thumbnails/thumbnail.png", _png(small), compressed=False)
    return out.getvalue()


_FINISHED = "data/finished.png"


def _graded(parts: Iterable[LayerPicture | Grading]) -> list[LayerPicture]:
    pictures: list[LayerPicture] = []
    for part in parts:
        if isinstance(part, Grading):
            pictures = [replace(picture, rgba=_regraded(picture, part)) for picture in pictures]
        elif part.rgba.size:
            pictures.append(part)
    return pictures


def _regraded(picture: LayerPicture, grading: Grading) -> ByteImage:
    """The colours of a layer as the grade makes them; of light that is screened the offset would make a veil."""
    offset = grading.offset if picture.blend == "normal" else np.zeros(3)
    colours = picture.rgba[..., :3].astype(np.float32) @ grading.matrix.T.astype(np.float32)
    graded = np.clip(colours + (offset * 255).astype(np.float32) + np.float32(0.5), 0, 255).astype(np.uint8)
    return np.concatenate([graded, picture.rgba[..., 3:]], axis=2)


def _stack(document: Document, pictures: list[LayerPicture]) -> bytes:
    """The order of the layers, the topmost first."""
    size = {"w": str(document.width), "h": str(document.height)}
    image = ElementTree.Element("image", {"version": "0.0.3", **size})
    stack = ElementTree.SubElement(image, "stack")
    ElementTree.SubElement(
        stack, "layer", {"name": "Finished picture", "src": _FINISHED, "x": "0", "y": "0", "visibility": "hidden"}
    )
    for index, picture in reversed(list(enumerate(pictures))):
        ElementTree.SubElement(
            stack,
            "layer",
            {
                "name": xml_text(picture.layer.name).strip() or picture.layer.id,
                "src": _source(index),
                "x": str(picture.x),
                "y": str(picture.y),
                "opacity": f"{picture.opacity:g}",
                "visibility": "visible",
                "composite-op": _OPERATORS[picture.blend],
            },
        )
    return bytes(ElementTree.tostring(image, encoding="utf-8", xml_declaration=True))


def _source(index: int) -> str:
    return f"data/layer{index:02}.png"


def _png(image: Image.Image, identifier: str = "") -> bytes:
    out = io.BytesIO()
    text = PngInfo()
    if identifier:
        text.add_text("Identifier", identifier)
    image.save(out, "PNG", compress_level=4, pnginfo=text, icc_profile=srgb_profile())
    return out.getvalue()


def _add(archive: ZipFile, name: str, data: bytes, *, compressed: bool = True) -> None:
    """Add a file with a date that says nothing, so that the archive depends on its contents alone."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
    archive.writestr(entry, data)
