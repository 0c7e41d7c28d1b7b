"""Direction: a brief and a look become documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from canvas.brief.model import Brief
from canvas.direction.anime import as_anime
from canvas.direction.atmosphere import choose_atmosphere, focus_of
from canvas.direction.choosing import number_of
from canvas.direction.departing import FARTHEST, Variant, darkened_look, departed, farthest_first
from canvas.direction.figures import subject_layers
from canvas.direction.following import is_followed, keeps_painted_ground
from canvas.direction.forbidding import allowed
from canvas.direction.framing import Framing, choose_framing, other_layouts
from canvas.direction.grounds import Ground, calls_for_scene, choose_ground, lit, scenery_palette
from canvas.direction.lettering import text_layers
from canvas.direction.palettes import (
    ColourPlan,
    another,
    choose_palette,
    has_colours_of_its_own,
    on_light_ground,
    swapped,
    told_in_words,
)
from canvas.direction.pointing import mark_layers
from canvas.dna import DesignDNA
from canvas.document import Aspect, Document, Layer, Logo, Plate

Style = Literal["standard", "anime"]
MOST_VARIANTS = 8


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
    departure: int = 0,
    unlike: tuple[str, str] | None = None,
    width: int = 1280,
    height: int = 720,
) -> tuple[Document, ...]:
    """Return `count` documents for the brief in the look of the DNA.

    The first is the first choice; each other one differs on the axis that its `meta["axis"]` names. With `spread`
    the variants are forced apart: in layout, ground and colours at once, most of all on their axis. `photos` are keys
    of cut-out photos, the first is the hero. `width` and `height` are pixels. `departure` 1..3 takes all of them ever
    farther away from the look, for when a result is too much like its template: by another layout, then another
    ground, then other colours, too. `unlike` names layout and ground of a picture that the first choice shall not
    resemble in both. `ValueError` for a count outside 1..8 or a departure outside 0..3.
    """
    if not 1 <= count <= MOST_VARIANTS:
        raise ValueError(f"count must be 1..{MOST_VARIANTS}, not {count}")
    if not 0 <= departure <= FARTHEST:
        raise ValueError(f"departure must be 0..{FARTHEST}, not {departure}")
    base = choose_framing(brief, dna, photos, seed=seed)
    documents = []
    others = other_layouts(brief, base)
    for place, variant in enumerate(_variants(brief, base, others, count, spread=spread)):
        away = departed(variant, departure, base.layout, others, place=place)
        document = _document(brief, dna, away, seed, photos, logo, (width, height))
        if place == 0 and unlike == (document.layout, document.meta["ground"]):
            away = replace(away, layout=others[0]) if others else replace(away, ground_rank=away.ground_rank + 1)
            document = _document(brief, dna, away, seed, photos, logo, (width, height))
        documents.append(as_anime(document) if "anime" in {style, brief.style} else document)
    return tuple(documents)


def _variants(brief: Brief, base: Framing, others: list[str], count: int, *, spread: bool) -> list[Variant]:
    layouts = others or [base.layout]
    if spread:
        far = farthest_first(base.layout, layouts)
        plans = [
            Variant("first choice"),
            Variant("layout", layout=far[0], ground_rank=1, colours=0),
            Variant("background", layout=far[1 % len(far)], ground_rank=2, colours=2),
            Variant("palette", layout=far[2 % len(far)], ground_rank=3, swaps=True, is_plain=True),
        ]
    else:
        plans = [
            Variant("first choice"),
            Variant("layout", layout=layouts[0]),
            Variant("palette", colours=None if brief.palette else 0, swaps=bool(brief.palette)),
            Variant("background", ground_rank=1),
            Variant("framing", is_plain=True),
        ]
    extra = [
        replace(plans[1 + at % (len(plans) - 1)], layout=layouts[at % len(layouts)], ground_rank=2 + at)
        for at in range(max(0, count - len(plans)))
    ]
    return [*plans, *extra][:count]


def _document(
    brief: Brief,
    dna: DesignDNA,
    variant: Variant,
    seed: int,
    photos: tuple[str, ...],
    logo: str | None,
    size: tuple[int, int],
) -> Document:
    if variant.is_darkened:
        dna = darkened_look(dna)
    framing = choose_framing(brief, dna, photos, seed=seed, layout=variant.layout)
    if variant.is_plain:
        framing = replace(framing, supports=framing.supports if framing.is_versus else ())
    colours = _coloured(choose_palette(brief, dna, on_light=_is_on_light(brief, dna)), variant, brief, dna)
    ground = choose_ground(brief, dna, colours, seed=seed, rank=variant.ground_rank)
    if framing.is_versus and not ground.is_called_for:
        ground = Ground("paint:split")
    if not brief.palette and variant.colours is None:
        colours = replace(colours, palette=scenery_palette(ground, colours.palette, brief.category))
    if ground.source.startswith("scene:") and not colours.is_light:
        colours = replace(colours, palette=told_in_words(colours.palette, brief))
    colours = replace(colours, palette=allowed(colours.palette, brief))
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


def _is_on_light(brief: Brief, dna: DesignDNA) -> bool:
    """Tell whether the look's own light ground will be seen, and not a scene that the topic calls for.

    A bright scene of a followed look is painted: those of ours are dark, and its light is what it is known by.
    """
    is_light = dna.plate == "paint:paper" or (is_followed(dna) and dna.is_light)
    return is_light and (keeps_painted_ground(dna) or not calls_for_scene(brief))


def _coloured(plan: ColourPlan, variant: Variant, brief: Brief, dna: DesignDNA) -> ColourPlan:
    """Vary the colours, but never those that the prompt names, and little those of a place that it names."""
    palette = plan.palette
    if variant.colours is not None and not brief.palette:
        palette = another(palette, variant.colours, stays_near=has_colours_of_its_own(brief.place))
    if variant.swaps:
        palette = swapped(palette)
    if plan.is_light:
        palette = on_light_ground(palette, keeps_accent=is_followed(dna) and not brief.palette)
    return ColourPlan(palette, plan.is_light)


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
        params=_lit_towards(focus_of(framing, brief)) if ground.source.startswith("paint:") else {},
    )
    layers: list[Layer] = [plate, *air.behind]
    layers += subject_layers(framing, brief, dna, seed=seed, is_light=light)
    layers += [*air.before, *air.finish]
    layers += text_layers(framing, brief, dna, colours.palette, is_light=light)
    layers += mark_layers(framing, brief, dna)
    if logo is not None and "logo" not in brief.negative:
        layers.append(Logo(id="logo", name="Logo", slot="logo", source=f"picture:{logo}"))
    return layers
