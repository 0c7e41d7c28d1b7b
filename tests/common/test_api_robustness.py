"""Bodies made to break the API."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

_LOGIN = "/api/v1/users/login"


def post(body: bytes | str, content_type: str = "application/json"):
    return Client(raise_request_exception=False).post(_LOGIN, body, content_type=content_type)


class TestBodies:
    def test_nested_without_end_are_malformed(self) -> None:
        answer = post("[" * 100_000)
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "malformed_request"

    def test_that_are_no_json_are_malformed(self) -> None:
        answer = post(b"{not json")
        assert answer.status_code == 400
        assert answer.json()["success"] is False

    def test_of_another_media_type_are_unsupported(self) -> None:
        answer = post(b"<a/>", "application/xml")
        assert answer.status_code == 415
        assert answer.json()["error"]["type"] == "unsupported_media_type"

    def test_beyond_the_limit_are_too_large(self) -> None:
        answer = post(json.dumps({"password": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}))
        assert answer.status_code == 413
        assert answer.json()["error"]["type"] == "body_too_large"

    def test_with_half_a_surrogate_pair_get_an_answer(self) -> None:
        answer = post('{"username_or_email": "\\ud800", "password": "\\ud800"}')
        assert 400 <= answer.status_code < 500
        assert answer.json()["success"] is False


class TestUnknownAddresses:
    def test_under_the_api_answer_in_the_envelope(self) -> None:
        answer = Client().get("/api/v1/nothing/here")
        assert answer.status_code == 404
        assert answer.json()["error"]["type"] == "not_found"
        assert answer.json()["detail"] == answer.json()["error"]["message"]

    def test_elsewhere_answer_with_a_page(self) -> None:
        answer = Client().get("/nothing/here")
        assert answer.status_code == 404
        assert b"<html" in answer.content


class TestRequestIds:
    def test_of_the_caller_are_kept_when_sane(self) -> None:
        assert (
            Client().get("/health/live", headers={"X-Request-ID": "trace-12345678"})["X-Request-ID"] == "trace-12345678"
        )

    @pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with space 123", "new\nline-123"])
    def test_are_made_when_not(self, sent: str) -> None:
        made = Client().get("/health/live", headers={"X-Request-ID": sent})["X-Request-ID"]
        assert made != sent
        assert len(made) == 32


class TestHealth:
    def test_reports_each_dependency(self) -> None:
        answer = Client().get("/health").json()
        assert answer["status"] == "ok"
        assert set(answer["checks"]) == {"postgresql", "redis_broker", "redis_cache", "redis_channels"}

    def test_ready_and_live_answer(self) -> None:
        assert Client().get("/health/ready").json() == {"status": "ok"}
        assert Client().get("/health/live").json() == {"status": "ok"}

    def test_a_dead_redis_is_told(self, settings, tmp_path: Path) -> None:
        settings.REDIS_URL = f"unix://{tmp_path}/none.sock"
        answer = Client().get("/health")
        assert answer.status_code == 503
        assert answer.json()["checks"]["redis_broker"]["status"] == "down"
        assert answer.json()["checks"]["postgresql"]["status"] == "ok"
