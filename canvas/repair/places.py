"""Mends that give layers another place: type and stickers off what they hide, subjects and headlines more room."""

from __future__ import annotations

from collections.abc import Iterator

from canvas.document import Frame, Layer, Mark, Subject, Text
from canvas.geometry import Box
from canvas.layouts.named import LAYOUTS
from canvas.layouts.rules import BADGE_ZONE
from canvas.operations.move import Move
from canvas.operations.place import Place
from canvas.operations.remove import Remove
from canvas.operations.resize import Resize
from canvas.operations.restyle_text import RestyleText
from canvas.operations.set_opacity import SetOpacity
from canvas.repair.drafting import Draft, best_of
from canvas.repair.standing import Standing
from canvas.scoring.parts import heroes_of, is_minor

_READABLE = 0.13  # of the height, that a headline's smallest line should have
_SEEN = 0.16  # of the canvas, that a hero should cover
_CROWDED = 0.35  # of a hero hidden, from which another layout is worth its change
_MARGIN_X, _MARGIN_Y = 0.03, 0.04
_STEPS = 4  # from one side of the picture to the other, that are tried for a sticker


def given_back(draft: Draft, *kinds: type[Layer]) -> Draft:
    """Let the layout place layers of these kinds that were placed by hand, where it has a place for them."""
    layers = [layer for layer in draft.sheet.document.layers if isinstance(layer, kinds)]
    return draft.then(*(Place(layer.id) for layer in layers if layer.frame is not None and layer.slot))


def clear_faces(draft: Draft) -> Draft:
    """Type and stickers off faces and subjects: back where the layout puts them, elsewhere, or in another layout."""
    typed = _moved_off(given_back(draft, Text))
    if typed.operations and typed.standing.crowding() < _CROWDED:
        return typed
    back = given_back(draft, Text, Subject, Mark)
    others = [_moved_off(other) for other in (back, *back.in_other_layouts(LAYOUTS))]
    return best_of([typed, *others], lambda standing: -standing.crowding() + standing.smallest_line)


def _moved_off(draft: Draft) -> Draft:
    """What hides a face, much of a hero or the duration, and is in nobody's charge, where it hides least."""
    for layer in draft.standing.covering:
        standing = draft.standing
        box = standing.box(layer)
        if standing.hiding(box) < _CROWDED or (isinstance(layer, Text) and layer.frame is None):
            continue
        x, y = min(_places(box), key=lambda place: standing.collisions(layer, _at(box, place)))
        if standing.collisions(layer, _at(box, (x, y))) < standing.collisions(layer, box):
            draft = draft.then(Move(layer.id, round(x, 4), round(y, 4)))
    return draft


def _places(box: Box) -> Iterator[tuple[float, float]]:
    """Left top corners of a box at places within the margins, from the top downwards."""
    width, height = min(box.width, 1.0), min(box.height, 1.0)
    for row in range(_STEPS + 1):
        for column in range(_STEPS + 1):
            x = _MARGIN_X + column / _STEPS * (1 - 2 * _MARGIN_X - width)
            yield x, _MARGIN_Y + row / _STEPS * (1 - 2 * _MARGIN_Y - height)


def _at(box: Box, corner: tuple[float, float]) -> Box:
    return Box(corner[0], corner[1], corner[0] + box.width, corner[1] + box.height)


def clear_badge(draft: Draft) -> Draft:
    """Everything out of the corner where the duration is shown."""
    draft = draft.then(*(Place(layer.id) for layer in _in_the_corner(draft) if layer.frame is not None and layer.slot))
    for layer in _in_the_corner(draft):
        box = draft.standing.box(layer)
        upwards, leftwards = box.y1 - BADGE_ZONE.y0 + 0.01, box.x1 - BADGE_ZONE.x0 + 0.01
        if box.y0 - upwards >= 0 and upwards <= leftwards:
            draft = draft.then(Move(layer.id, round(box.x0, 4), round(box.y0 - upwards, 4)))
        else:
            draft = draft.then(Move(layer.id, round(max(0.0, box.x0 - leftwards), 4), round(box.y0, 4)))
    return draft


def _in_the_corner(draft: Draft) -> list[Layer]:
    standing = draft.standing
    faces = [layer for layer in draft.sheet.document.layers if isinstance(layer, Subject) and layer.frame is not None]
    return [layer for layer in (*standing.covering, *faces) if standing.box(layer).intersection(BADGE_ZONE) is not None]


