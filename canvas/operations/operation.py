"""What an operation is, and the sheet that it works on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, overload

from canvas.document import Document, Frame, Layer, LayerBase
from canvas.errors import OperationError
from canvas.layouts import PhotoShape, solve
from canvas.layouts.named import LAYOUTS
from canvas.layouts.rules import Arrangement, Layout

A = TypeVar("A", bound=LayerBase)
B = TypeVar("B", bound=LayerBase)
C = TypeVar("C", bound=LayerBase)
D = TypeVar("D", bound=LayerBase)


@dataclass(frozen=True)
class Applied:
    """A document after an edit. `inverse` leads back to an equal one; `touched` are the ids of the layers that were
    named or changed, those that are gone among them."""

    document: Document
    inverse: Operation
    touched: frozenset[str]


@dataclass(frozen=True)
class Operation(ABC):
    """One typed edit. Its fields are read and described as those of a document are.

    `name` is what JSON calls it by. `limits` and `choices` bound fields beyond what their names do by themselves
    (`canvas.serial.read_record`).
    """

    name: ClassVar[str]
    limits: ClassVar[Mapping[str, tuple[float, float]]] = MappingProxyType({})
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

    @abstractmethod
    def apply(self, sheet: Sheet) -> Applied:
        """Carry it out. Raises `OperationError`, whose path is a field of the operation."""


@dataclass(frozen=True)
class Sheet:
    """A document being edited. `shapes` are its cut-out photos by their key: the layout places photos by them."""

    document: Document
    shapes: Mapping[str, PhotoShape] = field(default_factory=dict)

    @cached_property
    def frames(self) -> Mapping[str, Frame]:
        """Where every layer stands, in ratios of the canvas."""
        return solve(self.document, photo_shapes=self.shapes)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.document.layout]

    @property
    def arrangement(self) -> Arrangement:
        return self.layout.arrangement(self.document.aspect)

    def find(self, layer_id: str, *, at: str = "layer") -> Layer:
        """Return a layer. `OperationError` at the field `at` when there is none of that id."""
        try:
            return self.document.layer(layer_id)
        except KeyError:
            raise OperationError(at, f"there is no layer {layer_id!r}") from None

    def editable(self, layer_id: str) -> Layer:
        """Return a layer that may be changed. `OperationError` when it is locked or not there."""
        layer = self.find(layer_id)
        if layer.locked:
            raise OperationError("layer", f"{layer_id!r} is locked")
        return layer

    @overload
    def editable_of(self, layer_id: str, first: type[A], /) -> A: ...
    @overload
    def editable_of(self, layer_id: str, first: type[A], second: type[B], /) -> A | B: ...
    @overload
    def editable_of(
        self, layer_id: str, first: type[A], second: type[B], third: type[C], fourth: type[D], /
    ) -> A | B | C | D: ...
    def editable_of(self, layer_id: str, /, *kinds: type[LayerBase]) -> LayerBase:
        """Return a layer of some kinds that may be changed. `OperationError` for another one."""
        layer = self.editable(layer_id)
        if not isinstance(layer, kinds):
            wanted = " or ".join(kind.__name__.lower() for kind in kinds)
            raise OperationError("layer", f"{layer_id!r} is a {layer.kind}; this is for a {wanted} layer")
        return layer

    def index(self, layer_id: str) -> int:
        return next(at for at, layer in enumerate(self.document.layers) if layer.id == layer_id)

    def free_id(self, stem: str) -> str:
        """Return an id that no layer has: the stem itself, or with the first free number from 2 on."""
        taken = {layer.id for layer in self.document.layers}
        number = 2
        candidate = stem
        while candidate in taken:
            candidate, number = f"{stem}_{number}", number + 1
        return candidate

    def with_layer(self, changed: Layer) -> Document:
        """The document with one layer in place of that of the same id."""
        return self.with_layers({changed.id: changed})

    def with_layers(self, changed: Mapping[str, Layer]) -> Document:
        layers = tuple(changed.get(layer.id, layer) for layer in self.document.layers)
        return replace(self.document, layers=layers)

    def changing(self, layer: Layer, inverse: Operation, **fields: Any) -> Applied:
        """The usual end of an operation: some fields of one layer are others now."""
        return Applied(self.with_layer(replace(layer, **fields)), inverse, frozenset({layer.id}))

    def inserting(self, layer: Layer, index: int, inverse: Operation) -> Applied:
        layers = self.document.layers
        document = replace(self.document, layers=(*layers[:index], layer, *layers[index:]))
        return Applied(document, inverse, frozenset({layer.id}))
