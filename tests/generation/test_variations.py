"""Other versions of a picture: different in what was asked for, and in nothing else."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from canvas.document import Document, Plate, Subject, Text
from canvas.reading.colours import difference, lab_of_hex
from generation.errors import PictureGoneError, ResultNotReadyError
from generation.models import Algorithm, Generation, Origin, Status
from generation.services import vary_generation
from templates_lib.models import Template
from tests.generation.api_rows import make_generation
from tests.generation.core_rows import rich_user
from tests.generation.made_pictures import (
    change_document,
    documents_of,
    keep_asset,
    made,
    make_bank,
    maker,
    ran,
    show_logo,
    striped,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def bank(db: Any) -> None:
    make_bank()


@pytest.fixture
def user():
    return maker()


@pytest.fixture
def parent(user):
    return made(user)


def varied(parent: Generation, **fields: Any) -> Generation:
    return ran(vary_generation(parent.owner, parent.pk, **{"count": 2, **fields}))


def plate(document: Document) -> str:
    return next(layer.source for layer in document.layers if isinstance(layer, Plate))


def subjects(document: Document) -> list[tuple[str, str]]:
    return [(layer.id, layer.source) for layer in document.layers if isinstance(layer, Subject)]


def type_of(document: Document) -> list[tuple[str, str, str]]:
    return [(layer.text, layer.font, layer.colour) for layer in document.layers if isinstance(layer, Text)]


def pixels(generation: Generation, index: int = 0) -> np.ndarray:
    with generation.thumbnails.get(index=index).file.open() as file:
        return np.asarray(Image.open(io.BytesIO(file.read())).convert("RGB"), np.int16)


class TestAVariation:
    def test_is_a_generation_of_its_own_that_names_its_parent(self, parent):
        child = varied(parent, axis="layout")
        assert (child.status, child.origin, child.parent) == (Status.COMPLETED, Origin.VARIATION, parent)
        assert (child.prompt, child.seed, child.variants) == (parent.prompt, parent.seed, 2)
        assert (child.credits_cost, child.credits_charged) == (2, 2)
        assert child.thumbnails.count() == 2

    def test_of_the_layout_keeps_words_subjects_colours_and_ground(self, parent):
        (before,) = documents_of(parent)
        after = documents_of(varied(parent, axis="layout"))
        assert len({before.layout, *(other.layout for other in after)}) == 3
        for other in after:
            assert (other.palette, plate(other), type_of(other)) == (before.palette, plate(before), type_of(before))
            assert subjects(other) == subjects(before)

    def test_of_the_palette_keeps_all_but_colours(self, parent):
        (before,) = documents_of(parent)
        for other in documents_of(varied(parent, axis="palette")):
            apart = max(
                difference(lab_of_hex(getattr(before.palette, role)), lab_of_hex(getattr(other.palette, role)))
                for role in ("primary", "secondary")
            )
            assert apart >= 20
            assert (other.layout, plate(other), type_of(other)) == (before.layout, plate(before), type_of(before))
            assert [layer for layer in other.layers if not isinstance(layer, Plate)] == [
                layer for layer in before.layers if not isinstance(layer, Plate)
            ]

    def test_of_the_background_keeps_all_but_the_plate(self, parent):
        (before,) = documents_of(parent)
        after = documents_of(varied(parent, axis="background"))
        assert len({plate(before), *map(plate, after)}) == 3
        for other in after:
            assert (other.layout, other.palette) == (before.layout, before.palette)
            assert other.layers[1:] == before.layers[1:]

    def test_of_the_framing_keeps_layout_colours_ground_and_words(self, parent):
        (before,) = documents_of(parent)
        after = documents_of(varied(parent, axis="framing", count=3))
        for other in after:
            assert (other.layout, other.palette, plate(other)) == (before.layout, before.palette, plate(before))
            assert type_of(other) == type_of(before)
            assert other.layers != before.layers

    def test_without_an_axis_takes_another_one_each(self, parent):
        child = varied(parent, count=4)
        axes = {thumbnail.document["meta"]["axis"] for thumbnail in child.thumbnails.all()}
        assert axes == {"layout", "palette", "background", "framing"}
        assert all(thumbnail.axis for thumbnail in child.thumbnails.all())

    @pytest.mark.parametrize("axis", ["layout", "palette", "background", "framing"])
    def test_is_seen_to_differ(self, parent, axis):
        child = varied(parent, axis=axis)
        before = pixels(parent)
        for index in range(2):
            assert np.abs(pixels(child, index) - before).mean() > 2.0
        assert np.abs(pixels(child, 0) - pixels(child, 1)).mean() > 2.0

    def test_keeps_what_was_edited(self, parent):
        def edit(document: dict[str, Any]) -> None:
            headline = next(layer for layer in document["layers"] if layer["id"] == "headline")
            headline["text"] = "GAME OVER"

        change_document(parent, edit)
        for axis in ("layout", "palette", "background", "framing"):
            for other in documents_of(varied(parent, axis=axis, count=1)):
                assert [words for words, *_ in type_of(other)] == ["GAME OVER"]

    def test_takes_the_pictures_along_that_edits_brought_in(self, parent):
        asset = keep_asset(parent.owner, striped(("#ff0000", "#00ff00")), kind="logo")
        change_document(parent, lambda document: show_logo(document, str(asset.pk)))
        variation = varied(parent, axis="palette", count=1)
        assert variation.status == Status.COMPLETED
        assert f"picture:{asset.pk}" in {getattr(layer, "source", "") for layer in documents_of(variation)[0].layers}

    def test_goes_on_from_the_picture_that_is_named(self, user):
        parent = made(user, variants=2)
        second = documents_of(parent)[1]
        child = varied(parent, axis="palette", count=1, index=1)
        assert child.parent_index == 1
        (other,) = documents_of(child)
        assert (other.layout, plate(other)) == (second.layout, plate(second))

    def test_may_be_made_by_another_algorithm(self, parent):
        child = varied(parent, axis="layout", count=1, algorithm="routix_v6")
        assert (child.algorithm.slug, child.credits_cost) == ("routix_v6", 2)
        assert child.status == Status.COMPLETED

    def test_of_several_angles_is_as_many_as_were_asked_for(self, user):
        Algorithm.objects.filter(slug="routix_experimental").update(is_active=True)
        parent = made(user)
        child = varied(parent, axis="layout", count=2, algorithm="routix_experimental")
        assert (child.thumbnails.count(), child.credits_charged) == (2, 6)

    def test_charges_only_as_many_as_there_are_ways(self, user):
        parent = made(user, prompt="how black holes work")
        child = varied(parent, axis="framing", count=4)
        delivered = child.thumbnails.count()
        assert 1 <= delivered < 4
        assert (child.credits_cost, child.credits_charged) == (4, delivered)

    def test_is_made_though_its_look_was_deleted(self, parent):
        Template.objects.filter(pk=parent.template_id).delete()
        parent.refresh_from_db()
        assert varied(parent, axis="palette").status == Status.COMPLETED

    def test_fails_when_the_parent_s_pictures_are_gone(self, parent):
        queued = vary_generation(parent.owner, parent.pk, count=1)
        parent.thumbnails.all().delete()
        child = ran(queued)
        assert (child.status, child.error["type"]) == (Status.FAILED, "parent_gone")


class TestAskingForVariations:
    def test_is_refused_before_there_is_a_picture(self, user):
        waiting = make_generation(user, Algorithm.objects.get(slug="routix_v4"))
        with pytest.raises(ResultNotReadyError):
            vary_generation(user, waiting.pk, count=1)

    def test_is_refused_when_a_photo_of_it_is_gone(self, user, parent):
        def put_photo(document: dict[str, Any]) -> None:
            hero = next(layer for layer in document["layers"] if layer["id"] == "hero")
            hero["source"] = "photo:face"

        change_document(parent, put_photo)
        with pytest.raises(PictureGoneError):
            vary_generation(user, parent.pk, count=1)

    def test_takes_the_references_along(self, user):
        reference = keep_asset(user, striped(["#0a8f3c"]))
        parent = made(user, reference_asset_ids=[reference.pk])
        child = vary_generation(user, parent.pk, count=1)
        assert list(child.reference_assets.all()) == [reference]

    def test_costs_no_more_than_the_algorithm_draws_for(self, user):
        parent = made(user, size=(1280, 720))
        Generation.objects.filter(pk=parent.pk).update(width=2560, height=1440)
        child = vary_generation(user, parent.pk, count=1)
        assert (child.width, child.height) == (1280, 720)

    def test_is_for_the_owner_only(self, parent):
        with pytest.raises(Exception, match="no such thing"):
            vary_generation(rich_user(), parent.pk, count=1)
