"""The shipped pictures: baked scenes and cut-out props, what they show and when to choose them.

A scene is a background baked one light group at a time. Every layer file is sRGB-encoded from linear light; a scene is
relit with `aces(sum(layer_linear * colour_linear * gain) * exposure)`. Groups `a`, `b` and `k` (the neutral one) take a
colour; group `e`, where there is one, has its own colours and is added with white.

A prop is an RGBA picture cropped tightly to what it shows. The files under `canvas/assets/catalogue` describe both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from canvas.document import Palette
from canvas.errors import CanvasError, PictureError

PropStyle = Literal["baked", "emoji"]
Anchor = Literal["floor", "float"]
LightGroup = Literal["a", "b", "k", "e"]

CATEGORIES = (
    "gaming", "technology", "education", "vlog", "entertainment", "business",
    "lifestyle", "sports", "food", "travel", "music",
)  # fmt: skip

_ASSETS = Path(str(files("canvas"))) / "assets"


class CatalogueError(CanvasError):
    """A catalogue entry that is malformed. The message names the file and the entry."""


@dataclass(frozen=True)
class Scene:
    """A baked background.

    `horizon` is the y ratio of the horizon or of the line between wall and floor. `focus` is the (x, y) ratio at which
    a subject stands best. `gains` gives each group's default strength, `roles` its default palette role, `exposure`
    the default exposure and `colours` the look it was lit for. `photo_ok` says that a cut-out person belongs in it.
    """

    name: str
    categories: tuple[str, ...]
    places: tuple[str, ...]
    moods: tuple[str, ...]
    keywords: tuple[str, ...]
    keywords_fa: tuple[str, ...]
    horizon: float
    focus: tuple[float, float]
    groups: tuple[LightGroup, ...]
    gains: Mapping[str, float]
    roles: Mapping[str, str]
    colours: Palette
    exposure: float
    photo_ok: bool


@dataclass(frozen=True)
class Prop:
    """A cut-out thing. `anchor` says whether it stands on a floor or floats. Keywords are lower case, best first."""

    name: str
    keywords: tuple[str, ...]
    keywords_fa: tuple[str, ...]
    categories: tuple[str, ...]
    style: PropStyle
    anchor: Anchor


@dataclass(frozen=True)
class Catalogue:
    scenes: Mapping[str, Scene]
    props: Mapping[str, Prop]


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """Read the catalogue that ships with the package. `CatalogueError` when an entry is malformed."""
    return read(_ASSETS / "catalogue")


def read(folder: Path) -> Catalogue:
    """Read every `*.toml` of `folder`. A name may be defined once only, else `CatalogueError`."""
    scenes: dict[str, Scene] = {}
    props: dict[str, Prop] = {}
    for path in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, table in tables.pop("scenes", {}).items():
            place = f"{path.name}: scenes.{name}"
            if name in scenes:
                raise CatalogueError(f"{place}: defined twice")
            scenes[name] = _scene(name, place, table)
        for name, table in tables.pop("props", {}).items():
            place = f"{path.name}: props.{name}"
            if name in props:
                raise CatalogueError(f"{place}: defined twice")
            props[name] = _prop(name, place, table)
        if tables:
            raise CatalogueError(f"{path.name}: unknown table {sorted(tables)[0]!r}")
    return Catalogue(MappingProxyType(scenes), MappingProxyType(props))


def scenes() -> Mapping[str, Scene]:
    """Return every scene by name."""
    return load().scenes


def props() -> Mapping[str, Prop]:
    """Return every prop by name."""
    return load().props


@lru_cache(maxsize=1)
def props_by_keyword() -> Mapping[str, tuple[str, ...]]:
    """Map each keyword (English or Persian) to the names of its props: baked before emoji, closest meaning first."""
    return _index(
        (keyword, (prop.style != "baked", rank), prop.name)
        for prop in props().values()
        for keywords in (prop.keywords, prop.keywords_fa)
        for rank, keyword in enumerate(keywords)
    )


@lru_cache(maxsize=1)
def scenes_by_keyword() -> Mapping[str, tuple[str, ...]]:
    """Map each keyword or place (English or Persian) to the names of its scenes, closest meaning first."""
    return _index(
        (keyword, (False, rank), scene.name)
        for scene in scenes().values()
        for keywords in (scene.places, scene.keywords, scene.keywords_fa)
        for rank, keyword in enumerate(keywords)
    )


def scene_path(name: str, group: str) -> Path:
    """Return the file of one light group; `PictureError` when there is no such scene or group."""
    scene = scenes().get(name)
    if scene is None or group not in scene.groups:
        raise PictureError(f"there is no scene {name!r} with a light group {group!r}")
    return _ASSETS / "plates" / f"{name}_{group}.webp"


def prop_path(name: str) -> Path:
    """Return the file of a prop; `PictureError` when there is no such prop."""
    if name not in props():
        raise PictureError(f"there is no prop {name!r}")
    return _ASSETS / "props" / f"{name}.webp"


def _index(entries: Iterable[tuple[str, tuple[bool, int], str]]) -> Mapping[str, tuple[str, ...]]:
    ranked: dict[str, dict[str, tuple[bool, int]]] = {}
    for keyword, rank, name in entries:
        found = ranked.setdefault(keyword, {})
        found[name] = min(rank, found.get(name, rank))
    return MappingProxyType(
        {keyword: tuple(sorted(names, key=lambda name: (names[name], name))) for keyword, names in ranked.items()}
    )


class _Reader:
    """Takes typed fields out of one TOML table; every complaint names the file, the entry and the field."""

    def __init__(self, place: str, table: object) -> None:
        if not isinstance(table, dict):
            raise CatalogueError(f"{place}: not a table")
        self._place = place
        self._table: dict[str, Any] = dict(table)

    def words(self, field: str) -> tuple[str, ...]:
        value = self._take(field)
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise CatalogueError(f"{self._place}.{field}: not a list of words")
        return tuple(value)

    def number(self, field: str) -> float:
        return self._number(field, self._take(field))

    def numbers(self, field: str) -> dict[str, float]:
        return {key: self._number(f"{field}.{key}", value) for key, value in self._dict(field).items()}

    def strings(self, field: str) -> dict[str, str]:
        return {key: str(value) for key, value in self._dict(field).items()}

    def point(self, field: str) -> tuple[float, float]:
        value = self._take(field)
        if not isinstance(value, list) or len(value) != 2:
            raise CatalogueError(f"{self._place}.{field}: not a point")
        return self._number(field, value[0]), self._number(field, value[1])

    def flag(self, field: str) -> bool:
        value = self._take(field)
        if not isinstance(value, bool):
            raise CatalogueError(f"{self._place}.{field}: not true or false")
        return value

    def choice(self, field: str, allowed: tuple[str, ...]) -> str:
        value = self._take(field)
        if value not in allowed:
            raise CatalogueError(f"{self._place}.{field}: {value!r} is none of {', '.join(allowed)}")
        return str(value)

    def finish(self) -> None:
        if self._table:
            raise CatalogueError(f"{self._place}: unknown field {sorted(self._table)[0]!r}")

    def _take(self, field: str) -> Any:
        if field not in self._table:
            raise CatalogueError(f"{self._place}: {field!r} is missing")
        return self._table.pop(field)

    def _dict(self, field: str) -> dict[str, Any]:
        value = self._take(field)
        if not isinstance(value, dict):
            raise CatalogueError(f"{self._place}.{field}: not a table")
        return value

    def _number(self, field: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CatalogueError(f"{self._place}.{field}: not a number")
        return float(value)


def _scene(name: str, place: str, table: object) -> Scene:
    reader = _Reader(place, table)
    groups = reader.words("groups")
    if not groups or not set(groups) <= set(get_args(LightGroup)):
        raise CatalogueError(f"{place}.groups: {groups!r} are not light groups")
    colours = reader.strings("colours")
    if not {"primary", "secondary", "accent"} <= set(colours) <= {"primary", "secondary", "accent", "light", "dark"}:
        raise CatalogueError(f"{place}.colours: primary, secondary and accent are needed")
    scene = Scene(
        name=name,
        categories=reader.words("categories"),
        places=reader.words("places"),
        moods=reader.words("moods"),
        keywords=reader.words("keywords"),
        keywords_fa=reader.words("keywords_fa"),
        horizon=reader.number("horizon"),
        focus=reader.point("focus"),
        groups=cast("tuple[LightGroup, ...]", groups),
        gains=MappingProxyType(reader.numbers("gains")),
        roles=MappingProxyType(reader.strings("roles")),
        colours=Palette(**colours),
        exposure=reader.number("exposure"),
        photo_ok=reader.flag("photo_ok"),
    )
    reader.finish()
    return scene


def _prop(name: str, place: str, table: object) -> Prop:
    reader = _Reader(place, table)
    prop = Prop(
        name=name,
        keywords=reader.words("keywords"),
        keywords_fa=reader.words("keywords_fa"),
        categories=reader.words("categories"),
        style=cast("PropStyle", reader.choice("style", get_args(PropStyle))),
        anchor=cast("Anchor", reader.choice("anchor", get_args(Anchor))),
    )
    reader.finish()
    return prop
