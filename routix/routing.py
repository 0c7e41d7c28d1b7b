"""Every address that the ASGI server answers by itself: sockets."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope

from chat.consumers.socket_io import LiveSocketIO
from chat.consumers.websocket import live_websocket
from common.request_bodies import answer_within

# Bytes of a body. What lets more than `_LARGEST_BODY` through says so in docker/nginx.conf as well.
_MEBIBYTE = 1024 * 1024
_LARGEST_BODY = 12 * _MEBIBYTE
_LARGEST_UPLOAD = 210 * _MEBIBYTE
_LARGEST_PACKET = _MEBIBYTE
# Templates come in many at a time.
_UPLOADS = {
    "/api/v1/templates/upload",
    "/admin/templates_lib/template/add/",
    "/admin/templates_lib/template/upload/",
}
_SOCKET_IO = "/socket.io/"
_socket_io = LiveSocketIO()


async def websocket_application(scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Serve a websocket; one at any other address is refused with 403 in the handshake."""
    if scope["path"] == "/ws/":
        await live_websocket(scope, receive, send)
    elif scope["path"].startswith(_SOCKET_IO):
        await _socket_io(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1000, "reason": None})


def http_application(django: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Return what answers HTTP: Socket.IO speaks it as well, everything else is for Django. Bodies are bounded."""

    async def answer(scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["path"].startswith(_SOCKET_IO):
            await answer_within(_socket_io, scope, receive, send, most=_LARGEST_PACKET)
        else:
            most = _LARGEST_UPLOAD if scope["path"] in _UPLOADS else _LARGEST_BODY
            await answer_within(django, scope, receive, send, most=most)

    return answer
