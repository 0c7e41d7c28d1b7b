"""Documents that differ from an earlier one on one axis and keep the rest of it.

Direction makes whole documents; what it thought of for the same brief is the material here. Of that only the trait
that is asked for is taken over, so that whatever was mended, chosen or edited in the earlier picture stays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations

from canvas.direction.grounds import Ground, lit
from canvas.direction.palettes import another, on_light_ground, readable
from canvas.document import Document, Effect, Frame, Layer, Logo, Mark, Palette, Plate, Subject, Text
from canvas.geometry import Box
from canvas.reading.colours import difference, lab_of_hex
from generation.models import Axis

# CIE76 between two colours that nobody takes for one.
_APART = 20.0
_PAINTS = (
    *("paint:spotlight", "paint:mesh", "paint:bokeh", "paint:rays", "paint:gradient", "paint:halftone"),
    *("paint:smoke", "paint:waves", "paint:spot_wall", "paint:stripes"),
)
_LIGHT_PAINTS = ("paint:paper", "paint:gradient")
_RANKS = 8
_CLOSER, _FARTHER = 1.22, 0.78
_TILTS = (-4.0, 4.0)
# It splits the headline in two, so no other layout can take its words over.
_SPLITS_WORDS = "big_number"


def recoloured(parent: Document, material: Sequence[Document]) -> Iterator[Document]:
    """Yield the document in other colours: those of the material, then others that hold together, then its own in
    other roles."""
    used = [parent.palette]
    for palette in _palettes(parent, material):
        if all(_are_apart(palette, other) for other in used):
            used.append(palette)
            layers = tuple(_relit(layer, palette) if isinstance(layer, Plate) else layer for layer in parent.layers)
            yield _marked(replace(parent, palette=palette, layers=layers), Axis.PALETTE)


def _palettes(parent: Document, material: Sequence[Document]) -> Iterator[Palette]:
    own = parent.palette
    yield from (_on_ground_of(own, other.palette) for other in material)
    if _is_on_light(parent):
        # Its accent is dark, for type: other roles would make that unreadable.
        yield from (on_light_ground(another(own, rank)) for rank in range(_RANKS))
        return
    yield from (another(own, rank) for rank in range(_RANKS))
    for first, second, third in permutations((own.primary, own.secondary, own.accent)):
        yield readable(replace(own, primary=first, secondary=second, accent=third))


def on_other_grounds(parent: Document, material: Sequence[Document]) -> Iterator[Document]:
    """Yield the document before other backgrounds, and last before its own scene mirrored."""
    own = _plate_of(parent)
    if own is None:
        return
    plates = [plate for other in material if (plate := _plate_of(other)) is not None]
    paints = _LIGHT_PAINTS if _is_on_light(parent) else _PAINTS
    used = {own.source}
    for plate in (*plates, *(replace(own, source=source, blur=0.0, exposure=1.0) for source in paints)):
        if plate.source in used or plate.source.startswith("picture:"):
            continue
        used.add(plate.source)
        other = replace(own, source=plate.source, exposure=plate.exposure, blur=plate.blur, params=plate.params)
        yield _with_plate(parent, _relit(other, parent.palette))
    if own.source.startswith("scene:"):
        yield _with_plate(parent, replace(own, flip=not own.flip))


def in_other_layouts(parent: Document, material: Sequence[Document]) -> Iterator[Document]:
    """Yield the document laid out in other ways: the same words, subjects and colours at other places."""
    used = {parent.layout, _SPLITS_WORDS}
    for other in material:
        if other.layout not in used and parent.layout != _SPLITS_WORDS:
            used.add(other.layout)
            yield _marked(replace(parent, layout=other.layout, layers=_moved(parent, other)), Axis.LAYOUT)


def framed_anew(parent: Document, boxes: Mapping[str, Box]) -> Iterator[Document]:
    """Yield the document with its subjects framed in other ways, or without any with its headline tilted.

    `boxes` says where its layers stand as drawn.
    """
    subjects = [layer for layer in parent.layers if isinstance(layer, Subject) and layer.visible]
    main = {layer.id for layer in subjects if not _is_beside(layer)}
    if any(_is_beside(layer) for layer in subjects):
        alone = tuple(layer for layer in parent.layers if not (isinstance(layer, Subject) and _is_beside(layer)))
        yield _marked(replace(parent, layers=_without_targets(alone)), Axis.FRAMING)
    if main:
        for scale in (_FARTHER, _CLOSER):
            frames = {name: _scaled(boxes[name], scale) for name in main if name in boxes}
            yield _changed(parent, main & frames.keys(), partial(_framed, frames))
        yield _changed(parent, main, _turned)
        return
    headlines = {layer.id for layer in parent.layers if isinstance(layer, Text) and layer.slot == "headline"}
    for tilt in _TILTS:
        if headlines:
            yield _changed(parent, headlines, partial(_tilted, tilt))


def _framed(frames: Mapping[str, Frame], layer: Layer) -> Layer:
    return replace(layer, frame=frames[layer.id])


def _turned(layer: Layer) -> Layer:
    return replace(layer, flip=not layer.flip) if isinstance(layer, Subject) else layer


def _tilted(tilt: float, layer: Layer) -> Layer:
    return replace(layer, tilt=tilt) if isinstance(layer, Text) and layer.tilt != tilt else layer


def _changed(parent: Document, names: Iterable[str], change: Callable[[Layer], Layer]) -> Document:
    chosen = set(names)
    layers = tuple(change(layer) if layer.id in chosen else layer for layer in parent.layers)
    return _marked(replace(parent, layers=layers), Axis.FRAMING)


def _is_beside(layer: Subject) -> bool:
    return (layer.slot or "").startswith("support")


def _scaled(box: Box, scale: float) -> Frame:
    """Grow or shrink a box over the middle of its lower edge, on which whatever it shows stands."""
    width, height = (box.x1 - box.x0) * scale, (box.y1 - box.y0) * scale
    middle = (box.x0 + box.x1) / 2
    return Frame(middle - width / 2, box.y1 - height, width, height)


def _moved(parent: Document, other: Document) -> tuple[Layer, ...]:
    """Return the parent's layers at the places that the other document has for them."""
    places = {(layer.kind, layer.id): layer for layer in other.layers}
    kept: list[Layer] = []
    for layer in parent.layers:
        place = places.pop((layer.kind, layer.id), None)
        if place is not None:
            kept.append(_at_place(layer, place))
        elif isinstance(layer, Plate | Effect | Logo):
            kept.append(layer)
    for missing in places.values():
        if isinstance(missing, Subject):
            behind_type = next((at for at, layer in enumerate(kept) if isinstance(layer, Text)), len(kept))
            kept.insert(behind_type, missing)
    return _without_targets(tuple(kept))


