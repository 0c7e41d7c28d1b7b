"""Is it alive, is it ready, and how long does each dependency take to answer."""

import time
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

_TIMEOUT_SECONDS = 1.0


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 while PostgreSQL is away. A dead Redis only slows Routix down, so it does not count."""
    check = _measure(_ask_postgres)
    return JsonResponse({"status": check["status"]}, status=200 if check["status"] == "ok" else 503)


@require_safe
@never_cache
def report(request: HttpRequest) -> JsonResponse:
    """Each dependency with its latency in milliseconds."""
    checks = {
        "postgresql": _measure(_ask_postgres),
        "redis_broker": _measure(lambda: _ask_redis(settings.REDIS_URL)),
        "redis_cache": _measure(lambda: _ask_redis(settings.CACHE_URL)),
        "redis_channels": _measure(lambda: _ask_redis(settings.CHANNELS_URL)),
    }
    is_ok = all(check["status"] == "ok" for check in checks.values())
    return JsonResponse({"status": "ok" if is_ok else "degraded", "checks": checks}, status=200 if is_ok else 503)


def _measure(ask: Callable[[], None]) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        ask()
        status = "ok"
    except Exception:  # whatever went wrong, the dependency is down; the log of the dependency says why
        status = "down"
    return {"status": status, "latency_ms": round((time.perf_counter() - started) * 1000, 2)}


def _ask_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis(url: str) -> None:
    client = redis.Redis.from_url(
        url,
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.ping()
    finally:
        client.close()
