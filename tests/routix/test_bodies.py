"""The ASGI server takes no body without end, from whomever. A real one, spoken to in bytes."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.journeys.stack import free_port

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024
LOGIN = "/api/v1/users/login"
UPLOAD = "/api/v1/templates/upload"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    chosen = free_port()
    server = subprocess.Popen([sys.executable, "-m", "routix.serve", "--port", str(chosen)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", chosen), 1).close()
                break
            except OSError:
                assert server.poll() is None, "the server does not start"
                assert time.monotonic() < deadline, "the server is not there"
                time.sleep(0.1)
        yield chosen
    finally:
        server.terminate()
        server.wait(20)


def head(path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def answered(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    answer = HTTPResponse(connection)
    answer.begin()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def told(port: int, path: str, size: int) -> tuple[int, dict[str, str], bytes]:
    """What is answered to somebody who announces so many bytes and sends none."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(head(path, f"Content-Length: {size}"))
        return answered(connection)


def poured(port: int, path: str, most: int) -> tuple[int, tuple[int, dict[str, str], bytes]]:
    """How many bytes are taken in chunks until the server hangs up, and what it answered."""
    chunk = f"{MEBIBYTE:x}\r\n".encode() + b"x" * MEBIBYTE + b"\r\n"
    taken = 0
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(head(path, "Transfer-Encoding: chunked"))
        try:
            while taken < most:
                connection.sendall(chunk)
                taken += MEBIBYTE
        except (BrokenPipeError, ConnectionResetError):
            pass
        return taken, answered(connection)


class TestABody:
    def test_that_is_announced_too_large_is_refused_at_once(self, port: int) -> None:
        status, headers, body = told(port, LOGIN, 800 * MEBIBYTE)
        error = json.loads(body)["error"]
        assert (status, error["type"], headers["connection"]) == (413, "body_too_large", "close")
        assert error["request_id"] == headers["x-request-id"]

    def test_without_end_is_cut_off(self, port: int) -> None:
        taken, (status, _, body) = poured(port, LOGIN, 800 * MEBIBYTE)
        assert taken < 40 * MEBIBYTE
        assert (status, json.loads(body)["error"]["type"]) == (413, "body_too_large")

    def test_to_a_page_is_answered_by_a_page(self, port: int) -> None:
        status, headers, body = told(port, "/signup", 13 * MEBIBYTE)
        assert (status, headers["content-type"]) == (413, "text/html; charset=utf-8")
        assert b"too large" in body

    def test_to_socket_io_ends_early(self, port: int) -> None:
        taken, (status, headers, _) = poured(port, "/socket.io/?EIO=4&transport=polling&sid=x", 100 * MEBIBYTE)
        assert taken < 30 * MEBIBYTE
        assert (status, headers["connection"]) == (400, "close")

    def test_of_templates_may_be_larger(self, port: int) -> None:
        assert told(port, UPLOAD, 211 * MEBIBYTE)[0] == 413
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(head(UPLOAD, f"Content-Length: {20 * MEBIBYTE}", "Connection: close"))
            connection.sendall(b"x" * 20 * MEBIBYTE)
            assert answered(connection)[0] == 401

    def test_of_an_ordinary_size_goes_through(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(head(LOGIN, "Content-Length: 2", "Connection: close") + b"{}")
            assert answered(connection)[0] == 422