def _at_place(layer: Layer, place: Layer) -> Layer:
    if isinstance(layer, Plate):
        return layer
    if isinstance(layer, Effect) and isinstance(place, Effect):
        return replace(layer, centre=place.centre) if layer.effect == place.effect else layer
    if isinstance(layer, Text) and isinstance(place, Text):
        return replace(layer, slot=place.slot, frame=place.frame, align=place.align, max_lines=place.max_lines)
    return replace(layer, slot=place.slot, frame=place.frame)


def _without_targets(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Leave away the marks that point at what is not there any more."""
    names = {layer.id for layer in layers}
    return tuple(layer for layer in layers if not (isinstance(layer, Mark) and layer.target not in (None, *names)))


def _on_ground_of(own: Palette, other: Palette) -> Palette:
    """Return the other colours with type that reads on the ground that is there."""
    if other.light == own.light:
        return other
    return readable(replace(own, primary=other.primary, secondary=other.secondary, accent=other.accent))


def _are_apart(first: Palette, second: Palette) -> bool:
    pairs = ((first.primary, second.primary), (first.secondary, second.secondary))
    return max(difference(lab_of_hex(one), lab_of_hex(other)) for one, other in pairs) >= _APART


def _relit(plate: Plate, palette: Palette) -> Plate:
    return replace(plate, lights=lit(Ground(plate.source), palette).lights)


def _plate_of(document: Document) -> Plate | None:
    return next((layer for layer in document.layers if isinstance(layer, Plate)), None)


def _with_plate(parent: Document, plate: Plate) -> Document:
    layers = tuple(plate if isinstance(layer, Plate) else layer for layer in parent.layers)
    return _marked(replace(parent, layers=layers, meta={**parent.meta, "ground": plate.source}), Axis.BACKGROUND)


def _is_on_light(document: Document) -> bool:
    headline = next((layer for layer in document.layers if isinstance(layer, Text)), None)
    return headline is not None and headline.colour == "dark" and headline.plate_colour is None


def _marked(document: Document, axis: Axis) -> Document:
    return replace(document, meta={**document.meta, "axis": axis.value})
