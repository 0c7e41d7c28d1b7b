"""Subject layers: the hero and what stands beside it."""

from __future__ import annotations

from dataclasses import replace

from canvas import catalogue
from canvas.brief.model import Brief
from canvas.direction.choosing import number_of
from canvas.direction.framing import Framing
from canvas.dna import DesignDNA
from canvas.document import Frame, Glow, Outline, Rim, Shadow, Subject

# A ring round a prop needs air, or it would run across the type.
_RINGED = {
    "hero_right": Frame(0.63, 0.16, 0.31, 0.66), "hero_left": Frame(0.06, 0.16, 0.31, 0.66),
    "big_number": Frame(0.63, 0.16, 0.31, 0.66), "centre_stage": Frame(0.36, 0.08, 0.28, 0.42),
}  # fmt: skip
# Layouts in which the hero stands before the others, and not they before the hero.
_IN_FRONT = frozenset({"pair_right", "pair_left", "row", "centre_stage", "headline_top"})
_SLOTS = ("support_1", "support_2", "support_3")
_LIVELY = 6
_BESIDE_ARROW = Frame(0.30, 0.45, 0.67, 0.46)
_WHOLE_HERO = Frame(0.25, 0.06, 0.50, 0.88)
_WHOLE_SIDES = (Frame(0.03, 0.24, 0.24, 0.46), Frame(0.73, 0.24, 0.24, 0.46))


def subject_layers(framing: Framing, brief: Brief, dna: DesignDNA, *, seed: int, is_light: bool) -> list[Subject]:
    """Return the subjects, those farther back first."""
    if not framing.hero:
        return []
    if not framing.headline and not framing.hero.startswith("photo:"):
        return _filling(framing, brief, dna, seed, is_light)
    if framing.is_versus:
        other = framing.supports[0] if framing.supports else framing.hero
        left = _hero("hero", "Left side", framing.hero, "versus_left", brief, dna, seed, is_light)
        right = _hero("rival", "Right side", other, "versus_right", brief, dna, seed + 1, is_light)
        return [replace(left, glow=None) if framing.layout == "before_after" else left, right]
    supports = [_support(at, source, brief, dna, seed, is_light) for at, source in enumerate(framing.supports)]
    hero = _hero("hero", "Hero", framing.hero, "hero", brief, dna, seed, is_light)
    if leaves_room_for_arrow(framing, brief):
        hero = replace(hero, frame=_BESIDE_ARROW)
    elif "circle" in brief.marks and framing.hero.startswith("prop:") and brief.aspect == "16:9":
        hero = replace(hero, frame=_RINGED.get(framing.layout))
    return [*supports, hero] if framing.layout in _IN_FRONT else [hero, *supports]


def leaves_room_for_arrow(framing: Framing, brief: Brief) -> bool:
    """Tell whether the hero steps aside: on a tall canvas it fills the width, and an arrow would cross the type."""
    is_prop = framing.hero.startswith("prop:")
    return (
        brief.aspect == "9:16"
        and "arrow" in brief.marks
        and is_prop
        and not framing.is_versus
        and bool(framing.headline)
    )


def _filling(framing: Framing, brief: Brief, dna: DesignDNA, seed: int, is_light: bool) -> list[Subject]:
    """Without type the subjects have the whole canvas."""
    hero = _hero("hero", "Hero", framing.hero, "hero", brief, dna, seed, is_light)
    layers = [replace(hero, frame=_WHOLE_HERO)]
    for at, source in enumerate(framing.supports[: len(_WHOLE_SIDES)]):
        layers.append(replace(_support(at, source, brief, dna, seed, is_light), frame=_WHOLE_SIDES[at]))
    return layers


def _outline(brief: Brief, dna: DesignDNA, width: float, *, is_light: bool) -> Outline | None:
    if not dna.outline or "outline" in brief.negative:
        return None
    return Outline("dark" if is_light else "light", width)


def _hero(
    layer_id: str, name: str, source: str, slot: str, brief: Brief, dna: DesignDNA, seed: int, is_light: bool
) -> Subject:
    is_photo = source.startswith("photo:")
    glows = "effects" not in brief.negative and not is_light
    turn = 0.0 if is_photo or _stands(source) else _turn(brief, source, seed, 7.0)
    return Subject(
        id=layer_id,
        name=name,
        slot=slot,
        source=source,
        rotation=turn,
        outline=_outline(brief, dna, 0.011 if is_photo else 0.010, is_light=is_light),
        glow=Glow("accent" if dna.energy >= _LIVELY else "primary", 0.55 + 0.03 * dna.energy, 0.07) if glows else None,
        rim=Rim("primary", 150.0 if slot != "versus_right" else 30.0, 0.9) if is_photo and not is_light else None,
        shadow=Shadow(strength=0.45 if is_light else 0.7),
    )


def _support(at: int, source: str, brief: Brief, dna: DesignDNA, seed: int, is_light: bool) -> Subject:
    return Subject(
        id=f"support_{at + 1}",
        name=f"Beside the hero {at + 1}",
        slot=_SLOTS[at],
        source=source,
        rotation=_turn(brief, source, seed, 13.0),
        outline=_outline(brief, dna, 0.007, is_light=is_light),
        shadow=Shadow(dx=0.008, dy=0.018, blur=0.022, strength=0.6),
    )


def _stands(source: str) -> bool:
    prop = catalogue.props().get(source.removeprefix("prop:"))
    return prop is not None and prop.anchor == "floor"


def _turn(brief: Brief, source: str, seed: int, most: float) -> float:
    """Return a slight turn in degrees, more for lively briefs."""
    side = 1.0 if number_of(source, seed, "turn") % 2 else -1.0
    return round(side * most * (0.4 + 0.06 * brief.energy), 1)
