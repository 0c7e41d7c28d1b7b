"""Drawing on demand, in child processes of which only a few run at once, so that no web process fills its memory."""

import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.core.files.storage import Storage, default_storage

from common.storage.kept import open_or_none
from generation.errors import DrawingBusyError, PictureGoneError
from generation.models import Generation, Thumbnail
from generation.selectors.layer_pictures import BACKGROUND, background_key, find_layer_assets, keys_named
from generation.selectors.revisions import delivered_file
from generation.selectors.waiting import lend_connection

AT_ONCE = 2
# In a process, those that draw among them. Each keeps a thread.
MOST_OF_AN_OWNER = 4
MOST_OF_ALL = 12
_DRAWING_SECONDS = 60
_WAITING_SECONDS = 20
_slots = threading.BoundedSemaphore(AT_ONCE)
_log = structlog.get_logger(__name__)


class NotDrawableError(Exception):
    """What was asked for can't be drawn. `path` names the faulty place where there is one, such as
    `operations[2].text`; `problem` is fit to be shown."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path, self.problem = path, problem


@dataclass(frozen=True)
class Redrawn:
    """What a child answered: facts, and bytes where something was made."""

    head: Mapping[str, Any]
    data: bytes


def redraw(
    task: str,
    document: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    size: tuple[int, int],
    identifier: str,
    owner_id: uuid.UUID,
    **more: Any,
) -> Redrawn:
    """Let a child of `canvas.redraw` carry out a task on a document, at a size (width, height) in pixels.

    One of an owner's at a time is drawn, whoever asks for it. Meanwhile no connection to the database is held, unless
    a transaction is open. Raises `NotDrawableError` for what can't be drawn or takes too long, `PictureGoneError` when
    it shows a picture that was not handed in, and `DrawingBusyError` when others are in the way.
    """
    order = {
        **more,
        "task": task,
        "document": document,
        "width": size[0],
        "height": size[1],
        "pictures": {key: len(data) for key, data in pictures.items()},
        "identifier": identifier,
    }
    with _turn(owner_id):
        answer = _answer_of_child(json.dumps(order).encode() + b"\n" + b"".join(pictures.values()))
    head, _, data = answer.partition(b"\n")
    return Redrawn(json.loads(head), data)


def layer_pictures(thumbnail: Thumbnail, document: Mapping[str, Any], wanted: Any = None) -> dict[str, bytes]:
    """Return the pictures that a document names, by their keys, and those that `wanted` (operations on it) names too.

    What is gone is left out: drawing says so where it is shown.
    """
    generation: Generation = thumbnail.generation
    needed, also = keys_named(document), keys_named(wanted)
    pictures: dict[str, bytes] = {}
    for key, asset in find_layer_assets(generation, needed | also).items():
        _add(pictures, key, asset.file.storage, str(asset.file))
    if BACKGROUND in needed - pictures.keys():
        _add(pictures, BACKGROUND, default_storage, background_key(delivered_file(thumbnail)))
    return pictures


def _add(pictures: dict[str, bytes], key: str, storage: Storage, name: str) -> None:
    file = open_or_none(storage, name)
    if file is not None:
        with file:
            pictures[key] = file.read()


@contextmanager
def _turn(owner_id: uuid.UUID) -> Iterator[None]:
    """Wait for the owner's earlier drawings, then for those of all. Who comes when enough wait is refused at once."""
    with _place_in_line(owner_id) as turn_of_owner:
        lend_connection()
        deadline = time.monotonic() + _WAITING_SECONDS
        with _held(turn_of_owner, deadline), _held(_slots, deadline):
            yield


@contextmanager
def _held(lock: threading.BoundedSemaphore, deadline: float) -> Iterator[None]:
    if not lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
        raise DrawingBusyError
    try:
        yield
    finally:
        lock.release()


@dataclass
class _Line:
    """Those of one owner who draw or wait to."""

    turn: threading.BoundedSemaphore = field(default_factory=threading.BoundedSemaphore)
    length: int = 0


_lines: dict[uuid.UUID, _Line] = {}
_lines_lock = threading.Lock()


@contextmanager
def _place_in_line(owner_id: uuid.UUID) -> Iterator[threading.BoundedSemaphore]:
    with _lines_lock:
        line = _lines.get(owner_id) or _Line()
        waiting = sum(other.length for other in _lines.values())
        if line.length >= MOST_OF_AN_OWNER or waiting >= MOST_OF_ALL:
            raise DrawingBusyError
        _lines[owner_id] = line
        line.length += 1
    try:
        yield line.turn
    finally:
        with _lines_lock:
            line.length -= 1
            if not line.length:
                del _lines[owner_id]


def _answer_of_child(order: bytes) -> bytes:
    command = [sys.executable, "-m", "canvas.redraw"]
    try:
        child = subprocess.run(
            command, input=order, capture_output=True, cwd=settings.BASE_DIR, timeout=_DRAWING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        _log.warning("drawing_took_too_long", seconds=_DRAWING_SECONDS)
        raise NotDrawableError("", "This takes too long to draw.") from error
    if child.returncode == 1:
        raise _refusal(child.stderr)
    if child.returncode:  # out of memory or of processor time
        _log.error("drawing_was_killed", code=child.returncode)
        raise NotDrawableError("", "This takes too much to draw.")
    return child.stdout


def _refusal(stderr: bytes) -> Exception:
    """What a child said that it can't draw; a bug of ours when it said nothing of the kind."""
    line = stderr.strip().rpartition(b"\n")[2]
    try:
        told = json.loads(line)
        if "missing" in told:
            return PictureGoneError()
        return NotDrawableError(told["path"], told["problem"])
    except (ValueError, KeyError, TypeError):
        return RuntimeError(stderr.decode(errors="replace")[-2000:])
