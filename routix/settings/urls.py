"""Addresses: our own, and one Redis URL, said the way each library wants it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

_THIS_MACHINE = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::"}  # noqa: S104


def own_url(host: str, port: str | int) -> str:
    """The address, on this machine, of a server that listens at that host and port."""
    if host in _THIS_MACHINE:
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def celery_broker_url(url: str) -> str:
    """Turn `unix:///path?db=N` into what kombu calls `redis+socket`; other URLs stay."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def channel_layer_host(url: str) -> dict[str, Any]:
    """The host entry of channels-redis, with timeouts that keep a stalled Redis from stalling us."""
    return {"address": url, "socket_connect_timeout": 2, "socket_timeout": 10}
