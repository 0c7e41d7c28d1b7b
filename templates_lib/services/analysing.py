"""Analysing here and now, in the process that asks for it, through the same rows as a worker."""

import time
import uuid
from collections.abc import Callable, Collection

from templates_lib import lifecycle
from templates_lib.indexing.analysing import run
from templates_lib.selectors import count_unanalysed

_POLL_SECONDS = 0.3


def analyse_due(*, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Analyse what is due until nothing is, or until told to stop; return how many were begun."""
    begun = 0
    while not is_stopped() and (analysis := lifecycle.claim()) is not None:
        run(analysis)
        begun += 1
    return begun


def see_through(
    template_ids: Collection[uuid.UUID], *, told: Callable[[int, int], None], is_stopped: Callable[[], bool]
) -> None:
    """Take part in the analyses until those of some templates have ended, whoever runs them, or until told to stop.

    `told(done, all)` hears how it goes on. What a killed process held is taken over once its lease has ended.
    """
    total = count_unanalysed(template_ids)
    left = total
    while left and not is_stopped():
        analysis = lifecycle.claim()
        if analysis is not None:
            run(analysis)
        else:
            lifecycle.reap()
            time.sleep(_POLL_SECONDS)
        left = count_unanalysed(template_ids)
        told(total - left, total)
