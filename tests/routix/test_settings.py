"""Settings: production insists, a newcomer's machine helps itself."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from routix.settings.secrets import local_secret
from routix.settings.urls import celery_broker_url, own_url

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "s" * 40,
    "ACCESS_TOKEN_KEY": "t" * 40,
    "ENCRYPTION_KEYS": "e" * 40,
    "DATABASE_URL": "postgresql://routix@db.invalid/routix",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ALLOWED_HOSTS": "routix.example",
    "PUBLIC_URL": "https://routix.example",
}


def load_production(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if name not in COMPLETE}
    return subprocess.run(
        [sys.executable, "-c", "from routix.settings import production; print(production.DEBUG)"],
        cwd=ROOT,
        env={**clean, "ROUTIX_ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_starts_with_everything(self) -> None:
        result = load_production(COMPLETE)
        assert result.stdout == "False\n", result.stderr

    @pytest.mark.parametrize("missing", sorted(COMPLETE))
    def test_refuses_to_start_without(self, missing: str) -> None:
        result = load_production({name: value for name, value in COMPLETE.items() if name != missing})
        assert result.returncode != 0
        assert f"{missing} must be set in production" in result.stderr

    def test_refuses_a_short_secret(self) -> None:
        result = load_production({**COMPLETE, "SECRET_KEY": "short"})
        assert "SECRET_KEY must have at least 32 characters" in result.stderr

    def test_refuses_a_short_key_behind_a_long_one(self) -> None:
        result = load_production({**COMPLETE, "ENCRYPTION_KEYS": f"{'e' * 40},short"})
        assert "Each of ENCRYPTION_KEYS must have at least 32 characters" in result.stderr

    @pytest.mark.parametrize(
        ("name", "value"),
        [("ACCESS_TOKEN_KEY", "s" * 40), ("ENCRYPTION_KEYS", f"{'e' * 40},{'t' * 40}"), ("SECRET_KEY", "e" * 40)],
    )
    def test_refuses_one_secret_for_two_jobs(self, name: str, value: str) -> None:
        result = load_production({**COMPLETE, name: value})
        assert result.returncode != 0
        assert "must all differ" in result.stderr

    def test_takes_several_keys(self) -> None:
        result = load_production({**COMPLETE, "ENCRYPTION_KEYS": f"{'e' * 40},{'f' * 40}"})
        assert result.stdout == "False\n", result.stderr


class TestLocalSecrets:
    def test_stay_the_same(self, tmp_path: Path) -> None:
        first = local_secret(tmp_path, "key")
        assert len(first) >= 48
        assert local_secret(tmp_path, "key") == first
        assert local_secret(tmp_path, "other") != first

    def test_are_one_for_processes_that_ask_at_once(self, tmp_path: Path) -> None:
        script = "import sys, pathlib; from routix.settings.secrets import local_secret; "
        script += "print(local_secret(pathlib.Path(sys.argv[1]), 'key'))"
        command = [sys.executable, "-c", script, str(tmp_path)]

        def ask(_: int) -> str:
            return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

        with ThreadPoolExecutor(6) as pool:
            assert len(set(pool.map(ask, range(6)))) == 1

    def test_are_read_by_their_owner_only(self, tmp_path: Path) -> None:
        local_secret(tmp_path, "key")
        assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600


class TestOwnUrl:
    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("127.0.0.1", "http://localhost:8200"),
            ("0.0.0.0", "http://localhost:8200"),  # noqa: S104
            ("192.0.2.7", "http://192.0.2.7:8200"),
            ("2001:db8::7", "http://[2001:db8::7]:8200"),
        ],
    )
    def test_leads_to_what_listens_there(self, host: str, expected: str) -> None:
        assert own_url(host, 8200) == expected

    @pytest.mark.parametrize(
        ("choices", "expected"),
        [
            ({}, "http://localhost:8000"),
            ({"PORT": "8200"}, "http://localhost:8200"),
            ({"PORT": "8200", "PUBLIC_URL": "https://routix.example/"}, "https://routix.example"),
        ],
    )
    def test_is_the_public_one_unless_another_is_set(self, choices: dict[str, str], expected: str) -> None:
        clean = {name: value for name, value in os.environ.items() if name not in ("HOST", "PORT", "PUBLIC_URL")}
        result = subprocess.run(
            [sys.executable, "-c", "from routix.settings import local; print(local.PUBLIC_URL)"],
            cwd=ROOT,
            env={**clean, "ROUTIX_ENV_FILE": os.devnull, **choices},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout == f"{expected}\n"


class TestRedisUrls:
    @pytest.mark.parametrize(
        ("url", "broker"),
        [
            ("unix:///var/x/redis.sock?db=3", "redis+socket:///var/x/redis.sock?virtual_host=3"),
            ("unix:///var/x/redis.sock", "redis+socket:///var/x/redis.sock?virtual_host=0"),
            ("redis://host:6379/1", "redis://host:6379/1"),
            ("rediss://user:pw@host/1", "rediss://user:pw@host/1"),
        ],
    )
    def test_are_said_celerys_way(self, url: str, broker: str) -> None:
        assert celery_broker_url(url) == broker
