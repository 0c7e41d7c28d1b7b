"""What is charged when less came out than was asked for, and who hears of an end."""

import json
from typing import Any

import pytest
from django.conf import settings as project

from accounts.models import WebhookDelivery, WebhookEndpoint
from billing import ledger
from canvas.errors import PictureError
from generation import lifecycle, pipeline
from generation.errors import GenerationFailedError, RunLostError, TooLikeTemplateError
from generation.events import credits_of
from generation.lifecycle.pricing import charge_of
from generation.models import Generation, Status
from generation.pipeline.stages import checking, composing
from generation.services import GenerationRequest, request_generation
from generation.services.catalogue import ensure_algorithms
from templates_lib.models import Category
from tests.generation.api_rows import make_algorithm
from tests.generation.core_rows import CREDITS, a_picture, claim_one, queue_one, rich_user
from tests.templates_lib.bank import findable, make_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SMALL = (320, 180)


def charged_for(*, cost: int, delivered: int, wanted: int, priority: str = "normal") -> int:
    return charge_of(Generation(credits_cost=cost, priority=priority), delivered=delivered, wanted=wanted)


class TestAChargeForPart:
    @pytest.mark.parametrize(
        ("cost", "delivered", "wanted", "priority", "charged"),
        [
            (8, 4, 4, "normal", 8),
            (8, 3, 4, "normal", 6),
            (9, 1, 4, "high", 3),
            (9, 4, 4, "high", 9),
            (3, 2, 3, "normal", 2),
            (1, 1, 3, "normal", 1),
            (2, 5, 1, "normal", 2),
        ],
    )
    def test_is_the_share_of_the_pictures_and_keeps_the_priority(self, cost, delivered, wanted, priority, charged):
        assert charged_for(cost=cost, delivered=delivered, wanted=wanted, priority=priority) == charged


class TestSucceedWithFewer:
    def test_charges_those_delivered_and_returns_the_rest(self):
        generation = claim_one(algorithm=make_algorithm(credit_cost=2), variants=4, credits_cost=8)
        before = ledger.balance(generation.owner).available
        lifecycle.succeed(generation, [a_picture(), a_picture(70, "layout")], engine="local", wanted=4)
        stored = Generation.objects.get(pk=generation.pk)
        assert stored.credits_charged == 4
        assert credits_of(stored) == {"held": 0, "charged": 4, "returned": 4}
        balance = ledger.balance(generation.owner)
        assert (balance.held, balance.available) == (0, before + 4)

    @pytest.mark.parametrize("end", ["fail", "cancel"])
    def test_charges_nothing_where_nothing_came_out(self, end):
        generation = claim_one()
        if end == "fail":
            lifecycle.fail(generation, GenerationFailedError())
        else:
            lifecycle.cancel(generation)
        cost = generation.credits_cost
        assert credits_of(generation) == {"held": 0, "charged": 0, "returned": cost}


class TestARunOfWhichPartFails:
    @pytest.fixture(autouse=True)
    def rows(self, db: Any) -> None:
        ensure_algorithms()
        category = Category.objects.create(slug="gaming", name="Gaming")
        findable(make_template("gaming-look", category=category))

    def made(self) -> Generation:
        wanted = GenerationRequest(prompt="I beat it", algorithm="routix_v4", size=SMALL, seed=7, variants=3)
        queued = request_generation(rich_user(), wanted)
        claimed = lifecycle.claim(worker="a test", only=queued.pk)
        assert claimed is not None
        pipeline.run(claimed)
        return Generation.objects.get(pk=queued.pk)

    def breaking(self, monkeypatch: Any, module: Any, name: str, error: Exception, *, calls: set[int]) -> None:
        """Let the calls of those numbers (from 0) fail, and all others do their work."""
        original, count = getattr(module, name), iter(range(100))

        def call(*args: Any, **options: Any) -> Any:
            if next(count) in calls:
                raise error
            return original(*args, **options)

        monkeypatch.setattr(module, name, call)

    def test_delivers_and_charges_the_others_when_one_is_too_like_its_look(self, monkeypatch):
        self.breaking(monkeypatch, checking, "keep_distance", TooLikeTemplateError(), calls={0})
        generation = self.made()
        assert (generation.status, generation.thumbnails.count()) == (Status.COMPLETED, 2)
        assert (generation.credits_cost, generation.credits_charged) == (3, 2)
        assert ledger.balance(generation.owner).available == ledger.balance(rich_user()).available - 2

    def test_delivers_and_charges_the_others_when_one_can_not_be_drawn(self, monkeypatch):
        self.breaking(monkeypatch, composing, "draw", PictureError("no"), calls={1})
        generation = self.made()
        assert (generation.status, generation.thumbnails.count()) == (Status.COMPLETED, 2)
        assert generation.credits_charged == 2

    def test_fails_when_none_is_left(self, monkeypatch):
        self.breaking(monkeypatch, checking, "keep_distance", TooLikeTemplateError(), calls={0, 1, 2})
        generation = self.made()
        assert (generation.status, generation.error["type"]) == (Status.FAILED, "too_like_template")
        assert ledger.balance(generation.owner).held == 0

    def test_fails_when_none_can_be_drawn(self, monkeypatch):
        self.breaking(monkeypatch, composing, "draw", PictureError("no"), calls={0, 1, 2})
        generation = self.made()
        assert (generation.status, generation.error["type"]) == (Status.FAILED, "cannot_be_drawn")


