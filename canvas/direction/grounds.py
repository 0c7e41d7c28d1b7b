"""The background: a baked scene that the topic calls for, the look's own plate, or a painted one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from canvas import catalogue
from canvas.brief.model import Brief
from canvas.brief.words import split_words, variants
from canvas.catalogue import Scene
from canvas.direction.choosing import number_of, pick
from canvas.direction.following import is_followed, keeps_painted_ground
from canvas.direction.palettes import ColourPlan, readable
from canvas.direction.shades import is_black, mixed
from canvas.dna import DesignDNA
from canvas.document import Light, Palette

_PAINTS = {
    "gaming": ("paint:grid_neon", "paint:speedlines", "paint:pixel", "paint:tunnel", "paint:spotlight"),
    "technology": ("paint:circuit", "paint:spotlight", "paint:mesh", "paint:cubes", "paint:blueprint"),
    "education": ("paint:blueprint", "paint:spot_wall", "paint:gradient", "paint:halftone", "paint:paper"),
    "vlog": ("paint:mesh", "paint:spot_wall", "paint:brush", "paint:bokeh", "paint:halftone"),
    "entertainment": ("paint:rays", "paint:sunburst_comic", "paint:duotone_blocks", "paint:halftone"),
    "business": ("paint:spotlight", "paint:marble", "paint:gradient", "paint:duotone_blocks", "paint:rays"),
    "lifestyle": ("paint:mesh", "paint:waves", "paint:spot_wall", "paint:bokeh", "paint:torn"),
    "sports": ("paint:speedlines", "paint:duotone_blocks", "paint:stripes", "paint:grunge", "paint:spotlight"),
    "food": ("paint:bokeh", "paint:rays", "paint:polka", "paint:checker", "paint:spotlight"),
    "travel": ("paint:mesh", "paint:aurora", "paint:waves", "paint:brush", "paint:gradient"),
    "music": ("paint:bokeh", "paint:grid_neon", "paint:smoke", "paint:waves", "paint:nebula"),
}  # fmt: skip
# What a style or a mood is known by, before what its category has.
_PAINTS_OF = {
    "comic": ("paint:sunburst_comic",), "pixel": ("paint:pixel",), "retro": ("paint:grid_neon",),
    "cyberpunk": ("paint:circuit", "paint:grid_neon"), "collage": ("paint:torn",), "minimal": ("paint:spot_wall",),
    "luxury": ("paint:marble",), "scary": ("paint:smoke", "paint:grunge"), "mysterious": ("paint:smoke",),
    "cute": ("paint:polka", "paint:confetti_blur"), "happy": ("paint:confetti_blur", "paint:sunburst_comic"),
    "clean": ("paint:spot_wall",), "dramatic": ("paint:smoke",),
}  # fmt: skip
_BLACK = ("paint:spotlight", "paint:gradient", "paint:smoke")
_QUIET = ("paint:gradient", "paint:spotlight", "paint:spot_wall")
# Places of the brief, by names that scenes may carry.
_PLACE_ALIASES = {
    "stadium": ("stadium", "arena", "field"), "castle": ("castle", "dungeon", "arena"),
    "arcade": ("arcade", "gaming room", "club", "neon"), "studio": ("studio", "showroom"),
    "kitchen": ("kitchen", "table", "restaurant"), "restaurant": ("restaurant", "table"),
    "classroom": ("classroom", "school"), "stage": ("stage", "theatre"), "mountain": ("mountains", "mountain"),
    "ocean": ("ocean", "sea", "underwater"), "underwater": ("underwater",), "spaceship": ("spaceship", "space"),
    "garage": ("garage", "workshop"), "home": ("home", "room", "living room", "bedroom", "house"),
    "office": ("office", "desk", "meeting"), "city": ("city", "skyline", "downtown"),
    "road": ("road", "highway", "street", "race track", "garage"), "haunted": ("haunted house", "graveyard", "haunted"),
    "forest": ("forest", "jungle", "woods"), "lab": ("lab", "laboratory"), "gym": ("gym", "boxing ring"),
    "airport": ("airport", "sky", "clouds"), "volcano": ("volcano", "lava"), "garden": ("garden", "park"),
    "night": ("night", "city at night"), "market": ("market", "street"), "farm": ("farm", "field"),
}  # fmt: skip
# Painted grounds that can stand for a landscape in its colours.
_AIRY = ("paint:bokeh", "paint:gradient", "paint:mesh", "paint:spotlight")
_CALLED_FOR = 3.0
_SUITS = 1.5
_CALM = 4
# What stands for a painted ground that could not be named more closely.
_PAINT_OF = {"gradient": "paint:gradient", "pattern": "paint:halftone", "plain": "paint:gradient"}
_NATURAL_SHARE = 0.25
_NEUTRAL = frozenset({"podium", "neon"})  # rooms that suit any indoor topic
_SCENERY_SHARE = 0.9
_OUTDOORS = frozenset({
    "arctic", "beach", "desert", "space", "ocean", "underwater", "forest", "jungle", "city", "mountains", "mountain",
    "sky", "street", "field", "road", "stadium", "volcano", "pool", "market", "ruins",
})  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What the plate layer is made of, where a subject stands best on it, and how blurred it is."""

    source: str
    lights: dict[str, Light] = field(default_factory=dict)
    focus: tuple[float, float] = (0.68, 0.5)
    exposure: float = 1.0
    is_called_for: bool = False


