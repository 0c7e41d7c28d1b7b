"""What makes loss harmless. A frame may be lost on its way through Redis; the row is not.

Every few seconds the rows of the generations that are followed here are compared with what their followers were told,
in one query for the whole process. Twice a minute it is asked whether everybody is still signed in and may still see
what they follow, should the word of it have been lost.
"""

import asyncio
from collections.abc import Collection

import structlog
from django.db import DatabaseError
from redis.exceptions import RedisError

from chat.authentication import still_signed_in
from chat.consumers.codes import NOT_SIGNED_IN
from chat.consumers.database import in_database
from chat.consumers.frames import Frame
from chat.consumers.subscriptions import Kind, lost_rights, positions, present_states
from chat.consumers.switchboard import Switchboard
from chat.consumers.topics import Listener, Topic

PASS_SECONDS = 2.5
_PASSES_TO_A_FULL_ONE = 12
_MOST_AT_ONCE = 100
_REDIS_SECONDS = 5.0
_JOINING_SECONDS = 30.0

_log = structlog.get_logger(__name__)


async def keep_up(board: Switchboard) -> None:
    """Make a pass every few seconds, until cancelled."""
    number = 0
    while True:
        await asyncio.sleep(PASS_SECONDS)
        number += 1
        is_full = number % _PASSES_TO_A_FULL_ONE == 0
        has_lost = not await is_connected(board)
        try:
            await catch_up(board, is_full=is_full or has_lost, has_lost=has_lost)
            if is_full:
                await check_rights(board, board.listeners)
        except DatabaseError:
            _log.warning("sockets_without_database", exc_info=True)


async def watch_sign_outs(board: Switchboard) -> None:
    """Ask again who is signed in, whenever somebody signed out, until cancelled."""
    while True:
        await board.doubt.wait()
        board.doubt.clear()
        doubtful = set(board.in_doubt)
        try:
            await check_rights(board, doubtful)
        except DatabaseError:
            _log.warning("sockets_without_database", exc_info=True)
            await asyncio.sleep(1)
            board.doubt.set()
        else:
            board.in_doubt -= doubtful


async def is_connected(board: Switchboard) -> bool:
    """Tell whether events came through since the last pass; if not, join the groups anew."""
    try:
        async with asyncio.timeout(_REDIS_SECONDS):
            if await board.beat():
                return True
        async with asyncio.timeout(_JOINING_SECONDS):
            await board.join_anew()
    except (RedisError, OSError) as error:
        _log.warning("sockets_lost_redis", error=repr(error))
    return False


async def catch_up(board: Switchboard, *, is_full: bool, has_lost: bool) -> None:
    """Tell followers what their generations have become without a word of it. Raises `DatabaseError`.

    A row that is ahead gets until the next pass, since its event may be on its way, unless something was lost for
    sure. A full pass looks at generations that ended as well: those may be edited.
    """
    topics = {
        topic.thing.id: topic
        for topic in board.topics.values()
        if topic.thing is not None and topic.thing.kind is Kind.GENERATION and (is_full or not topic.is_over)
    }
    behind: list[Topic] = []
    for generation_id, position in (await in_database(positions, topics.keys())).items():
        topic = topics[generation_id]
        if topic.sequence < (position.sequence if has_lost else topic.owed):
            behind.append(topic)
        topic.owed = position.sequence
        topic.is_over = position.is_over and topic.sequence >= position.sequence
    for start in range(0, len(behind), _MOST_AT_ONCE):
        some = {topic.thing.id: topic for topic in behind[start : start + _MOST_AT_ONCE] if topic.thing is not None}
        for generation_id, state in (await in_database(present_states, some.keys())).items():
            some[generation_id].catch_up(state)


async def check_rights(board: Switchboard, listeners: Collection[Listener]) -> None:
    """Close the sockets of ended sign-ins, and take from the others what they may not see any more.

    Raises `DatabaseError`.
    """
    asked = list(listeners)
    alive = await in_database(still_signed_in, {listener.known for listener in asked})
    for listener in asked:
        if listener.known not in alive:
            listener.close(NOT_SIGNED_IN)
    remaining = [listener for listener in asked if listener.known in alive]
    pairs = {(listener.known.user_id, thing) for listener in remaining for thing in listener.following}
    lost = await in_database(lost_rights, pairs) if pairs else set()
    for listener in remaining:
        for thing in [thing for thing in listener.following if (listener.known.user_id, thing) in lost]:
            listener.following.discard(thing)
            listener.tell(Frame("unsubscribed", {thing.kind.field: str(thing.id)}))
            board.remove(thing.group, listener)
    await _sweep(board)


async def _sweep(board: Switchboard) -> None:
    """Leave the groups that nobody follows any more."""
    try:
        async with asyncio.timeout(_REDIS_SECONDS):
            for group in [group for group, topic in board.topics.items() if not topic.is_followed]:
                await board.leave_if_unfollowed(group)
    except (RedisError, OSError) as error:
        _log.warning("socket_left_groups_behind", error=repr(error))
