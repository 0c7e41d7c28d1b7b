"""Pictures that a user wants theirs to look like: their colours are followed."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from canvas.reading.colours import difference, lab_of_hex
from common.errors import ValidationFailedError
from generation.models import Generation, Status
from generation.pipeline.references import leading_colours
from generation.services import GenerationRequest, request_generation
from tests.generation.core_rows import rich_user
from tests.generation.made_pictures import documents_of, keep_asset, made, make_bank, maker, striped

GREEN, VIOLET, ORANGE = "#12a150", "#6a1fb0", "#ff8a00"


def apart(first: str, second: str) -> float:
    return difference(lab_of_hex(first), lab_of_hex(second))


@pytest.mark.unit
class TestLeadingColours:
    def test_are_those_of_the_picture_the_strongest_first(self):
        found = leading_colours([striped([GREEN, GREEN, VIOLET])])
        assert len(found) == 2
        assert apart(found[0], GREEN) < 5
        assert apart(found[1], VIOLET) < 5

    def test_count_every_picture_alike_whatever_its_size(self):
        found = leading_colours([striped([GREEN], (2000, 1200)), striped([ORANGE], (100, 60))])
        assert {colour for colour in (GREEN, ORANGE) if any(apart(colour, one) < 5 for one in found)} == {GREEN, ORANGE}

    def test_leave_shades_and_small_greys_out(self):
        found = leading_colours([striped([GREEN, "#12a154", "#119c4e", "#808080"])])
        assert len(found) == 1

    def test_name_the_grey_that_covers_most(self):
        found = leading_colours([striped(["#ffffff", "#ffffff", "#ffffff", GREEN])])
        assert apart(found[0], GREEN) < 5
        assert apart(found[1], "#ffffff") < 5

    def test_are_no_more_than_three(self):
        assert len(leading_colours([striped([GREEN, VIOLET, ORANGE, "#0050ff", "#ff0080"])])) == 3

    def test_are_none_without_pictures(self):
        assert leading_colours([]) == ()

    def test_leave_out_what_is_transparent(self):
        picture = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
        picture.paste(Image.new("RGBA", (60, 60), GREEN), (70, 70))
        output = io.BytesIO()
        picture.save(output, "PNG")
        found = leading_colours([output.getvalue()])
        assert len(found) == 1
        assert apart(found[0], GREEN) < 5


@pytest.mark.integration
@pytest.mark.django_db
class TestAGenerationWithReferences:
    @pytest.fixture(autouse=True)
    def bank(self, db: Any) -> None:
        make_bank()

    @pytest.mark.parametrize("colours", [(GREEN, VIOLET), (ORANGE,), ("#0aa0c8", "#0b2a55")])
    def test_is_drawn_in_their_colours(self, colours):
        user = maker()
        reference = keep_asset(user, striped(colours))
        generation = made(user, prompt="my morning routine", reference_asset_ids=[reference.pk], size=(640, 360))
        assert generation.status == Status.COMPLETED
        (document,) = documents_of(generation)
        own = (document.palette.primary, document.palette.secondary)
        for colour in colours:
            assert min(apart(colour, one) for one in own) < 8
        assert share_in_hues_of(colours, generation) > 0.3

    def test_has_their_colours_where_it_would_have_others(self):
        user = maker()
        reference = keep_asset(user, striped([GREEN]))
        plain, led = (
            made(user, prompt="my morning routine", reference_asset_ids=ids, size=(640, 360))
            for ids in ((), [reference.pk])
        )
        assert share_in_hues_of([GREEN], plain) < 0.2
        assert share_in_hues_of([GREEN], led) > 0.3

    def test_follows_the_colours_of_the_prompt_before_theirs(self):
        user = maker()
        reference = keep_asset(user, striped([GREEN]))
        plain, led = (
            made(user, prompt="a red and blue thumbnail about chess", reference_asset_ids=ids)
            for ids in ((), [reference.pk])
        )
        assert documents_of(led)[0].palette == documents_of(plain)[0].palette

    def test_shows_their_colours_in_its_brief(self):
        user = maker()
        reference = keep_asset(user, striped([VIOLET]))
        generation = made(user, prompt="my morning routine", reference_asset_ids=[reference.pk])
        assert apart(generation.brief["palette"][0], VIOLET) < 5

    def test_is_made_without_one_that_was_deleted_meanwhile(self):
        user = maker()
        reference = keep_asset(user, striped([VIOLET]))
        wanted = GenerationRequest(prompt="chess", reference_asset_ids=[reference.pk])
        queued = request_generation(user, wanted)
        reference.delete()
        assert Generation.objects.get(pk=queued.pk).reference_assets.count() == 0

    def test_takes_no_more_than_four_and_none_of_others(self):
        user = rich_user()
        theirs = keep_asset(rich_user(), striped([GREEN]))
        mine = [keep_asset(user, striped([GREEN])).pk for _ in range(5)]
        for ids in ([theirs.pk], [mine[0], theirs.pk], mine):
            with pytest.raises(ValidationFailedError) as caught:
                request_generation(user, GenerationRequest(prompt="chess", reference_asset_ids=ids))
            assert [fault["field"] for fault in caught.value.details["validation_errors"]] == ["reference_asset_ids"]
        assert not Generation.objects.exists()


def share_in_hues_of(colours: Sequence[str], generation: Generation) -> float:
    """The share of the coloured pixels of its picture whose hue is about that of one of the colours."""
    with generation.thumbnails.get(index=0).file.open() as file:
        hsv = np.asarray(Image.open(io.BytesIO(file.read())).convert("HSV"), np.int16)
    hues = [int(np.asarray(Image.new("RGB", (1, 1), colour).convert("HSV"))[0, 0, 0]) for colour in colours]
    coloured = hsv[(hsv[..., 1] > 60) & (hsv[..., 2] > 30)][:, 0]
    apart = [np.minimum(np.abs(coloured - hue), 256 - np.abs(coloured - hue)) for hue in hues]
    return float((np.min(apart, axis=0) < 16).mean())
