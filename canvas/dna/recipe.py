"""From a reading to design DNA: the look of a picture as a recipe that direction can follow with our own means.

Nothing of the picture itself goes along: colours, proportions and kinds do, its words, faces and things do not.
"""

from __future__ import annotations

import colorsys
import re

from canvas import catalogue
from canvas.brief.lexicons import lexicon
from canvas.colour import deep, parse_hex, vivid
from canvas.dna.measuring import side_of, text_place_of
from canvas.dna.model import Background, DesignDNA, FacePlace, TypeCase, TypeColour
from canvas.document import Palette
from canvas.fonts import FONT_NAMES
from canvas.geometry import Box
from canvas.layouts import LAYOUTS
from canvas.reading.colours import chroma, difference, lab_of_hex
from canvas.reading.model import Reading, Swatch, TypeLine

_DEFAULT_MOOD = "bold"
_DEFAULT_FONT = "anton"
_COLOURED = 34.0  # CIE chroma from which a colour is no grey
_LIGHT_TYPE = 62.0  # CIE L
_APART = 24.0  # CIE76 from which lines have colours of their own
_PLAIN_ENOUGH = 12.0  # CIE chroma up to which a colour is a grey
_PAPER, _PAPER_EDGES = 25.0, 0.015  # shadows that fall on paper are soft
_BESIDE = 0.16  # of the width: how far apart the middles of type and subject are when they stand side by side
_TOO_SMALL = 0.035  # of the picture's area, below which a thing is an ornament and no subject
_WIDE_TYPE = 0.42
_ACROSS = 0.72  # of the width, from which type runs across the picture
_UPPER, _LOWER = 0.42, 0.66  # of the height: where the middle of such type lies
_LEFT = 0.4
_CLOSE_FACE, _FAR_FACE = 0.47, 0.35  # of the height, halfway between what the layouts hold
_FAR_THING = 0.5
_PAIRED = 0.3  # the smaller of two rivals is at least so much of the larger
_LIT = 0.9  # HSV value a ground's colour is raised to, since the palette holds lights and not their shade
_MOOD_REACH = 62.0
_DARK_GROUND = 26.0
_UNSHOWN = frozenset({"vignette", "glow_spot"})  # direction adds these by itself
# By the pattern of the ground; we paint no stripes, beams are nearest.
_PAINTS = {"rays": "rays", "speed_lines": "speedlines", "halftone": "halftone", "split": "split", "stripes": "rays"}
_NUMBER = re.compile(r"[^\w]*[\d][\d.,:%$€£+xkKmM\s]*")
_VERSUS = re.compile(r"\b(?:vs\.?|versus)\b|(?<=\d)vs(?=\W|\d)", re.IGNORECASE)


def dna_of(reading: Reading, *, category: str = "", mood: str = "") -> DesignDNA:
    """Return the DNA of a picture that was read, `origin` "measured".

    `category` (one of `canvas.catalogue.CATEGORIES`) helps to choose a scene, `mood` (a name of the moods lexicon) is
    taken from palette, brightness and energy when it is not given.
    """
    palette = _palette(reading)
    headline = reading.headline
    boxes = [line.box for line in headline]
    face = reading.faces[0] if reading.faces else None
    subject = _subject(reading)
    mood = mood or _mood(reading, palette)
    plate = _plate(reading, palette, category, mood)
    layout = _layout(reading)
    beside = len(reading.subject.others) + max(0, len(reading.faces) - 1)
    marks = list(dict.fromkeys(mark.kind for mark in reading.marks))
    return DesignDNA(
        palette=palette,
        layout=layout,
        plate=plate,
        font=reading.type.typeface if reading.type.typeface in FONT_NAMES else _font_by_weight(headline),
        effects=tuple(effect for effect in reading.effects if effect not in _UNSHOWN),
        face_place=side_of(face) if face is not None else "none",
        face_height=round(face.height, 3) if face is not None else 0.0,
        text_place=text_place_of(boxes),
        text_height=round(max((line.size for line in headline), default=0.0), 3),
        text_words=sum(line.words for line in headline),
        text_tilt=_tilt(headline),
        text_case=_case(headline),
        text_colour=_type_colour(headline),
        text_label=_weighed(headline, [line.is_label for line in headline]) > 0.5,
        has_highlight=_has_highlight(headline),
        subject_place=_place(subject),
        subject_height=round(subject.height, 3) if subject is not None else 0.0,
        supports=max(0, beside - 1) if layout == "versus" else beside,
        is_light=reading.ground.is_light,
        outline=reading.subject.is_outlined,
        extrude=reading.type.is_extruded,
        background=_background(reading, plate),
        energy=reading.energy,
        warmth=reading.warmth,
        contrast=reading.contrast,
        saturation=reading.saturation,
        clutter=reading.clutter,
        mood=mood,
        has_logo=reading.has_logo,
        origin="measured",
        extras={"marks": marks} if marks else {},
    )


