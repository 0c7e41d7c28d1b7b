"""A picture drawn larger from its layers, and another try at what failed."""

import io
import uuid
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from canvas.serial import from_json, to_json
from common.errors import ConflictError, NotFoundError, ValidationFailedError
from generation import lifecycle
from generation.errors import (
    CannotBeUpscaledError,
    GenerationFailedError,
    NotRetryableError,
    PictureGoneError,
    TierRequiredError,
)
from generation.models import Algorithm, Generation, Origin, StageTiming, Status
from generation.selectors.algorithms import _measure, algorithm_stats
from generation.services import retry_generation, upscale_generation, vary_generation
from generation.services.sizes import aspect_of
from generation.services.upscaling import UPSCALED_SIZES
from templates_lib.models import Template
from tests.generation.api_rows import make_generation, make_result
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


def picture_of(generation: Generation) -> Image.Image:
    with generation.thumbnails.get(index=0).file.open() as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


class TestUpscaling:
    def test_draws_the_same_layers_larger_for_one_credit(self, user):
        parent = made(user, size=(1280, 720))
        child = ran(upscale_generation(user, parent.pk, size="1920x1080"))
        assert (child.status, child.origin, child.parent) == (Status.COMPLETED, Origin.UPSCALE, parent)
        assert (child.credits_cost, child.credits_charged, child.brief) == (1, 1, parent.brief)
        large = picture_of(child)
        assert large.size == (1920, 1080)
        assert child.thumbnails.get().bytes < 2_000_000
        (before,), (after,) = documents_of(parent), documents_of(child)
        assert (after.layers, after.palette, after.layout) == (before.layers, before.palette, before.layout)

    def test_gives_detail_that_scaling_up_does_not(self, user):
        parent = made(user, size=(640, 360))
        drawn = picture_of(ran(upscale_generation(user, parent.pk, size="1920x1080")))
        scaled = picture_of(parent).resize((1920, 1080), Image.Resampling.LANCZOS)
        assert sharpness(drawn) > 2 * sharpness(scaled)
        apart = np.abs(np.asarray(drawn, np.int16) - np.asarray(scaled, np.int16)).mean()
        assert apart < 12  # it is the same picture

    @pytest.mark.parametrize(("aspect", "size"), [("9:16", (1440, 2560)), ("1:1", (2048, 2048)), ("4:5", (1800, 2250))])
    def test_takes_the_largest_of_the_picture_s_shape_when_none_is_named(self, user, aspect, size):
        parent = make_result(user, Algorithm.objects.get(slug="routix_v4"), aspect_ratio=aspect, width=216, height=384)
        source = made(user).thumbnails.get().document
        change_document(parent, lambda document: document.update(source))
        queued = upscale_generation(user, parent.pk)
        assert (queued.width, queued.height, queued.credits_cost) == (*size, 1)

    @pytest.mark.parametrize("size", [size for sizes in UPSCALED_SIZES.values() for size in sizes])
    def test_knows_only_sizes_that_the_canvas_draws(self, user, size):
        width, height = (int(side) for side in size.split("x"))
        (document,) = documents_of(made(user))
        larger = to_json(replace(document, width=width, height=height))
        assert from_json(larger).width == width
        assert aspect_of(width, height) in UPSCALED_SIZES

    def test_is_more_than_the_algorithm_draws_by_itself(self, user):
        parent = made(user, size=(1280, 720))
        queued = upscale_generation(user, parent.pk)
        assert (queued.algorithm.max_width, queued.width, queued.height) == (1280, 2560, 1440)

    @pytest.mark.parametrize("size", ["1440x2560", "1280x720", "x", "1920x1080x"])
    def test_refuses_a_size_that_is_none_of_its_shape(self, user, size):
        parent = made(user)
        with pytest.raises(ValidationFailedError):
            upscale_generation(user, parent.pk, size=size)

    def test_refuses_what_would_be_no_larger(self, user):
        parent = make_result(user, Algorithm.objects.get(slug="routix_v4"), width=1920, height=1080)
        with pytest.raises(ValidationFailedError, match="not valid"):
            upscale_generation(user, parent.pk, size="1920x1080")

    def test_takes_the_pictures_along_that_edits_brought_in(self, user):
        parent = made(user)
        asset = keep_asset(user, striped(("#ff0000", "#00ff00")), kind="logo")
        change_document(parent, lambda document: show_logo(document, str(asset.pk)))
        assert ran(upscale_generation(user, parent.pk)).status == Status.COMPLETED

    def test_says_when_a_picture_of_it_is_gone(self, user):
        parent = made(user)
        change_document(parent, lambda document: show_logo(document, str(uuid.uuid4())))
        with pytest.raises(PictureGoneError):
            upscale_generation(user, parent.pk)

    def test_refuses_what_a_provider_painted(self, user):
        parent = made(user)

        def paint(document: dict[str, Any]) -> None:
            document["layers"][0]["source"] = "picture:plate"

        change_document(parent, paint)
        with pytest.raises(CannotBeUpscaledError):
            upscale_generation(user, parent.pk)

    def test_is_no_use_of_the_look_and_no_run_of_the_algorithm(self, user):
        parent = made(user)
        used = Template.objects.get(pk=parent.template_id).usage_count
        _measure.cache_clear()
        runs = algorithm_stats()[parent.algorithm_id].usage_count
        child = ran(upscale_generation(user, parent.pk, size="1920x1080"))
        _measure.cache_clear()
        assert Template.objects.get(pk=parent.template_id).usage_count == used
        assert algorithm_stats()[parent.algorithm_id].usage_count == runs
        assert set(StageTiming.objects.filter(generation=child).values_list("stage", flat=True)) == {
            "directing", "composing", "checking", "storing"
        }  # fmt: skip

    def test_is_for_the_owner_and_for_what_is_there(self, user):
        parent = made(user)
        with pytest.raises(NotFoundError):
            upscale_generation(rich_user(), parent.pk)
        with pytest.raises(NotFoundError):
            upscale_generation(user, parent.pk, index=3)


