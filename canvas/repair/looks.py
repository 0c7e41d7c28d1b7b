"""Mends that change how things look: type that stands out, a calmer or livelier ground, light, colour, sharpness."""

from __future__ import annotations

from collections.abc import Callable

from canvas.brief.understand import understand
from canvas.colour import contrast, resolve
from canvas.document import Effect, Layer, Plate, Subject, Text
from canvas.operations.add_effect import AddEffect
from canvas.operations.adjust_plate import AdjustPlate
from canvas.operations.operation import Operation
from canvas.operations.recolor import Recolor
from canvas.operations.remove import Remove
from canvas.operations.restyle_subject import RestyleSubject
from canvas.operations.restyle_text import RestyleText
from canvas.operations.set_effect import SetEffect
from canvas.operations.set_opacity import SetOpacity
from canvas.operations.set_text import SetText
from canvas.repair.drafting import Draft
from canvas.scoring.parts import heroes_of, is_minor

_FEWEST, _MOST_WORDS, _SHORT_WORD = 2, 6, 3
_LARGE_TYPE, _PLAIN_TYPE = 3.0, 7.0  # WCAG ratios: that of large letters, and that of all at the stricter level
_FEW_STREWN, _SMALL = 2, 0.12  # subjects without a place in the layout, and the share of the canvas of a small one
_BUSY = frozenset({
    "halftone", "speed_lines", "confetti", "sparks", "rays", "scanlines", "focus_lines", "rain", "snow", "stars",
    "money_rain", "petals", "leaves", "hearts", "splash", "glitch", "light_streaks", "grain", "embers", "dust",
})  # fmt: skip
_DARKENING = frozenset({"vignette", "shade", "depth_fog", "smoke"})
_BRIGHTENING = frozenset({"light_leak", "lens_flare", "glow_spot", "spotlight_cone", "bokeh", "rays"})


def strengthen_type(draft: Draft) -> Draft:
    """Solid letters with a thick edge of the opposite tone, a soft shadow, and a darker ground behind them."""
    for layer in draft.sheet.document.layers:
        if isinstance(layer, Text) and layer.visible:
            draft = draft.then(SetOpacity(layer.id, 1.0), *_in_tones_apart(draft, layer))
        elif isinstance(layer, Effect) and layer.effect == "shade":
            draft = draft.then(SetEffect(layer.id, amount=round(min(1.0, layer.amount + 0.3), 3)))
    return draft


def _in_tones_apart(draft: Draft, text: Text) -> list[Operation]:
    palette = draft.sheet.document.palette

    def ratio(first: str, second: str) -> float:
        return contrast(resolve(first, palette), resolve(second, palette))

    behind = text.plate_colour
    if behind is not None:
        fill = text.colour if ratio(text.colour, behind) >= _PLAIN_TYPE else _farthest(behind, ratio)
        return [Recolor(text.id, fill), *([Recolor(text.id, fill, "highlight")] if text.highlight else [])]
    edge = "dark" if ratio(text.colour, "dark") >= ratio(text.colour, "light") else "light"
    fill = text.colour if ratio(text.colour, edge) >= _PLAIN_TYPE else _farthest(edge, ratio)
    changes: list[Operation] = [
        Recolor(text.id, fill),
        RestyleText(
            text.id, stroke=max(0.1, text.stroke), stroke_colour=edge, gradient=0.1, has_shadow=True, finish="flat"
        ),
    ]
    if text.highlight and ratio(text.highlight_colour, edge) < _LARGE_TYPE:
        changes.append(Recolor(text.id, fill, "highlight"))
    return changes


def _farthest(from_: str, ratio: Callable[[str, str], float]) -> str:
    return max(("light", "dark"), key=lambda role: ratio(role, from_))


def drop_subtitle(draft: Draft) -> Draft:
    """Fewer words: those of the headline alone, and of a sentence the few that the brief's grammar would set."""
    layers = draft.sheet.document.layers
    headlines = [layer for layer in layers if isinstance(layer, Text) and not is_minor(layer)]
    if headlines:
        draft = draft.then(
            *(Remove(layer.id) for layer in layers if isinstance(layer, Text) and layer.slot == "subtitle")
        )
    for text in headlines:
        if len(text.text.split()) > _MOST_WORDS:
            draft = draft.then(SetText(text.id, _shortened(text.text)))
    return draft


def _shortened(sentence: str) -> str:
    """The headline of a sentence, of words that it has itself; its first words where the grammar finds none."""
    words = sentence.split()
    short = understand(sentence).headline.split()
    given = {word.casefold() for word in words}
    is_shorter = _FEWEST <= len(short) <= _MOST_WORDS and {word.casefold() for word in short} <= given
    kept = short if is_shorter else words[:_MOST_WORDS]
    while len(kept) > _FEWEST and not is_shorter and len(kept[-1]) <= _SHORT_WORD:
        kept = kept[:-1]  # a title does not end on "of the"
    shortened = " ".join(kept)
    return shortened.upper() if sentence.isupper() else shortened