def choose_ground(brief: Brief, dna: DesignDNA, colours: ColourPlan, *, seed: int, rank: int = 0) -> Ground:
    """Return the ground. `rank` 0 is the first choice, 1 the second best one, and so on."""
    ranked = _ranked(brief, dna, colours, seed)
    source, called = ranked[min(rank, len(ranked) - 1)]
    if not source.startswith("scene:"):
        return Ground(source, is_called_for=called)
    scene = catalogue.scenes()[source.removeprefix("scene:")]
    return Ground(source, focus=scene.focus, is_called_for=called)


def lit(ground: Ground, palette: Palette) -> Ground:
    """Return the ground lit in the palette, drawn a little to the colours its scene was made for."""
    scene = catalogue.scenes().get(ground.source.removeprefix("scene:"))
    return ground if scene is None else replace(ground, lights=_lights(scene, palette))


def scenery_palette(ground: Ground, palette: Palette, category: str) -> Palette:
    """Return the palette drawn towards the colours of its scene where these matter: outdoors, and with food."""
    scene = catalogue.scenes().get(ground.source.removeprefix("scene:"))
    is_meal = category == "food" and scene is not None and "food" in scene.categories
    if scene is None or not (_is_outdoors(scene) or is_meal):
        return palette
    return readable(
        replace(
            palette,
            primary=mixed(palette.primary, scene.colours.primary, _SCENERY_SHARE),
            secondary=mixed(palette.secondary, scene.colours.secondary, _SCENERY_SHARE),
        )
    )


def calls_for_scene(brief: Brief) -> bool:
    """Tell whether the topic names what one of the scenes shows."""
    return bool(_called_for(brief))


def _called_for(brief: Brief) -> list[str]:
    """Return the scenes that the topic calls for, best first."""
    scored = sorted(((_score(scene, brief), name) for name, scene in catalogue.scenes().items()), reverse=True)
    return [name for score, name in scored if score >= _CALLED_FOR][:2]


def _is_outdoors(scene: Scene) -> bool:
    return bool(_OUTDOORS & {scene.name, *scene.places})


def _ranked(brief: Brief, dna: DesignDNA, colours: ColourPlan, seed: int) -> list[tuple[str, bool]]:
    """Return sources, best first, each with whether the topic calls for it."""
    if "background" in brief.negative or colours.is_light:
        plain = ["paint:paper", "paint:gradient"] if colours.is_light else list(_QUIET)
        return [(source, True) for source in plain]
    called_for = [f"scene:{name}" for name in _called_for(brief)]
    if brief.palette and all(is_black(colour) for colour in brief.palette) and brief.place not in _OUTDOORS:
        return [(source, True) for source in _BLACK]  # a room would be lit
    asked = ["paint:halftone"] if "halftone" in brief.effects else []
    ranked = _of_look(brief, dna, called_for) if is_followed(dna) else _of_topic(brief, dna, called_for, seed)
    return [(source, source in {*asked, *called_for}) for source in dict.fromkeys([*asked, *ranked])]


