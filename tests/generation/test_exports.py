"""Exports as they come to lie in the storage."""

import threading
import uuid

import pytest
from django.core.files.storage import default_storage

from generation.services import exports

pytestmark = pytest.mark.integration

DATA = bytes(40_000_000)


class TestAnExportThatIsBeingKept:
    def test_is_there_whole_or_not_at_all(self) -> None:
        """Whoever asks for the same one reads it as soon as it exists."""
        key = f"exports/{uuid.uuid4()}/r0/own.png"
        writer = threading.Thread(target=exports._keep, args=(key, DATA))
        writer.start()
        while not default_storage.exists(key):
            assert writer.is_alive() or default_storage.exists(key)
        with default_storage.open(key) as file:
            length = len(file.read())
        writer.join()
        assert length == len(DATA)

    def test_may_be_kept_by_two_at_once(self) -> None:
        key = f"exports/{uuid.uuid4()}/r0/own.png"
        for _ in range(2):
            exports._keep(key, b"the same")
        folder = key.rpartition("/")[0]
        assert default_storage.listdir(folder)[1] == ["own.png"]
