"""Direction: a brief and a look become documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from canvas.brief.model import Brief
from canvas.direction.anime import as_anime
from canvas.direction.atmosphere import choose_atmosphere, focus_of
from canvas.direction.choosing import number_of
from canvas.direction.figures import subject_layers
from canvas.direction.framing import Framing, choose_framing, layouts_for
from canvas.direction.grounds import Ground, calls_for_scene, choose_ground, lit, scenery_palette
from canvas.direction.lettering import text_layers
from canvas.direction.palettes import (
    ColourPlan,
    another,
    choose_palette,
    has_colours_of_its_own,
    on_light_ground,
    swapped,
)
from canvas.direction.pointing import mark_layers
from canvas.dna import DesignDNA
from canvas.document import Aspect, Document, Layer, Logo, Plate

Style = Literal["standard", "anime"]
MOST_VARIANTS = 8


@dataclass(frozen=True)
class _Variant:
    """How a variant departs from the first choice, on one named axis."""

    axis: str
    layout: str | None = None
    ground_rank: int = 0
    colours: int | None = None
    swaps: bool = False
    is_plain: bool = False


def direct(
    brief: Brief,
    dna: DesignDNA,
    *,
    seed: int,
    count: int = 1,
    photos: tuple[str, ...] = (),
    logo: str | None = None,
    style: Style = "standard",
    spread: bool = False,
    width: int = 1280,
    height: int = 720,
) -> tuple[Document, ...]:
    """Return `count` documents for the brief in the look of the DNA.

    The first is the first choice; each other one differs on the axis that its `meta["axis"]` names. With `spread`
    the variants differ in layout, ground and colours at once. `photos` are keys of cut-out photos, the first is the
    hero. `width` and `height` are pixels. `ValueError` for a count outside 1..8.
    """
    if not 1 <= count <= MOST_VARIANTS:
        raise ValueError(f"count must be 1..{MOST_VARIANTS}, not {count}")
    base = choose_framing(brief, dna, photos, seed=seed)
    documents = []
    for variant in _variants(brief, base, count, spread=spread):
        document = _document(brief, dna, variant, seed, photos, logo, (width, height))
        documents.append(as_anime(document) if style == "anime" else document)
    return tuple(documents)


def _variants(brief: Brief, base: Framing, count: int, *, spread: bool) -> list[_Variant]:
    sources = tuple(source for source in (base.hero, *base.supports) if source)
    others = [
        layout
        for layout in layouts_for(brief, sources, has_text=bool(base.headline), is_compared=base.is_versus)
        if layout != base.layout
    ]
    layouts = others or [base.layout]
    if spread:
        plans = [
            _Variant("first choice"),
            _Variant("angle", layout=layouts[0], ground_rank=1, colours=0),
            _Variant("angle", layout=layouts[-1], ground_rank=2, colours=2),
            _Variant("angle", layout=layouts[len(layouts) // 2], ground_rank=3, swaps=True, is_plain=True),
        ]
    else:
        plans = [
            _Variant("first choice"),
            _Variant("layout", layout=layouts[0]),
            _Variant("palette", colours=None if brief.palette else 0, swaps=bool(brief.palette)),
            _Variant("background", ground_rank=1),
            _Variant("framing", is_plain=True),
        ]
    extra = [
        replace(plans[1 + at % (len(plans) - 1)], layout=layouts[at % len(layouts)], ground_rank=2 + at)
        for at in range(max(0, count - len(plans)))
    ]
    return [*plans, *extra][:count]


def _document(
    brief: Brief,
    dna: DesignDNA,
    variant: _Variant,
    seed: int,
    photos: tuple[str, ...],
    logo: str | None,
    size: tuple[int, int],
) -> Document:
    framing = choose_framing(brief, dna, photos, seed=seed, layout=variant.layout)
    if variant.is_plain:
        framing = replace(framing, supports=framing.supports if framing.is_versus else ())
    on_paper = dna.plate == "paint:paper" and not calls_for_scene(brief)
    colours = _coloured(choose_palette(brief, dna, on_paper=on_paper), variant, brief)
    ground = choose_ground(brief, dna, colours, seed=seed, rank=variant.ground_rank)
    if framing.is_versus and not ground.is_called_for:
        ground = Ground("paint:split")
    if not brief.palette and variant.colours is None:
        colours = replace(colours, palette=scenery_palette(ground, colours.palette, brief.category))
    ground = lit(ground, colours.palette)
    layers = _layers(framing, brief, dna, colours, ground, seed, logo)
    return Document(
        layers=tuple(layers),
        palette=colours.palette,
        layout=framing.layout,
        aspect=cast("Aspect", brief.aspect),
        width=size[0],
        height=size[1],
        seed=number_of(brief.topic, seed) % 1_000_000,
        meta={"axis": variant.axis, "category": brief.category, "mood": brief.mood, "ground": ground.source},
    )


def _coloured(plan: ColourPlan, variant: _Variant, brief: Brief) -> ColourPlan:
    """Vary the colours, but never those that the prompt names, and little those of a place that it names."""
    palette = plan.palette
    if variant.colours is not None and not brief.palette:
        palette = another(palette, variant.colours, stays_near=has_colours_of_its_own(brief.place))
    if variant.swaps:
        palette = swapped(palette)
    return ColourPlan(on_light_ground(palette) if plan.is_light else palette, plan.is_light)


def _lit_towards(focus: tuple[float, float]) -> dict[str, float]:
    """Return where the light of a painted ground lies: behind the hero."""
    return {"focus_x": focus[0], "focus_y": focus[1]}


def _layers(
    framing: Framing,
    brief: Brief,
    dna: DesignDNA,
    colours: ColourPlan,
    ground: Ground,
    seed: int,
    logo: str | None,
) -> list[Layer]:
    light = colours.is_light
    air = choose_atmosphere(framing, brief, dna, ground, colours.palette, is_light=light)
    plate = Plate(
        id="plate",
        name="Background",
        source=ground.source,
        lights=ground.lights,
        exposure=ground.exposure,
        params=_lit_towards(focus_of(framing)) if ground.source.startswith("paint:") else {},
    )
    layers: list[Layer] = [plate, *air.behind]
    layers += subject_layers(framing, brief, dna, seed=seed, is_light=light)
    layers += [*air.before, *air.finish]
    layers += text_layers(framing, brief, dna, is_light=light)
    layers += mark_layers(framing, brief, dna)
    if logo is not None and "logo" not in brief.negative:
        layers.append(Logo(id="logo", name="Logo", slot="logo", source=f"picture:{logo}"))
    return layers
