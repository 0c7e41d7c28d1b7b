"""Documents as JSON: what goes out comes back, and nothing else comes in."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from canvas.document import Text
from canvas.errors import DocumentError
from canvas.schema import json_schema
from canvas.serial import MAX_LAYERS, from_json, to_json
from tests.canvas.documents import rich

pytestmark = pytest.mark.unit


def stored() -> Any:
    return json.loads(json.dumps(to_json(rich())))


class TestRoundTrip:
    def test_gives_an_equal_document(self) -> None:
        assert from_json(stored()) == rich()

    def test_fills_fields_that_are_not_given(self) -> None:
        value = {
            "layers": [{"kind": "text", "id": "t", "text": "HI"}],
            "palette": {"primary": "#000000", "secondary": "#111111", "accent": "#222222"},
            "layout": "full_type",
        }
        document = from_json(value)
        assert document.width == 1280
        assert document.layers[0].opacity == 1.0
        assert document.layers[0] == Text(id="t", text="HI")


def spoiled(*path: str | int, value: Any) -> Any:
    document = stored()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


class TestRefusal:
    @pytest.mark.parametrize(
        ("path", "value", "named"),
        [
            (("surprise",), 1, "surprise"),
            (("layers", 0, "surprise"), 1, "layers[0].surprise"),
            (("layers", 0, "kind"), "video", "layers[0].kind"),
            (("layers", 0, "kind"), None, "layers[0].kind"),
            (("layers", 0, "source"), "file:../../etc/passwd", "layers[0].source"),
            (("layers", 0, "lights", "a", "colour"), "red", "layers[0].lights.a.colour"),
            (("layers", 0, "opacity"), 2.0, "layers[0].opacity"),
            (("layers", 0, "opacity"), True, "layers[0].opacity"),
            (("layers", 0, "opacity"), float("nan"), "layers[0].opacity"),
            (("layers", 0, "blend"), "burn", "layers[0].blend"),
            (("layers", 1, "params", "count"), float("inf"), "layers[1].params.count"),
            (("layers", 1, "centre"), [0.5], "layers[1].centre"),
            (("layers", 1, "centre"), [0.5, 1e308], "layers[1].centre[1]"),
            (("layers", 2, "glow", "radius"), 900, "layers[2].glow.radius"),
            (("layers", 4, "finish"), "wood", "layers[4].finish"),
            (("layers", 4, "bevel"), 1.5, "layers[4].bevel"),
            (("layers", 4, "outer_stroke"), 0.9, "layers[4].outer_stroke"),
            (("layers", 4, "outer_stroke_colour"), "red", "layers[4].outer_stroke_colour"),
            (("layers", 4, "extrude", "lit"), -1, "layers[4].extrude.lit"),
            (("layers", 4, "text"), "A" * 301, "layers[4].text"),
            (("layers", 4, "highlight"), [0.5], "layers[4].highlight[0]"),
            (("layers", 4, "highlight"), [0, 10**30], "layers[4].highlight[1]"),
            (("layers", 4, "id"), "plate", "layers[4].id"),
            (("layers", 4, "visible"), 1, "layers[4].visible"),
            (("palette", "primary"), "primary", "palette.primary"),
            (("width",), 9, "width"),
            (("width",), 100_000, "width"),
            (("seed",), 1.5, "seed"),
            (("version",), 2, "version"),
            (("aspect",), "3:2", "aspect"),
            (("meta",), {"a b": "c"}, "meta"),
            (("layers",), {}, "layers"),
        ],
    )
    def test_names_the_faulty_place(self, path: tuple[str | int, ...], value: Any, named: str) -> None:
        with pytest.raises(DocumentError) as caught:
            from_json(spoiled(*path, value=value))
        assert caught.value.path == named

    def test_names_a_missing_field(self) -> None:
        value = stored()
        del value["palette"]["accent"]
        with pytest.raises(DocumentError) as caught:
            from_json(value)
        assert caught.value.path == "palette.accent"

    @pytest.mark.parametrize("value", [None, [], "document", 7])
    def test_meets_anything_that_is_no_object(self, value: Any) -> None:
        with pytest.raises(DocumentError):
            from_json(value)

    def test_meets_too_many_layers(self) -> None:
        layers = [{"kind": "effect", "id": f"e{index}"} for index in range(MAX_LAYERS + 1)]
        with pytest.raises(DocumentError, match="layers"):
            from_json(spoiled("layers", value=layers))

    def test_meets_nesting_without_end(self) -> None:
        deep: Any = []
        for _ in range(100_000):
            deep = [deep]
        with pytest.raises(DocumentError):
            from_json(spoiled("meta", value=deep))


class TestJsonSchema:
    def test_is_a_valid_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(json_schema())

    def test_accepts_what_is_stored(self) -> None:
        jsonschema.validate(stored(), json_schema())

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("layers", 0, "surprise"), 1),
            (("layers", 0, "opacity"), 2.0),
            (("layers", 1, "centre"), [0.5, 1e308]),
            (("layers", 4, "highlight"), [-1]),
            (("layers", 0, "source"), "file:x"),
            (("palette", "primary"), "red"),
            (("width",), 9),
        ],
    )
    def test_refuses_what_is_refused(self, path: tuple[str | int, ...], value: Any) -> None:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoiled(*path, value=value), json_schema())
