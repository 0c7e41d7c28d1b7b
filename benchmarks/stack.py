"""A Routix to measure: the processes of `manage.py up`, with a home of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.stack import Stack, start_stack, stop_stack

# A benchmark asks faster than anybody may.
_LIMITS = {f"RATE_LIMIT_{name}": "1000000" for name in ("DEFAULT", "GENERATION", "UPLOAD", "AUTH", "PICTURE")}


@contextmanager
def running(**environment: str) -> Iterator[Stack]:
    """Run it, and remove everything afterwards. Every request is counted, but the limits are out of reach."""
    with tempfile.TemporaryDirectory(prefix="rxb") as folder:
        Path(folder).chmod(0o755)
        stack = start_stack(Path(folder), **{**_LIMITS, **environment})
        try:
            yield stack
        finally:
            stop_stack(stack)
