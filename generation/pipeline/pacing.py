"""How far along a run is: each stage weighs what it took of late."""

import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from uuid import UUID

from django.db import connection

from generation.models import Stage

# Until an algorithm has runs of its own: seconds measured for V4 on two cores.
_FIRST_SECONDS: Mapping[Stage, float] = {
    Stage.ANALYZING: 0.003,
    Stage.MATCHING: 0.006,
    Stage.DIRECTING: 0.001,
    Stage.RENDERING: 0.0,
    Stage.COMPOSING: 0.39,
    Stage.CHECKING: 0.018,
    Stage.STORING: 0.007,
}
_RECENT_RUNS = 20
_LEAST_SHARE = 0.01

_MEDIANS = """
    SELECT stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM generation_stagetiming
    WHERE generation_id IN (
        SELECT id FROM generation_generation
        WHERE algorithm_id = %(algorithm)s AND completed_at IS NOT NULL AND status = 'completed' AND origin <> 'upscale'
        ORDER BY completed_at DESC LIMIT %(recent)s
    )
    GROUP BY stage
"""


class Pace:
    """Turns a stage and the share of it that is done into overall progress, 0..100."""

    def __init__(self, seconds: Mapping[Stage, float]) -> None:
        stages = list(Stage)
        whole = sum(seconds[stage] for stage in stages) or 1.0
        shares = [max(_LEAST_SHARE, seconds[stage] / whole) for stage in stages]
        ends = [end / sum(shares) for end in accumulate(shares)]
        self._spans = dict(zip(stages, zip([0.0, *ends[:-1]], ends, strict=True), strict=True))

    def progress(self, stage: Stage, share: float) -> int:
        """Return the percentage after `share` (0..1) of the stage."""
        start, end = self._spans[stage]
        return round(100 * (start + (end - start) * min(1.0, max(0.0, share))))


def pace_of(algorithm_id: UUID) -> Pace:
    """Return the pace of the algorithm's latest successes; read anew every minute."""
    return _measured_pace(algorithm_id, int(time.monotonic() / 60))


@lru_cache(maxsize=16)
def _measured_pace(algorithm_id: UUID, minute: int) -> Pace:
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, {"algorithm": algorithm_id, "recent": _RECENT_RUNS})
        rows: Sequence[tuple[str, float]] = cursor.fetchall()
    measured = {Stage(stage): float(seconds) for stage, seconds in rows}
    return Pace(measured if len(measured) == len(Stage) else _FIRST_SECONDS)
