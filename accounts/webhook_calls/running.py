"""Calling what is due, several at once."""

import time
import uuid
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from accounts.webhook_calls.calling import Outcome, call
from accounts.webhook_calls.claiming import Claim, claim_next
from accounts.webhook_calls.ending import end
from accounts.webhook_calls.slowness import Slowness

_AT_ONCE = 8
# Of these, for users whose servers were slow the last time.
_SLOW_AT_ONCE = 3
# While slow ones are waited for, others become due.
_LOOK_AGAIN_SECONDS = 0.5
_slowness = Slowness()


def call_what_is_due(*, seconds: float) -> int:
    """Call until nothing is due, or for so long and until those that were begun have ended. Returns how many.

    The threads only speak with the network; rows are claimed and written by the caller's thread.
    """
    until = time.monotonic() + seconds
    running: dict[Future[Outcome], Claim] = {}
    called = 0
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="webhook") as threads:
        while True:
            while len(running) < _AT_ONCE and time.monotonic() < until:
                claim = claim_next(busy=_not_to_be_called({other.user_id for other in running.values()}))
                if claim is None:
                    break
                running[threads.submit(_call, claim)] = claim
            if not running:
                return called
            done, _ = wait(running, timeout=_LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                end(running.pop(future), future.result())
                called += 1


def _call(claim: Claim) -> Outcome:
    begun = time.monotonic()
    outcome = call(claim)
    _slowness.note(claim.user_id, seconds=time.monotonic() - begun)
    return outcome


def _not_to_be_called(called: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those who are called right now, and all that are slow once enough of these are."""
    slow = _slowness.users()
    return called | slow if len(called & slow) >= _SLOW_AT_ONCE else called
