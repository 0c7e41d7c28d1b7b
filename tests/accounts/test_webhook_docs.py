"""The snippets of docs/webhooks.md tell our calls from others."""

import base64
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.webhook_calls.signing import new_secret, signature

pytestmark = pytest.mark.unit

_DOCS = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text()
SECRET = new_secret()
BODY = '{"type":"ping","data":{"prompt":"کیک"}}'.encode()


def snippet(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", _DOCS, re.DOTALL)[1]


def headers(*, age: int = 0, secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    at = int(time.time()) - age
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, message_id="msg_1", timestamp=at, body=body),
    }


def by_python(sent: dict[str, str], body: bytes) -> bool:
    names: dict[str, Any] = {}
    exec(snippet("python"), names)  # noqa: S102
    return names["is_from_routix"](SECRET, sent, body)


def by_node(sent: dict[str, str], body: bytes) -> bool:
    given = json.dumps([SECRET, sent, base64.b64encode(body).decode()])
    ask = f"const [s, h, b] = {given}; console.log(isFromRoutix(s, h, Buffer.from(b, 'base64')));"
    done = subprocess.run(["node", "-"], input=snippet("js") + ask, capture_output=True, text=True, check=True)
    return {"true": True, "false": False}[done.stdout.strip()]


_NODE = pytest.param(by_node, marks=pytest.mark.skipif(shutil.which("node") is None, reason="needs node"))


@pytest.mark.parametrize("check", [by_python, _NODE])
class TestTheSnippets:
    def test_take_our_calls(self, check):
        assert check(headers(), BODY) is True

    def test_take_one_signature_of_several(self, check):
        sent = headers()
        sent["webhook-signature"] = f"v1,AAAA v1a,BBBB {sent['webhook-signature']}"
        assert check(sent, BODY) is True

    @pytest.mark.parametrize(
        ("sent", "body"),
        [
            (headers(), BODY + b" "),
            (headers(secret=new_secret()), BODY),
            (headers() | {"webhook-id": "msg_2"}, BODY),
            (headers(age=3600), BODY),
            (headers(age=-3600), BODY),
            (headers() | {"webhook-signature": "v1,"}, BODY),
            (headers() | {"webhook-signature": headers()["webhook-signature"][3:]}, BODY),
        ],
    )
    def test_refuse_others(self, check, sent, body):
        assert check(sent, body) is False
