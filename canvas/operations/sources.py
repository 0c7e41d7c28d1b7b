"""What layers may show: whether there is such a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from canvas import catalogue
from canvas.document import Effect, Layer, Logo, Mark, Plate, Subject, Text
from canvas.drawing.effects import EFFECTS
from canvas.drawing.marks import MARKS
from canvas.drawing.paints import PAINTS
from canvas.errors import OperationError
from canvas.fonts import FONT_NAMES
from canvas.operations.lettering import is_worded, refuse_missing_words, refuse_undrawable, refuse_unwritten
from canvas.operations.operation import Operation
from canvas.serial import JsonValue, written_record


def refuse_unknown(layer: Layer, *, at: str) -> None:
    """Raise `OperationError` for a layer that names what there is not or says what can't be drawn, at the faulty field
    of the one that holds it, such as `layer.source` or `layers[1].text`."""
    if isinstance(layer, Plate):
        refuse_plate(layer.source, at=f"{at}.source")
    elif isinstance(layer, Subject):
        refuse_subject(layer.source, at=f"{at}.source")
    elif isinstance(layer, Logo) and not layer.source.startswith("picture:"):
        raise OperationError(f"{at}.source", "is no picture")
    elif isinstance(layer, Effect):
        _refuse_other(layer.effect, EFFECTS, at=f"{at}.effect")
    elif isinstance(layer, Mark):
        _refuse_other(layer.mark, MARKS, at=f"{at}.mark")
        if is_worded(layer.mark):
            refuse_unwritten(layer.mark, layer.text, at=f"{at}.text")
    elif isinstance(layer, Text):
        _refuse_other(layer.font, FONT_NAMES, at=f"{at}.font")
        refuse_undrawable(layer.text, layer.font, at=f"{at}.text")
        refuse_missing_words(layer.highlight, layer.text, at=f"{at}.highlight")


def refuse_subject(source: str, *, at: str = "source") -> None:
    """Raise `OperationError` for neither a prop of ours nor a photo. Whether a photo was given, drawing says."""
    kind, _, name = source.partition(":")
    if kind == "prop" and name not in catalogue.props():
        raise OperationError(at, f"there is no prop {name!r}")
    if kind not in ("prop", "photo"):
        raise OperationError(at, "is neither a prop nor a photo")


def refuse_plate(source: str, *, at: str = "source") -> None:
    """Raise `OperationError` for what is no scene or paint of ours and no picture."""
    kind, _, name = source.partition(":")
    known = {"scene": catalogue.scenes(), "paint": PAINTS}
    if kind in known and name not in known[kind]:
        raise OperationError(at, f"there is no {kind} {name!r}")
    if kind not in (*known, "picture"):
        raise OperationError(at, "is none of a scene, a paint and a picture")


def refuse_missing(operation: Operation, given: Collection[str]) -> None:
    """Raise `OperationError` where an operation shows a picture or a photo whose key is not among those given."""
    for path, source in _sources(written_record(operation), ""):
        kind, _, key = source.partition(":")
        if kind in ("photo", "picture") and key not in given:
            raise OperationError(path, f"there is no picture {key!r}")


def _refuse_other(name: str, known: Collection[str], *, at: str) -> None:
    if name not in known:
        raise OperationError(at, f"is none of {', '.join(known)}")


def _sources(value: JsonValue, path: str) -> Iterator[tuple[str, str]]:
    """Each source in an operation and where it stands, such as `layers[1].source`."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sources(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            below = f"{path}.{name}" if path else name
            if name == "source" and isinstance(item, str):
                yield below, item
            else:
                yield from _sources(item, below)
