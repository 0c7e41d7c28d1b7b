"""Real answers as examples for the OpenAPI schema, without anything that was secret or true of one run only."""

import re
from typing import Any

from tests.contract.described import Described

_LONGEST_LIST = 2
_LONGEST_TEXT = 300
# Made up, and of the same form as what stood there.
_SECRETS = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJ0eXBlIjoiYWNjZXNzIn0.made-up",
    "refresh_token": "made-up-refresh-token",
    "ticket": "made-up-ticket",
    "key": "rtx_made-up-key",
    "begins_with": "rtx_made",
    "token": "made-up-share-token",
    "edit_token": "made-up-edit-token",
    "secret": "MADEUPSECRET",
    "sha256": "0" * 64,
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SIGNED = re.compile(r"(?<=/)[\w-]+(?::[\w-]+){1,2}|(?<=\?signature=)[\w:.-]+|(?<=/s/)[\w-]{20,}")
_HOST = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+")
_CHECKOUT = re.compile(r"(?<=/checkout/)[\w-]+")


class Retold:
    """Answers told again with made-up ids, the same one for the same row in all of them."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: self.of(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            is_box = all(isinstance(inner, int | float) for inner in value)
            return [self.of(inner, name) for inner in (value if is_box else value[:_LONGEST_LIST])]
        if isinstance(value, str):
            return self._text(value, name)
        return value

    def _text(self, text: str, name: str) -> str:
        if name in _SECRETS:
            return _SECRETS[name]
        text = _HOST.sub("https://routix.example", text)
        text = _UUID.sub(lambda found: self._id(found[0]), text)
        text = _TIME.sub("2026-11-28T09:00:00Z", text)
        text = _SIGNED.sub("made-up-signature", text)
        text = _CHECKOUT.sub("made-up-checkout", text)
        if _DATE.fullmatch(text):
            return "2026-11-28"
        return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"

    def _id(self, known: str) -> str:
        return self._ids.setdefault(known, f"0190a5c8-0000-7000-8000-{len(self._ids) + 1:012x}")


def examples_of(answers: dict[tuple[str, int], Any], described: Described) -> dict[str, dict[str, Any]]:
    """Return `{operationId: {status: body}}` of the answers that a walk got, by endpoint and status."""
    retold = Retold()
    found: dict[str, dict[str, Any]] = {}
    for (endpoint, status), body in answers.items():
        found.setdefault(described.operation_id(endpoint), {})[str(status)] = _whole(retold.of(body))
    return dict(sorted(found.items()))


def _whole(body: Any) -> Any:
    """A list that was cut says so: `total` and `has_more` fit the items that are left."""
    data = body.get("data") if isinstance(body, dict) else None
    if isinstance(data, dict) and {"items", "has_more"} <= set(data):
        data["has_more"] = data["offset"] + len(data["items"]) < data["total"]
        data["limit"] = max(1, len(data["items"])) if data["has_more"] else data["limit"]
    return body
