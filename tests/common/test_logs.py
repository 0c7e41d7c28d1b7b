"""Logs hold nothing that lets their reader in, nor whom a row belongs to."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.signing import dumps

from common.logs import without_secrets

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "kB3_x-9aZpQ7rT2vW5yU8iO1pA4sD6fG"
_WRITE = """
import logging, sys
import structlog
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"])
from django.core.handlers.wsgi import WSGIRequest
from common import logs

logs.configure({"format": sys.argv[1], "level": "INFO"})
path = "/password/reset/" + sys.argv[2]
environ = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "wsgi.input": sys.stdin.buffer, "SERVER_NAME": "here"}
request = WSGIRequest(environ)
logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", "bad", path, extra={"request": request})
ours = structlog.get_logger("ours")
ours.warning("seen", path="/verify/" + sys.argv[2], more={"at": ["/ws/?ticket=" + sys.argv[2]]})
try:
    raise ValueError('duplicate key "one"\\nDETAIL:  Key (lower(email))=(mira@example.com) exists.\\nCONTEXT: x')
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", path)
"""


def written(form: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, form, TOKEN], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stderr


class TestALine:
    @pytest.mark.parametrize("form", ["json", "console"])
    def test_holds_no_token_and_no_address(self, form: str) -> None:
        lines = written(form)
        assert TOKEN not in lines
        assert "mira@example.com" not in lines
        assert "/password/reset/…" in lines or "/password/reset/\\u2026" in lines
        assert "duplicate key" in lines
        assert "CONTEXT: x" in lines

    def test_stays_json(self) -> None:
        told = [json.loads(line) for line in written("json").splitlines()]
        assert [one["level"] for one in told] == ["warning", "warning", "error"]
        assert told[0]["event"] == "Forbidden (bad): /password/reset/…"
        assert told[1]["more"] == {"at": ["/ws/?ticket=…"]}


class TestWithoutSecrets:
    @pytest.mark.parametrize(
        "start",
        [
            "/password/reset/",
            "/verify/",
            "/s/",
            "/api/v1/shares/",
            "/generations/pictures/",
            "https://routix.example/verify/",
            "/login?next=%2Fpassword%2Freset%2F",
            "/ws/?ticket=",
            "/socket.io/?EIO=4&ticket=",
        ],
    )
    def test_cuts_what_follows(self, start: str) -> None:
        assert without_secrets(f"GET {start}{TOKEN} now") == f"GET {start}… now"

    def test_cuts_a_signed_token_whole(self) -> None:
        token = dumps({"a": 1}, key="k" * 40)
        assert without_secrets(f"/generations/pictures/{token}") == "/generations/pictures/…"

    @pytest.mark.parametrize(
        "text",
        [
            "/password/reset",
            "/verify",
            "/studio/0195d3c4-7ddb-7c5e-8c1f-0e1a2b3c4d5e",
            "the file generation/pictures/drawing.py broke",
            "DETAILS are here",
        ],
    )
    def test_leaves_the_rest(self, text: str) -> None:
        assert without_secrets(text) == text


class TestNumbers:
    def test_stay_numbers(self, capfd: pytest.CaptureFixture[str]) -> None:
        script = (
            "import structlog; from common import logs; logs.configure({'format': 'json', 'level': 'INFO'}); "
            "structlog.get_logger('ours').info('counted', ms=1.5, count=3, is_well=True, nothing=None)"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        told = json.loads(done.stderr)
        assert (told["ms"], told["count"], told["is_well"], told["nothing"]) == (1.5, 3, True, None)
        assert told["level"] == logging.getLevelName(logging.INFO).lower()
