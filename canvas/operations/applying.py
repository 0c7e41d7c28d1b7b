"""Carrying operations out. Pure: the same document and operations give the same document."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from canvas.document import Document
from canvas.errors import DocumentError, OperationError
from canvas.layouts import PhotoShape
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.sources import refuse_missing
from canvas.serial import from_json, to_json


@dataclass(frozen=True)
class AllApplied:
    """A document after several edits. `inverse` leads back in its own order; `touched` are ids of layers."""

    document: Document
    inverse: tuple[Operation, ...]
    touched: frozenset[str]


def apply(document: Document, operation: Operation, *, shapes: Mapping[str, PhotoShape] | None = None) -> Applied:
    """Return the document with one operation done. Raises `OperationError`, its path a field of the operation.

    `shapes` are the cut-out photos by their key (`canvas.drawing.drawing.ShapesOnDemand`). Without them a photo that
    the layout places is taken to fill its slot, which matters to operations that start from where it stands.
    """
    applied = operation.apply(Sheet(document, shapes or {}))
    try:
        from_json(to_json(applied.document))
    except DocumentError as error:
        raise OperationError("", f"makes a document that is not valid: {error}") from error
    return applied


def apply_all(
    document: Document,
    operations: Sequence[Operation],
    *,
    shapes: Mapping[str, PhotoShape] | None = None,
    pictures: Collection[str] | None = None,
) -> AllApplied:
    """Do operations one after the other. Raises `OperationError` with a path such as `operations[2].text`.

    `pictures` are the keys that operations may bring in; any when None.
    """
    inverse: list[Operation] = []
    touched: frozenset[str] = frozenset()
    for index, operation in enumerate(operations):
        try:
            if pictures is not None:
                refuse_missing(operation, pictures)
            applied = apply(document, operation, shapes=shapes)
        except OperationError as error:
            below = f".{error.path}" if error.path else ""
            raise OperationError(f"operations[{index}]{below}", error.problem) from error
        document = applied.document
        inverse.insert(0, applied.inverse)
        touched |= applied.touched
    return AllApplied(document, tuple(inverse), touched)
