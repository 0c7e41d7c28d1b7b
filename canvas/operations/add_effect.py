"""A new effect."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from canvas.document import Effect
from canvas.drawing.effects import EFFECTS
from canvas.operations.adding import refuse_when_full
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.remove import Remove


@dataclass(frozen=True)
class AddEffect(Operation):
    """Lay an effect over the picture: below the layer `below`, or on top of all. `centre` is the point it is about, in
    ratios of the canvas; `params` are those of the effect."""

    name = "add_effect"
    choices = MappingProxyType({"effect": tuple(EFFECTS)})
    effect: str
    below: str | None = None
    colour: str = "accent"
    amount: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)
    params: dict[str, float] = field(default_factory=dict)

    def apply(self, sheet: Sheet) -> Applied:
        refuse_when_full(sheet)
        index = len(sheet.document.layers)
        if self.below is not None:
            index = sheet.index(sheet.find(self.below, at="below").id)
        layer = Effect(
            id=sheet.free_id(self.effect),
            name=self.effect.replace("_", " ").capitalize(),
            effect=self.effect,
            colour=self.colour,
            amount=self.amount,
            centre=self.centre,
            params=self.params,
        )
        return sheet.inserting(layer, index, Remove(layer.id))
