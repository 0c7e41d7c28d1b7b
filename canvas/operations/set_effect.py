"""An effect stronger, elsewhere, or another."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from canvas.document import Effect
from canvas.drawing.effects import EFFECTS
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore


@dataclass(frozen=True)
class SetEffect(Operation):
    """Change an effect layer: what it is, its `amount` (0 is none, 1 as usual), colour, `centre` in ratios of the
    canvas, and some of its `params`. What is left out stays; another `effect` starts from its own params."""

    name = "set_effect"
    choices = MappingProxyType({"effect": tuple(EFFECTS)})
    layer: str
    effect: str | None = None
    amount: float | None = None
    colour: str | None = None
    centre: tuple[float, float] | None = None
    params: dict[str, float] = field(default_factory=dict)

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Effect)
        kept = layer.params if self.effect in (None, layer.effect) else {}
        return sheet.changing(
            layer,
            Restore((layer,)),
            effect=self.effect or layer.effect,
            amount=layer.amount if self.amount is None else self.amount,
            colour=self.colour or layer.colour,
            centre=self.centre or layer.centre,
            params={**kept, **self.params},
        )
