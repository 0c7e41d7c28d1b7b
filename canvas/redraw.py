"""Draws one document in a process of its own, so that its memory goes back to the system: `python -m canvas.redraw`.

On stdin stands one line of JSON, `{"document", "width", "height", "format", "pictures": {key: bytes}}`, and after it
the encoded pictures in that order, each as long as said. The encoded drawing goes to stdout. What can't be drawn ends
with 1 and one line on stderr.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import BinaryIO

from canvas.drawing import draw
from canvas.errors import CanvasError
from canvas.export import encode
from canvas.serial import from_json


def redraw(source: BinaryIO) -> bytes:
    """Return the encoded drawing of what the stream asks for. Raises `CanvasError`."""
    order = json.loads(source.readline())
    pictures = {key: source.read(length) for key, length in order["pictures"].items()}
    document = replace(from_json(order["document"]), width=order["width"], height=order["height"])
    return encode(draw(document, pictures).pixels, order["format"])


def main() -> int:
    try:
        data = redraw(sys.stdin.buffer)
    except CanvasError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