def _of_look(brief: Brief, dna: DesignDNA, called_for: list[str]) -> list[str]:
    """Return what a followed look stands on: its own paint, or the scene that takes the place of its own."""
    paints = _PAINTS[brief.category]
    own = _own_plate(dna, brief)
    if keeps_painted_ground(dna):
        return [own if own.startswith("paint:") else _PAINT_OF[dna.background], *paints, *called_for]
    fitting = _fitting(brief)
    any_scene = dna.plate if dna.plate.startswith("scene:") else "scene:podium"
    return [*called_for, *([own] if own else []), *fitting, any_scene, *paints]


def _of_topic(brief: Brief, dna: DesignDNA, called_for: list[str], seed: int) -> list[str]:
    """Return what the topic calls for, then the look's own plate, then what else suits."""
    own = _own_plate(dna, brief)
    if brief.place in _OUTDOORS:
        return [*called_for, *_AIRY] if called_for else [*_QUIET, "paint:mesh", own or "paint:bokeh"]
    known_by = [*_PAINTS_OF.get(brief.style, ()), *_PAINTS_OF.get(brief.mood, ())]
    paints = [*(_QUIET if brief.energy <= _CALM else ()), *_PAINTS[brief.category]]
    rest = [*_fitting(brief), *known_by, *paints]
    chosen = [*([own] if own else []), pick([*known_by, *rest], brief.topic, seed)]
    if number_of(brief.topic, seed, "ground") % 3 == 0:
        chosen.reverse()  # a look has more than one ground
    return [*called_for, *chosen, *rest]


def _fitting(brief: Brief) -> list[str]:
    """Return rooms that suit the topic without being called for, best first: a place in the open says too much."""
    scored = sorted(((_score(scene, brief), name) for name, scene in catalogue.scenes().items()), reverse=True)
    fitting = [name for score, name in scored if _SUITS <= score < _CALLED_FOR]
    rooms = [name for name in fitting if not _is_outdoors(catalogue.scenes()[name])]
    return [f"scene:{name}" for name in rooms][:2]


def _score(scene: Scene, brief: Brief) -> float:
    """Weigh a scene: its place named 4, a keyword of the topic up to 3, category 1, mood 0.5."""
    score = 0.0
    if brief.place:
        wanted = {brief.place, *_PLACE_ALIASES.get(brief.place, ())}
        rank = next((at for at, place in enumerate(scene.places) if place in wanted), None)
        if rank is not None:
            score += 4.0 - 0.1 * rank
        elif brief.place in scene.keywords:
            score += 3.0
    words = split_words(brief.topic)
    keys = {form for word in words for form in variants(word.key)}
    keys |= {f"{a.key} {b.key}" for a, b in pairwise(words)}
    hits = len(keys & {*scene.keywords, *scene.keywords_fa})
    score += min(2.0, 1.2 * hits)
    if brief.category in scene.categories:
        score += 1.0 - 0.1 * scene.categories.index(brief.category)
    else:
        score -= 0.0 if _is_outdoors(scene) and brief.place else 1.5
    if brief.mood in scene.moods:
        score += 0.5
    if brief.palette and not {"primary", "secondary"} & set(scene.roles.values()):
        score -= 4.0  # it would not show the colours that the prompt names
    return score


def _own_plate(dna: DesignDNA, brief: Brief) -> str:
    """Return the look's own plate when it suits the topic: a painted one always, a scene within its categories.

    Paper is for dark type, which is set on light grounds alone.
    """
    if dna.plate.startswith("paint:"):
        return dna.plate if dna.plate != "paint:paper" else ""
    name = dna.plate.removeprefix("scene:")
    scene = catalogue.scenes().get(name)
    if scene is None or brief.category not in scene.categories:
        return ""
    is_elsewhere = bool(brief.place) and _PLACE_ALIASES.get(brief.place, (brief.place,))[0] not in scene.places
    return "" if is_elsewhere and name not in _NEUTRAL else f"scene:{name}"


def _lights(scene: Scene, palette: Palette) -> dict[str, Light]:
    lights: dict[str, Light] = {}
    for group in scene.groups:
        if group == "e":
            continue
        role = scene.roles.get(group, "light")
        own, wanted = getattr(scene.colours, role), getattr(palette, role)
        lights[group] = Light(mixed(wanted, own, _NATURAL_SHARE), scene.gains.get(group, 1.0))
    return lights
