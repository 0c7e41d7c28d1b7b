"""What watchers see: snapshots, places in the queue, frames."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from common.errors import NotFoundError
from common.realtime import group_name
from generation import lifecycle
from generation.errors import GenerationFailedError
from generation.events import announce_queue, outlook_of, picture_url, snapshot, thumbnail_of, typical_seconds
from generation.events.outlook import next_in_line
from generation.models import Generation, Stage, Status
from tests.generation.api_rows import make_algorithm, make_generation
from tests.generation.core_rows import a_picture, claim_one, queue_one, rich_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CONTRACT = {
    *("generation_id", "status", "stage", "progress", "sequence", "queue_position", "estimated_time", "preview_url"),
    *("thumbnail_url", "score", "credits", "processing_time", "error"),
}


class TestSnapshot:
    def test_of_what_waits_tells_its_place_and_what_is_held(self):
        data = snapshot(queue_one(expected_seconds=2.0))
        assert set(data) == CONTRACT
        assert (data["status"], data["stage"], data["queue_position"]) == ("queued", None, 1)
        assert data["estimated_time"] == 2.0
        assert data["credits"] == {"held": 1, "charged": 0, "returned": 0}

    def test_of_what_runs_tells_the_stage_and_the_time_left(self):
        generation = claim_one(expected_seconds=50.0)
        lifecycle.report(generation, stage=Stage.COMPOSING, progress=30)
        data = snapshot(generation)
        assert (data["status"], data["stage"], data["progress"]) == ("processing", "composing", 30)
        assert 40 < data["estimated_time"] <= 50
        assert data["queue_position"] is None

    def test_of_a_success_tells_the_picture_and_the_charge(self):
        generation = claim_one()
        lifecycle.succeed(generation, [a_picture(77.5), a_picture(60)], engine="local")
        data = snapshot(generation)
        assert (data["status"], data["progress"], data["score"]) == ("completed", 100, 77.5)
        assert data["credits"] == {"held": 0, "charged": 1, "returned": 0}
        token = data["thumbnail_url"].rsplit("/", 1)[1]
        assert thumbnail_of(token) == generation.thumbnails.get(index=0).pk
        assert data["processing_time"] == generation.processing_seconds
        assert data["estimated_time"] is None

    def test_of_a_failure_tells_why_and_what_was_returned(self):
        generation = claim_one()
        lifecycle.fail(generation, GenerationFailedError("No luck."))
        data = snapshot(generation)
        assert data["error"] == {"type": "generation_failed", "message": "No luck.", "retryable": True}
        assert data["credits"] == {"held": 0, "charged": 0, "returned": 1}
        assert data["thumbnail_url"] is None


class TestPictureUrl:
    def test_stays_the_same_for_hours(self):
        generation = claim_one()
        lifecycle.succeed(generation, [a_picture()], engine="local")
        key = generation.thumbnails.get().pk
        assert picture_url(key) == picture_url(key)

    @pytest.mark.parametrize("token", ["", "x", "a-b:c", "01a1fade-6b013360:forged"])
    def test_is_not_to_be_forged(self, token):
        with pytest.raises(NotFoundError):
            thumbnail_of(token)

    def test_ends(self, monkeypatch):
        generation = claim_one()
        lifecycle.succeed(generation, [a_picture()], engine="local")
        token = picture_url(generation.thumbnails.get().pk).rsplit("/", 1)[1]
        later = (timezone.now() + timedelta(hours=13)).timestamp()
        monkeypatch.setattr("generation.events.picture_urls.time.time", lambda: later)
        with pytest.raises(NotFoundError):
            thumbnail_of(token)


class TestTypicalSeconds:
    def test_is_the_median_of_successes(self):
        owner, algorithm = rich_user(), make_algorithm()
        assert typical_seconds(algorithm.pk) is None
        for seconds in (1.0, 2.0, 90.0):
            make_generation(owner, algorithm, status=Status.COMPLETED, processing_seconds=seconds)
        make_generation(owner, algorithm, status=Status.FAILED, processing_seconds=500.0)
        assert typical_seconds(algorithm.pk) == 2.0


class TestOutlook:
    def test_is_none_for_what_does_not_wait(self):
        assert outlook_of(claim_one().pk) is None

    def test_is_the_order_in_which_workers_take(self):
        busy, other, patient = rich_user(), rich_user(), rich_user()
        now = timezone.now()
        for age in (50, 40, 30):
            queue_one(busy, queued_at=now - timedelta(seconds=age), expected_seconds=2.0)
        queue_one(other, queued_at=now - timedelta(seconds=20), expected_seconds=2.0)
        queue_one(patient, queued_at=now, expected_seconds=2.0)
        queue_one(patient, queued_at=now, queue_rank=1, expected_seconds=2.0)
        foretold = list(next_in_line())
        taken = []
        while claimed := lifecycle.claim(worker="w"):
            taken.append(claimed.pk)
        assert len(taken) == 6
        assert foretold == taken

    def test_shares_the_work_before_it_among_those_who_are_busy(self):
        for _ in range(2):
            running = claim_one(expected_seconds=1.0)
            Generation.objects.filter(pk=running.pk).update(started_at=timezone.now() - timedelta(seconds=9))
        now = timezone.now()
        for age in (30, 20):
            queue_one(queued_at=now - timedelta(seconds=age), expected_seconds=3.0)
        last = queue_one(queued_at=now, expected_seconds=1.0)
        outlook = outlook_of(last.pk)
        assert outlook.position == 3
        assert outlook.seconds == pytest.approx(6.0 / 2 + 1.0, abs=0.1)

    def test_counts_by_age_beyond_the_window(self, monkeypatch):
        monkeypatch.setattr("generation.events.outlook.FAIR_WINDOW", 1)
        now = timezone.now()
        queue_one(queued_at=now - timedelta(seconds=30), expected_seconds=3.0)
        last = queue_one(queued_at=now, expected_seconds=3.0)
        outlook = outlook_of(last.pk)
        assert (outlook.position, outlook.seconds) == (2, 6.0)

    def test_has_no_time_while_nothing_of_the_kind_was_made(self):
        assert outlook_of(queue_one().pk).seconds is None


@pytest.mark.django_db(transaction=True)
class TestFrames:
    def test_carry_the_snapshot_of_every_change(self):
        queued = queue_one()
        frames = listen(queued)
        claimed = lifecycle.claim(worker="w", only=queued.pk)
        lifecycle.report(claimed, stage=Stage.MATCHING, progress=4)
        lifecycle.succeed(claimed, [a_picture()], engine="local")
        events = frames(3)
        assert [event["event"] for event in events] == [
            "generation_started",
            "generation_progress",
            "generation_completed",
        ]
        sequences = [event["data"]["sequence"] for event in events]
        assert sequences == [queued.sequence + 1, queued.sequence + 2, queued.sequence + 3]
        assert events[-1]["data"] == snapshot(Generation.objects.get(pk=queued.pk))

    def test_tell_those_who_wait_that_they_moved_up_but_not_too_often(self):
        cache.delete("generation:queue-news")
        queued = queue_one()
        frames = listen(queued)
        announce_queue()
        announce_queue()
        lifecycle.cancel(queued)
        first, second = frames(2)
        assert (first["event"], first["data"]["queue_position"]) == ("queue_position", 1)
        assert second["event"] == "generation_cancelled"

    def test_are_not_missed_by_anything_when_redis_is_away(self):
        channels = {
            "default": {
                "BACKEND": "channels_redis.core.RedisChannelLayer",
                "CONFIG": {"hosts": ["unix:///nowhere/redis.sock"]},
            }
        }
        queued = queue_one()
        with override_settings(CHANNEL_LAYERS=channels):
            claimed = lifecycle.claim(worker="w", only=queued.pk)
            lifecycle.succeed(claimed, [a_picture()], engine="local")
        assert Generation.objects.get(pk=queued.pk).status == Status.COMPLETED


def listen(generation: Generation) -> Callable[[int], list[dict[str, Any]]]:
    """Follow a generation; returns a function that waits for so many frames."""
    layer = get_channel_layer()
    channel = async_to_sync(layer.new_channel)()
    async_to_sync(layer.group_add)(group_name("generation", generation.pk), channel)

    async def receive(count: int) -> list[dict[str, Any]]:
        return [await layer.receive(channel) for _ in range(count)]

    return async_to_sync(receive)
