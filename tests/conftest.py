"""What every test stands on: real embedded PostgreSQL and Redis of its own, and a network that ends at loopback."""

import socket
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

from billing.services.catalogue import ensure_catalogue
from routix.embedded import ensure
from tests.network import refuse_foreign

pytest_plugins = ["tests.journeys.stack"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the test servers before pytest-django makes its database. Whoever only hands tests out needs none."""
    hands_out = session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput")
    if hands_out:
        return
    ensure(
        settings.HOME,
        with_postgres=settings.EMBEDDED_POSTGRES,
        with_redis=settings.EMBEDDED_REDIS,
        durable=settings.EMBEDDED_DURABLE,
    )


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        refuse_foreign(self.family, address)
        original(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def another_age_of_the_bank(request: pytest.FixtureRequest) -> None:
    """Searches that another test's bank kept are not of this one."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        cache.delete("templates:age")


@pytest.fixture(autouse=True)
def catalogue(request: pytest.FixtureRequest) -> None:
    """Plans and packs are there, as after `seed`; a test that empties every table took them along."""
    uses_database = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
        request.fixturenames
    )
    if uses_database:
        request.getfixturevalue("_django_db_helper")
        ensure_catalogue()


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that a test stores are its own."""
    folders = {"default": tmp_path, "originals": tmp_path_factory.mktemp("originals")}
    storages = {**settings.STORAGES}
    for alias, folder in folders.items():
        storages[alias] = {**storages[alias], "OPTIONS": {**storages[alias]["OPTIONS"], "location": folder}}
    settings.STORAGES = storages
