"""Judging the text of an address, before anything is looked up."""

import re
from ipaddress import ip_address

import httpx
from django.utils.translation import gettext_noop

from common.fetching.errors import AddressRefusedError
from common.fetching.policy import Policy

_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}", re.ASCII)
# Names that only mean something inside a machine, a house or a company.
_INSIDE = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
)


def checked_url(text: str, policy: Policy) -> httpx.URL:
    """`text` as the URL that will be asked for: http or https, an allowed port, no user, a plain host, no fragment.

    Raises `AddressRefusedError`. The same parsed URL is what we connect by, so no second parser can read it otherwise.
    """
    if len(text) > _LONGEST:
        raise AddressRefusedError(f"An address has at most {_LONGEST} characters.")
    try:
        url = httpx.URL(text.strip())
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefusedError(gettext_noop("This is not an address of the web.")) from error
    if scheme not in _PORTS:
        raise AddressRefusedError(gettext_noop("Only addresses that begin with http:// or https:// are taken."))
    if url.userinfo:
        raise AddressRefusedError(gettext_noop("An address with a user name or password in it is not taken."))
    if (_PORTS[scheme] if port is None else port) not in policy.ports:
        raise AddressRefusedError(gettext_noop("Only the usual ports of the web, 80 and 443, are taken."))
    host = host.removesuffix(".")
    if not _is_plain(host):
        raise AddressRefusedError
    return url.copy_with(host=host, fragment=None)


def _is_plain(host: str) -> bool:
    """An IP address in its usual writing, or a name with dots that is not one of the inside.

    `127.1`, `2130706433` and `0x7f.1` are IP addresses to the system, in writings that nobody uses honestly.
    """
    try:
        return "%" not in host and bool(ip_address(host))
    except ValueError:
        pass
    if len(host) > 253 or not _NAME.fullmatch(host):
        return False
    last = host.rpartition(".")[2]
    return last not in _INSIDE and not last.isdigit() and not last.startswith("0x")
