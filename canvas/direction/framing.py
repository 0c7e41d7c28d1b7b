"""What stands in the slots of the layout: hero, supports and words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from canvas import catalogue
from canvas.brief.model import Brief
from canvas.direction.arranging import choose_layout, layouts_for, strong
from canvas.direction.contrasting import before_and_after, rivals, shown_sides
from canvas.direction.following import LAYOUTS_FOR_ONE, is_followed
from canvas.direction.numbering import number_group
from canvas.dna import DesignDNA
from canvas.layouts import LAYOUTS

_CONTRASTING = frozenset({"versus", "duel", "before_after"})
_RIVALLING = frozenset({"versus", "duel"})
# How many things stand beside the hero, where the look does not say.
_BESIDE = {
    "versus": 1, "duel": 1, "before_after": 0, "row": 2, "centre_stage": 2, "headline_top": 2,
    "pair_right": 1, "pair_left": 1, "person_and_thing_right": 1, "person_and_thing_left": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Framing:
    """A layout by name; sources of the hero and of what stands beside it; the words and those beside them. `sides`
    names the two halves of a picture that has them."""

    layout: str
    hero: str
    supports: tuple[str, ...]
    headline: str
    highlight: tuple[int, ...]
    subtitle: str = ""
    sides: tuple[str, str] | None = None

    @property
    def is_versus(self) -> bool:
        return self.layout in _CONTRASTING


def choose_framing(
    brief: Brief, dna: DesignDNA, photos: tuple[str, ...], *, seed: int, layout: str | None = None
) -> Framing:
    """Return the framing. `layout` forces one that can carry the brief; others are passed over."""
    sources = _sources(brief, photos)
    has_text = bool(brief.headline) and "text" not in brief.negative
    options = layouts_for(brief, sources, has_text=has_text)
    preferred = choose_layout(brief, dna, sources, seed=seed) if layout is None else layout
    is_carried = preferred in options or ("centre_stage" in options and has_text and preferred in LAYOUTS_FOR_ONE)
    chosen = preferred if is_carried else options[0]
    framing = Framing(
        layout=chosen,
        hero=sources[0] if sources else "",
        supports=_supports(brief, dna, sources, chosen),
        headline=brief.headline if has_text else "",
        highlight=brief.highlight if has_text else (),
        subtitle=brief.subtitle if has_text else "",
    )
    shown = shown_sides(brief, sources) if framing.layout in _RIVALLING else None
    if shown is not None:
        framing = replace(framing, hero=shown[0], supports=shown[1:])
    if framing.layout == "before_after":
        return replace(framing, sides=before_and_after(brief), subtitle="")
    if framing.layout == "duel":
        return replace(framing, sides=rivals(brief), subtitle="")
    return _as_big_number(framing, brief) if framing.layout == "big_number" else framing


def other_layouts(brief: Brief, base: Framing) -> list[str]:
    """Return the layouts besides the framing's own that can carry the brief with what stands in it."""
    sources = tuple(source for source in (base.hero, *base.supports) if source)
    carrying = layouts_for(brief, sources, has_text=bool(base.headline))
    return [layout for layout in carrying if layout != base.layout]


def _sources(brief: Brief, photos: tuple[str, ...]) -> tuple[str, ...]:
    if brief.subject_kind == "text":
        return ()
    shown = tuple(f"photo:{key}" for key in photos)
    if "props" in brief.negative:
        return shown
    known = catalogue.props()
    no_emoji = "emoji" in brief.negative
    props = [name for name in brief.props if name in known and not (no_emoji and known[name].style == "emoji")]
    return shown + tuple(f"prop:{name}" for name in props)


def _supports(brief: Brief, dna: DesignDNA, sources: tuple[str, ...], layout: str) -> tuple[str, ...]:
    if not sources:
        return ()
    if layout in _CONTRASTING:
        return sources[1:2] if _BESIDE[layout] else ()
    if "clutter" in brief.negative or ("arrow" in brief.marks and brief.aspect != "16:9"):
        return ()
    if is_followed(dna) and dna.supports is not None:
        return sources[1 : 1 + min(len(LAYOUTS[layout].subjects) - 1, dna.supports)]
    is_person = sources[0].startswith("photo:")
    wanted = _BESIDE.get(layout, 1 if is_person and layout.startswith("hero") else 0)
    if brief.marks or dna.extras.get("marks"):
        wanted = min(wanted, 1)
    return strong(brief, sources)[1 : 1 + wanted]


def _as_big_number(framing: Framing, brief: Brief) -> Framing:
    group = number_group(brief, is_bold=True)
    words = framing.headline.split()
    if group is None or (group[1] == len(words) and not brief.subtitle):
        return replace(framing, layout=layouts_for(brief, (framing.hero,), has_text=True)[0])
    start, end = group
    return replace(
        framing,
        headline=" ".join(words[start:end]),
        highlight=tuple(range(end - start)),
        subtitle=" ".join(words[end:]) or brief.subtitle,
    )
