"""What sets one document apart from another, in a few words."""

from canvas.document import Document, Plate, Text


def axis_between(first: Document, other: Document) -> str:
    """Return the differences that a viewer would name, such as "layout, background"; "details" when there is none."""
    differences = {
        "layout": first.layout != other.layout,
        "background": _backgrounds(first) != _backgrounds(other),
        "colours": first.palette != other.palette,
        "headline": _words(first) != _words(other),
        "typeface": _fonts(first) != _fonts(other),
    }
    return ", ".join(name for name, differs in differences.items() if differs) or "details"


def _backgrounds(document: Document) -> list[str]:
    return [layer.source for layer in document.layers if isinstance(layer, Plate)]


def _words(document: Document) -> list[str]:
    return [layer.text for layer in document.layers if isinstance(layer, Text)]


def _fonts(document: Document) -> list[str]:
    return [layer.font for layer in document.layers if isinstance(layer, Text)]