def _subject(reading: Reading) -> Box | None:
    box = reading.subject.box
    if box is None or (reading.subject.kind == "thing" and box.area < _TOO_SMALL):
        return None
    return box


def _place(box: Box | None) -> FacePlace:
    return "none" if box is None else side_of(box)


def _layout(reading: Reading) -> str:
    """Return the layout of ours that places type and subject as the picture does."""
    subject, lines = _subject(reading), reading.headline
    if _is_versus(reading):
        return "versus"
    if not lines:
        return _known("centre_stage" if subject is None else f"hero{_sideways(subject.centre[0])}", "centre_stage")
    whole = _around([line.box for line in lines])
    if subject is None:
        return "full_type" if whole.width > _WIDE_TYPE else _beside(0.5 - whole.centre[0])
    anchor = reading.faces[0] if reading.faces else subject
    shift = anchor.centre[0] - whole.centre[0]
    shared = min(whole.x1, anchor.x1) - max(whole.x0, anchor.x0)
    level = min(whole.y1, subject.y1) - max(whole.y0, subject.y0)
    is_apart = abs(shift) > _BESIDE and shared < 0.6 * min(whole.width, anchor.width) and whole.width < _ACROSS
    if is_apart and level > 0.3 * min(whole.height, subject.height):
        if shift > 0 and _has_big_number(lines):
            return "big_number"
        return _known(_framed(reading, subject) + _side(shift), _beside(shift))
    side = _sideways(anchor.centre[0])
    if whole.centre[1] < _UPPER:
        return _known(f"headline_top{side}", "centre_stage")
    if whole.centre[1] < _LOWER and reading.faces:
        return _known("banner", "centre_stage")
    return _known(f"lower_third{side}", "centre_stage") if side else "centre_stage"


def _known(layout: str, otherwise: str) -> str:
    return layout if layout in LAYOUTS else otherwise


def _side(shift: float) -> str:
    return "_right" if shift > 0 else "_left"


def _sideways(x: float) -> str:
    """The ending of a layout whose subject stands at `x`; none for the middle."""
    return "" if _LEFT <= x <= 1 - _LEFT else _side(x - 0.5)


def _beside(shift: float) -> str:
    return f"hero{_side(shift)}"


def _framed(reading: Reading, subject: Box) -> str:
    """Return how near a subject beside its type is shown, by the height of a face or else of the thing."""
    if reading.faces:
        height = reading.faces[0].height
        return "close_up" if height > _CLOSE_FACE else "distant" if height < _FAR_FACE else "hero"
    return "distant" if subject.height < _FAR_THING else "hero"


def _is_versus(reading: Reading) -> bool:
    """Tell whether two rivals stand left and right: named as such, or on the halves of a split ground."""
    rivals = sorted((box for box in (reading.subject.box, *reading.subject.others) if box), key=lambda box: -box.area)
    faced = [face.centre[0] for face in reading.faces[:2]]
    is_paired = len(faced) == 2 and min(faced) < 0.42 and max(faced) > 0.58
    if len(rivals) >= 2 and rivals[1].area > _PAIRED * rivals[0].area:
        left, right = sorted(box.centre[0] for box in rivals[:2])
        is_paired = is_paired or (left < 0.42 and right > 0.58)
    is_named = _VERSUS.search(reading.text) is not None
    is_parted = reading.ground.pattern == "split"
    return (is_paired and (is_named or is_parted)) or (is_named and is_parted)


def _has_big_number(lines: tuple[TypeLine, ...]) -> bool:
    """Tell whether the largest line is a number and nothing else."""
    largest = max(lines, key=lambda line: line.size)
    return len(lines) > 1 and _NUMBER.fullmatch(largest.text.strip()) is not None


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _weighed(lines: tuple[TypeLine, ...], flags: list[bool]) -> float:
    """Return the share of the type, by the area of its lines, for which a flag holds."""
    whole = sum(line.box.area for line in lines)
    return sum(line.box.area for line, flag in zip(lines, flags, strict=True) if flag) / whole if whole else 0.0


