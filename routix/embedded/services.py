"""Starting, sharing and stopping the two servers together."""

import atexit
import os
from dataclasses import dataclass

from routix.embedded import postgres, redis_server
from routix.embedded.lease import Lease, exclusive
from routix.embedded.paths import Home

_leases: dict[Home, Lease] = {}


@dataclass(frozen=True)
class ServiceStatus:
    """One server as `manage.py services status` shows it."""

    name: str
    is_running: bool
    pid: int | None
    address: str
    log: str


def ensure(
    home: Home, *, with_postgres: bool = True, with_redis: bool = True, durable: bool = True, keep: bool = False
) -> None:
    """Start what does not run and share it until this process ends. Raises `ServiceError` with one clear sentence.

    With `keep` the servers outlive their users until `stop` is called.
    """
    if not (with_postgres or with_redis):
        return
    home.create(postgres.server_uid())
    with exclusive(home.run / "start.lock"):
        if keep:
            (home.run / "keep").touch()
        if with_postgres:
            postgres.start(home, durable=durable)
        if with_redis:
            redis_server.start(home, durable=durable)
        if home not in _leases:
            _leases[home] = Lease(home.run / "users.lock")
            atexit.register(_leave, home, os.getpid())


def stop(home: Home) -> None:
    """Stop both servers now, whoever uses them."""
    if not home.run.exists():
        return
    with exclusive(home.run / "start.lock"):
        (home.run / "keep").unlink(missing_ok=True)
        _stop_servers(home)


def status(home: Home) -> tuple[ServiceStatus, ...]:
    """What runs, where it listens and where it writes its log."""
    return (
        _status("PostgreSQL", postgres.is_running(home), _first_pid(postgres.processes(home)), home.database_url,
                str(postgres.log_path(home))),
        _status("Redis", redis_server.is_running(home), _first_pid(redis_server.processes(home)), home.redis_url(0),
                str(redis_server.log_path(home))),
    )  # fmt: skip


def _leave(home: Home, owner: int) -> None:
    """Runs at exit: the last one out stops the servers. Forked children inherit this hook and must not run it."""
    if os.getpid() != owner:
        return
    with exclusive(home.run / "start.lock"):
        is_last = _leases.pop(home).release()
        if is_last and not (home.run / "keep").exists():
            _stop_servers(home)


def _stop_servers(home: Home) -> None:
    redis_server.stop(home)
    postgres.stop(home)


def _status(name: str, is_running: bool, pid: int | None, address: str, log: str) -> ServiceStatus:
    return ServiceStatus(name=name, is_running=is_running, pid=pid, address=address, log=log)


def _first_pid(processes: list) -> int | None:  # type: ignore[type-arg]
    return min((process.pid for process in processes), default=None)
