"""The stack that a walk is taken through."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.stack import Stack, start_stack, stop_stack

# Three people ask in a minute what else they would ask in a day. Uploads have the contract's own limit, to show it. All
# are named, since the settings of tests turn them off for whatever they start.
_LIMITS = {
    "RATE_LIMIT_DEFAULT": "100000",
    "RATE_LIMIT_GENERATION": "100000",
    "RATE_LIMIT_AUTH": "100000",
    "RATE_LIMIT_UPLOAD": "20",
    "RATE_LIMIT_PICTURE": "600",
}


@contextmanager
def running() -> Iterator[Stack]:
    """Start one that is empty but for what Routix brings along, and remove everything afterwards."""
    with tempfile.TemporaryDirectory(prefix="rxw") as folder:
        Path(folder).chmod(0o755)
        stack = start_stack(Path(folder), **_LIMITS)
        try:
            yield stack
        finally:
            stop_stack(stack)
