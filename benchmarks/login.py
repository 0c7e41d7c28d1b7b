"""Health while four people sign in at once, each with a real Argon2, in the layout of production and of `make run`."""

import secrets
from typing import Any

import httpx

from benchmarks.k6 import run_k6
from benchmarks.report import Figure, main
from benchmarks.serving import serving_wsgi
from benchmarks.stack import running
from tests.journeys.stack import Stack

_SECONDS = 15
_MOST_MS = 50.0


def measure() -> list[Figure]:
    with running() as stack:
        password = secrets.token_urlsafe(16)
        usernames = [_sign_up(stack.url, password) for _ in range(4)]
        run = {"password": password, "usernames": usernames, "seconds": _SECONDS}
        figures = _figures("make run, ASGI", stack, {**run, "url": stack.url})
        with serving_wsgi(stack) as url:
            return [*_figures("production, WSGI", stack, {**run, "url": url}), *figures]


def _sign_up(url: str, password: str) -> str:
    name = f"user_{secrets.token_hex(6)}"
    answer = httpx.post(
        f"{url}/api/v1/users/register",
        json={"username": name, "email": f"{name}@example.com", "password": password},
        timeout=30,
    )
    answer.raise_for_status()
    return name


def _figures(layout: str, stack: Stack, run: dict[str, Any]) -> list[Figure]:
    found = run_k6("login.js", run, stack.home)
    return [
        Figure(f"{layout}: health/live, p50", found["live"]["med"], "ms"),
        Figure(f"{layout}: health/live, p95", found["live"]["p(95)"], "ms", limit=_MOST_MS),
        Figure(f"{layout}: health/ready, p50", found["ready"]["med"], "ms"),
        Figure(f"{layout}: health/ready, p95", found["ready"]["p(95)"], "ms", limit=_MOST_MS),
        Figure(f"{layout}: signing in, p50", found["login"]["med"], "ms"),
        Figure(f"{layout}: sign-ins", found["login"]["count"] / _SECONDS, "a second"),
    ]


if __name__ == "__main__":
    main("Health while people sign in", measure)
