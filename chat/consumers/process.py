"""The switchboard of this process: opened with its first socket, closed with its last."""

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial

import structlog
from redis.exceptions import RedisError

from chat.consumers.switchboard import Switchboard
from chat.consumers.topics import Listener
from chat.consumers.upkeep import keep_up, watch_sign_outs

_PAUSE_AFTER_A_BUG = 1.0
_TRIES_TO_END = 5
_SECONDS_TO_END = 0.5

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Running:
    board: Switchboard
    tasks: "tuple[asyncio.Task[None], ...]"


# One for each event loop: a server has one, tests have many.
_running: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Running]" = weakref.WeakKeyDictionary()


async def enter(listener: Listener) -> Switchboard:
    """Connect a socket. Raises `TooManySocketsError`."""
    loop = asyncio.get_running_loop()
    running = _running.get(loop)
    if running is None:
        board = Switchboard()
        await board.open()
        work: dict[str, Callable[[], Awaitable[None]]] = {
            "listening": board.listen,
            "upkeep": partial(keep_up, board),
            "sign-outs": partial(watch_sign_outs, board),
        }
        tasks = tuple(loop.create_task(_for_ever(name, one)) for name, one in work.items())
        running = _running[loop] = _Running(board, tasks)
    try:
        running.board.admit(listener)
    finally:
        await _close_if_unused(loop, running)
    return running.board


async def leave(listener: Listener, board: Switchboard) -> None:
    """Take a socket out; it must follow nothing any more."""
    loop = asyncio.get_running_loop()
    board.dismiss(listener)
    running = _running.get(loop)
    if running is not None and running.board is board:
        await _close_if_unused(loop, running)


async def _close_if_unused(loop: asyncio.AbstractEventLoop, running: _Running) -> None:
    if running.board.listeners or _running.get(loop) is not running:
        return
    del _running[loop]
    await _end(running.tasks)
    try:
        await running.board.close()
    except (RedisError, OSError) as error:
        _log.warning("switchboard_left_its_group_behind", error=repr(error))


async def _end(tasks: "Iterable[asyncio.Task[None]]") -> None:
    pending = set(tasks)
    for _ in range(_TRIES_TO_END):  # a call to Redis may swallow a cancellation
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=_SECONDS_TO_END)
        if not pending:
            return
    _log.error("switchboard_does_not_end")


async def _for_ever(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Begin again after a bug: without this work every socket would be a zombie."""
    while True:
        try:
            await work()
        except Exception:
            _log.exception("switchboard_stumbled", work=name)
        await asyncio.sleep(_PAUSE_AFTER_A_BUG)
