"""Which layout carries the brief, and what stands in its slots."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canvas import catalogue
from canvas.brief.grammar import grammar
from canvas.brief.language import RIGHT_TO_LEFT
from canvas.brief.model import Brief
from canvas.brief.versus import versus_at
from canvas.brief.words import split_words
from canvas.direction.choosing import number_of
from canvas.direction.following import LAYOUTS_FOR_ONE, is_followed, layout_of
from canvas.dna import DesignDNA
from canvas.layouts import LAYOUTS

_BESIDE, _BESIDE_RTL = ("hero_right", "hero_left"), ("hero_left",)
_SHORT_HEADLINE = 26
_CALM, _BUSY = 4, 7
_MOST_BESIDE_NUMBER = 7
_LONGEST_NUMBER = 11  # letters


@dataclass(frozen=True)
class Framing:
    """A layout by name; sources of the hero and of what stands beside it; the words and those beside them."""

    layout: str
    hero: str
    supports: tuple[str, ...]
    headline: str
    highlight: tuple[int, ...]
    subtitle: str = ""

    @property
    def is_versus(self) -> bool:
        return self.layout == "versus"


def choose_framing(
    brief: Brief, dna: DesignDNA, photos: tuple[str, ...], *, seed: int, layout: str | None = None
) -> Framing:
    """Return the framing. `layout` forces one that can carry the brief; others are passed over."""
    words = split_words(brief.headline)
    compared = versus_at(words) is not None
    sources = _sources(brief, photos)
    has_text = bool(brief.headline) and "text" not in brief.negative
    options = layouts_for(brief, sources, has_text=has_text, is_compared=compared)
    preferred = _preferred(brief, dna, sources, seed) if layout is None else layout
    is_carried = preferred in options or ("centre_stage" in options and has_text and preferred in LAYOUTS_FOR_ONE)
    chosen = preferred if is_carried else options[0]
    framing = Framing(
        layout=chosen if is_followed(dna) else _faced(chosen, brief),
        hero=sources[0] if sources else "",
        supports=_supports(brief, dna, sources, chosen),
        headline=brief.headline if has_text else "",
        highlight=brief.highlight if has_text else (),
        subtitle=brief.subtitle if has_text else "",
    )
    return _as_big_number(framing, brief) if framing.layout == "big_number" else framing


def layouts_for(brief: Brief, sources: tuple[str, ...], *, has_text: bool, is_compared: bool) -> tuple[str, ...]:
    """Return the layouts that can carry the brief, most natural first."""
    if not has_text:
        return ("centre_stage",)
    if not sources:
        return ("full_type",)
    options = [*(_BESIDE_RTL if brief.language in RIGHT_TO_LEFT else _BESIDE), "centre_stage", "headline_top"]
    if is_compared and len(sources) >= 2:
        options.insert(0, "versus")
    if _number_group(brief, is_bold=True) is not None:
        options.append("big_number")
    return tuple(options)


def _sources(brief: Brief, photos: tuple[str, ...]) -> tuple[str, ...]:
    if brief.subject_kind == "text":
        return ()
    shown = tuple(f"photo:{key}" for key in photos)
    known = catalogue.props()
    no_emoji = "emoji" in brief.negative
    props = [name for name in brief.props if name in known and not (no_emoji and known[name].style == "emoji")]
    return shown + tuple(f"prop:{name}" for name in props)


def _preferred(brief: Brief, dna: DesignDNA, sources: tuple[str, ...], seed: int) -> str:
    words = split_words(brief.headline)
    if versus_at(words) is not None and len(sources) >= 2:
        return "versus"
    if is_followed(dna):
        is_number = dna.layout == "big_number" and _number_group(brief, is_bold=True) is not None
        return "big_number" if is_number else layout_of(dna)
    if dna.layout == "versus":
        return "hero_right"
    number = _number_group(brief, is_bold=dna.layout == "big_number")
    chance = number_of(brief.topic, seed, "layout") % 4
    if number is not None and (dna.layout == "big_number" or (chance == 0 and not sources[0].startswith("photo:"))):
        return "big_number"
    if dna.layout in {"big_number", "full_type"}:
        return "hero_right"
    if "circle" in brief.marks and dna.layout == "centre_stage" and sources[0].startswith("prop:"):
        return "hero_right"  # above the type a ring leaves its prop no room
    short = len(brief.headline) <= _SHORT_HEADLINE
    if dna.layout != "centre_stage" and short and len(sources) >= 3 and brief.energy >= _BUSY and chance == 1:
        return "centre_stage"
    return dna.layout


def _faced(layout: str, brief: Brief) -> str:
    """Scripts read from the right have their type on the right, where reading starts."""
    if brief.language in RIGHT_TO_LEFT:
        return {"hero_right": "hero_left"}.get(layout, layout)
    return layout


def _supports(brief: Brief, dna: DesignDNA, sources: tuple[str, ...], layout: str) -> tuple[str, ...]:
    room = len(LAYOUTS[layout].subjects) - 1
    wanted = 1 if brief.energy <= _CALM or (dna.clutter and dna.clutter < 0.06) else 2
    if dna.extras.get("marks") or brief.marks:
        wanted = 1
    if "clutter" in brief.negative or ("arrow" in brief.marks and brief.aspect != "16:9"):
        wanted = 0
    if layout == "versus":
        wanted = 1
    if layout == "centre_stage":
        wanted = 2
    if is_followed(dna) and dna.supports is not None and layout != "versus":
        wanted = 0 if "clutter" in brief.negative else dna.supports
    return sources[1 : 1 + min(room, wanted)]


def _number_group(brief: Brief, *, is_bold: bool) -> tuple[int, int] | None:
    """Return where the figure that opens the headline stands with what it counts, when it can be set large.

    A sum, a percentage or a figure with its unit can; with `is_bold` a figure with any other noun too ("10 HABITS").
    """
    words = brief.headline.split()
    rules = grammar(brief.language)
    if not 2 <= len(words) <= _MOST_BESIDE_NUMBER or not any(letter.isdigit() for letter in words[0]):
        return None
    following = words[1].lower().strip("!?:,")
    is_unit = following in rules.units
    alone = words[0][:1] in "$€£" or words[0].endswith("%")
    is_noun = is_bold and not rules.is_function(following) and not following[:1].isdigit()
    if not (is_unit or alone or is_noun):
        return None
    is_counted = is_unit or (len(words) == 2 and not alone)  # "7 psychology tricks" counts its last word
    end = 2 if is_counted else 1
    return (0, end) if sum(map(len, words[:end])) <= _LONGEST_NUMBER else None


def _as_big_number(framing: Framing, brief: Brief) -> Framing:
    group = _number_group(brief, is_bold=True)
    if group is None:
        return replace(framing, layout=_faced("hero_right", brief))
    words = framing.headline.split()
    start, end = group
    if end == len(words) and not brief.subtitle:
        return replace(framing, layout=_faced("hero_right", brief))
    return replace(
        framing,
        headline=" ".join(words[start:end]),
        highlight=tuple(range(end - start)),
        subtitle=" ".join(words[end:]) or brief.subtitle,
    )
