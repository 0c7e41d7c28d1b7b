"""The websocket protocol of the ASGI server."""

import asyncio
from functools import lru_cache
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

_MOST_FRAGMENTS = 1024


class AbortingWebSocketProtocol(WebSocketsSansIOProtocol):
    """Ends connections whose client does not read, and bounds what any client can make the server keep.

    uvicorn waits for ever for such a client to take the close frame, and can't exit meanwhile. Once the application is
    done with a connection, or its pings are not answered, the client has `close_timeout` seconds.
    """

    async def send(self, message: ASGISendEvent) -> None:
        """Send text that many clients get, as one and the same bytes."""
        text = message.get("text") if message["type"] == "websocket.send" else None
        if text is None or not self.handshake_complete or self.conn.extensions:
            await super().send(message)
            return
        await self.writable.wait()
        if self.disconnected or self.close_sent or self.conn.state is not State.OPEN:
            raise ClientDisconnected
        self.transport.write(_bytes_of(text))

    def on_task_complete(self, task: "asyncio.Task[Any]") -> None:
        super().on_task_complete(task)
        self.loop.call_later(self.close_timeout, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(self.close_timeout, self.transport.abort)

    def handle_ping(self) -> None:
        if self.writable.is_set():
            super().handle_ping()
        else:  # pongs that are not read would pile up
            self.conn.data_to_send()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) < _MOST_FRAGMENTS:
            super().handle_cont(event)
        else:  # empty ones count as nothing for the largest message
            self.frames = []
            self.conn.fail(1009, "too many fragments")
            self.handle_parser_exception()


@lru_cache(maxsize=64)
def _bytes_of(text: str) -> bytes:
    """Return the frame of a text. It is asked for once for each client, all of them with the same string."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
