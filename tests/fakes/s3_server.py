"""A real S3 server for the storage tests: SeaweedFS, which its wheel brings along, with keys that it checks."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ACCESS_KEY = "routix-tests"
SECRET_KEY = "a-secret-that-only-the-tests-use"
_PARTS = ("master", "volume", "filer", "s3")
_START_SECONDS = 60.0


@dataclass(frozen=True)
class S3Server:
    """A running server. `endpoint` is what clients are told, without a slash at its end."""

    endpoint: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Run a server that keeps everything under `folder`. Raises `RuntimeError` with its log if it does not start."""
    ports = _free_ports([*_PARTS, *(f"{part}.grpc" for part in _PARTS)])
    (folder / "data").mkdir()
    (folder / "identities.json").write_text(json.dumps(_identities()))
    log = folder / "weed.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("weed")), *_arguments(folder, ports)],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
    server = S3Server(endpoint=f"http://127.0.0.1:{ports['s3']}", process=process)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _is_ready(server):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the S3 server did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield server
    finally:
        process.kill()  # it would take ten seconds to put its files in order, and they are thrown away
        process.wait(10)


def _arguments(folder: Path, ports: dict[str, int]) -> list[str]:
    return [
        f"-logdir={folder}",
        "server",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-dir={folder / 'data'}",
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64",
        "-volume.max=20",
        "-filer",
        "-s3",
        f"-s3.config={folder / 'identities.json'}",
        "-s3.iam=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.autoCreateBucket=false",
        # By default these lie in a folder that all servers of the machine share.
        *(f"-{part}.localSocket={folder / part}.sock" for part in ("filer", "s3")),
        *(f"-{part}.port={ports[part]}" for part in _PARTS),
        *(f"-{part}.port.grpc={ports[f'{part}.grpc']}" for part in _PARTS),
    ]


def _identities() -> dict[str, object]:
    """One person who may do everything. There is no anonymous one, so a request without a signature is refused."""
    keys = {"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    return {"identities": [{"name": "tests", "credentials": [keys], "actions": actions}]}


def _free_ports(names: list[str]) -> dict[str, int]:
    """A free port of the loopback for each name, all of them held until the last is known."""
    ports = {}
    with ExitStack() as stack:
        for name in names:
            listener = stack.enter_context(socket.socket())
            listener.bind(("127.0.0.1", 0))
            ports[name] = int(listener.getsockname()[1])
    return ports


def _is_ready(server: S3Server) -> bool:
    """Whether it refuses a stranger: until its keys are read it would answer otherwise, or not at all."""
    try:
        return httpx.get(server.endpoint, timeout=2, trust_env=False).status_code == 403
    except httpx.TransportError:
        return False
