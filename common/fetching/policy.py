"""What a fetch may reach."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings
from django.utils.module_loading import import_string


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The IP addresses of a name, in the system's order; none if there are none or they take too long.

    The system's resolver can't be given a time, so it runs in a thread that may be left behind.
    """
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        answers.put([str(address[0]) for *_, address in found])

    Thread(target=ask, name="resolve", daemon=True).start()
    try:
        return answers.get(timeout=max(seconds, 0.0))
    except Empty:
        return []


@dataclass(frozen=True)
class Policy:
    """Ports that may be asked for, and how names become addresses.

    `trusted_addresses` are IP addresses that pass although they are not public, and `certificates` what a server's
    certificate is held against in place of the public authorities: both are for tests, whose servers are loopback.
    """

    ports: frozenset[int] = frozenset({80, 443})
    trusted_addresses: frozenset[str] = frozenset()
    resolve: Callable[[str, int, float], list[str]] = resolve
    certificates: ssl.SSLContext | None = None


PUBLIC_INTERNET = Policy()


def policy_of_settings() -> Policy:
    """The one that `FETCH_POLICY` names."""
    found: Policy = import_string(settings.FETCH_POLICY)
    return found
