"""Draws one document in a process of its own, so that its memory goes back to the system: `python -m canvas.redraw`.

On stdin stands one line of JSON, `{"task", "document", "width", "height", "pictures": {key: bytes}, …}`, and after it
the encoded pictures in that order, each as long as said. On stdout comes one line of JSON and after it the bytes that
were made, if any. What can't be done ends with 1 and one line of JSON on stderr, `{"path", "problem"}`, with `missing`
where a picture of that key was not handed in; what takes too much memory ends with 2.

`draw` (`format`) encodes the drawing. `edit` (`operations`, `format`) carries out operations and draws the outcome, and
says what they touched. `export` (`format`) writes the layers as `ora` or `svg`. `identifier` is written into what is
made; nothing else of where it came from is.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO

import cv2

from canvas.document import Document
from canvas.drawing import draw
from canvas.drawing.drawing import ShapesOnDemand
from canvas.drawing.inputs import Inputs
from canvas.errors import CanvasError, DocumentError, MissingPictureError
from canvas.export import encode
from canvas.exporting import open_raster, vector_graphic
from canvas.operations import apply_all, read_operations, written_operation
from canvas.operations.touching import touched
from canvas.scoring import score
from canvas.serial import from_json, to_json

# A backstop for a parent that died: whoever waits gives up much earlier.
_PROCESSOR_SECONDS = 120
# Twice what the richest of our own documents takes at 2560 x 1440.
_ADDRESS_SPACE = 2 * 1024**3
_OUT_OF_MEMORY = 2
_MOST_BYTES = 1_999_999


@dataclass(frozen=True)
class Order:
    """What is asked for. `more` holds what only some tasks take."""

    document: Document
    pictures: Mapping[str, bytes]
    more: Mapping[str, Any]

    @property
    def size(self) -> tuple[int, int]:
        return self.document.width, self.document.height


@dataclass(frozen=True)
class Answer:
    head: Mapping[str, Any]
    data: bytes = b""


def read_order(source: BinaryIO) -> tuple[str, Order]:
    """Return the task and the order on a stream. Raises `DocumentError` for a document that is none."""
    order = json.loads(source.readline())
    pictures = {key: source.read(length) for key, length in order["pictures"].items()}
    document = replace(from_json(order["document"]), width=order["width"], height=order["height"])
    return order["task"], Order(document, pictures, order)


def drawn(order: Order) -> Answer:
    """The drawing, encoded."""
    pixels = draw(order.document, order.pictures).pixels
    return Answer({}, encode(pixels, order.more["format"], identifier=order.more["identifier"]))


def edited(order: Order) -> Answer:
    """The document after the operations, and its drawing; no bytes where nothing of it is seen.

    `touched` are `[layer id, [x0, y0, x1, y1]]`; `score` is null where there are no bytes.
    """
    before, inputs = order.document, Inputs(order.pictures)
    operations = read_operations(order.more["operations"])
    applied = apply_all(before, operations, shapes=ShapesOnDemand(inputs), pictures=inputs.keys())
    touches = touched(before, applied.document, inputs, size=order.size)
    head: dict[str, Any] = {
        "document": to_json(applied.document),
        "inverse": [written_operation(operation) for operation in applied.inverse],
        "touched": [[touch.layer_id, list(asdict(touch.box).values())] for touch in touches],
        "score": None,
    }
    if not touches:
        return Answer(head)
    drawing = draw(applied.document, order.pictures)
    measured = score(applied.document, drawing)
    axes = {name: asdict(axis) for name, axis in measured.axes.items()}
    data = encode(drawing.pixels, order.more["format"], max_bytes=_MOST_BYTES, identifier=order.more["identifier"])
    return Answer({**head, "score": round(measured.total, 1), "score_axes": axes}, data)


def exported(order: Order) -> Answer:
    """The layers in a file that other programs open."""
    write = {"ora": open_raster, "svg": vector_graphic}[order.more["format"]]
    return Answer({}, write(order.document, order.pictures, identifier=order.more["identifier"]))


TASKS: Mapping[str, Callable[[Order], Answer]] = {"draw": drawn, "edit": edited, "export": exported}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    try:
        task, order = read_order(sys.stdin.buffer)
        answer = TASKS[task](order)
    except CanvasError as error:
        refusal = {"path": "", "problem": str(error)}
        if isinstance(error, DocumentError):
            refusal = {"path": error.path, "problem": error.problem}
        if isinstance(error, MissingPictureError):
            refusal["missing"] = error.key
        sys.stderr.write(f"{json.dumps(refusal)}\n")
        return 1
    except (MemoryError, cv2.error) as error:
        if isinstance(error, cv2.error) and error.code != cv2.Error.StsNoMem:
            raise
        return _OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer.head).encode() + b"\n")
    sys.stdout.buffer.write(answer.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
