"""What layers may show: whether the catalogue has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from canvas import catalogue
from canvas.drawing.paints import PAINTS
from canvas.errors import OperationError
from canvas.operations.operation import Operation
from canvas.serial import JsonValue, written_record


def refuse_subject(source: str) -> None:
    """Raise `OperationError` for neither a prop of ours nor a photo. Whether a photo was given, drawing says."""
    kind, _, name = source.partition(":")
    if kind == "prop" and name not in catalogue.props():
        raise OperationError("source", f"there is no prop {name!r}")
    if kind not in ("prop", "photo"):
        raise OperationError("source", "is neither a prop nor a photo")


def refuse_plate(source: str) -> None:
    """Raise `OperationError` for what is no scene or paint of ours and no picture."""
    kind, _, name = source.partition(":")
    known = {"scene": catalogue.scenes(), "paint": PAINTS}
    if kind in known and name not in known[kind]:
        raise OperationError("source", f"there is no {kind} {name!r}")
    if kind not in (*known, "picture"):
        raise OperationError("source", "is none of a scene, a paint and a picture")


def refuse_missing(operation: Operation, given: Collection[str]) -> None:
    """Raise `OperationError` where an operation shows a picture or a photo whose key is not among those given."""
    for path, source in _sources(written_record(operation), ""):
        kind, _, key = source.partition(":")
        if kind in ("photo", "picture") and key not in given:
            raise OperationError(path, f"there is no picture {key!r}")


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
