"""A run tells how far it is."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from generation.errors import RunLostError
from generation.events import announce
from generation.lifecycle.statements import committed_lightly, lease_end
from generation.models import Generation, Stage, Status


def report(generation: Generation, *, stage: Stage, progress: int, brief: Mapping[str, Any] | None = None) -> None:
    """Write and publish the stage and the progress (0..99, never less than before), and the brief once it is known.

    It also renews the lease. `RunLostError` when the generation was cancelled or taken away.
    """
    progress = max(generation.progress, min(progress, 99))
    changes: dict[str, Any] = {"stage": stage, "progress": progress}
    if brief is not None:
        changes["brief"] = dict(brief)
    held = Generation.objects.filter(
        committed_lightly(), pk=generation.pk, status=Status.PROCESSING, run_id=generation.run_id
    )
    if not held.update(sequence=F("sequence") + 1, heartbeat_at=Now(), lease_until=lease_end(), **changes):
        raise RunLostError
    for name, value in changes.items():
        setattr(generation, name, value)
    generation.sequence += 1  # while it runs, only its own run adds to it
    announce(generation)