class TestRetrying:
    def failed(self, user, **fields: Any) -> Generation:
        return make_generation(user, Algorithm.objects.get(slug="routix_v4"), status=Status.FAILED, **fields)

    def test_asks_for_the_same_anew(self, user):
        parent = self.failed(user, variants=2, credits_cost=2, custom_text="WOW", aspect_ratio="1:1")
        child = retry_generation(user, parent.pk)
        same = ("prompt", "variants", "credits_cost", "custom_text", "aspect_ratio", "algorithm_id", "width", "height")
        assert [getattr(child, name) for name in same] == [getattr(parent, name) for name in same]
        assert (child.origin, child.parent, child.status) == (Origin.RETRY, parent, Status.QUEUED)
        assert child.seed != parent.seed

    def test_keeps_the_price_though_the_algorithm_got_dearer(self, user):
        parent = self.failed(user)
        Algorithm.objects.filter(slug="routix_v4").update(credit_cost=9)
        assert retry_generation(user, parent.pk).credits_cost == parent.credits_cost == 1

    @pytest.mark.parametrize("status", [Status.QUEUED, Status.PROCESSING, Status.COMPLETED])
    def test_refuses_what_did_not_come_to_nothing(self, user, status):
        parent = make_generation(user, Algorithm.objects.get(slug="routix_v4"), status=status)
        with pytest.raises(NotRetryableError) as caught:
            retry_generation(user, parent.pk)
        assert caught.value.details == {"status": status}
        assert isinstance(caught.value, ConflictError)

    def test_refuses_an_algorithm_that_is_no_longer_to_be_had(self, user):
        parent = self.failed(user)
        Algorithm.objects.filter(slug="routix_v4").update(tier="pro")
        assert retry_generation(user, parent.pk)
        poor = rich_user()
        theirs = self.failed(poor)
        with pytest.raises(TierRequiredError):
            retry_generation(poor, theirs.pk)
        Algorithm.objects.filter(slug="routix_v4").update(is_active=False)
        with pytest.raises(ValidationFailedError):
            retry_generation(user, parent.pk)

    def test_of_a_variation_is_a_variation_of_the_same_picture(self, user):
        grandparent = made(user)
        first = vary_generation(user, grandparent.pk, count=1, axis="layout")
        lifecycle.cancel(first)
        second = retry_generation(user, first.pk)
        lifecycle.cancel(second)
        child = ran(retry_generation(user, second.pk))
        (before,), (after,) = documents_of(grandparent), documents_of(child)
        assert (child.origin, child.axis) == (Origin.RETRY, "layout")
        assert after.layout != before.layout
        assert after.palette == before.palette

    def test_of_an_upscaled_picture_draws_that_larger(self, user):
        parent = made(user)
        first = upscale_generation(user, parent.pk, size="1920x1080")
        claimed = lifecycle.claim(worker="w", only=first.pk)
        lifecycle.fail(claimed, GenerationFailedError())
        child = ran(retry_generation(user, first.pk))
        assert (child.width, child.credits_charged) == (1920, 1)
        assert documents_of(child)[0].layers == documents_of(parent)[0].layers


def sharpness(picture: Image.Image) -> float:
    """The variance of the Laplacian: what a blurred picture lacks."""
    return float(cv2.Laplacian(np.asarray(picture.convert("L"), np.float32), cv2.CV_32F).var())
