"""A layer larger or smaller."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from canvas.document import Frame
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.placing import placed, standing
from canvas.serial import limits_of


@dataclass(frozen=True)
class Resize(Operation):
    """Make a layer larger or smaller about its middle: `scale` 2 doubles its frame. Type is fitted anew and stays
    crisp."""

    name = "resize"
    limits = MappingProxyType({"scale": (0.05, 10.0)})
    layer: str
    scale: float

    def apply(self, sheet: Sheet) -> Applied:
        layer, frame = standing(sheet, self.layer)
        width, height = frame.width * self.scale, frame.height * self.scale
        x, y = frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2
        for name, value in (("x", x), ("y", y), ("width", width), ("height", height)):
            least, most = limits_of(Frame, name)
            if not least <= value <= most:
                raise OperationError("scale", "makes the layer too large" if self.scale > 1 else "makes it too small")
        return placed(sheet, layer, Frame(x, y, width, height))
