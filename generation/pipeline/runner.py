"""Runs the stages. It owns what they don't: time, progress, errors, and who hears of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from canvas.errors import PictureError, UnsupportedTextError
from generation import lifecycle
from generation.errors import (
    CannotBeDrawnError,
    DeadlineError,
    GenerationFailedError,
    RecipeError,
    RunLostError,
    UnexpectedFailureError,
)
from generation.lifecycle import Timing
from generation.models import Generation, Origin, Stage, Thumbnail
from generation.pipeline.context import Context
from generation.pipeline.heartbeat import Heartbeat
from generation.pipeline.pacing import Pace, pace_of
from generation.pipeline.parents import request_of
from generation.pipeline.recipe import Recipe
from templates_lib.services.curating import record_use

_log = structlog.get_logger(__name__)

# Between two reports within one stage, so that watchers get a few frames a second and no more.
_REPORT_SECONDS = 0.3
_FIRST_DELAY_SECONDS = 2.0
_DELAY_GROWTH = 4.0

Watcher = Callable[[Generation], None]


class Step(NamedTuple):
    """A stage's name and its work."""

    stage: Stage
    work: Callable[[Context], None]


class Runner:
    """One run of one claimed generation."""

    def __init__(self, generation: Generation, steps: Sequence[Step], watch: Watcher | None = None) -> None:
        self.generation = generation
        self.steps = steps
        self.timings: list[Timing] = []
        self._watch = watch
        self._stage = steps[0].stage
        self._pace: Pace | None = None
        self._told_at = 0.0
        self._ends_at = time.monotonic() + settings.GENERATION_DEADLINE_SECONDS
        self._context: Context | None = None

    def run(self) -> None:
        """Bring the generation to its end, or back into the queue. Errors are told in its row, not raised."""
        with bound_contextvars(generation_id=str(self.generation.pk), attempt=self.generation.attempt):
            try:
                with Heartbeat(self.generation):
                    self._make()
            except RunLostError:
                self._discard()
                _log.info("run_lost", stage=self._stage)
            except RecipeError as error:
                _log.error("algorithm_misconfigured", problem=error.problem)
                self._give_up(error)
            except GenerationFailedError as error:
                self._give_up(error)
            except (PictureError, UnsupportedTextError) as error:
                self._give_up(CannotBeDrawnError(str(error)))
            except Exception:
                _log.exception("run_broke", stage=self._stage)
                self._give_up(UnexpectedFailureError())

    def _make(self) -> None:
        generation = self.generation
        self._pace = pace_of(generation.algorithm_id)
        recipe = Recipe.from_params(generation.algorithm.params)
        if request_of(generation).origin != Origin.PROMPT:
            recipe = recipe.faithful()
        context = self._context = Context(generation, recipe, self._advance)
        for step in self.steps:
            self._stage = step.stage
            self._report(0.0)
            started_at, start = timezone.now(), time.perf_counter()
            try:
                step.work(context)
            finally:
                self.timings.append(Timing(step.stage, started_at, time.perf_counter() - start))
        look = context.candidates[0].plan.template
        lifecycle.succeed(
            generation,
            context.stored,
            engine=context.engine,
            wanted=context.deliveries,
            template_id=look.pk if look else None,
            timings=self.timings,
        )
        self._tell()
        if look is not None and request_of(generation).origin != Origin.UPSCALE:
            record_use(look.pk)

    def _advance(self, share: float) -> None:
        """Report from within a stage; see `Context.advance`."""
        if time.monotonic() > self._ends_at:
            raise DeadlineError
        if time.monotonic() - self._told_at >= _REPORT_SECONDS:
            self._report(share)

    def _report(self, share: float) -> None:
        if self._pace is None:
            raise LookupError("a run reports only after it has begun")
        brief = self._context.brief if self._context else None
        new_brief = asdict(brief) if brief is not None and not self.generation.brief else None
        lifecycle.report(
            self.generation, stage=self._stage, progress=self._pace.progress(self._stage, share), brief=new_brief
        )
        self._told_at = time.monotonic()
        self._tell()

    def _tell(self) -> None:
        if self._watch is not None:
            self._watch(self.generation)

    def _give_up(self, error: GenerationFailedError) -> None:
        """Try again later what may pass, else fail. A run that is not ours any more is left alone."""
        try:
            if error.retryable and self.generation.attempt < settings.MAX_ATTEMPTS:
                delay = _FIRST_DELAY_SECONDS * _DELAY_GROWTH ** (self.generation.attempt - 1)
                _log.warning("run_will_be_tried_again", stage=self._stage, error_type=error.code, delay=delay)
                lifecycle.requeue(self.generation, delay=delay, timings=self.timings)
            else:
                _log.warning("run_failed", stage=self._stage, error_type=error.code)
                lifecycle.fail(self.generation, error, timings=self.timings)
        except RunLostError:
            _log.info("run_lost", stage=self._stage)
        else:
            self._tell()
        finally:
            self._discard()

    def _discard(self) -> None:
        """Delete the files of a run that delivered nothing. A connection may break just after the commit, so ask."""
        for picture in self._context.stored if self._context else ():
            if not Thumbnail.objects.filter(file=picture.key).exists():
                default_storage.delete(picture.key)
