"""Who else's pages may call the API from a browser."""

from typing import Any

import pytest
from django.test import Client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

APP = "https://app.example"
PROFILE = "/api/v1/users/profile"


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def preflight(path: str, origin: str, headers: str = "authorization") -> Any:
    sent = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers,
    }
    return Client().options(path, headers=sent)


def told(answer: Any) -> dict[str, str]:
    """What an answer says of CORS."""
    return {name.lower(): value for name, value in answer.items() if name.lower().startswith("access-control-")}


class TestPreflights:
    def test_of_an_allowed_origin_are_answered(self) -> None:
        answer = preflight(PROFILE, APP)
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == APP
        assert "origin" in answer["Vary"].lower()
        assert "X-Request-ID" in answer.headers

    def test_allow_whatever_the_api_takes(self) -> None:
        answer = preflight("/api/v1/generation/create", APP)
        headers = {name.strip() for name in answer["Access-Control-Allow-Headers"].split(",")}
        assert headers >= {
            "authorization",
            "content-type",
            "idempotency-key",
            "prefer",
            "x-api-key",
            "x-request-id",
        }
        methods = {name.strip() for name in answer["Access-Control-Allow-Methods"].split(",")}
        assert methods >= {"GET", "POST", "PUT", "PATCH", "DELETE"}

    @pytest.mark.parametrize("origin", ["https://evil.example", "https://app.example.evil.example", "null", "http://["])
    def test_of_others_are_told_nothing(self, origin: str) -> None:
        assert told(preflight(PROFILE, origin)) == {}

    @pytest.mark.parametrize("path", ["/", "/login", "/account/credits", "/admin/", "/health"])
    def test_of_pages_are_told_nothing(self, path: str) -> None:
        assert told(preflight(path, APP)) == {}

    def test_are_told_nothing_by_default(self, settings: Any) -> None:
        settings.CORS_ALLOWED_ORIGINS = []
        assert told(preflight(PROFILE, APP)) == {}


class TestAnswers:
    def test_may_be_read_by_an_allowed_origin_failures_too(self) -> None:
        answer = Client().get(PROFILE, headers={"Origin": APP})
        assert answer.status_code == 401
        assert answer["Access-Control-Allow-Origin"] == APP
        exposed = {name.strip() for name in answer["Access-Control-Expose-Headers"].split(",")}
        assert exposed >= {
            "X-Request-ID",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "X-Credits-Cost",
            "X-Credits-Remaining",
            "Retry-After",
            "Idempotent-Replayed",
        }

    def test_never_take_cookies_along(self) -> None:
        assert "access-control-allow-credentials" not in told(Client().get(PROFILE, headers={"Origin": APP}))
        assert "access-control-allow-credentials" not in told(preflight(PROFILE, APP))

    def test_may_not_be_read_by_others(self) -> None:
        assert told(Client().get(PROFILE, headers={"Origin": "https://evil.example"})) == {}

    def test_of_unknown_addresses_may_be_read_as_well(self) -> None:
        answer = Client().get("/api/v1/nothing/here", headers={"Origin": APP})
        assert answer.status_code == 404
        assert answer["Access-Control-Allow-Origin"] == APP
