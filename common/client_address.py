"""Where a request comes from, believing no more than what our own proxies say."""

import hashlib
import hmac
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

_PURPOSE = "routix.client_address"
_NETWORK_BITS = 64


def client_ip(request: HttpRequest) -> str:
    """The client's IP address in its shortest form; empty where there is none, such as over a Unix socket.

    It is `REMOTE_ADDR`, or with `TRUSTED_PROXY_COUNT` = n the nth entry of `X-Forwarded-For` from the right: each
    trusted proxy adds whom it heard from, so whatever a client wrote there itself stands further to the left. A header
    that is too short or whose entry is no address counts for nothing.
    """
    address = _forwarded(request) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(address) if address else ""


def hashed_ip(request: HttpRequest) -> str:
    """What stands for the client's address where the address itself is not to be kept; empty where there is none.

    It is an HMAC-SHA256 in hexadecimal (64 characters), keyed by `SECRET_KEY`. Of IPv6 only the first 64 bits count:
    one household or machine has all the rest to itself.
    """
    address = client_ip(request)
    return _keyed(_network(ip_address(address))) if address else ""


def _forwarded(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies <= 0:
        return None
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", proxies)
    return _parsed(entries[-proxies].strip()) if len(entries) >= proxies else None


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Address(int(address) >> _NETWORK_BITS << _NETWORK_BITS))


def _keyed(text: str) -> str:
    # The purpose makes this digest another one than that of the same text under the same key elsewhere.
    message = f"{_PURPOSE}\x00{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
