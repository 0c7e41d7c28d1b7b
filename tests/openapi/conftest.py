"""Requests inside the test's transaction."""

from collections.abc import Iterator

import pytest
from django.core import signals
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """A handler closes connections that have grown old at the end of a request, and with them the transaction."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)