def glow_subject(draft: Draft) -> Draft:
    """A solid hero with a light edge and glow, light gathered behind it, and a darker ground."""
    heroes = heroes_of(draft.sheet.document)
    for hero in heroes:
        draft = draft.then(
            SetOpacity(hero.id, 1.0),
            RestyleSubject(
                hero.id, outline_width=0.014, outline_colour="light", glow_strength=1.4, glow_radius=0.09,
                glow_colour="accent",
            ),
        )  # fmt: skip
    spots = [layer for layer in draft.sheet.document.layers if _is_effect(layer, "glow_spot")]
    for spot in spots:
        draft = draft.then(SetEffect(spot.id, amount=1.2, colour="light"))
    if heroes and not spots:
        x, y = draft.standing.box(heroes[0]).centre
        centre = min(1.0, max(0.0, round(x, 3))), min(1.0, max(0.0, round(y, 3)))
        draft = draft.then(AddEffect("glow_spot", below=heroes[0].id, colour="light", amount=0.8, centre=centre))
    return _quieter_plate(draft, exposure=0.75, blur=0.006)


def calm_picture(draft: Draft) -> Draft:
    """Without restless effects, far props and small things strewn about, and a softer ground."""
    layers = draft.sheet.document.layers
    standing = draft.standing
    far = [layer for layer in layers if layer.slot in {"support_2", "support_3"}]
    strewn = [
        layer
        for layer in layers
        if isinstance(layer, Subject) and layer.slot is None and standing.box(layer).area < _SMALL
    ]
    draft = draft.then(
        *(Remove(layer.id) for layer in layers if isinstance(layer, Effect) and layer.effect in _BUSY),
        *(Remove(layer.id) for layer in far),
        *(Remove(layer.id) for layer in strewn if len(strewn) > _FEW_STREWN),
    )
    return _quieter_plate(draft, exposure=0.9, blur=0.012)


def _quieter_plate(draft: Draft, *, exposure: float, blur: float) -> Draft:
    for plate in _plates(draft):
        darker = round(plate.exposure * exposure, 4)
        draft = draft.then(AdjustPlate(plate.id, exposure=darker, blur=max(blur, plate.blur)))
    return draft


def enliven_picture(draft: Draft) -> Draft:
    """Beams behind the hero where the ground is bare."""
    if any(_is_effect(layer, "rays") for layer in draft.sheet.document.layers):
        return draft
    centre = draft.sheet.arrangement.focus
    return draft.then(AddEffect("rays", below=_above_plate(draft), colour="light", amount=0.6, centre=centre))


def brighten(draft: Draft) -> Draft:
    """More light on the ground and less that darkens it."""
    for layer in draft.sheet.document.layers:
        if isinstance(layer, Plate):
            draft = draft.then(AdjustPlate(layer.id, exposure=round(min(8.0, max(layer.exposure, 0.25) * 1.7), 4)))
        elif isinstance(layer, Effect) and layer.effect in _DARKENING:
            draft = draft.then(SetEffect(layer.id, amount=round(0.4 * layer.amount, 3)))
    if any(plate.source.startswith("paint:") for plate in _plates(draft)):  # which has no exposure
        focus = draft.sheet.arrangement.focus
        draft = draft.then(AddEffect("glow_spot", below=_above_plate(draft), colour="light", amount=0.9, centre=focus))
    return draft


def darken(draft: Draft) -> Draft:
    """Less light on the ground, and shade towards the edges."""
    for layer in draft.sheet.document.layers:
        if isinstance(layer, Plate):
            draft = draft.then(AdjustPlate(layer.id, exposure=round(layer.exposure * 0.6, 4)))
        elif isinstance(layer, Effect) and layer.effect in _BRIGHTENING:
            draft = draft.then(SetEffect(layer.id, amount=round(0.4 * layer.amount, 3)))
    return draft.then(AddEffect("vignette", below=_above_plate(draft), colour="dark", amount=1.4))


def boost_colour(draft: Draft) -> Draft:
    return _graded(draft, saturation=lambda now: max(1.45, 1.4 * now))


def calm_colour(draft: Draft) -> Draft:
    return _graded(draft, saturation=lambda now: min(0.8, 0.7 * now))


def boost_contrast(draft: Draft) -> Draft:
    return _graded(draft, contrast=lambda now: max(1.35, 1.3 * now))


def sharpen(draft: Draft) -> Draft:
    """No blur of the ground, and crisper edges of everything."""
    plates = [AdjustPlate(plate.id, blur=0.0) for plate in _plates(draft)]
    return _graded(draft.then(*plates), sharpness=lambda now: 0.95)


def _graded(draft: Draft, **changes: Callable[[float], float]) -> Draft:
    """The last grade with other params, each told from the one it has; a new one below the type where there is none."""
    layers = draft.sheet.document.layers
    grades = [layer for layer in layers if isinstance(layer, Effect) and layer.effect == "grade" and layer.visible]
    usual = {"saturation": 1.15, "contrast": 1.1, "sharpness": 0.3}
    if not grades:
        below = next((layer.id for layer in layers if isinstance(layer, Text)), None)
        params = {name: round(change(usual[name]), 3) for name, change in changes.items()}
        return draft.then(AddEffect("grade", below=below, params=params))
    for grade in grades[-1:]:
        params = {name: round(change(grade.params.get(name, usual[name])), 3) for name, change in changes.items()}
        draft = draft.then(SetEffect(grade.id, amount=max(1.0, grade.amount), params=params))
    return draft


def _plates(draft: Draft) -> list[Plate]:
    return [layer for layer in draft.sheet.document.layers if isinstance(layer, Plate)]


def _above_plate(draft: Draft) -> str | None:
    """The id of the layer right above the lowest plate; None where nothing is."""
    layers = draft.sheet.document.layers
    at = next((at + 1 for at, layer in enumerate(layers) if isinstance(layer, Plate)), 0)
    return layers[at].id if at < len(layers) else None


def _is_effect(layer: Layer, name: str) -> bool:
    return isinstance(layer, Effect) and layer.effect == name
