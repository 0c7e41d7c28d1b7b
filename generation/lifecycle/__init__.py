"""The only code that changes a generation's status.

Every change is one conditional UPDATE on the id, the statuses it may come from and, for a run, its `run_id`; it adds 1
to `sequence` and is published after commit. Whoever comes too late changes nothing and is told so.
"""

from generation.lifecycle.claiming import claim, is_anything_due, renew
from generation.lifecycle.ending import Picture, Timing, cancel, fail, succeed
from generation.lifecycle.pricing import HIGH_PRIORITY_CREDITS, UPSCALE_CREDITS, cost_of
from generation.lifecycle.recovery import give_up_waiting, reap, release_worker, requeue
from generation.lifecycle.reporting import report

__all__ = [
    "HIGH_PRIORITY_CREDITS",
    "UPSCALE_CREDITS",
    "Picture",
    "Timing",
    "cancel",
    "claim",
    "cost_of",
    "fail",
    "give_up_waiting",
    "is_anything_due",
    "reap",
    "release_worker",
    "renew",
    "report",
    "requeue",
    "succeed",
]
