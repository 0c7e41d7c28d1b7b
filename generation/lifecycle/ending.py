"""How a generation ends: its status, its credits and its rows in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Extract, Now

from billing import ledger
from generation.errors import GenerationFailedError, NotCancellableError, RunLostError
from generation.events import announce
from generation.lifecycle.pricing import charge_of
from generation.lifecycle.telling import tell_of_end
from generation.models import ACTIVE_STATUSES, Generation, Stage, StageTiming, Status, Thumbnail


@dataclass(frozen=True)
class Picture:
    """A stored picture, ready to be delivered. `key` is its storage key, `document` what it was drawn from.

    The likeness to its template's original is as `Thumbnail` keeps it.
    """

    key: str
    bytes: int
    width: int
    height: int
    document: Mapping[str, Any]
    score: float
    score_axes: Mapping[str, Any]
    axis: str = ""
    template_similarity: float | None = None
    similarity_parts: Mapping[str, Any] = field(default_factory=dict)
    departure: int = 0


@dataclass(frozen=True)
class Timing:
    """How long one stage took, in seconds."""

    stage: Stage
    started_at: datetime
    seconds: float


def succeed(
    generation: Generation,
    pictures: Sequence[Picture],
    *,
    engine: str,
    wanted: int = 1,
    template_id: UUID | None = None,
    timings: Sequence[Timing] = (),
) -> None:
    """Deliver the pictures, best first, and take the credits. `RunLostError` when it was cancelled or taken away.

    Of fewer pictures than `wanted` only those delivered are charged; the other credits go back. `template_id` is the
    look that the best one follows; none is kept when it was deleted meanwhile.
    """
    run_id = generation.run_id
    charged = charge_of(generation, delivered=len(pictures), wanted=wanted)
    try:
        with transaction.atomic():
            template_id = _locked(template_id)  # first, as whoever deletes a template has it
            _end(
                generation,
                _held(generation),
                status=Status.COMPLETED,
                stage=Stage.STORING,
                progress=100,
                score=pictures[0].score,
                engine=engine,
                template_id=template_id,
                credits_charged=charged,
            )
            thumbnails = Thumbnail.objects.bulk_create(_rows(generation, pictures))
            keep_timings(generation, timings)
            ledger.capture(generation.pk, amount=charged)
            tell_of_end(generation, thumbnail_id=thumbnails[0].pk)
            announce(generation, thumbnail_id=thumbnails[0].pk)
    except DatabaseError:
        generation.run_id = run_id  # the row is as it was, so that the run may still be ended or tried again
        raise


def fail(generation: Generation, error: GenerationFailedError, *, timings: Sequence[Timing] = ()) -> None:
    """End a run without a picture and give the credits back. `RunLostError` when it was cancelled or taken away."""
    with transaction.atomic():
        _end(generation, _held(generation), status=Status.FAILED, error=_stored(error))
        keep_timings(generation, timings)
        ledger.release(generation.pk)
        tell_of_end(generation)
        announce(generation)


def give_up(generation: Generation, error: GenerationFailedError) -> None:
    """End a generation that waits in the queue, and give the credits back. `RunLostError` when it waits no more."""
    with transaction.atomic():
        waiting = Generation.objects.filter(pk=generation.pk, status=Status.QUEUED)
        _end(generation, waiting, status=Status.FAILED, error=_stored(error))
        ledger.release(generation.pk)
        tell_of_end(generation)
        announce(generation)


def cancel(generation: Generation) -> None:
    """Stop it, whether it waits or runs, and give the credits back. `NotCancellableError` when it has ended."""
    with transaction.atomic():
        try:
            _end(
                generation,
                Generation.objects.filter(pk=generation.pk, status__in=ACTIVE_STATUSES),
                status=Status.CANCELLED,
            )
        except RunLostError as lost:
            generation.refresh_from_db(fields=["status"])
            raise NotCancellableError(details={"status": generation.status}) from lost
        ledger.release(generation.pk)
        tell_of_end(generation)
        announce(generation)


def keep_timings(generation: Generation, timings: Sequence[Timing]) -> None:
    """Keep how long the stages of the present attempt took."""
    StageTiming.objects.bulk_create(
        StageTiming(
            generation=generation,
            attempt=generation.attempt,
            stage=timing.stage,
            started_at=timing.started_at,
            seconds=timing.seconds,
        )
        for timing in timings
    )


def _locked(template_id: UUID | None) -> UUID | None:
    """Keep a template from being deleted until the transaction ends; None when it is gone. Others may still use it."""
    if template_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM templates_lib_template WHERE id = %s FOR KEY SHARE", [template_id])
        found = cursor.fetchone()
    return found[0] if found else None


def _held(generation: Generation) -> QuerySet[Generation]:
    return Generation.objects.filter(pk=generation.pk, status=Status.PROCESSING, run_id=generation.run_id)


def _end(generation: Generation, allowed: QuerySet[Generation], **changes: Any) -> None:
    """Do the one conditional UPDATE. `RunLostError` when no row was as it has to be."""
    elapsed = ExpressionWrapper(Now() - F("started_at"), output_field=DurationField())
    changed = allowed.update(
        sequence=F("sequence") + 1,
        run_id=None,
        lease_until=None,
        completed_at=Now(),
        processing_seconds=Extract(elapsed, "epoch"),
        **changes,
    )
    if not changed:
        raise RunLostError
    generation.refresh_from_db()


def _rows(generation: Generation, pictures: Sequence[Picture]) -> list[Thumbnail]:
    return [
        Thumbnail(
            generation=generation,
            index=index,
            document=dict(picture.document),
            file=picture.key,
            width=picture.width,
            height=picture.height,
            bytes=picture.bytes,
            score=picture.score,
            score_axes=dict(picture.score_axes),
            axis=picture.axis,
            template_similarity=picture.template_similarity,
            similarity_parts=dict(picture.similarity_parts),
            departure=picture.departure,
        )
        for index, picture in enumerate(pictures)
    ]


def _stored(error: GenerationFailedError) -> dict[str, Any]:
    return {"type": error.code, "message": error.message, "retryable": error.retryable}
