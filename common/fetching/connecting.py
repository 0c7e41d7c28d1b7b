"""Connecting to the very address that was checked, within one deadline.

A name is looked up once per connection and its answers are checked here, at the last moment before connecting; no
later look-up exists for a second answer to win.
"""

import ssl
import time
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore
import structlog

from common.fetching.errors import AddressRefusedError, FetchFailedError
from common.fetching.policy import Policy
from common.fetching.public_addresses import is_public

_log = structlog.get_logger(__name__)


class Deadline:
    """One moment by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises `httpcore.ReadTimeout` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


def checked_addresses(host: str, port: int, *, policy: Policy, seconds: float) -> list[str]:
    """The IP addresses of the host, all of them checked, each once. Raises `AddressRefusedError`."""
    try:
        answers = [str(ip_address(host))]
    except ValueError:
        answers = policy.resolve(host, port, seconds)
    refused = [one for one in answers if one not in policy.trusted_addresses and not is_public(ip_address(one))]
    if refused or not answers:
        # The operator may know which it was; the user is not told.
        _log.info("fetch_refused", host=host, refused=refused)
        raise AddressRefusedError
    return list(dict.fromkeys(answers))


class GuardedBackend(httpcore.NetworkBackend):
    """httpcore's way to the network, with the policy and the deadline in it."""

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. Raises `AddressRefusedError` if even one of them is not public:
        a name that leads both outside and inside is not an honest one."""
        addresses = checked_addresses(host, port, policy=self._policy, seconds=self._deadline.left())
        failure: Exception = httpcore.ConnectError()
        for index, address in enumerate(addresses):
            # An address that stays silent leaves time for the next.
            share = self._deadline.left() / (len(addresses) - index)
            try:
                stream = self._network.connect_tcp(address, port, share, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise AddressRefusedError


class _BoundedStream(httpcore.NetworkStream):
    """A connection each of whose operations ends by the deadline, so that a trickle of bytes can't hold us.

    The timeouts that httpcore passes begin anew with every read, and are not used.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        except httpcore.ConnectError as error:
            # Said here, since httpcore drops the cause on its way up.
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise FetchFailedError("The address has no valid certificate.") from error
            raise
        return _BoundedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
