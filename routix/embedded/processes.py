"""Starting a server apart from us, and finding what an earlier one left behind."""

import importlib.util
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil

from routix.embedded.errors import ServiceError

# The servers outlive the call that started them; without a reference Python warns that they still run.
_started: list["subprocess.Popen[bytes]"] = []


def package_folder(package: str) -> Path:
    """The folder of an installed package, without importing it (both wheels do work at import)."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ServiceError(f"The Python package {package} is not installed; run `make install`.")
    return Path(spec.origin).parent


def start_detached(command: Sequence[str], log: Path, *, cwd: Path) -> "subprocess.Popen[bytes]":
    """Start a server in a session of its own, so that Ctrl-C in our terminal does not reach it."""
    _started[:] = [process for process in _started if process.poll() is None]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, start_new_session=True
        )
    _started.append(process)
    return process


def wait_until_ready(
    process: "subprocess.Popen[bytes]", is_ready: Callable[[], bool], *, name: str, log: Path, seconds: float
) -> None:
    """Wait for a server that was started; a server that ended or takes too long is told with its last words."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise ServiceError(f"{name} ended at its start ({last_words(log)}); its log is {log}.")
        if time.monotonic() > deadline:
            process.kill()
            raise ServiceError(f"{name} was not ready within {seconds:.0f} s; its log is {log}.")
        time.sleep(0.02)


def last_words(log: Path) -> str:
    """The last complaint in a log or, where there is none, its last line."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    complaints = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line or "# " in line]
    return (complaints or lines or ["it said nothing"])[-1]


def running_in(folder: Path, name: str) -> Iterator[psutil.Process]:
    """Processes of that name whose working folder is this one: ours, whatever a pid file says."""
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"].startswith(name) and Path(process.cwd()) == folder:
                yield process
        except (psutil.Error, OSError):
            continue


def end(processes: Sequence[psutil.Process], *, seconds: float) -> None:
    """End processes kindly, then firmly."""
    for process in processes:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=seconds)
