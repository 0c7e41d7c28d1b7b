"""The network of the tests: loopback and Unix sockets, nothing else."""

import ipaddress
import socket
from typing import Any


class ForeignConnectionError(OSError):
    """A test tried to reach another machine."""


def refuse_foreign(family: int, address: Any) -> None:
    """Raise `ForeignConnectionError` unless the address is on this machine."""
    if family == socket.AF_UNIX:
        return
    host = address[0]
    if host == "localhost":
        return
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ForeignConnectionError(f"tests may not connect to {host}")