def end(generation: Generation, status: str) -> None:
    match status:
        case "completed":
            lifecycle.succeed(generation, [a_picture()], engine="local")
        case "failed":
            lifecycle.fail(generation, GenerationFailedError())
        case _:
            lifecycle.cancel(generation)


def remember(generation: Generation) -> None:
    """A hook for the tests: it writes where its transaction can be seen to be the ending one."""
    Generation.objects.filter(pk=generation.pk).update(custom_text=f"ended {generation.status}")


def break_down(generation: Generation) -> None:
    remember(generation)
    raise RuntimeError("the chat is broken")


class TestAnEnd:
    @pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
    def test_is_told_to_the_webhooks_of_the_owner(self, status):
        owner = rich_user()
        hears = WebhookEndpoint.objects.create(
            user=owner, url="https://example.org/hook", events=[f"generation_{status}"], secret="x"
        )
        WebhookEndpoint.objects.create(
            user=rich_user(), url="https://example.org/other", events=[f"generation_{status}"], secret="x"
        )
        generation = claim_one(owner=owner)
        end(generation, status)
        delivery = WebhookDelivery.objects.get()
        assert (delivery.endpoint, delivery.event) == (hears, f"generation_{status}")
        told = json.dumps(json.loads(delivery.payload))
        assert str(generation.pk) in told
        assert ("thumbnail_url" in told, project.PUBLIC_URL in told) == (True, status == "completed")

    @pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
    def test_is_told_to_the_hook_of_the_settings(self, settings, status):
        settings.GENERATION_ENDED_HOOK = "tests.generation.test_charging.remember"
        generation = claim_one()
        end(generation, status)
        assert Generation.objects.get(pk=generation.pk).custom_text == f"ended {status}"

    def test_of_what_waited_in_vain_is_told_as_well(self, settings):
        settings.GENERATION_ENDED_HOOK = "tests.generation.test_charging.remember"
        generation = queue_one()
        lifecycle.cancel(generation)
        assert Generation.objects.get(pk=generation.pk).custom_text == "ended cancelled"

    def test_stands_when_the_hook_breaks_and_what_that_wrote_is_undone(self, settings):
        settings.GENERATION_ENDED_HOOK = "tests.generation.test_charging.break_down"
        generation = claim_one()
        end(generation, "completed")
        stored = Generation.objects.get(pk=generation.pk)
        assert (stored.status, stored.custom_text) == (Status.COMPLETED, "")
        assert ledger.balance(generation.owner).available < CREDITS + 10

    def test_that_comes_too_late_is_told_to_nobody(self, settings):
        settings.GENERATION_ENDED_HOOK = "tests.generation.test_charging.remember"
        generation = claim_one()
        WebhookEndpoint.objects.create(
            user=generation.owner, url="https://example.org/hook", events=["generation_completed"], secret="x"
        )
        lifecycle.cancel(Generation.objects.get(pk=generation.pk))
        with pytest.raises(RunLostError):
            lifecycle.succeed(generation, [a_picture()], engine="local")
        assert not WebhookDelivery.objects.exists()
        assert Generation.objects.get(pk=generation.pk).custom_text == "ended cancelled"
