"""The websocket protocol of the ASGI server."""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class AbortingWebSocketProtocol(WebSocketsSansIOProtocol):
    """Ends connections whose client does not read.

    uvicorn waits for ever for such a client to take the close frame, and can't exit meanwhile. Once the application is
    done with a connection, the client has `close_timeout` seconds.
    """

    def on_task_complete(self, task: "asyncio.Task[Any]") -> None:
        super().on_task_complete(task)
        self.loop.call_later(self.close_timeout, self.transport.abort)
