"""The one way out to addresses that people gave: guarded, within a deadline, its failures in our words."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import httpcore
import httpx

from common.fetching.connecting import Deadline, GuardedBackend
from common.fetching.errors import FetchFailedError
from common.fetching.policy import Policy


@contextmanager
def guarded_pool(policy: Policy, seconds: float) -> Iterator[httpcore.ConnectionPool]:
    """Connections that keep to the policy and end `seconds` from now, all together.

    What goes wrong inside the block becomes a `FetchFailedError`; the guards themselves raise `AddressRefusedError`.
    """
    backend = GuardedBackend(policy, Deadline(seconds))
    certificates = policy.certificates or _public_authorities()
    with httpcore.ConnectionPool(ssl_context=certificates, network_backend=backend) as pool:
        try:
            yield pool
        except httpcore.TimeoutException as error:
            raise FetchFailedError("The address took too long to answer.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailedError from error


def target_of(url: httpx.URL) -> httpcore.URL:
    """The same URL for httpcore, taken from the parts that were checked."""
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


@cache
def _public_authorities() -> ssl.SSLContext:
    """Reading some hundred certificates takes 35 ms, so it is done once."""
    return httpcore.default_ssl_context()
