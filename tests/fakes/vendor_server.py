"""A vendor on a real socket: it gives the answers it was handed, one a request, and keeps what it was asked."""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """`silent_for` seconds pass before it begins; with `reset_after` the connection is reset after that many bytes."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    silent_for: float = 0.0
    reset_after: int | None = None


@dataclass(frozen=True)
class Request:
    """What came in. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


def as_json(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer whose body is JSON."""
    return Answer(json.dumps(value).encode(), status=status, headers=headers or {})


class VendorServer:
    """Answers in the order of `answers`; one request more than that gets a 501, which no adapter takes for success."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()
        self.requests: list[Request] = []
        self.stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def will_answer(self, *answers: Answer) -> None:
        """Add answers to the queue."""
        self.answers.extend(answers)

    def serve(self) -> None:
        """Answer until `stop`."""
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        """Stop, waking what is still silent."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def vendor_server() -> Iterator[VendorServer]:
    """Run a server on a free port of the loopback."""
    server = VendorServer()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def _handler_of(vendor: VendorServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            vendor.requests.append(Request(self.command, self.path, headers, json.loads(raw)))
            answer = vendor.answers.popleft() if vendor.answers else Answer(b"{}", status=501)
            if answer.silent_for:
                vendor.stopped.wait(answer.silent_for)
            try:
                self._give(answer)
            except (BrokenPipeError, ConnectionResetError):
                # Who asked has given up waiting, as the test of a timeout wants it.
                self.close_connection = True

        def _give(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body[: answer.reset_after])
            if answer.reset_after is not None:
                self.wfile.flush()
                # Lingering for no time makes the kernel send a reset instead of an end.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Keep quiet: the requests are in the log of the server."""

    return Handler
