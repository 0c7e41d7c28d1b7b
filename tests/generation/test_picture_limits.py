"""How often pictures and shares may be looked at."""

import secrets
from typing import Any

import pytest
from django.test import Client

from generation import services
from generation.events import picture_url
from generation.models import Generation
from tests.generation.api_rows import make_algorithm, make_result, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MOST = 3


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.RATE_LIMITS = {"picture": (MOST, 60)}
    settings.RATE_LIMIT_TIMEOUT_SECONDS = 5.0  # the machine may be busy, and nothing is away


@pytest.fixture
def generation() -> Generation:
    return make_result(make_user(is_verified=True), make_algorithm())


def stranger() -> Client:
    """Somebody at an address that no other test, nor another run, has."""
    return Client(REMOTE_ADDR=f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1")


def address_of(kind: str, generation: Generation) -> str:
    thumbnail = generation.thumbnails.get()
    if kind == "picture":
        return picture_url(thumbnail.pk, thumbnail.revision)
    page = f"/s/{services.share_generation(generation.owner, generation.pk).share.token}"
    return page if kind == "page" else f"{page}/thumbnail.jpg?width=320"


@pytest.mark.parametrize("kind", ["picture", "page", "shared picture"])
class TestLookingTooOften:
    def test_is_refused_with_the_time_to_wait(self, generation: Generation, kind: str) -> None:
        address, somebody = address_of(kind, generation), stranger()
        assert [somebody.get(address).status_code for _ in range(MOST)] == [200] * MOST
        refused = somebody.get(address)
        assert refused.status_code == 429
        assert 1 <= int(refused["Retry-After"]) <= 60
        assert stranger().get(address).status_code == 200

    def test_is_refused_where_nothing_is(self, kind: str) -> None:
        address = {"picture": "/generations/pictures/x", "page": "/s/x", "shared picture": "/s/x/thumbnail.jpg"}[kind]
        somebody = stranger()
        assert [somebody.get(address).status_code for _ in range(MOST + 1)] == [404] * MOST + [429]


class TestAUser:
    def test_is_counted_by_who_they_are(self, generation: Generation) -> None:
        address, people = address_of("picture", generation), [make_user(), make_user()]
        place = f"2001:db8:{secrets.token_hex(2)}::1"
        for person in people:
            client = Client(REMOTE_ADDR=place)
            client.force_login(person)
            assert [client.get(address).status_code for _ in range(MOST + 1)] == [200] * MOST + [429]
