"""Changes of a generation: each happens once, by whoever may, and moves the credits along."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from billing import ledger
from generation import lifecycle
from generation.errors import GenerationFailedError, NotCancellableError, RunLostError
from generation.lifecycle import Timing
from generation.models import Generation, Stage, StageTiming, Status
from tests.generation.api_rows import make_algorithm
from tests.generation.core_rows import a_picture, at_once, claim_one, queue_one, rich_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def held_and_available(generation: Generation) -> tuple[int, int]:
    balance = ledger.balance(generation.owner)
    return balance.held, balance.available


def expire_lease(generation: Generation) -> None:
    Generation.objects.filter(pk=generation.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


class TestClaim:
    def test_starts_a_run_with_a_lease(self):
        queued = queue_one()
        claimed = lifecycle.claim(worker="w1")
        assert claimed is not None
        assert claimed.pk == queued.pk
        assert claimed.status == Status.PROCESSING
        assert (claimed.attempt, claimed.sequence, claimed.worker) == (1, queued.sequence + 1, "w1")
        assert claimed.run_id is not None
        assert claimed.started_at is not None
        assert claimed.lease_until > timezone.now()

    def test_finds_nothing_in_an_empty_queue(self):
        assert lifecycle.claim(worker="w1") is None

    def test_never_takes_a_generation_twice(self):
        queue_one()
        assert lifecycle.claim(worker="w1") is not None
        assert lifecycle.claim(worker="w2") is None

    def test_takes_the_better_rank_before_the_older(self):
        queue_one(queue_rank=13)
        urgent = queue_one(queue_rank=3)
        assert lifecycle.claim(worker="w1").pk == urgent.pk

    def test_takes_the_oldest_of_one_owner(self):
        owner = rich_user()
        now = timezone.now()
        queue_one(owner, queued_at=now)
        older = queue_one(owner, queued_at=now - timedelta(seconds=5))
        assert lifecycle.claim(worker="w1").pk == older.pk

    def test_takes_turns_between_owners(self):
        busy, patient = rich_user(), rich_user()
        now = timezone.now()
        for age in (30, 20, 10):
            queue_one(busy, queued_at=now - timedelta(seconds=age))
        queue_one(patient, queued_at=now)
        owners = [lifecycle.claim(worker="w1").owner_id for _ in range(4)]
        assert owners == [busy.pk, patient.pk, busy.pk, busy.pk]

    def test_leaves_what_is_not_due_yet(self):
        queue_one(available_at=timezone.now() + timedelta(seconds=60))
        assert lifecycle.claim(worker="w1") is None
        assert not lifecycle.is_anything_due()

    def test_can_be_for_one_generation_alone(self):
        queue_one()
        mine = queue_one()
        assert lifecycle.claim(worker="cli", only=mine.pk).pk == mine.pk
        assert lifecycle.claim(worker="cli", only=mine.pk) is None


@pytest.mark.django_db(transaction=True)
class TestClaimAtOnce:
    def test_gives_each_generation_to_one_worker(self):
        algorithm, owner = make_algorithm(), rich_user()
        queued = {queue_one(owner, algorithm).pk for _ in range(12)}
        claimed = at_once(24, lambda number: lifecycle.claim(worker=f"w{number}"))
        taken = [generation.pk for generation in claimed if generation is not None]
        assert sorted(taken) == sorted(queued)


class TestReport:
    def test_writes_stage_and_progress_and_counts_on(self):
        generation = claim_one()
        before = generation.sequence
        lifecycle.report(generation, stage=Stage.COMPOSING, progress=40, brief={"topic": "cats"})
        generation.refresh_from_db()
        assert (generation.stage, generation.progress, generation.sequence) == (Stage.COMPOSING, 40, before + 1)
        assert generation.brief == {"topic": "cats"}

    def test_never_goes_back_nor_reaches_the_end(self):
        generation = claim_one()
        lifecycle.report(generation, stage=Stage.COMPOSING, progress=60)
        lifecycle.report(generation, stage=Stage.CHECKING, progress=50)
        assert generation.progress == 60
        lifecycle.report(generation, stage=Stage.STORING, progress=100)
        generation.refresh_from_db()
        assert generation.progress == 99

    def test_renews_the_lease(self):
        generation = claim_one()
        expire_lease(generation)
        lifecycle.report(generation, stage=Stage.MATCHING, progress=5)
        generation.refresh_from_db()
        assert generation.lease_until > timezone.now()

    def test_tells_a_cancelled_run_that_it_is_lost(self):
        generation = claim_one()
        lifecycle.cancel(Generation.objects.get(pk=generation.pk))
        with pytest.raises(RunLostError):
            lifecycle.report(generation, stage=Stage.MATCHING, progress=5)
        generation.refresh_from_db()
        assert (generation.status, generation.stage) == (Status.CANCELLED, "")


class TestRenew:
    def test_extends_the_lease_of_the_present_run_only(self):
        generation = claim_one()
        expire_lease(generation)
        assert lifecycle.renew(generation.pk, generation.run_id)
        generation.refresh_from_db()
        assert generation.lease_until > timezone.now()
        assert not lifecycle.renew(generation.pk, uuid.uuid4())

    def test_is_not_a_change_that_users_see(self):
        generation = claim_one()
        lifecycle.renew(generation.pk, generation.run_id)
        assert Generation.objects.get(pk=generation.pk).sequence == generation.sequence


class TestSucceed:
    def test_delivers_the_pictures_and_takes_the_credits(self):
        generation = claim_one()
        cost = generation.credits_cost
        _, before = held_and_available(generation)
        timing = Timing(Stage.COMPOSING, timezone.now(), 0.7)
        lifecycle.succeed(generation, [a_picture(81.5), a_picture(70, "layout")], engine="local", timings=[timing])
        generation.refresh_from_db()
        assert (generation.status, generation.progress, generation.score) == (Status.COMPLETED, 100, 81.5)
        assert generation.run_id is None
        assert generation.processing_seconds >= 0
        assert [item.axis for item in generation.thumbnails.all()] == ["", "layout"]
        assert StageTiming.objects.get(generation=generation).seconds == 0.7
        assert held_and_available(generation) == (0, before)
        assert ledger.balance(generation.owner).available == before
        assert cost > 0

    def test_comes_too_late_after_a_cancel(self):
        generation = claim_one()
        lifecycle.cancel(Generation.objects.get(pk=generation.pk))
        with pytest.raises(RunLostError):
            lifecycle.succeed(generation, [a_picture()], engine="local")
        generation.refresh_from_db()
        assert generation.status == Status.CANCELLED
        assert not generation.thumbnails.exists()
        assert held_and_available(generation)[0] == 0

    def test_comes_too_late_when_another_worker_has_it(self):
        old = claim_one()
        expire_lease(old)
        assert lifecycle.reap() == 1
        new = lifecycle.claim(worker="w2")
        with pytest.raises(RunLostError):
            lifecycle.succeed(old, [a_picture()], engine="local")
        lifecycle.succeed(new, [a_picture()], engine="local")
        assert new.thumbnails.count() == 1
        assert new.attempt == 2


class TestFail:
    def test_tells_why_and_returns_the_credits(self):
        generation = claim_one()
        before = ledger.balance(generation.owner)
        lifecycle.fail(generation, GenerationFailedError("No luck."))
        generation.refresh_from_db()
        assert generation.status == Status.FAILED
        assert generation.error == {"type": "generation_failed", "message": "No luck.", "retryable": True}
        balance = ledger.balance(generation.owner)
        assert balance.held == 0
        assert balance.available == before.available + generation.credits_cost


class TestCancel:
    @pytest.mark.parametrize("make", [queue_one, claim_one])
    def test_ends_what_waits_or_runs_and_returns_the_credits(self, make):
        generation = make()
        lifecycle.cancel(generation)
        generation.refresh_from_db()
        assert generation.status == Status.CANCELLED
        assert generation.completed_at is not None
        assert held_and_available(generation)[0] == 0

    def test_refuses_what_has_ended(self):
        generation = claim_one()
        lifecycle.succeed(generation, [a_picture()], engine="local")
        with pytest.raises(NotCancellableError) as caught:
            lifecycle.cancel(generation)
        assert caught.value.details == {"status": "completed"}
        generation.refresh_from_db()
        assert generation.status == Status.COMPLETED


@pytest.mark.django_db(transaction=True)
class TestEndingAtOnce:
    def test_has_one_winner_among_success_failure_and_cancel(self):
        for _ in range(6):
            generation = claim_one()
            before = ledger.balance(generation.owner).available

            def end(number: int, generation: Generation = generation) -> str:
                mine = Generation.objects.get(pk=generation.pk)
                mine.run_id = generation.run_id
                match number % 3:
                    case 0:
                        lifecycle.succeed(mine, [a_picture()], engine="local")
                    case 1:
                        lifecycle.fail(mine, GenerationFailedError())
                    case _:
                        lifecycle.cancel(mine)
                return mine.status

            answers = at_once(9, end)
            won = [answer for answer in answers if isinstance(answer, str)]
            assert len(won) == 1, answers
            assert all(isinstance(answer, str | RunLostError | NotCancellableError) for answer in answers)
            generation.refresh_from_db()
            assert generation.status == won[0]
            balance = ledger.balance(generation.owner)
            charged = generation.credits_cost if won[0] == Status.COMPLETED else 0
            assert (balance.held, balance.available) == (0, before + generation.credits_cost - charged)

    def test_counts_every_change_in_the_sequence(self):
        generation = claim_one()

        def report(number: int) -> None:
            mine = Generation.objects.get(pk=generation.pk)
            lifecycle.report(mine, stage=Stage.COMPOSING, progress=number)

        assert at_once(8, report) == [None] * 8
        assert Generation.objects.get(pk=generation.pk).sequence == generation.sequence + 8


class TestRequeue:
    def test_puts_it_back_for_later_with_its_credits_held(self):
        generation = claim_one()
        lifecycle.report(generation, stage=Stage.COMPOSING, progress=50)
        lifecycle.requeue(generation, delay=30)
        generation.refresh_from_db()
        assert (generation.status, generation.stage, generation.progress) == (Status.QUEUED, "", 50)
        assert generation.available_at > timezone.now() + timedelta(seconds=25)
        assert held_and_available(generation)[0] == generation.credits_cost
        assert lifecycle.claim(worker="w2") is None

    def test_is_refused_to_a_run_that_is_not_the_present_one(self):
        generation = claim_one()
        lifecycle.cancel(Generation.objects.get(pk=generation.pk))
        with pytest.raises(RunLostError):
            lifecycle.requeue(generation)


class TestReap:
    def test_leaves_what_is_alive(self):
        claim_one()
        assert lifecycle.reap() == 0

    def test_brings_back_what_a_lost_worker_held(self):
        generation = claim_one()
        expire_lease(generation)
        assert lifecycle.reap() == 1
        again = lifecycle.claim(worker="w2")
        assert (again.pk, again.attempt) == (generation.pk, 2)
        assert again.run_id != generation.run_id

    def test_fails_what_loses_every_worker_and_returns_the_credits(self, settings):
        generation = queue_one()
        for _ in range(settings.MAX_ATTEMPTS):
            claimed = lifecycle.claim(worker="w")
            assert claimed is not None
            expire_lease(claimed)
            assert lifecycle.reap() == 1
        generation.refresh_from_db()
        assert generation.status == Status.FAILED
        assert generation.attempt == settings.MAX_ATTEMPTS
        assert generation.error["type"] == "worker_lost"
        assert held_and_available(generation)[0] == 0
        assert lifecycle.claim(worker="w") is None

    def test_is_not_kept_from_the_others_by_one_that_can_not_be_ended(self, settings):
        settings.MAX_ATTEMPTS = 1
        broken, other = claim_one(), claim_one()
        ledger.capture(broken.pk)  # its credits are gone already, so it can't give them back
        for generation in (broken, other):
            expire_lease(generation)
        assert lifecycle.reap() == 2
        assert Generation.objects.get(pk=broken.pk).status == Status.PROCESSING
        assert Generation.objects.get(pk=other.pk).status == Status.FAILED


class TestReleaseWorker:
    def test_brings_back_what_that_worker_held_and_nothing_else(self):
        dead, alive = queue_one(), queue_one()
        lifecycle.claim(worker="dead", only=dead.pk)
        lifecycle.claim(worker="alive", only=alive.pk)
        assert lifecycle.release_worker("dead") == 1
        dead.refresh_from_db()
        alive.refresh_from_db()
        assert (dead.status, alive.status) == (Status.QUEUED, Status.PROCESSING)


class TestGiveUpWaiting:
    def waiting_for(self, hours: float) -> Generation:
        generation = queue_one()
        Generation.objects.filter(pk=generation.pk).update(created_at=timezone.now() - timedelta(hours=hours))
        return generation

    def test_fails_what_waits_until_its_credits_are_about_to_go_back(self):
        generation, younger = self.waiting_for(23.1), self.waiting_for(22.9)

        assert lifecycle.give_up_waiting() == 1

        generation.refresh_from_db()
        younger.refresh_from_db()
        assert (generation.status, younger.status) == (Status.FAILED, Status.QUEUED)
        assert generation.error["type"] == "waited_too_long"
        assert ledger.balance(generation.owner).held == 0

    def test_leaves_what_is_being_drawn(self):
        claimed = claim_one()
        Generation.objects.update(created_at=timezone.now() - timedelta(hours=30))
        assert lifecycle.give_up_waiting() == 0
        claimed.refresh_from_db()
        assert claimed.status == Status.PROCESSING


@pytest.mark.django_db(transaction=True)
class TestReapAtOnce:
    def test_brings_each_run_back_once(self):
        generations = [claim_one() for _ in range(5)]
        for generation in generations:
            expire_lease(generation)
        assert sum(at_once(6, lambda _: lifecycle.reap())) == 5
        assert {Generation.objects.get(pk=item.pk).sequence for item in generations} == {3}
