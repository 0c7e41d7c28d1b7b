"""Nothing tells a stranger who has an account: neither what is answered, nor how long it takes."""

import gc
import time
from collections.abc import Callable
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import FailedSignIns, PasswordReset, User
from accounts.services.devices import Device
from accounts.services.password_reset import request_reset
from tests.accounts.people import PASSWORD, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LOGIN = "/api/v1/users/login"
WRONG = "a wrong password"
CLOSE = 0.10


@pytest.fixture
def real_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]


def attempt(name: str) -> None:
    FailedSignIns.objects.all().delete()
    answer = APIClient().post(LOGIN, {"username_or_email": name, "password": WRONG})
    assert answer.status_code == 401


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def medians(first: Callable[[], object], second: Callable[[], object], times: int) -> tuple[float, float]:
    """How long each of two takes, in turns, so that whatever else the machine does strikes both alike."""
    first(), second()
    gc.collect()
    taken = [(seconds(first), seconds(second)) for _ in range(times)]
    return median(one for one, _ in taken), median(other for _, other in taken)


class TestSignIn:
    @pytest.mark.parametrize("unknown", ["nobody", "nobody@example.com"])
    def test_takes_as_long_for_an_unknown_name_as_for_a_wrong_password(self, real_hashing, unknown):
        make_user("sara")

        known, nobody = medians(lambda: attempt("sara"), lambda: attempt(unknown), 41)

        assert abs(known - nobody) / max(known, nobody) < CLOSE, (known, nobody)

    def test_hashes_for_real_here(self, real_hashing):
        make_user("sara")

        assert User.objects.get().password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")

    def test_asks_the_database_the_same(self):
        make_user("sara")
        make_user("gone", is_active=False)
        asked = {}
        for name in ("sara", "gone", "nobody", "sara@example.com", "nobody@example.com"):
            FailedSignIns.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                APIClient().post(LOGIN, {"username_or_email": name, "password": WRONG})
            asked[name] = [query["sql"].split()[0] for query in queries.captured_queries]

        assert len({tuple(each) for each in asked.values()}) == 1, asked

    def test_answers_the_same(self):
        make_user("sara")
        make_user("gone", is_active=False)
        bodies = []
        for name, password in (("sara", WRONG), ("gone", PASSWORD), ("nobody", WRONG), ("no@example.com", WRONG)):
            answer = APIClient().post(LOGIN, {"username_or_email": name, "password": password})
            body = answer.json()
            for changing in ("request_id", "timestamp"):
                body["error"].pop(changing)
            headers = {header: value for header, value in answer.headers.items() if header != "X-Request-ID"}
            bodies.append((answer.status_code, body, headers))

        assert all(each == bodies[0] for each in bodies), bodies

    def test_shows_the_same_page(self, client):
        make_user("sara")
        texts = [
            str(client.post(reverse("login"), {"username": name, "password": WRONG}).context["form"].errors)
            for name in ("sara", "nobody")
        ]

        assert texts[0] == texts[1]


class TestPasswordReset:
    def test_takes_as_long_for_nobody(self, monkeypatch):
        monkeypatch.setattr("accounts.services.password_reset._ALWAYS_TAKES_SECONDS", 0.06)
        make_user("sara")
        here = Device()

        def for_sara() -> None:
            PasswordReset.objects.all().delete()
            request_reset("sara@example.com", here)
            assert PasswordReset.objects.exists()

        def for_nobody() -> None:
            PasswordReset.objects.all().delete()
            request_reset("nobody@example.com", here)
            assert not PasswordReset.objects.exists()

        known, nobody = medians(for_sara, for_nobody, 15)

        assert abs(known - nobody) / max(known, nobody) < CLOSE, (known, nobody)
