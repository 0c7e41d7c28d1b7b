"""Two thousand clients in one process, as light as can be, so that they measure the server and not themselves.

`python -m benchmarks.crowd HOST PORT`: reads a line of JSON, `{"tickets": […], "generation_id", "events"}`, opens a
socket for each ticket, follows the generation, says `ready`, and then prints the milliseconds from each event's `sent`
to its arrival at each client. Without tickets (`"clients"`) it only connects, and takes whatever comes.
"""

import asyncio
import base64
import json
import os
import re
import resource
import struct
import sys
import time
from typing import Any

_SENT = re.compile(rb'"sent":([0-9.]+)')
_WAIT_SECONDS = 60.0
_AT_ONCE = 50


class Client(asyncio.Protocol):
    """One connection. `path` empty: no websocket, plain bytes."""

    def __init__(self, host: str, path: str, generation_id: str, delays: list[float]) -> None:
        self.host, self.path, self.generation_id, self.delays = host, path, generation_id, delays
        self.buffer = bytearray()
        self.is_open = not path
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        if not self.path:
            self.ready.set_result(None)
            return
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.time()
        if not self.path:
            self.delays.extend((now - float(sent)) * 1000 for sent in _SENT.findall(data))
            return
        self.buffer += data
        if not self.is_open:
            head, separator, rest = bytes(self.buffer).partition(b"\r\n\r\n")
            if not separator:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self.is_open, self.buffer = True, bytearray(rest)
            self.send(1, json.dumps({"event": "subscribe_generation", "data": {"generation_id": self.generation_id}}))
        while (frame := self._frame()) is not None:
            self._hear(now, *frame)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the server closed"))

    def send(self, opcode: int, text: str | bytes) -> None:
        payload = text.encode() if isinstance(text, str) else text
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload))
        self.transport.write(head + bytes(4) + payload)  # a mask of zeros changes nothing

    def _frame(self) -> tuple[int, bytes] | None:
        if len(self.buffer) < 4:
            return None
        length, start = self.buffer[1] & 127, 2
        if length == 126:
            (length,), start = struct.unpack_from("!H", self.buffer, 2), 4
        if len(self.buffer) < start + length:
            return None
        opcode, payload = self.buffer[0] & 15, bytes(self.buffer[start : start + length])
        del self.buffer[: start + length]
        return opcode, payload

    def _hear(self, now: float, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self.send(10, payload)
        elif sent := _SENT.search(payload):
            self.delays.append((now - float(sent[1])) * 1000)
        elif payload.startswith((b'{"event":"queue_position"', b'{"event":"generation_')) and not self.ready.done():
            self.ready.set_result(None)


async def attend(host: str, port: int) -> None:
    """Open all, follow, and report what was heard."""
    wanted = json.loads(sys.stdin.readline())
    paths = [f"/ws/?ticket={ticket}" for ticket in wanted.get("tickets", [])] or [""] * wanted["clients"]
    delays: list[float] = []
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(_AT_ONCE)

    async def connect(path: str) -> Client:
        async with gate:
            make = lambda: Client(f"{host}:{port}", path, wanted.get("generation_id", ""), delays)  # noqa: E731
            _, client = await loop.create_connection(make, host, port)
            await asyncio.wait_for(client.ready, _WAIT_SECONDS)
            return client

    clients = await asyncio.gather(*(connect(path) for path in paths))
    print("ready", flush=True)
    owed = len(clients) * wanted["events"]
    deadline = time.monotonic() + _WAIT_SECONDS
    while len(delays) < owed and time.monotonic() < deadline:  # noqa: ASYNC110  an event would have to be set 40,000 times
        await asyncio.sleep(0.1)
    print(json.dumps({"delays": delays, "owed": owed}), flush=True)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(attend(sys.argv[1], int(sys.argv[2])))
