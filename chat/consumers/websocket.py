"""The websocket at `/ws/`: one socket a client, many subscriptions, frames `{"event": name, "data": {…}}`.

A frame is a hint and the row is the truth. What comes through Redis may be lost or late; so each subscription starts
with the whole snapshot, read after joining the group, `sequence` tells a client what it has seen, and what was lost is
read from the row (`chat.consumers.upkeep`).
"""

import asyncio
from functools import partial

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketReceiveEvent, WebSocketScope

from chat.authentication import has_foreign_origin, sign_in
from chat.consumers.codes import NOT_SIGNED_IN, TOO_LARGE
from chat.consumers.database import in_database
from chat.consumers.frames import LARGEST_MESSAGE_BYTES, Frame, read_message
from chat.consumers.session import Session

_CLOSING_SECONDS = 2.0


class _WebsocketLine:
    __slots__ = ("_send",)

    def __init__(self, send: ASGISendCallable) -> None:
        self._send = send

    async def send(self, frame: Frame) -> None:
        await self._send({"type": "websocket.send", "text": frame.text})  # type: ignore[arg-type]


async def live_websocket(scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Serve one client's socket.

    It closes with 4401 when nobody is signed in (any more), 4429 when the user has too many sockets open, 1008 above
    100 messages a minute, 1009 above 64 KiB a message and 1013 when the server is short of Redis or PostgreSQL, or the
    client of speed: come again. A foreign `Origin` is refused with 403 before it opens.
    """
    await receive()
    if has_foreign_origin(scope):
        await send({"type": "websocket.close", "code": 1000, "reason": None})
        return
    known = await in_database(sign_in, scope)
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    if known is None:
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN, "reason": None})
        return
    session = Session(known, _WebsocketLine(send))
    try:
        await session.open()
        reading = asyncio.create_task(_read(session, receive))
        writing = asyncio.create_task(session.write())
        try:
            done, _ = await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            reading.cancel()
            writing.cancel()
            await asyncio.gather(reading, writing, return_exceptions=True)
        if writing in done:
            await _close(send, session)
        for task in done:
            task.result()
    finally:
        await session.leave()


async def _read(session: Session, receive: ASGIReceiveCallable) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        if message["type"] == "websocket.receive":
            await _hear(session, message)


async def _hear(session: Session, message: WebSocketReceiveEvent) -> None:
    text, data = message.get("text"), message.get("bytes")
    if len((text or "").encode()) + len(data or b"") > LARGEST_MESSAGE_BYTES:
        session.close(TOO_LARGE)
        return
    await session.hear(partial(read_message, text))


async def _close(send: ASGISendCallable, session: Session) -> None:
    try:
        async with asyncio.timeout(_CLOSING_SECONDS):
            await send({"type": "websocket.close", "code": session.closed_with or 1000, "reason": None})
    except TimeoutError:
        # It does not read, so it can't be told. The server ends the connection.
        return
