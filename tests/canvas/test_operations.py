"""Operations: pure, refused with the faulty place, and taken back by their inverse."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document import Document, Frame, Mark, Subject, Text
from canvas.drawing import draw
from canvas.drawing.marks import MARKS
from canvas.errors import OperationError
from canvas.operations import (
    OPERATIONS,
    Operation,
    apply,
    apply_all,
    read_operation,
    read_operations,
    written_operation,
)
from canvas.operations.add_mark import AddMark
from canvas.operations.add_subject import AddSubject
from canvas.operations.add_text import AddText
from canvas.operations.align import AlignLayer
from canvas.operations.move import Move
from canvas.operations.place import Place
from canvas.operations.point_at import PointAt
from canvas.operations.recolor import Recolor
from canvas.operations.remove import Remove
from canvas.operations.reorder import Reorder
from canvas.operations.resize import Resize
from canvas.operations.schema import describe, operation_schema, operations_schema
from canvas.operations.set_highlight import SetHighlight
from canvas.operations.set_lock import SetLock
from canvas.operations.set_palette import SetPalette
from canvas.operations.set_text import SetText
from canvas.operations.set_visibility import SetVisibility
from canvas.operations.swap_layout import SwapLayout
from canvas.serial import MAX_LAYERS, from_json, to_json
from tests.canvas.documents import headline
from tests.canvas.edits import DOCUMENTS, examples

pytestmark = pytest.mark.unit

CASES = [
    pytest.param(document, operation, id=f"{name}-{operation.name}-{number}")
    for name, document in DOCUMENTS.items()
    for number, operation in enumerate(examples(document))
]
PLAIN = DOCUMENTS["standing_alone"]


def refused(operation: Operation | dict[str, Any], document: Document = PLAIN) -> OperationError:
    with pytest.raises(OperationError) as caught:
        apply(document, read_operation(operation) if isinstance(operation, dict) else operation)
    return caught.value


PLACE = {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.2}


def inserted(**layer: Any) -> dict[str, Any]:
    return {"op": "insert", "index": 0, "layer": {"id": "new", "frame": PLACE, **layer}}


def through_json(operation: Operation) -> Operation:
    return read_operation(json.loads(json.dumps(written_operation(operation))))


@st.composite
def documents_and_edits(draw: st.DrawFn) -> tuple[Document, list[Operation]]:
    document = draw(st.sampled_from(list(DOCUMENTS.values())))
    return document, draw(st.lists(st.sampled_from(examples(document)), min_size=1, max_size=6))


class TestEveryOperation:
    def test_has_an_example_here(self) -> None:
        assert {type(operation) for operation in examples(PLAIN)} == set(OPERATIONS.values())

    @pytest.mark.parametrize(("document", "operation"), CASES)
    def test_is_taken_back_by_its_inverse(self, document: Document, operation: Operation) -> None:
        applied = apply(document, operation)
        assert apply(applied.document, through_json(applied.inverse)).document == document

    @pytest.mark.parametrize(("document", "operation"), CASES)
    def test_changes_no_layer_that_it_does_not_name(self, document: Document, operation: Operation) -> None:
        applied = apply(document, operation)
        before = {layer.id: layer for layer in document.layers}
        after = {layer.id: layer for layer in applied.document.layers}
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        assert changed <= applied.touched

    @pytest.mark.parametrize(("document", "operation"), CASES)
    def test_gives_a_document_that_can_be_stored(self, document: Document, operation: Operation) -> None:
        after = apply(document, operation).document
        assert from_json(json.loads(json.dumps(to_json(after)))) == after

    @pytest.mark.parametrize("operation", examples(PLAIN))
    def test_goes_through_json_and_fits_its_schema(self, operation: Operation) -> None:
        written = json.loads(json.dumps(written_operation(operation)))
        assert read_operation(written) == operation
        jsonschema.validate(written, operation_schema(type(operation)))
        jsonschema.validate([written], operations_schema())

    @pytest.mark.parametrize("operation", OPERATIONS.values())
    def test_says_what_it_does(self, operation: type[Operation]) -> None:
        assert len(describe(operation)) > 40
        jsonschema.Draft202012Validator.check_schema(operation_schema(operation))

    @settings(max_examples=150, deadline=None)
    @given(documents_and_edits())
    def test_is_taken_back_in_any_sequence(self, case: tuple[Document, list[Operation]]) -> None:
        document, edits = case
        done: list[Operation] = []
        present = document
        for edit in edits:  # an edit may not fit what those before it left
            try:
                present = apply(present, edit).document
            except OperationError:
                continue
            done.append(edit)
        applied = apply_all(document, done)
        assert applied.document == present
        assert apply_all(present, applied.inverse).document == document


class TestLock:
    LOCKED = replace(PLAIN, layers=tuple(replace(layer, locked=True) for layer in PLAIN.layers))
    FREE = {"set_lock", "add_text", "add_mark", "add_subject", "add_effect", "insert"}

    @pytest.mark.parametrize("operation", examples(PLAIN))
    def test_is_kept_by_every_operation_on_a_layer(self, operation: Operation) -> None:
        if operation.name in self.FREE:
            assert apply(self.LOCKED, operation).document != PLAIN
        elif operation.name == "swap_layout":
            return  # all of these stand by themselves, so that no layout moves them
        else:
            assert "locked" in refused(operation, self.LOCKED).problem

    def test_keeps_a_layer_where_the_layout_put_it(self) -> None:
        document = apply(DOCUMENTS["with_a_person"], SetLock("hero", locked=True)).document
        assert refused(SwapLayout("hero_left"), document).path == "layout"

    def test_can_be_opened_again(self) -> None:
        opened = apply(self.LOCKED, SetLock("headline", locked=False)).document
        assert apply(opened, SetText("headline", "NOW")).document.layer("headline").text == "NOW"  # type: ignore[union-attr]


class TestRefusal:
    @pytest.mark.parametrize(
        ("operation", "path"),
        [
            ({"op": "explode"}, "op"),
            ({"op": None}, "op"),
            ({}, "op"),
            ({"op": "set_text", "layer": "headline"}, "text"),
            ({"op": "set_text", "layer": "nobody", "text": "A"}, "layer"),
            ({"op": "set_text", "layer": "hero", "text": "A"}, "layer"),
            ({"op": "set_text", "layer": "arrow", "text": "A"}, "layer"),
            ({"op": "set_text", "layer": "headline", "text": ""}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "   "}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "ᚠᚢᚦ"}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "A" * 301}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "A\0"}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "A\ud800"}, "text"),
            ({"op": "set_text", "layer": "headline", "text": 7}, "text"),
            ({"op": "set_text", "layer": "headline", "text": "A", "highlight": [0.5]}, "highlight[0]"),
            ({"op": "set_text", "layer": "headline", "text": "A B", "highlight": [1, 2]}, "highlight[1]"),
            ({"op": "set_text", "layer": "headline", "text": "A", "highlight": [-1]}, "highlight[0]"),
            ({"op": "set_text", "layer": "badge", "text": "  "}, "text"),
            ({"op": "set_highlight", "layer": "headline", "words": [0, 2]}, "words[1]"),
            ({"op": "set_highlight", "layer": "headline", "words": [10**30]}, "words[0]"),
            ({"op": "set_text", "layer": "headline", "text": "A", "colour": "red"}, "colour"),
            ({"op": "move", "layer": "headline", "x": float("nan"), "y": 0}, "x"),
            ({"op": "move", "layer": "headline", "x": 1e308, "y": 0}, "x"),
            ({"op": "move", "layer": "headline", "x": 10**400, "y": 0}, "x"),
            ({"op": "move", "layer": "headline", "x": True, "y": 0}, "x"),
            ({"op": "move", "layer": "plate", "x": 0, "y": 0}, "layer"),
            ({"op": "resize", "layer": "hero", "scale": 0}, "scale"),
            ({"op": "recolor", "layer": "headline", "colour": "red"}, "colour"),
            ({"op": "recolor", "layer": "headline", "colour": "accent", "part": "rim"}, "part"),
            ({"op": "recolor", "layer": "headline", "colour": "accent", "part": "sound"}, "part"),
            ({"op": "set_palette", "primary": "accent"}, "primary"),
            ({"op": "set_font", "layer": "headline", "font": "comic"}, "font"),
            ({"op": "align", "layer": "headline"}, "horizontal"),
            ({"op": "swap_layout", "layout": "sideways"}, "layout"),
            ({"op": "replace_subject", "layer": "hero", "source": "prop:unheard_of"}, "source"),
            ({"op": "replace_subject", "layer": "hero", "source": "file:../../etc/passwd"}, "source"),
            ({"op": "replace_subject", "layer": "hero", "source": "scene:neon"}, "source"),
            ({"op": "replace_plate", "source": "scene:unheard_of"}, "source"),
            ({"op": "replace_plate", "source": "prop:phone"}, "source"),
            ({"op": "add_effect", "effect": "fireworks"}, "effect"),
            ({"op": "add_effect", "effect": "rays", "params": {"count": 1e300}}, "params.count"),
            ({"op": "add_effect", "effect": "rays", "below": "nobody"}, "below"),
            ({"op": "add_effect", "effect": "rays", "centre": [0.5, 1e308]}, "centre[1]"),
            ({"op": "add_mark", "mark": "smile"}, "mark"),
            ({"op": "add_mark", "mark": "price_tag", "text": "  ", "frame": PLACE}, "text"),
            ({"op": "add_mark", "mark": "arrow", "text": "LOOK", "target": "hero"}, "text"),
            ({"op": "add_mark", "mark": "stars", "text": "many", "frame": PLACE}, "text"),
            ({"op": "add_mark", "mark": "arrow", "target": "nobody"}, "target"),
            ({"op": "add_mark", "mark": "arrow", "frame": {"x": 0, "y": 0, "width": 900, "height": 1}}, "frame.width"),
            ({"op": "add_text", "text": "A"}, "frame"),
            ({"op": "add_text", "text": "A", "frame": PLACE, "highlight": [1]}, "highlight[0]"),
            ({"op": "point_at", "layer": "arrow", "target": "arrow"}, "target"),
            ({"op": "reorder", "layer": "hero", "index": 40}, "index"),
            ({"op": "reorder", "layer": "hero", "index": -1}, "index"),
            ({"op": "set_blend", "layer": "glow", "blend": "add"}, "layer"),
            ({"op": "rotate", "layer": "headline", "degrees": 90}, "degrees"),
            ({"op": "place", "layer": "hero", "frame": None}, "frame"),
            ({"op": "insert", "index": 0, "layer": {"kind": "text", "id": "headline"}}, "layer.id"),
            ({"op": "insert", "index": 0, "layer": {"kind": "video", "id": "v"}}, "layer.kind"),
            ({"op": "insert", "index": 0, "layer": {"kind": "text", "id": "t", "text": "A"}}, "layer.slot"),
            (inserted(kind="subject", source="prop:phone", slot="hero_beside", frame=None), "layer.slot"),
            (inserted(kind="text", text="A", font="comic"), "layer.font"),
            (inserted(kind="text", text="  "), "layer.text"),
            (inserted(kind="text", text="A", highlight=[1]), "layer.highlight[0]"),
            (inserted(kind="mark", mark="smile"), "layer.mark"),
            (inserted(kind="mark", mark="seal", text="  "), "layer.text"),
            (inserted(kind="effect", effect="fireworks"), "layer.effect"),
            (inserted(kind="plate", source="scene:unheard_of"), "layer.source"),
            (inserted(kind="subject", source="prop:unheard_of"), "layer.source"),
            (inserted(kind="logo", source="prop:phone"), "layer.source"),
            ({"op": "restore", "layers": [{"kind": "text", "id": "nobody"}]}, "layers[0].id"),
            ({"op": "restore", "layers": [{"kind": "effect", "id": "glow", "effect": "moo"}]}, "layers[0].effect"),
        ],
    )
    def test_names_the_faulty_field(self, operation: dict[str, Any], path: str) -> None:
        assert refused(operation).path == path

    @pytest.mark.parametrize("value", [None, 7, "set_text", [], [[]]])
    def test_meets_what_is_no_object(self, value: Any) -> None:
        with pytest.raises(OperationError) as caught:
            read_operations([{"op": "flip", "layer": "hero"}, value])
        assert caught.value.path.startswith("operations[1]")

    def test_meets_nesting_without_end(self) -> None:
        deep: Any = []
        for _ in range(100_000):
            deep = [deep]
        with pytest.raises(OperationError):
            read_operation({"op": "set_text", "layer": "headline", "text": deep})

    def test_names_the_place_in_a_list(self) -> None:
        with pytest.raises(OperationError) as caught:
            apply_all(PLAIN, [SetText("headline", "A"), SetText("nobody", "B")])
        assert caught.value.path == "operations[1].layer"

    def test_keeps_the_last_layer(self) -> None:
        alone = replace(PLAIN, layers=PLAIN.layers[:1])
        assert refused(Remove("plate"), alone).path == "layer"

    def test_adds_no_layer_to_a_full_document(self) -> None:
        many = tuple(Text(id=f"t{at}", text="A", frame=Frame(0, 0, 0.1, 0.1)) for at in range(MAX_LAYERS))
        full = replace(PLAIN, layers=many)
        for operation in (AddText("A", frame=Frame(0, 0, 1, 1)), AddMark("arrow", frame=Frame(0, 0, 1, 1))):
            assert refused(operation, full).path == "op"

    def test_keeps_one_headline(self) -> None:
        assert refused(AddText("A", slot="headline"), DOCUMENTS["with_a_person"]).path == "slot"


def shown(mark: str, text: str) -> bytes:
    layer = Mark(id="mark", mark=mark, text=text, frame=Frame(0.1, 0.1, 0.8, 0.8))
    return draw(replace(PLAIN, layers=(layer,)), size=(160, 90)).pixels.tobytes()


class TestSetText:
    @pytest.mark.parametrize("mark", MARKS)
    def test_is_for_every_mark_that_shows_words(self, mark: str) -> None:
        document = replace(PLAIN, layers=(*PLAIN.layers, Mark(id="mark", mark=mark, frame=Frame(**PLACE))))
        if shown(mark, "2") == shown(mark, "4"):
            assert refused(SetText("mark", "4"), document).path == "layer"
        else:
            applied = apply(document, SetText("mark", "4"))
            assert applied.document.layer("mark").text == "4"  # type: ignore[union-attr]
            assert apply(applied.document, applied.inverse).document == document

    def test_keeps_the_highlight_of_words_that_are_still_there(self) -> None:
        document = replace(PLAIN, layers=(headline("ONE TWO THREE", highlight=(0, 2)),))
        layer = apply(document, SetText("headline", "FOUR FIVE")).document.layer("headline")
        assert isinstance(layer, Text)
        assert (layer.text, layer.highlight) == ("FOUR FIVE", (0,))


class TestSetHighlight:
    def test_keeps_the_colour_when_none_is_given(self) -> None:
        layer = apply(PLAIN, SetHighlight("headline", ())).document.layer("headline")
        assert isinstance(layer, Text)
        assert (layer.highlight, layer.highlight_colour) == ((), "accent")


class TestPlacing:
    def test_moves_from_where_the_layout_had_put_it(self) -> None:
        document = DOCUMENTS["with_a_person"]
        moved = apply(document, Move("headline", 0.2, 0.3)).document.layer("headline").frame
        assert (moved.x, moved.y) == (0.2, 0.3)
        assert moved.width > 0.2

    def test_resizes_about_the_middle(self) -> None:
        frame = apply(PLAIN, Resize("hero", 0.5)).document.layer("hero").frame
        assert (frame.x, frame.y, frame.width, frame.height) == pytest.approx((0.695, 0.3, 0.15, 0.3))

    def test_aligns_with_a_margin(self) -> None:
        frame = apply(PLAIN, AlignLayer("hero", "right", "bottom", 0.1)).document.layer("hero").frame
        assert (frame.x, frame.y, frame.width, frame.height) == pytest.approx((0.6, 0.3, 0.3, 0.6))

    def test_gives_a_layer_back_to_the_layout(self) -> None:
        document = apply(DOCUMENTS["with_a_person"], Move("hero", 0.0, 0.0)).document
        assert apply(document, Place("hero")).document == DOCUMENTS["with_a_person"]


class TestSwapLayout:
    def test_lets_type_and_light_follow(self) -> None:
        document = apply(DOCUMENTS["with_a_person"], SwapLayout("hero_left")).document
        text, shade = document.layer("headline"), document.layer("shade")
        assert isinstance(text, Text)
        assert text.align == "right"
        assert shade.params["angle"] == 0.0  # type: ignore[union-attr]

    def test_gives_subjects_the_places_that_there_are(self) -> None:
        document = apply(DOCUMENTS["with_a_person"], SwapLayout("versus")).document
        assert [document.layer(name).slot for name in ("hero", "beside")] == ["versus_left", "versus_right"]

    def test_is_refused_without_room(self) -> None:
        document = apply(DOCUMENTS["with_a_person"], AddSubject("prop:phone")).document
        assert refused(SwapLayout("versus"), document).path == "layout"


class TestAdding:
    def test_gives_ids_that_are_free(self) -> None:
        edits = [AddMark("arrow", target="hero") for _ in range(3)]
        document = apply_all(PLAIN, edits).document
        assert [layer.id for layer in document.layers if isinstance(layer, Mark)][-3:] == [
            "arrow_2",
            "arrow_3",
            "arrow_4",
        ]

    def test_puts_subjects_below_the_type(self) -> None:
        document = apply(PLAIN, AddSubject("prop:phone", frame=Frame(0, 0, 0.2, 0.2))).document
        ids = [layer.id for layer in document.layers]
        assert ids.index("subject") < ids.index("headline")
        assert isinstance(document.layer("subject"), Subject)


class TestPointAt:
    def test_is_taken_back_when_the_old_target_is_gone(self) -> None:
        document = apply(PLAIN, Remove("hero")).document
        applied = apply(document, PointAt("arrow", "headline"))
        assert apply(applied.document, applied.inverse).document == document


class TestSetPalette:
    def test_changes_nothing_that_names_its_own_colours(self) -> None:
        document = apply(PLAIN, Recolor("headline", "#123456")).document
        assert "logo" not in apply(document, SetPalette(accent="#000000")).touched


class TestReorder:
    def test_counts_the_layers_below(self) -> None:
        document = apply(PLAIN, Reorder("headline", 0)).document
        assert document.layers[0].id == "headline"


class TestSetVisibility:
    def test_hides(self) -> None:
        assert not apply(PLAIN, SetVisibility("sub", visible=False)).document.layer("sub").visible
