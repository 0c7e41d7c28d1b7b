"""Bodies made to break the API."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.urls("tests.common.made_up_urls")]

_LOGIN = "/api/v1/users/login"
_MADE_UP = "/api/v1/made-up"


def post(body: bytes | str, content_type: str = "application/json"):
    return Client(raise_request_exception=False).post(_LOGIN, body, content_type=content_type)


def assert_enveloped(answer: Any, code: str) -> None:
    """The contract's failure, whole."""
    assert answer["Content-Type"].startswith("application/json")
    body = answer.json()
    assert set(body) == {"success", "error", "detail"}
    assert body["success"] is False
    error = body["error"]
    assert set(error) == {"type", "message", "details", "request_id", "timestamp"}
    assert error["type"] == code
    assert body["detail"] == error["message"] != ""
    assert error["request_id"] == answer["X-Request-ID"] != ""


class TestBodies:
    def test_nested_without_end_are_malformed(self) -> None:
        answer = post("[" * 100_000)
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "malformed_request"

    @pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "9" * 5000])
    def test_with_numbers_beyond_all_numbers_are_malformed(self, number: str) -> None:
        answer = post(f'{{"username": {{"a": [{number}]}}, "password": "x"}}')
        assert answer.status_code == 400
        assert_enveloped(answer, "malformed_request")

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

    @pytest.mark.parametrize("charset", ["utf-16", "idna", "latin-1"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_in_another_charset_than_utf_8_are_unsupported(self, method: str, charset: str) -> None:
        client = Client(raise_request_exception=False)
        content_type = f"application/json; charset={charset}"
        answer = getattr(client, method)(f"{_MADE_UP}/open?q=1", CONTENT_TYPE=content_type)
        assert answer.status_code == 415
        assert_enveloped(answer, "unsupported_media_type")

    @pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"UTF-8"', "us-ascii"])
    def test_in_utf_8_whatever_it_is_called_are_taken(self, charset: str) -> None:
        content_type = f"application/json; charset={charset}"
        answer = Client().post(f"{_MADE_UP}/open", b'{"a": "b"}', content_type=content_type)
        assert answer.json()["data"] == {"seen": {"a": "b"}}

    @pytest.mark.parametrize(
        "body", [b'{"a": NaN}', b'{"a": 1' + b"0" * 5000 + b"}", b"\xff\xfe", b'"\xed\xa0\x80"', b"", b'{"a":1}x']
    )
    def test_that_no_json_holds_are_malformed(self, body: bytes) -> None:
        answer = Client().post(f"{_MADE_UP}/open", body, content_type="application/json")
        if body:
            assert answer.status_code == 400
            assert_enveloped(answer, "malformed_request")
        else:
            assert answer.json()["data"] == {"seen": {}}

    def test_with_half_a_surrogate_pair_get_an_answer(self) -> None:
        answer = post('{"username_or_email": "\\ud800", "password": "\\ud800"}')
        assert 400 <= answer.status_code < 500
        assert answer.json()["success"] is False


class TestEveryFailure:
    """Whoever raises it: the framework before, in and after the view, and what stands around the views."""

    @pytest.mark.parametrize(
        ("method", "path", "sent", "status", "code"),
        [
            ("get", f"{_MADE_UP}/nothing", {}, 404, "not_found"),
            ("get", "/api", {}, 404, "not_found"),
            ("get", "/api/v2/", {}, 404, "not_found"),
            ("get", "/api/v1/%ff%fe", {}, 404, "not_found"),
            ("get", "/api/v1/users/%00", {}, 400, "malformed_request"),
            ("put", f"{_MADE_UP}/open", {}, 405, "method_not_allowed"),
            ("post", "/api/schema/", {}, 405, "method_not_allowed"),
            ("post", "/api/docs/", {}, 405, "method_not_allowed"),
            ("get", f"{_MADE_UP}/open", {"HTTP_ACCEPT": "application/xml"}, 406, "not_acceptable"),
            ("get", f"{_MADE_UP}/personal", {}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/personal", {"HTTP_AUTHORIZATION": "Bearer"}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/personal", {"HTTP_AUTHORIZATION": "Bearer a b"}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/personal", {"HTTP_AUTHORIZATION": "Bearer ÿþ"}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/personal", {"HTTP_AUTHORIZATION": "Bearer rtx_ÿ"}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/personal", {"HTTP_X_API_KEY": "\x00"}, 401, "not_authenticated"),
            ("get", f"{_MADE_UP}/raising/missing", {}, 404, "not_found"),
            ("get", f"{_MADE_UP}/raising/forbidden", {}, 403, "forbidden"),
            ("get", f"{_MADE_UP}/raising/suspicious", {}, 400, "malformed_request"),
            ("get", f"{_MADE_UP}/raising/bug", {}, 500, "internal_error"),
            ("get", f"{_MADE_UP}/plain/missing", {}, 404, "not_found"),
            ("get", f"{_MADE_UP}/plain/forbidden", {}, 403, "forbidden"),
            ("get", f"{_MADE_UP}/plain/suspicious", {}, 400, "malformed_request"),
            ("get", f"{_MADE_UP}/plain/bug", {}, 500, "internal_error"),
            ("get", f"{_MADE_UP}/unwritable", {}, 500, "internal_error"),
        ],
    )
    def test_stands_in_the_envelope(self, method: str, path: str, sent: dict[str, str], status: int, code: str) -> None:
        answer = getattr(Client(raise_request_exception=False), method)(path, **sent)
        assert answer.status_code == status, answer.content
        assert_enveloped(answer, code)

    def test_of_a_method_names_those_there_are(self) -> None:
        assert Client().put(f"{_MADE_UP}/open")["Allow"] == "GET, POST, HEAD, OPTIONS"

    def test_of_a_bug_keeps_its_reason(self) -> None:
        for path in ("raising/bug", "plain/bug"):
            answer = Client(raise_request_exception=False).get(f"{_MADE_UP}/{path}")
            assert b"secret" not in answer.content

    @pytest.mark.parametrize("host", ["evil.example", "a b", "routix.example:port", "[::1", ""])
    def test_of_a_foreign_host_is_one_of_the_address(self, settings, host: str) -> None:
        settings.ALLOWED_HOSTS = ["routix.example"]
        answer = Client().get(f"{_MADE_UP}/open", headers={"Host": host})
        assert answer.status_code == 400
        assert_enveloped(answer, "malformed_request")

    def test_of_a_signed_in_page_is_one_of_the_form(self, django_user_model) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(django_user_model.objects.create_user("sara", "sara@example.com", "a long passphrase"))
        answer = client.post(f"{_MADE_UP}/personal", {}, content_type="application/json")
        assert answer.status_code == 403
        assert_enveloped(answer, "csrf_failed")


class TestForms:
    def test_with_too_many_fields_are_malformed(self, settings) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
        many = {f"field{number}": "x" for number in range(20)}
        answer = Client(raise_request_exception=False).post("/api/v1/users/assets", many)
        assert answer.status_code in (400, 401)
        assert answer.json()["success"] is False
        assert Client().post("/login", many).status_code == 400

    def test_that_are_too_large_are_told_so(self, settings) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        answer = Client().post("/login", {"username": "x" * 200})
        assert answer.status_code == 413
        assert b"<html" in answer.content

    def test_that_end_too_early_are_malformed(self, django_user_model) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(django_user_model.objects.create_user("sara", "sara@example.com", "a long passphrase"))
        answer = client.post(
            "/api/v1/users/assets", b"--b\r\nContent-Disposition: form-data", content_type="multipart/form-data"
        )
        assert answer.status_code == 400
        assert_enveloped(answer, "malformed_request")


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

    @pytest.mark.parametrize("path", ["/health", "/health/ready", "/health/live"])
    def test_is_never_kept_and_only_looked_at(self, path: str) -> None:
        assert "no-store" in Client().get(path)["Cache-Control"]
        assert Client().post(path).status_code == 405

    def test_a_dead_redis_is_told(self, settings, tmp_path: Path) -> None:
        settings.REDIS_URL = f"unix://{tmp_path}/none.sock"
        answer = Client().get("/health")
        assert answer.status_code == 503
        assert answer.json()["checks"]["redis_broker"]["status"] == "down"
        assert answer.json()["checks"]["postgresql"]["status"] == "ok"
