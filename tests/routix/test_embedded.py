"""The embedded servers, killed and mistreated."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from routix.embedded import Home, ServiceError, postgres, redis_server

pytestmark = [pytest.mark.integration, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
_ENSURE = """
import pathlib, sys, time
from routix.embedded import Home, ensure
ensure(Home(pathlib.Path(sys.argv[1])), durable=sys.argv[2] == "durable")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Home]:
    """A home of its own under a short path that any user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="rx"))
    folder.chmod(0o755)
    home = Home(folder / "var")
    yield home
    postgres.stop(home)
    redis_server.stop(home)
    shutil.rmtree(folder)


class User:
    """A process that uses the services until it is told to leave."""

    def __init__(self, home: Home, *wrapper: str, durability: str = "fast") -> None:
        self.process = subprocess.Popen(
            [*wrapper, sys.executable, "-c", _ENSURE, str(home.path), durability],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def wait_ready(self) -> None:
        line = self.process.stdout.readline()
        assert line == "ready\n", self.process.stderr.read()

    def leave(self) -> None:
        self.process.communicate("", timeout=60)
        assert self.process.returncode == 0


def start_user(home: Home, *wrapper: str, durability: str = "fast") -> User:
    user = User(home, *wrapper, durability=durability)
    user.wait_ready()
    return user


def is_up(home: Home) -> bool:
    return postgres.is_running(home) and redis_server.is_running(home)


class TestLeases:
    def test_the_last_one_out_stops_the_servers(self, home: Home) -> None:
        first, second = start_user(home), start_user(home)
        first.leave()
        assert is_up(home)
        second.leave()
        assert not postgres.processes(home)
        assert not redis_server.processes(home)

    def test_a_killed_user_holds_nothing(self, home: Home) -> None:
        first, second = start_user(home), start_user(home)
        first.process.kill()
        first.process.communicate()
        assert is_up(home)
        second.leave()
        assert not is_up(home)

    def test_users_that_start_at_once_share_one_pair(self, home: Home) -> None:
        users = [User(home) for _ in range(4)]
        for user in users:
            user.wait_ready()
        masters = [process for process in postgres.processes(home) if "-D" in process.cmdline()]
        assert len(masters) == 1
        assert len(redis_server.processes(home)) == 1
        for user in users:
            user.leave()


class TestRecovery:
    def test_servers_killed_with_9_come_back_with_their_data(self, home: Home) -> None:
        user = start_user(home, durability="durable")
        with psycopg.connect(home.database_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
        for process in (*postgres.processes(home), *redis_server.processes(home)):
            if process.is_running():
                process.send_signal(signal.SIGKILL)
        wait_until(lambda: not is_up(home))
        again = start_user(home, durability="durable")
        with psycopg.connect(home.database_url) as connection:
            assert connection.execute("SELECT value FROM kept").fetchone() == (7,)
        user.leave()
        again.leave()

    def test_orphaned_backends_of_a_killed_master_do_not_block_the_start(self, home: Home) -> None:
        user = start_user(home)
        with psycopg.connect(home.database_url):
            master = next(process for process in postgres.processes(home) if "-D" in process.cmdline())
            master.send_signal(signal.SIGKILL)
            wait_until(lambda: not postgres.is_running(home))
            again = start_user(home)
        assert is_up(home)
        user.leave()
        again.leave()

    def test_a_stale_pid_file_of_another_program_is_passed_over(self, home: Home) -> None:
        start_user(home).leave()
        # As after a restart of the machine: the pid in the file is alive, but it is somebody else's.
        pid_file = home.postgres_data / "postmaster.pid"
        pid_file.write_text(f"{os.getpid()}\n{home.postgres_data}\n0\n5432\n{home.sockets}\n\n\n")
        (home.sockets / ".s.PGSQL.5432").touch()
        home.redis_socket.touch()
        start_user(home).leave()

    def test_an_interrupted_initdb_is_begun_again(self, home: Home) -> None:
        home.create(postgres.server_uid())
        (home.postgres_data / "base").mkdir()
        (home.postgres_data / "base" / "half").touch()
        user = start_user(home)
        assert is_up(home)
        user.leave()


class TestPlaces:
    def test_a_path_too_long_for_a_socket_moves_the_sockets(self, home: Home) -> None:
        deep = Home(home.path / ("long" * 30))
        assert not deep.sockets.is_relative_to(deep.path)
        user = start_user(deep)
        assert is_up(deep)
        user.leave()
        shutil.rmtree(deep.sockets)

    def test_two_homes_run_side_by_side(self, home: Home) -> None:
        other = Home(home.path.parent / "other")
        here, there = start_user(home), start_user(other)
        assert is_up(home)
        assert is_up(other)
        assert home.database_url != other.database_url
        here.leave()
        assert is_up(other)
        there.leave()

    def test_a_folder_nobody_else_may_enter_does(self, home: Home) -> None:
        home.path.parent.chmod(0o700)
        user = start_user(home)
        assert is_up(home)
        user.leave()

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
    def test_an_ordinary_user_starts_them_too(self, home: Home) -> None:
        ordinary = pwd.getpwnam("daemon")
        os.chown(home.path.parent, ordinary.pw_uid, ordinary.pw_gid)
        # The interpreter may lie where only root may enter; being able to read it makes nobody less ordinary.
        become = ["setpriv", f"--reuid={ordinary.pw_uid}", f"--regid={ordinary.pw_gid}", "--clear-groups"]
        user = start_user(home, *become, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--")
        owners = {psutil.Process(process.pid).uids().real for process in postgres.processes(home)}
        assert owners == {ordinary.pw_uid}
        user.leave()

    def test_somebody_elses_socket_folder_is_refused(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        home.path.mkdir()
        elsewhere = home.path.parent / "elsewhere"
        elsewhere.mkdir()
        (home.path / "sockets").symlink_to(elsewhere)
        with pytest.raises(ServiceError, match="belongs to another user"):
            home.create(postgres.server_uid())


class TestFailure:
    def test_a_server_that_can_not_start_says_why_and_where_its_log_is(self, home: Home) -> None:
        start_user(home).leave()
        (home.postgres_data / "PG_VERSION").write_text("9.6\n")
        user = User(home)
        _, errors = user.process.communicate(timeout=60)
        assert user.process.returncode != 0
        assert "PostgreSQL ended at its start" in errors
        assert str(postgres.log_path(home)) in errors


class TestKeep:
    def test_services_start_outlives_its_command_until_services_stop(self, home: Home) -> None:
        environment = {**os.environ, "ROUTIX_HOME": str(home.path), "DJANGO_SETTINGS_MODULE": "routix.settings.test"}
        manage = [sys.executable, str(ROOT / "manage.py"), "services"]
        subprocess.run([*manage, "start"], env=environment, check=True, capture_output=True)
        assert is_up(home)
        start_user(home).leave()
        assert is_up(home)
        shown = subprocess.run([*manage, "status"], env=environment, check=True, capture_output=True, text=True)
        assert shown.stdout.count("running") == 2
        subprocess.run([*manage, "stop"], env=environment, check=True, capture_output=True)
        assert not is_up(home)


def wait_until(condition, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
