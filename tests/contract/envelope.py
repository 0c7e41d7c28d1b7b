"""Section 1 of the contract: the shape of every answer."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import httpx

_PAGE = {"items", "total", "limit", "offset", "has_more"}
_FAILURE = {"type", "message", "details", "request_id", "timestamp"}
_LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
# Times end in `_at`; what ends in `_id` is a UUID but for the two that name no row of ours.
_NO_ROWS = {"request_id", "message_id"}


def require_envelope(answer: httpx.Response, request_id: str) -> Any:
    """Check an answer of the API; return its body, or None for one that is no JSON. Raises `AssertionError`."""
    assert answer.status_code < 500, f"{answer.status_code}: {answer.text[:200]}"
    assert answer.headers.get("X-Request-ID") == request_id, "X-Request-ID is not the one that was sent"
    missing = [name for name in _LIMITS if not answer.headers.get(name, "").isdecimal()]
    assert not missing, f"no {', '.join(missing)}"
    assert answer.headers.get("Cache-Control"), "nothing is said about caching"
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        assert answer.is_success or answer.is_redirect, "a failure that is no JSON"
        return None
    assert "no-store" in answer.headers["Cache-Control"], "an answer of the API may be kept"
    body = answer.json()
    if answer.is_success:
        _require_success(body)
        _require_price(answer, body["data"])
    else:
        _require_failure(answer, body, request_id)
    _require_kinds(body)
    return body


def _require_success(body: dict[str, Any]) -> None:
    assert set(body) == {"success", "data", "message"}, f"the envelope has {sorted(body)}"
    assert body["success"] is True
    assert isinstance(body["message"], str)
    data = body["data"]
    if isinstance(data, dict) and "items" in data and "has_more" in data:
        assert set(data) == _PAGE, f"a list has {sorted(data)}"
        assert 1 <= data["limit"] <= 100
        assert len(data["items"]) <= data["limit"]
        assert data["has_more"] == (data["offset"] + len(data["items"]) < data["total"])


def _require_price(answer: httpx.Response, data: Any) -> None:
    """What spends credits says how many, and how many are left."""
    spent = data.get("generation") or data if isinstance(data, dict) else None
    if answer.request.method != "POST" or not isinstance(spent, dict) or "credits_cost" not in spent:
        return
    assert answer.headers.get("X-Credits-Cost") == str(spent["credits_cost"])
    assert answer.headers.get("X-Credits-Remaining", "").isdecimal()


def _require_failure(answer: httpx.Response, body: dict[str, Any], request_id: str) -> None:
    assert set(body) == {"success", "error", "detail"}, f"the envelope has {sorted(body)}"
    assert body["success"] is False
    error = body["error"]
    assert set(error) == _FAILURE, f"the error has {sorted(error)}"
    assert re.fullmatch("[a-z][a-z0-9_]*", error["type"]), error["type"]
    assert isinstance(body["detail"], str)
    assert body["detail"] == error["message"]
    assert error["request_id"] == request_id
    _require_time(error["timestamp"])
    if answer.status_code == 401:
        assert answer.headers.get("WWW-Authenticate"), "a 401 that does not say how to sign in"
    if answer.status_code == 429:
        assert int(answer.headers["Retry-After"]) >= 1
    if error["type"] == "validation_error":
        assert answer.status_code == 422
        fields = error["details"]["validation_errors"]
        assert fields
        assert all(set(one) == {"field", "message", "type"} for one in fields), fields


def _require_kinds(value: Any, name: str = "") -> None:
    """Ids are UUIDs, times are UTC, whatever they stand in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _require_kinds(inner, key)
    elif isinstance(value, list):
        for inner in value:
            _require_kinds(inner, name)
    elif isinstance(value, str) and value and name.endswith("_at"):
        _require_time(value)
    elif isinstance(value, str) and value and name.endswith("_id") and name not in _NO_ROWS:
        uuid.UUID(value)


def _require_time(text: str) -> None:
    moment = datetime.fromisoformat(text)
    assert moment.utcoffset() == timedelta(0), f"{text} is no UTC"
