"""Servers on loopback that say exactly what a test wants, and count who comes."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# What is said to one who connected, given what he asked (the head of the request; empty for one who waits silently).
Answer = Callable[[socket.socket, bytes], None]


@dataclass
class Listener:
    """A listening place. `requests` are what was asked, with its body if one was told, `connections` how many came."""

    port: int
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)


def reply(body: bytes = b"", *, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole answer, its length told."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return reply(status=status, headers=f"Location: {location}\r\n")


@contextmanager
def listening(
    answer: Answer | bytes, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Listener]:
    """Listen until the end of the block, and answer everybody, each in a thread."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(16)
    found = Listener(port=listener.getsockname()[1])
    if tls is not None:
        tls.sni_callback = lambda _, name, __: found.names.append(name)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            found.connections += 1
            threading.Thread(target=_answer, args=(connection, answer, found, tls), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        # Closing alone would leave the thread waiting in accept().
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _answer(connection: socket.socket, answer: Answer | bytes, found: Listener, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), closing(connection):
        connection.settimeout(10)
        speaking = tls.wrap_socket(connection, server_side=True) if tls else connection
        with closing(speaking):
            head = b""
            while not _is_whole(head) and (part := speaking.recv(65536)):
                head += part
            found.requests.append(head)
            if isinstance(answer, bytes):
                speaking.sendall(answer)
            else:
                answer(speaking, head)


def _is_whole(request: bytes) -> bool:
    """Whether the head is there, and as much of a body as it told."""
    head, found, body = request.partition(b"\r\n\r\n")
    told = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
    return bool(found) and len(body) >= (int(told[1]) if told else 0)


def certified(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for those names and addresses, signed by itself: what it serves with, what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(path)
    return serving, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
