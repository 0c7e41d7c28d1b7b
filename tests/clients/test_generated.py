"""Typed clients made from the schema compile, and make a thumbnail."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.stack import ROOT, Stack

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(
        not (os.environ.get("CI") or (shutil.which("node") and shutil.which("npm"))),
        reason="there is no node here; apt-get install nodejs npm",
    ),
]

_SMOKE = Path(__file__).with_name("make_thumbnail.py")
# As somebody would who has nothing but the client: none of our settings.
_PLAIN = ("--config-file=", "--ignore-missing-imports", "--cache-dir", os.devnull, "--python-version", "3.11")


@pytest.fixture(scope="module")
def clients() -> Path:
    made = subprocess.run(["make", "clients"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return ROOT / "var" / "clients"


class TestTheTypeScriptClient:
    def test_compiles_and_makes_a_thumbnail(self, live_stack: Stack, clients: Path) -> None:
        told = subprocess.run(
            ["node", "make_thumbnail.js", live_stack.url],
            cwd=clients / "typescript",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        result = json.loads(told.stdout)
        assert result["status"] == "completed"
        assert result["refused"] == "validation_error"
        assert bytes(result["first"]) == b"\x89PNG"
        assert result["bytes"] > 50_000


class TestThePythonClient:
    def test_compiles_and_makes_a_thumbnail(self, live_stack: Stack, clients: Path) -> None:
        told = subprocess.run(
            [sys.executable, str(_SMOKE), live_stack.url],
            env={**os.environ, "PYTHONPATH": str(clients / "python")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        result = json.loads(told.stdout)
        assert result["status"] == "completed"
        assert result["refused"] == "validation_error"

    def test_is_sound_to_a_type_checker(self, clients: Path) -> None:
        checked = subprocess.run(
            [sys.executable, "-m", "mypy", *_PLAIN, str(_SMOKE)],
            env={**os.environ, "MYPYPATH": str(clients / "python")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout
