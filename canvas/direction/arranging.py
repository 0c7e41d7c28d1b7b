"""Which layout carries a brief: those that can, and the one that is taken."""

from __future__ import annotations

from canvas import catalogue
from canvas.brief.language import RIGHT_TO_LEFT
from canvas.brief.model import Brief
from canvas.direction.choosing import number_of
from canvas.direction.contrasting import before_and_after, rivals, shown_sides
from canvas.direction.following import LAYOUTS_FOR_ONE, is_followed, layout_of
from canvas.direction.numbering import number_group
from canvas.direction.shades import lightness
from canvas.dna import DesignDNA

_SHORT_HEADLINE = 20  # letters that one line across the picture sets large enough
_CALM, _BUSY = 4, 7
_BESIDE_A_THING = 28  # letters of a headline that leaves the lower left to a thing
_FEWEST_WORDS_OF_A_QUOTE = 3
_ROW = 3
_BRIGHT = 0.8  # lightness of a colour that makes a light ground


def layouts_for(brief: Brief, sources: tuple[str, ...], *, has_text: bool) -> tuple[str, ...]:
    """Return the layouts that can carry the brief, most natural first."""
    if not has_text:
        return ("centre_stage",)
    if not sources:
        return ("full_type",)
    contrasting = _contrasting(brief, sources)
    options = ["hero_right", "hero_left"]
    if len(strong(brief, sources)) > 1 and not _wants_calm(brief):
        options.append("person_and_thing_right" if _is_person(sources) else "pair_right")
    options += ["centre_stage", "headline_top", "lower_third_right"]
    if number_group(brief, is_bold=True) is not None:
        options.append("big_number")
    return tuple(dict.fromkeys([*contrasting, *(_faced(option, brief) for option in options)]))


def choose_layout(brief: Brief, dna: DesignDNA, sources: tuple[str, ...], *, seed: int) -> str:
    """Return the layout that suits brief and look best. It may be one that the brief can't fill."""
    contrasting = _contrasting(brief, sources)
    if contrasting:
        return contrasting[0]
    if is_followed(dna):
        is_number = dna.layout == "big_number" and number_group(brief, is_bold=True) is not None
        return "big_number" if is_number else layout_of(dna)
    if not sources:
        return "full_type"
    menu = _menu(brief, dna, sources, seed)
    chance = number_of(brief.topic, seed, "layout") % sum(weight for _, weight in menu)
    for layout, weight in menu:
        chance -= weight
        if chance < 0:
            return _faced(layout, brief)
    raise AssertionError("the weights of a menu add up to more than any chance")


def strong(brief: Brief, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return the hero and what is worth standing beside it: of the topic's own field, and no emoji beside something
    modelled or photographed."""
    hero, *others = sources
    fitting = [source for source in others if _is_of_the_field(source, brief)]
    return (hero, *(source for source in fitting if _is_emoji(hero) or not _is_emoji(source)))


def _contrasting(brief: Brief, sources: tuple[str, ...]) -> list[str]:
    """Return the layouts of a brief that sets things against each other, best first."""
    if not sources:
        return []
    if before_and_after(brief) is not None:
        return ["before_after"]
    if shown_sides(brief, sources) is None:
        return []
    return ["duel", "versus"] if rivals(brief) is not None else ["versus"]


def _menu(brief: Brief, dna: DesignDNA, sources: tuple[str, ...], seed: int) -> list[tuple[str, int]]:
    """Return layouts with their weights: the look's own most, then those that show what the brief has."""
    own = _own(brief, dna, sources)
    if own == "big_number":
        return [(own, 1)]
    short = len(brief.headline) <= _SHORT_HEADLINE
    beside = len(strong(brief, sources)) if not _wants_calm(brief) else 1
    if "circle" in brief.marks and not _is_person(sources):
        return [(own if own.startswith("hero") else "hero_right", 1)]  # elsewhere a ring leaves its prop no room
    menu = [(own, 3)]
    if _is_person(sources):
        if _is_quote(brief):
            return [("quote_right", 1)]
        if beside > 1 and len(brief.headline) <= _BESIDE_A_THING:
            menu.append(("person_and_thing_right", 4))
        menu += [("hero_left" if own == "hero_right" else "hero_right", 2)]
        return menu
    number = number_group(brief, is_bold=False)
    if number is not None:
        menu.append(("big_number", 2))
    if beside >= _ROW and brief.headline[:1].isdigit() and number is None:
        menu.append(("row", 4))
    if beside > 1:
        menu.append(("pair_right" if number_of(brief.topic, seed, "side") % 2 else "pair_left", 4))
    menu.append(("hero_left" if own == "hero_right" else "hero_right", 2))
    if short:
        menu += [("headline_top", 1), ("centre_stage", 1)]
        is_bright = any(lightness(colour) > _BRIGHT for colour in brief.palette)  # the other half would be bare paper
        menu += [("lower_third_right", 1)] if brief.energy >= _BUSY and not is_bright else []
    return menu


def _own(brief: Brief, dna: DesignDNA, sources: tuple[str, ...]) -> str:
    number = number_group(brief, is_bold=dna.layout == "big_number")
    if dna.layout == "big_number" and number is not None and not _is_person(sources):
        return "big_number"
    return dna.layout if dna.layout in LAYOUTS_FOR_ONE else "hero_right"


def _is_quote(brief: Brief) -> bool:
    said = brief.evidence.get("headline")
    return said is not None and said.source == "quoted" and len(brief.headline.split()) >= _FEWEST_WORDS_OF_A_QUOTE


def _wants_calm(brief: Brief) -> bool:
    return brief.energy <= _CALM - 2 or "clutter" in brief.negative


def _is_person(sources: tuple[str, ...]) -> bool:
    return bool(sources) and sources[0].startswith("photo:")


def _is_emoji(source: str) -> bool:
    prop = catalogue.props().get(source.removeprefix("prop:"))
    return prop is not None and prop.style == "emoji"


def _is_of_the_field(source: str, brief: Brief) -> bool:
    prop = catalogue.props().get(source.removeprefix("prop:"))
    return prop is None or brief.category in prop.categories


def _faced(layout: str, brief: Brief) -> str:
    """Return the layout with its subject on the side that the prompt names. Else scripts read from the right have their
    type on the right, where reading starts."""
    side = brief.side or ("left" if brief.language in RIGHT_TO_LEFT and layout.endswith("_right") else None)
    stem, _, own = layout.rpartition("_")
    return f"{stem}_{side}" if side in {"left", "right"} and own in {"left", "right"} else layout
