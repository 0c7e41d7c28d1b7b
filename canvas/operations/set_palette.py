"""Other colours for everything that follows the palette."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from canvas.colour import ROLES
from canvas.document import Effect, Layer, Logo, Plate
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.serial import written_record


@dataclass(frozen=True)
class SetPalette(Operation):
    """Change some of the palette's colours, each `#rrggbb`; those left out stay. All that names a role of the palette
    takes the new colour. Refused while a layer that would change is locked."""

    name = "set_palette"
    primary: str | None = None
    secondary: str | None = None
    accent: str | None = None
    light: str | None = None
    dark: str | None = None

    def apply(self, sheet: Sheet) -> Applied:
        palette = sheet.document.palette
        changed = {
            role: colour for role, colour in asdict(self).items() if colour not in (None, getattr(palette, role))
        }
        followers = [layer for layer in sheet.document.layers if changed and follows_palette(layer, frozenset(changed))]
        locked = next((layer.id for layer in followers if layer.locked), None)
        if locked is not None:
            raise OperationError(next(iter(changed)), f"would change {locked!r}, which is locked")
        document = replace(sheet.document, palette=replace(palette, **changed))
        return Applied(document, SetPalette(**asdict(palette)), frozenset(layer.id for layer in followers))


def follows_palette(layer: Layer, roles: frozenset[str] = frozenset(ROLES)) -> bool:
    """Tell whether a layer may look different when colours of these roles do.

    Scenes, paints and effects may use roles that they don't name.
    """
    if isinstance(layer, Logo):
        return False
    if isinstance(layer, Plate):
        return not layer.source.startswith("picture:")
    if isinstance(layer, Effect):
        return True
    return not roles.isdisjoint(_strings(written_record(layer)))


def _strings(value: object) -> set[str]:
    if isinstance(value, dict):
        return {string for item in value.values() for string in _strings(item)}
    return {value} if isinstance(value, str) else set()
