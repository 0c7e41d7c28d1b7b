"""Documents on a background that a provider painted."""

from dataclasses import replace

from canvas.document import Document, Plate
from generation.pipeline.context import Context
from generation.selectors.layer_pictures import BACKGROUND


def on_painted_background(context: Context, document: Document) -> Document:
    """Return the document on the painted background, or as it is where there is none."""
    if BACKGROUND not in context.pictures:
        return document
    layers = tuple(
        replace(layer, source=f"picture:{BACKGROUND}", lights={}, params={}) if isinstance(layer, Plate) else layer
        for layer in document.layers
    )
    return replace(document, layers=layers)
