"""HTTP: requests in, answers out, and connections that break when a test wants it."""

import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.stripe_server.answers import Answer
from tests.fakes.stripe_server.api import Api


class HttpServer(ThreadingHTTPServer):
    """A thread for each connection, on a free port of the loopback."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, api: Api) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api
        self.is_stopping = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: HttpServer

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_DELETE(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        # Only a form is text; whatever else comes is refused for its content type.
        self._answer(raw.decode("latin-1"))

    def _answer(self, encoded: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.api.answer(self.command, urlsplit(self.path).path, encoded, headers)
        try:
            self._give(answer)
        except (BrokenPipeError, ConnectionResetError):
            # Who asked has given up waiting, as the test of a timeout wants it.
            self.close_connection = True

    def _give(self, answer: Answer) -> None:
        self.close_connection = True
        if answer.breaks == "timeout":
            self._keep_silent()
            return
        if answer.breaks == "reset":
            # Lingering for no time makes the kernel send a reset instead of an end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def _keep_silent(self) -> None:
        """Until the client gives up, which it does by closing, or the server stops."""
        self.connection.settimeout(0.05)
        while not self.server.is_stopping.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet: the requests are in the log of the server."""
