"""Socket.IO at `/socket.io/`: the events, groups, rights and limits of `/ws/`, for clients that speak this instead.

A server's event carries its data alone, without the envelope of `/ws/`; a client's event likewise. Signing in is by
`auth: {ticket}` or `auth: {token}` (an access token: it travels in the body of a packet, not in an address), by
`?ticket=`, or by the session cookie of our own pages. Who is refused gets `connect_error`, and who is closed later
`connection:closed` first, both with the code that `/ws/` would close with.

A client that polls must come back to the same process.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import engineio
import socketio
import structlog
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, WebSocketScope
from socketio.exceptions import ConnectionRefusedError as SocketIORefusal

from accounts.services.tickets import SocketSignIn
from chat.authentication import has_foreign_origin, sign_in, sign_in_by_ticket, sign_in_by_token
from chat.consumers.codes import NOT_SIGNED_IN, TRY_AGAIN
from chat.consumers.database import in_database
from chat.consumers.frames import LARGEST_MESSAGE_BYTES, Frame
from chat.consumers.limits import MESSAGES_PER_MINUTE, MessageCount
from chat.consumers.session import Session
from common.errors import ValidationFailedError

_PING_SECONDS = 20
_CONNECTING_SECONDS = 10.0
_CLOSING_SECONDS = 5.0
_MOST_QUEUED = 8
_SPACE = "/"

_log = structlog.get_logger(__name__)

# They log what clients send, tickets and tokens among it, and each thing that a client does wrong.
_silent = logging.getLogger("chat.consumers.socket_io.library")
_silent.setLevel(logging.CRITICAL)


@dataclass
class _Connection:
    """An Engine.IO connection: what it sent, and the client's session once it is signed in."""

    messages: MessageCount = field(default_factory=lambda: MessageCount(limit=2 * MESSAGES_PER_MINUTE))
    session: Session | None = None
    writing: "asyncio.Task[None] | None" = None


class _Line:
    """Sends to one connection, and waits while the client does not fetch."""

    __slots__ = ("_eio_sid", "_engine")

    def __init__(self, engine: engineio.AsyncServer, eio_sid: str) -> None:
        self._engine = engine
        self._eio_sid = eio_sid

    async def send(self, frame: Frame) -> None:
        socket = self._engine.sockets.get(self._eio_sid)
        if socket is None:
            return
        if socket.queue.qsize() >= _MOST_QUEUED:
            await socket.queue.join()
        await self._engine.send(self._eio_sid, f"2{frame.pair}")


class LiveSocketIO(socketio.AsyncServer):  # type: ignore[misc]
    """The Socket.IO server of one process and event loop."""

    def __init__(self) -> None:
        super().__init__(
            async_mode="asgi",
            async_handlers=False,  # a client's messages are heard one after the other
            cors_allowed_origins=_is_allowed,
            ping_interval=_PING_SECONDS,
            ping_timeout=_PING_SECONDS,
            max_http_buffer_size=LARGEST_MESSAGE_BYTES,
            logger=_silent,
            engineio_logger=_silent,
        )
        self._connections: dict[str, _Connection] = {}
        self.on("connect", self._sign_in)

    async def __call__(
        self, scope: HTTPScope | WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Answer a request or serve a websocket. A foreign `Origin` is refused with 403."""
        if not has_foreign_origin(scope):
            await self.handle_request(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": None})
        else:
            headers = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 403, "headers": headers, "trailers": False})
            await send({"type": "http.response.body", "body": b"Foreign origin", "more_body": False})

    # What follows replaces steps of the library, which is pinned. It would let clients call the handlers of its own
    # events (`connect`, `disconnect`) by name, and keep connections that never sign in.

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        self._connections[eio_sid] = _Connection()
        asyncio.get_running_loop().call_later(_CONNECTING_SECONDS, self._drop_if_unknown, eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        connection = self._connections.get(eio_sid)
        if connection is None:
            return
        if not connection.messages.allows_another() or isinstance(data, bytes):
            await self._drop(eio_sid)
            return
        await super()._handle_eio_message(eio_sid, data)

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        connection = self._connections.get(eio_sid)
        if connection is None or connection.session is None or connection.writing is not None:
            return
        connection.writing = asyncio.create_task(self._write(eio_sid, connection.session))

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:  # noqa: A002
        connection = self._connections.get(eio_sid)
        if connection is None or connection.session is None or (namespace or _SPACE) != _SPACE:
            return
        await connection.session.hear(partial(_read_event, data))
        if id is not None:
            await self._send_packet(eio_sid, self.packet_class(socketio.packet.ACK, namespace=_SPACE, id=id, data=[]))

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        await super()._handle_eio_disconnect(eio_sid, reason)
        connection = self._connections.pop(eio_sid, None)
        if connection is None or connection.session is None:
            return
        connection.session.close(TRY_AGAIN)
        await connection.session.leave()

    async def _sign_in(self, sid: str, environ: Mapping[str, Any], auth: Any) -> None:
        eio_sid = self.manager.eio_sid_from_sid(sid, _SPACE)
        connection = self._connections.get(eio_sid)
        known = await in_database(_who, environ["asgi.scope"], auth)
        if known is None or connection is None:
            raise _refusal(NOT_SIGNED_IN)
        session = Session(known, _Line(self.eio, eio_sid))
        await session.open()
        if session.closed_with is not None or eio_sid not in self._connections:
            await session.leave()
            raise _refusal(session.closed_with or TRY_AGAIN)
        connection.session = session

    async def _write(self, eio_sid: str, session: Session) -> None:
        await session.write()
        if eio_sid in self._connections:
            await self.eio.send(eio_sid, f"2{Frame('connection:closed', {'code': session.closed_with}).pair}")
            await self._drop(eio_sid)

    def _drop_if_unknown(self, eio_sid: str) -> None:
        connection = self._connections.get(eio_sid)
        if connection is not None and connection.session is None:
            connection.writing = asyncio.create_task(self._drop(eio_sid))

    async def _drop(self, eio_sid: str) -> None:
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self.eio.disconnect(eio_sid)
        except TimeoutError:
            # It does not read. The websocket's own heartbeat ends it.
            _log.info("socket_dropped_for_not_reading")


def _who(scope: Mapping[str, Any], auth: Any) -> SocketSignIn | None:
    brought = auth if isinstance(auth, dict) else {}
    ticket, token = brought.get("ticket"), brought.get("token")
    if isinstance(ticket, str):
        return sign_in_by_ticket(ticket)
    if isinstance(token, str):
        return sign_in_by_token(token)
    return sign_in(scope)


def _refusal(code: int) -> SocketIORefusal:
    return SocketIORefusal("refused", {"code": code})


def _is_allowed(origin: str | None, environ: Mapping[str, Any]) -> bool:
    return origin is not None and not has_foreign_origin(environ["asgi.scope"])


def _read_event(data: Any) -> tuple[str, Mapping[str, Any]]:
    """Read a client's event, a list of its name and data. Raises `ValidationFailedError`."""
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise ValidationFailedError("An event must have a name.")
    sent = data[1] if len(data) > 1 else {}
    if not isinstance(sent, dict) or len(data) > 2:
        raise ValidationFailedError("An event must carry one object.")
    return data[0], sent
