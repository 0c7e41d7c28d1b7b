"""Where the embedded services keep their things."""

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from routix.embedded.errors import ServiceError

# Linux allows 107 bytes for a socket's path; the longest name we put into the folder is PostgreSQL's lock file.
_LONGEST_SOCKET_PATH = 107
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Home:
    """The folder that holds data, logs and locks of one checkout."""

    path: Path

    @property
    def postgres_data(self) -> Path:
        return self.path / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.path / "redis"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def run(self) -> Path:
        """Locks; always inside the home."""
        return self.path / "run"

    @cached_property
    def sockets(self) -> Path:
        """The folder of the sockets: inside the home or, where that path is too long for a socket, in /tmp."""
        inside = self.path / "sockets"
        if len(os.fsencode(inside)) + _LONGEST_SOCKET_NAME < _LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path("/tmp") / f"routix-{os.getuid()}-{digest}"  # noqa: S108  its owner is checked before use

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def database_url(self) -> str:
        return f"postgresql://postgres@/routix?host={self.sockets}"

    def redis_url(self, database: int) -> str:
        return f"unix://{self.redis_socket}?db={database}"

    def create(self, server_uid: int) -> None:
        """Make the folders. `server_uid` owns PostgreSQL's data and the sockets (another user than root for root)."""
        for folder in (self.path, self.logs, self.run, self.redis_data):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.postgres_data, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            details = folder.lstat()
            if stat.S_ISDIR(details.st_mode) and details.st_uid == server_uid:
                continue
            if os.getuid() != 0 or not stat.S_ISDIR(details.st_mode):
                raise ServiceError(f"{folder} belongs to another user; remove it or set ROUTIX_HOME to another folder.")
            _give(folder, server_uid)


def _give(folder: Path, uid: int) -> None:
    """Hand a folder and what it holds to a user (root only): a checkout may have been started by another one."""
    for name in (folder, *folder.rglob("*")):
        os.chown(name, uid, -1, follow_symlinks=False)