def _tilt(lines: tuple[TypeLine, ...]) -> float:
    """Return the tilt of the largest type in degrees, 0 when it is level to within what can be told."""
    long = [line for line in lines if line.box.width > 0.12]
    weight = sum(line.size * line.box.width for line in long)
    if not weight:
        return 0.0
    tilt = sum(line.tilt * line.size * line.box.width for line in long) / weight
    return round(tilt, 1) if 1.0 <= abs(tilt) <= 45 else 0.0


def _case(lines: tuple[TypeLine, ...]) -> TypeCase:
    letters = [sign for line in lines for sign in line.text if sign.isalpha() and sign.lower() != sign.upper()]
    return "mixed" if letters and sum(sign.isupper() for sign in letters) < 0.75 * len(letters) else "upper"


def _type_colour(lines: tuple[TypeLine, ...]) -> TypeColour:
    """Return what most of the type is, by area."""
    weights: dict[TypeColour, float] = {"light": 0.0, "dark": 0.0, "accent": 0.0}
    for line in lines:
        lab = lab_of_hex(line.colour)
        kind: TypeColour = "accent" if chroma(lab) > _COLOURED else "light" if lab[0] >= _LIGHT_TYPE else "dark"
        weights[kind] += line.box.area
    return max(weights, key=lambda kind: weights[kind]) if lines else "light"


def _has_highlight(lines: tuple[TypeLine, ...]) -> bool:
    if any(line.second_colour for line in lines):
        return True
    colours = [lab_of_hex(line.colour) for line in lines]
    return any(difference(colours[0], other) > _APART for other in colours[1:])


def _font_by_weight(lines: tuple[TypeLine, ...]) -> str:
    """Return a face for type that nothing could be laid over: by the weight of its stems alone."""
    known = [line.weight for line in lines if line.weight > 0]
    if not known:
        return _DEFAULT_FONT
    weight = sum(known) / len(known)
    return "bebas" if weight < 0.15 else "anton" if weight < 0.22 else "montserrat"


def _palette(reading: Reading) -> Palette:
    """Give the picture's colours their parts: the ground's light and shade, the type's highlight, light and dark."""
    primary = _strongest(reading)
    first = lab_of_hex(primary)
    secondary = _second(reading, first)
    accent = _accent(reading, first)
    type_colours = [colour for line in reading.lines for colour in (line.colour, line.behind)]
    pale = [colour for colour in type_colours if lab_of_hex(colour)[0] >= 82 and chroma(lab_of_hex(colour)) < 22]
    deepest = [colour for colour in type_colours if lab_of_hex(colour)[0] <= 22]
    return Palette(
        primary=primary,
        secondary=secondary or _hex(deep(parse_hex(primary), value=0.35)),
        accent=accent,
        light=max(pale, key=lambda colour: float(lab_of_hex(colour)[0]), default="#ffffff"),
        dark=min(deepest, key=lambda colour: float(lab_of_hex(colour)[0]), default="#08060c"),
    )


def _strongest(reading: Reading) -> str:
    """Return the colour that the ground is known by, as the light that makes it."""
    if reading.ground.pattern == "split":
        return _as_light(reading.ground.colour)  # the left half, which our split grounds give to the primary
    ground = [colour for colour in (reading.ground.colour, reading.ground.second_colour) if colour]
    best = max(ground, key=_pull)
    if chroma(lab_of_hex(best)) < _PLAIN_ENOUGH:
        vivid_ones = [swatch for swatch in reading.swatches if swatch.share > 0.03]
        best = max((swatch.colour for swatch in vivid_ones), key=_pull, default=best)
    return best if reading.ground.is_light else _as_light(best)


def _pull(colour: str) -> float:
    return chroma(lab_of_hex(colour))


def _as_light(colour: str) -> str:
    return _hex(vivid(parse_hex(colour), value=_LIT)) if _pull(colour) > _PLAIN_ENOUGH else colour


def _second(reading: Reading, first: object) -> str:
    """Return the largest colour that is unlike the first one, the ground's own before others; "" when there is none."""
    others = [colour for colour in (reading.ground.second_colour, reading.ground.colour) if colour]
    others += [swatch.colour for swatch in reading.swatches if swatch.share > 0.05]
    return next((colour for colour in others if difference(lab_of_hex(colour), first) > 22), "")


