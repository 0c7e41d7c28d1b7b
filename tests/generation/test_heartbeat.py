"""A run is heard of even while one long drawing keeps its worker busy."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from generation import lifecycle
from generation.models import Generation
from generation.pipeline.heartbeat import Heartbeat
from tests.generation.core_rows import claim_one, queue_one

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def heartbeat_at(generation: Generation):
    return Generation.objects.values_list("heartbeat_at", flat=True).get(pk=generation.pk)


class TestHeartbeat:
    def test_keeps_the_lease_of_a_run_that_takes_longer_than_it(self, settings):
        settings.LEASE_SECONDS = 1
        generation = claim_one()
        with Heartbeat(generation):
            time.sleep(1.6)
            assert lifecycle.reap() == 0
        assert heartbeat_at(generation) > generation.heartbeat_at

    def test_ends_with_the_run(self, settings):
        settings.LEASE_SECONDS = 0.4
        generation = claim_one()
        with Heartbeat(generation):
            time.sleep(0.3)
        last = heartbeat_at(generation)
        time.sleep(0.3)
        assert heartbeat_at(generation) == last

    def test_gives_a_run_up_at_its_deadline(self, settings):
        settings.LEASE_SECONDS, settings.GENERATION_DEADLINE_SECONDS = 0.4, 0.2
        generation = claim_one()
        with Heartbeat(generation):
            time.sleep(1.2)
            assert lifecycle.reap() == 1

    def test_does_not_hold_what_another_worker_has_by_now(self, settings):
        settings.LEASE_SECONDS = 0.4
        generation = claim_one()
        Generation.objects.filter(pk=generation.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        with Heartbeat(generation):
            lifecycle.reap()
            settings.LEASE_SECONDS = 60
            again = lifecycle.claim(worker="w2", only=generation.pk)
            time.sleep(0.3)
        assert Generation.objects.get(pk=generation.pk).lease_until == again.lease_until

    def test_is_for_claimed_generations_only(self):
        with pytest.raises(ValueError, match="claimed"):
            Heartbeat(queue_one())