def inset_type(draft: Draft) -> Draft:
    """Type in from the edges and upright."""
    for layer in draft.sheet.document.layers:
        if isinstance(layer, Text) and layer.visible:
            box = draft.standing.box(layer)
            frame = _inset(box)
            if layer.frame is not None:
                draft = draft.then(Place(layer.id, frame))
            if layer.tilt:
                draft = draft.then(RestyleText(layer.id, tilt=0.0))
    return draft


def _inset(box: Box) -> Frame:
    width, height = min(box.width, 1 - 2 * _MARGIN_X), min(box.height, 1 - 2 * _MARGIN_Y)
    x = min(max(box.x0, _MARGIN_X), 1 - _MARGIN_X - width)
    y = min(max(box.y0, _MARGIN_Y), 1 - _MARGIN_Y - height)
    return Frame(round(x, 4), round(y, 4), round(width, 4), round(height, 4))


def enlarge_text(draft: Draft) -> Draft:
    """A headline that is read: its own room again, lines alike, then the room of the subtitle, or another layout."""
    drafts = [_restyled(given_back(draft, Text))]
    if drafts[-1].standing.smallest_line < _READABLE:
        drafts.append(_without_minor(drafts[0]))
    if drafts[-1].standing.smallest_line < _READABLE:
        drafts += [_grown(drafts[-1]), *drafts[-1].in_other_layouts(LAYOUTS)]
    return best_of(drafts, lambda standing: min(_READABLE, standing.smallest_line) - 0.05 * standing.crowding())


def _restyled(draft: Draft) -> Draft:
    texts = [layer for layer in draft.sheet.document.layers if isinstance(layer, Text) and not is_minor(layer)]
    return draft.then(
        *(
            RestyleText(text.id, max_lines=min(6, text.max_lines + 1), size_contrast=1.2, tilt=0.0)
            for text in texts
            if not (text.slot or "").startswith("label")
        )
    )


def _without_minor(draft: Draft) -> Draft:
    if draft.sheet.document.layout == "big_number":  # what it says beside the number is its headline
        return draft
    return draft.then(*(Remove(layer.id) for layer in _subtitles(draft)))


def _subtitles(draft: Draft) -> list[Text]:
    return [layer for layer in draft.sheet.document.layers if isinstance(layer, Text) and layer.slot == "subtitle"]


def _grown(draft: Draft) -> Draft:
    """Type that has no place in the layout in a frame as large again."""
    for layer in draft.sheet.document.layers:
        if isinstance(layer, Text) and layer.frame is not None and not is_minor(layer):
            box = draft.standing.box(layer)
            wide = Box(box.x0 - box.width / 2, box.y0 - box.height / 2, box.x1 + box.width / 2, box.y1 + box.height / 2)
            draft = draft.then(Place(layer.id, _inset(wide)))
    return draft


def enlarge_subject(draft: Draft) -> Draft:
    """A hero that is seen: solid, in its own room again, then without what stands beside it, or in another layout."""
    solid = draft.then(*(SetOpacity(hero.id, 1.0) for hero in heroes_of(draft.sheet.document)))
    drafts = [given_back(solid, Subject)]
    if drafts[-1].standing.hero_area < _SEEN:
        drafts.append(_without_supports(drafts[0]))
    if drafts[-1].standing.hero_area < _SEEN:
        drafts += [_with_larger_heroes(drafts[-1]), *drafts[-1].in_other_layouts(LAYOUTS)]
    return best_of(drafts, _seen)


def _seen(standing: Standing) -> float:
    return min(_SEEN, standing.hero_area) - 0.03 * standing.crowding()


def _without_supports(draft: Draft) -> Draft:
    layers = draft.sheet.document.layers
    return draft.then(*(Remove(layer.id) for layer in layers if (layer.slot or "").startswith("support_")))


def _with_larger_heroes(draft: Draft) -> Draft:
    for hero in heroes_of(draft.sheet.document):
        box = draft.standing.box(hero)
        scale = min(3.0, (_SEEN / max(box.area, 1e-3)) ** 0.5 * 1.1)
        draft = draft.then(Resize(hero.id, round(scale, 3)))
    return draft


def spread_layers(draft: Draft) -> Draft:
    """Nothing crowded into one half: the layout's own places, or those of another layout, or larger heroes."""
    back = given_back(draft, Text, Subject, Mark)
    if back.operations and back.standing.emptier_half() > _SEEN:
        return back
    drafts = [back, _with_larger_heroes(back), *back.in_other_layouts(LAYOUTS)]
    return best_of(drafts, lambda standing: min(0.5, standing.emptier_half()) - 0.1 * standing.crowding())