def _accent(reading: Reading, first: object) -> str:
    """Return the colour that stands out: that of coloured type, else the most vivid one that is unlike the ground."""
    type_colours = {
        colour: line.box.area for line in reading.headline for colour in (line.second_colour, line.colour) if colour
    }
    coloured = {colour: area for colour, area in type_colours.items() if _pull(colour) > _COLOURED}
    if coloured:
        return max(coloured, key=lambda colour: (coloured[colour] * _pull(colour), colour))
    return max(
        (swatch for swatch in reading.swatches if difference(swatch.lab, first) > _APART),
        key=lambda swatch: _stands_out(swatch),
        default=Swatch(_hex(vivid(parse_hex(reading.ground.colour), value=0.95)), (0.0, 0.0, 0.0), 0.0),
    ).colour


def _stands_out(swatch: Swatch) -> float:
    return float(chroma(swatch.lab) * (0.4 + swatch.lab[0] / 100) * min(1.0, swatch.share / 0.01))


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * max(0.0, min(1.0, channel))):02x}" for channel in colour)


def _mood(reading: Reading, palette: Palette) -> str:
    """Return the mood whose palette and energy are nearest; the neutral one where none is near."""
    primary, secondary = lab_of_hex(palette.primary), lab_of_hex(palette.secondary)
    if reading.ground.is_light and reading.energy <= 5 and chroma(primary) < 2 * _PLAIN_ENOUGH:
        return "clean"
    reaches: list[tuple[float, str]] = []
    for name, entry in lexicon("moods").items():
        if not entry["palette"]:
            continue
        own = [lab_of_hex(colour) for colour in entry["palette"]]
        apart = 0.65 * difference(primary, own[0]) + 0.35 * difference(secondary, own[1])
        reaches.append((apart + 5.0 * abs(reading.energy - int(entry["energy"])), name))
    reach, name = min(reaches)
    return name if reach < _MOOD_REACH else _DEFAULT_MOOD


def _plate(reading: Reading, palette: Palette, category: str, mood: str) -> str:
    """Return the painted ground of the picture's kind, or the scene nearest to what it shows."""
    ground = reading.ground
    if ground.pattern in _PAINTS:
        return f"paint:{_PAINTS[ground.pattern]}"
    is_paper = _type_colour(reading.headline) != "light" and chroma(lab_of_hex(ground.colour)) < _PAPER
    if ground.is_light and is_paper and ground.edges < _PAPER_EDGES:
        return "paint:paper"
    if ground.kind == "photo":
        return f"scene:{_scene(palette, category, mood, is_light=ground.is_light)}"
    if ground.is_light or ground.kind == "plain":
        return "paint:gradient"
    if "glow_spot" in reading.effects or ground.lightness < _DARK_GROUND:
        return "paint:spotlight"
    has_two_hues = bool(ground.second_colour) and _hue_distance(ground.colour, ground.second_colour) > 0.12
    return "paint:mesh" if has_two_hues else "paint:gradient"


def _scene(palette: Palette, category: str, mood: str, *, is_light: bool) -> str:
    """Return the scene that suits category, mood and colours; all scenes are relit, so colours weigh least."""

    def fit(name: str) -> tuple[float, str]:
        scene = catalogue.scenes()[name]
        score = 0.0
        if category in scene.categories:
            score += 2.0 - 0.15 * scene.categories.index(category)
        score += 0.8 * (mood in scene.moods) + 0.6 * (is_light == ("bright" in scene.moods or "clean" in scene.moods))
        nearest = min(
            difference(lab_of_hex(palette.primary), lab_of_hex(colour))
            for colour in (scene.colours.primary, scene.colours.secondary)
        )
        return score - min(1.2, nearest / 60), name

    return max(catalogue.scenes(), key=fit)


def _background(reading: Reading, plate: str) -> Background:
    """What the DNA calls the ground: a photo is a scene once one of ours stands for it."""
    return "scene" if plate.startswith("scene:") else reading.ground.kind


def _hue_distance(first: str, second: str) -> float:
    """Return how far two hues are apart, 0..0.5 of the circle; 0 when one is grey."""
    if min(_pull(first), _pull(second)) < _PLAIN_ENOUGH:
        return 0.0
    hues = [colorsys.rgb_to_hsv(*parse_hex(colour))[0] for colour in (first, second)]
    apart = abs(hues[0] - hues[1])
    return min(apart, 1 - apart)
