"""A cache that may be gone."""

import uuid
from typing import Any

import pytest
from django.core.cache import caches

from common.caching import find, keep, remembered

pytestmark = pytest.mark.integration


@pytest.fixture
def key() -> str:
    return f"test:{uuid.uuid4()}"


@pytest.fixture
def dead_cache(settings: Any) -> None:
    """A cache at an address where nobody listens."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


class TestRemembered:
    def test_makes_a_value_once(self, key: str):
        made = []

        def make() -> dict[str, int]:
            made.append(1)
            return {"answer": 42}

        assert [remembered(key, seconds=60, make=make) for _ in range(3)] == [{"answer": 42}] * 3
        assert len(made) == 1

    def test_keeps_nothing_beyond_its_time(self, key: str):
        keep(key, "old", seconds=60)
        caches["default"].touch(key, 0)
        assert remembered(key, seconds=60, make=lambda: "new") == "new"

    def test_remembers_none_as_a_value(self, key: str):
        made = []
        for _ in range(2):
            remembered(key, seconds=60, make=lambda: made.append(1))
        assert made == [1]

    def test_works_without_its_cache(self, dead_cache: None, key: str, caplog: pytest.LogCaptureFixture):
        assert remembered(key, seconds=60, make=lambda: "made") == "made"
        assert find(key, "nothing") == "nothing"
        assert "cache_unavailable" in caplog.text
