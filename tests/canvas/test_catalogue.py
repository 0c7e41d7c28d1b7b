"""The scenes and props that ship: each described, each there, each small enough, each with its licence."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from canvas import catalogue
from canvas.catalogue import CATEGORIES, CatalogueError, Prop, Scene
from canvas.drawing.paints import PAINTS
from canvas.errors import PictureError

pytestmark = pytest.mark.unit

ASSETS = catalogue.scene_path("neon", "a").parent.parent
SCENES = sorted(catalogue.scenes().values(), key=lambda scene: scene.name)
PROPS = sorted(catalogue.props().values(), key=lambda prop: prop.name)
PERSIAN = re.compile(r"[\u0600-\u06ff]")
COLOUR = re.compile(r"#[0-9a-f]{6}")


def manifest(kind: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((ASSETS / kind / "MANIFEST.toml").read_text("utf-8"))


class TestScenes:
    @pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
    def test_have_every_layer_in_one_shape(self, scene: Scene) -> None:
        shapes = set()
        for group in scene.groups:
            with Image.open(catalogue.scene_path(scene.name, group)) as layer:
                shapes.add(layer.size)
                assert layer.mode == "RGB"
        assert shapes in ({(960, 540)}, {(1280, 720)})

    @pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
    def test_are_described(self, scene: Scene) -> None:
        assert scene.categories
        assert set(scene.categories) <= set(CATEGORIES)
        assert scene.places
        assert len(scene.moods) >= 3
        assert len(scene.keywords) >= 10
        assert len(scene.keywords_fa) >= 5
        assert all(PERSIAN.search(word) for word in scene.keywords_fa)
        assert 0 < scene.horizon < 1
        assert all(0 < ratio < 1 for ratio in scene.focus)
        assert 0.2 <= scene.exposure <= 4

    @pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
    def test_say_how_each_group_is_lit(self, scene: Scene) -> None:
        assert set(scene.gains) == set(scene.groups)
        assert set(scene.roles) == {group for group in scene.groups if group != "e"}
        assert set(scene.roles.values()) <= {"primary", "secondary", "accent", "light", "dark"}
        assert all(COLOUR.fullmatch(getattr(scene.colours, role)) for role in ("primary", "secondary", "accent"))

    def test_leave_no_layer_undescribed(self) -> None:
        described = {catalogue.scene_path(scene.name, group) for scene in SCENES for group in scene.groups}
        assert set((ASSETS / "plates").glob("*.webp")) == described

    def test_make_forty_six_plates_with_the_paints(self) -> None:
        assert len(SCENES) + len(PAINTS) >= 46

    def test_cover_every_category(self) -> None:
        assert {category for scene in SCENES for category in scene.categories} == set(CATEGORIES)


class TestProps:
    @pytest.mark.parametrize("prop", PROPS, ids=lambda prop: prop.name)
    def test_are_described_in_both_languages(self, prop: Prop) -> None:
        assert len(set(prop.keywords)) == len(prop.keywords) >= 8
        assert len(set(prop.keywords_fa)) == len(prop.keywords_fa) >= 3
        assert all(PERSIAN.search(word) for word in prop.keywords_fa)
        assert all(word == word.lower().strip() for word in prop.keywords)
        assert prop.categories
        assert set(prop.categories) <= set(CATEGORIES)

    @pytest.mark.parametrize("prop", PROPS, ids=lambda prop: prop.name)
    def test_are_cut_out_tightly(self, prop: Prop) -> None:
        with Image.open(catalogue.prop_path(prop.name)) as picture:
            assert picture.mode == "RGBA"
            assert 200 < max(picture.size) <= 800
            left, top, right, bottom = picture.getchannel("A").getbbox() or (99, 99, 0, 0)
            assert max(left, top, picture.width - right, picture.height - bottom) <= 12
            assert picture.getchannel("A").getpixel((0, 0)) == 0

    def test_leave_no_file_undescribed(self) -> None:
        assert {path.stem for path in (ASSETS / "props").glob("*.webp")} == set(catalogue.props())

    def test_are_named_after_their_style(self) -> None:
        assert all(prop.name.startswith("emoji_") == (prop.style == "emoji") for prop in PROPS)


class TestKeywords:
    def test_find_a_baked_prop_before_an_emoji(self) -> None:
        names = catalogue.props_by_keyword()["burger"]
        assert [catalogue.props()[name].style for name in names[:2]] == ["baked", "emoji"]

    @pytest.mark.parametrize(
        ("keyword", "name"),
        [
            ("iphone", "phone"),
            ("lasagna", "lasagna"),
            ("black hole", "black_hole"),
            ("قهوه", "coffee"),
            ("جام", "trophy"),
        ],
    )
    def test_lead_to_the_thing_they_name(self, keyword: str, name: str) -> None:
        assert catalogue.props_by_keyword()[keyword][0] == name

    @pytest.mark.parametrize(
        ("keyword", "name"),
        [
            ("arctic", "arctic"),
            ("bali", "beach"),
            ("آشپزخانه", "kitchen"),
            ("everest", "mountains"),
            ("shipwreck", "ocean"),
            ("above the clouds", "sky"),
            ("چتربازی", "sky"),
            ("throne", "castle"),
            ("night market", "street_market"),
        ],
    )
    def test_lead_to_the_place_they_name(self, keyword: str, name: str) -> None:
        assert catalogue.scenes_by_keyword()[keyword][0] == name


class TestFiles:
    def test_are_small_enough(self) -> None:
        plates = [path.stat().st_size for path in (ASSETS / "plates").glob("*.webp")]
        props = [path.stat().st_size for path in (ASSETS / "props").glob("*.webp")]
        assert max(plates) < 200_000
        assert max(props) < 120_000
        assert sum(plates) + sum(props) < 26_000_000

    @pytest.mark.parametrize("kind", ["plates", "props"])
    def test_are_what_the_manifest_says(self, kind: str) -> None:
        files = manifest(kind)["files"].values()
        assert {entry["file"] for entry in files} == {path.name for path in (ASSETS / kind).glob("*.webp")}
        wrong = [
            entry["file"]
            for entry in files
            if hashlib.sha256((ASSETS / kind / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
        ]
        assert wrong == []

    @pytest.mark.parametrize("kind", ["plates", "props"])
    def test_have_a_source_with_its_licence_beside_them(self, kind: str) -> None:
        told = manifest(kind)
        assert {entry["source"] for entry in told["files"].values()} == set(told["sources"])
        for source in told["sources"].values():
            assert source["version"]
            assert source["rebuild"]
            text = (ASSETS / kind / source["licence_file"]).read_text("utf-8")
            assert "licen" in text.lower()


class TestUnknownNames:
    @pytest.mark.parametrize(("name", "group"), [("nowhere", "a"), ("neon", "z")])
    def test_of_scenes_are_refused(self, name: str, group: str) -> None:
        with pytest.raises(PictureError, match=name):
            catalogue.scene_path(name, group)

    def test_of_props_are_refused(self) -> None:
        with pytest.raises(PictureError, match="nothing"):
            catalogue.prop_path("nothing")


GOOD_PROP = """
[props.thing]
keywords = ["thing"]
keywords_fa = ["چیز"]
categories = ["food"]
style = "baked"
anchor = "floor"
"""


class TestRead:
    def test_takes_a_sound_file(self, tmp_path: Path) -> None:
        (tmp_path / "props.toml").write_text(GOOD_PROP, "utf-8")
        assert catalogue.read(tmp_path).props["thing"].anchor == "floor"

    @pytest.mark.parametrize(
        ("before", "after", "complaint"),
        [
            ('anchor = "floor"', 'anchor = "wall"', "anchor"),
            ('anchor = "floor"', "", "'anchor' is missing"),
            ('["thing"]', '"thing"', "not a list of words"),
            ('anchor = "floor"', 'anchor = "floor"\nsize = 3', "unknown field 'size'"),
            ("[props.thing]", "[things.thing]", "unknown table"),
        ],
    )
    def test_names_what_is_wrong(self, tmp_path: Path, before: str, after: str, complaint: str) -> None:
        (tmp_path / "props.toml").write_text(GOOD_PROP.replace(before, after), "utf-8")
        with pytest.raises(CatalogueError, match=complaint):
            catalogue.read(tmp_path)

    def test_refuses_a_name_twice(self, tmp_path: Path) -> None:
        for name in ("one.toml", "two.toml"):
            (tmp_path / name).write_text(GOOD_PROP, "utf-8")
        with pytest.raises(CatalogueError, match="defined twice"):
            catalogue.read(tmp_path)
