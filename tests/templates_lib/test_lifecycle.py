"""Changes of an analysis: each happens once, by whoever holds the present run, and moves the template along."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from templates_lib import lifecycle
from templates_lib.errors import AnalysisLostError
from templates_lib.lifecycle import MAX_ATTEMPTS
from templates_lib.models import Analysis, Category, Origin, Status, Template
from tests.generation.core_rows import at_once
from tests.templates_lib.bank import make_template

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("categories")]

FOUND: dict[str, Any] = {"name": "Red Left", "category_id": "food", "tags": ["cake"], "dna": {"layout": "hero_left"}}


def waiting(slug: str = "new-look", **fields: Any) -> Template:
    """A new template in the queue."""
    template = make_template(
        slug, **{"status": Status.PENDING, "origin": Origin.UPLOADED, "category": None, "dna": {}, **fields}
    )
    template.save()
    lifecycle.enqueue([template.pk])
    return template


def claimed(slug: str = "new-look", **fields: Any) -> Analysis:
    waiting(slug, **fields)
    return claim()


def claim() -> Analysis:
    analysis = lifecycle.claim()
    assert analysis is not None
    return analysis


def present(analysis: Analysis) -> Analysis:
    return Analysis.objects.get(pk=analysis.pk)


def template_of(analysis: Analysis) -> Template:
    return Template.objects.get(pk=analysis.pk)


def expire_lease(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def call(actions: tuple[Callable[[], Any], ...], which: int) -> Any:
    return actions[which]()


def make_due(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(available_at=timezone.now() - timedelta(seconds=1))


class TestEnqueue:
    def test_puts_new_templates_into_the_queue(self):
        template = waiting()
        analysis = Analysis.objects.get()
        assert (analysis.template_id, analysis.state, analysis.attempt) == (template.pk, "queued", 0)
        assert lifecycle.is_anything_due()

    def test_begins_anew_what_had_ended(self):
        analysis = claimed()
        lifecycle.fail(analysis, "It is damaged.", seconds=1.0)
        lifecycle.enqueue([analysis.pk])
        again = present(analysis)
        assert (again.state, again.attempt, again.failure, again.seconds, again.ended_at) == (
            "queued",
            0,
            "",
            None,
            None,
        )

    def test_takes_the_claim_from_a_run_that_is_under_way(self):
        analysis = claimed()
        lifecycle.enqueue([analysis.pk])
        with pytest.raises(AnalysisLostError):
            lifecycle.report(analysis, step="reading", progress=5)
        assert claim().run_id != analysis.run_id

    def test_leaves_a_ready_template_in_use(self):
        analysis = claimed(status=Status.READY, category=Category(slug="food"), dna={"layout": "x"})
        assert template_of(analysis).status == Status.READY


class TestClaim:
    def test_starts_a_run_with_a_lease(self):
        template = waiting()
        analysis = claim()
        assert (analysis.template_id, analysis.state, analysis.attempt) == (template.pk, "running", 1)
        assert analysis.run_id is not None
        assert analysis.lease_until > timezone.now()
        assert present(analysis).run_id == analysis.run_id

    def test_finds_nothing_in_an_empty_queue(self):
        assert lifecycle.claim() is None
        assert not lifecycle.is_anything_due()

    def test_never_takes_an_analysis_twice(self):
        waiting()
        assert lifecycle.claim() is not None
        assert lifecycle.claim() is None

    def test_takes_the_oldest_first(self):
        late, early = waiting("late"), waiting("early")
        Analysis.objects.filter(pk=early.pk).update(queued_at=timezone.now() - timedelta(minutes=1))
        assert [claim().template_id, claim().template_id] == [early.pk, late.pk]

    def test_leaves_what_is_not_due_yet(self):
        waiting()
        Analysis.objects.update(available_at=timezone.now() + timedelta(minutes=1))
        assert lifecycle.claim() is None
        assert not lifecycle.is_anything_due()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_each_analysis_goes_to_one_worker(self):
        queued = {waiting(f"look-{number}").pk for number in range(12)}
        taken = [analysis.template_id for analysis in at_once(24, lambda _: lifecycle.claim()) if analysis is not None]
        assert sorted(taken) == sorted(queued)

    def test_one_of_many_ends_wins(self):
        analysis = claimed()

        def end(number: int) -> str:
            mine = Analysis.objects.get(pk=analysis.pk)
            try:
                if number % 2:
                    lifecycle.fail(mine, "It is damaged.", seconds=1.0)
                else:
                    lifecycle.finish(mine, seconds=1.0, **FOUND)
            except AnalysisLostError:
                return "lost"
            return "won"

        assert sorted(at_once(8, end)) == ["lost"] * 7 + ["won"]
        is_done = present(analysis).state == "done"
        assert template_of(analysis).status == (Status.READY if is_done else Status.FAILED)

    def test_a_new_start_and_an_end_never_mix(self):
        for number in range(6):
            analysis = claimed(f"look-{number}")
            actions = (
                partial(lifecycle.enqueue, [analysis.pk]),
                partial(lifecycle.finish, analysis, seconds=1.0, **FOUND),
            )
            at_once(2, partial(call, actions))
            end = present(analysis)
            # Either it ended first and waits anew, or it lost its run; both ways it waits.
            assert (end.state, end.run_id) == ("queued", None)
            Analysis.objects.filter(pk=analysis.pk).delete()

    def test_many_sweeps_bring_a_lost_run_back_once(self):
        analysis = claimed()
        expire_lease(analysis)
        assert sum(at_once(6, lambda _: lifecycle.reap())) == 1
        assert present(analysis).state == "queued"


class TestReport:
    def test_writes_where_it_stands_and_renews_the_lease(self):
        analysis = claimed()
        expire_lease(analysis)
        lifecycle.report(analysis, step="drawing", progress=65)
        now = present(analysis)
        assert (now.step, now.progress) == ("drawing", 65)
        assert now.lease_until > timezone.now()

    @pytest.mark.parametrize("how", ["reaped", "taken over", "deleted", "another run"])
    def test_tells_a_run_that_is_not_the_present_one(self, how: str):
        analysis = claimed()
        if how == "deleted":
            Template.objects.all().delete()
        elif how == "another run":
            Analysis.objects.update(run_id=uuid.uuid4())
        else:
            expire_lease(analysis)
            lifecycle.reap()
            if how == "taken over":
                claim()
        with pytest.raises(AnalysisLostError):
            lifecycle.report(analysis, step="drawing", progress=65)


class TestFinish:
    def test_makes_the_template_ready_with_what_was_found(self):
        analysis = claimed()
        lifecycle.finish(analysis, seconds=0.81234, vision_failure="openai: RateLimitedError", **FOUND)
        end, template = present(analysis), template_of(analysis)
        assert (end.state, end.progress, end.run_id, end.lease_until, end.seconds) == ("done", 100, None, None, 0.812)
        assert (end.vision_failure, end.step) == ("openai: RateLimitedError", "")
        assert end.ended_at is not None
        assert (template.status, template.name, template.category_id, template.tags) == (
            Status.READY,
            "Red Left",
            "food",
            ["cake"],
        )

    def test_leaves_what_staff_set_also_while_it_ran(self):
        analysis = claimed(name="By Hand", corrected=["name"])
        Template.objects.update(category_id="music", corrected=["name", "category"])
        lifecycle.finish(analysis, seconds=1.0, **FOUND)
        template = template_of(analysis)
        assert (template.name, template.category_id, template.tags) == ("By Hand", "music", ["cake"])

    def test_writes_nothing_for_a_run_that_was_lost(self):
        analysis = claimed()
        lifecycle.enqueue([analysis.pk])
        with pytest.raises(AnalysisLostError):
            lifecycle.finish(analysis, seconds=1.0, **FOUND)
        assert (template_of(analysis).status, template_of(analysis).tags) == (Status.PENDING, [])

    def test_revives_a_template_that_had_failed(self):
        analysis = claimed(status=Status.FAILED, failure="It broke.")
        lifecycle.finish(analysis, seconds=1.0, **FOUND)
        assert (template_of(analysis).status, template_of(analysis).failure) == (Status.READY, "")


class TestFail:
    def test_tells_why_and_fails_a_new_template(self):
        analysis = claimed()
        lifecycle.fail(analysis, "It is damaged. " * 40, seconds=1.0)
        end, template = present(analysis), template_of(analysis)
        assert (end.state, len(end.failure), end.run_id) == ("failed", 300, None)
        assert (template.status, template.failure) == (Status.FAILED, end.failure)

    def test_leaves_a_ready_template_in_use(self):
        analysis = claimed(status=Status.READY, category=Category(slug="food"), dna={"layout": "x"})
        lifecycle.fail(analysis, "It is damaged.", seconds=1.0)
        assert (template_of(analysis).status, template_of(analysis).failure) == (Status.READY, "")
        assert present(analysis).failure == "It is damaged."


class TestTryAgainLater:
    def test_waits_longer_each_time_and_gives_up(self):
        waiting()
        delays = []
        for _ in range(MAX_ATTEMPTS):
            analysis = claim()
            delays.append(lifecycle.try_again_later(analysis, "The vendor is away.", seconds=1.0))
            assert lifecycle.claim() is None
            make_due(analysis)
        assert delays == [5.0, 20.0, None]
        assert present(analysis).state == "failed"
        assert present(analysis).failure == "It broke 3 times; the last time: The vendor is away."
        assert template_of(analysis).status == Status.FAILED

    def test_is_due_after_its_delay(self):
        analysis = claimed()
        lifecycle.try_again_later(analysis, "The vendor is away.", seconds=1.0)
        again = present(analysis)
        assert (again.state, again.failure, again.attempt) == ("queued", "The vendor is away.", 1)
        assert 4 < (again.available_at - timezone.now()).total_seconds() <= 5
        make_due(analysis)
        assert claim().attempt == 2

    def test_is_not_for_a_run_that_was_lost(self):
        analysis = claimed()
        lifecycle.enqueue([analysis.pk])
        with pytest.raises(AnalysisLostError):
            lifecycle.try_again_later(analysis, "It broke.", seconds=1.0)
        assert present(analysis).failure == ""


class TestReap:
    def test_brings_back_what_a_dead_worker_held(self):
        analysis = claimed()
        assert lifecycle.reap() == 0
        expire_lease(analysis)
        assert lifecycle.reap() == 1
        again = claim()
        assert (again.pk, again.attempt) == (analysis.pk, 2)

    def test_ends_what_takes_its_workers_with_it(self):
        waiting()
        for _ in range(MAX_ATTEMPTS):
            analysis = claim()
            expire_lease(analysis)
            lifecycle.reap()
        assert lifecycle.claim() is None
        end, template = present(analysis), template_of(analysis)
        assert (end.state, end.failure) == ("failed", "The workers that analysed it died 3 times.")
        assert end.ended_at is not None
        assert (template.status, template.failure) == (Status.FAILED, end.failure)

    def test_leaves_a_ready_template_in_use(self):
        waiting(status=Status.READY, category=Category(slug="food"), dna={"layout": "x"})
        for _ in range(MAX_ATTEMPTS):
            analysis = claim()
            expire_lease(analysis)
            lifecycle.reap()
        assert present(analysis).state == "failed"
        assert (template_of(analysis).status, template_of(analysis).failure) == (Status.READY, "")
