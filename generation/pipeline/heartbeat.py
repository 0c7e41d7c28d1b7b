"""A run is heard of even while one long drawing keeps its worker busy."""

import threading
from types import TracebackType

import structlog
from django.conf import settings
from django.db import connection

from generation import lifecycle
from generation.models import Generation

_log = structlog.get_logger(__name__)
_BEATS_A_LEASE = 4


class Heartbeat:
    """Renews the lease of a run from a thread of its own, as long as the run lasts, but not beyond the deadline.

    Most runs end before the first beat and cost no more than the thread. A run that hangs is given up at the deadline:
    its lease ends, and others may take it.
    """

    def __init__(self, generation: Generation) -> None:
        if generation.run_id is None:
            raise ValueError("only a claimed generation has a heartbeat")
        self._generation_id, self._run_id = generation.pk, generation.run_id
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        pause = settings.LEASE_SECONDS / _BEATS_A_LEASE
        beats = int(settings.GENERATION_DEADLINE_SECONDS / pause)
        try:
            while beats and not self._ended.wait(pause):
                beats -= 1
                if not self._renew():
                    return
        finally:
            connection.close()

    def _renew(self) -> bool:
        try:
            return lifecycle.renew(self._generation_id, self._run_id)
        except Exception:
            _log.warning("heartbeat_failed", generation_id=str(self._generation_id), exc_info=True)
            connection.close()
            return True
