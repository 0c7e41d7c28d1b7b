"""Keys, models and addresses as an operator typed them, checked before a vendor is asked."""

import re
from urllib.parse import urlsplit

from providers.errors import MisconfiguredError


def checked_key(provider: str, setting: str, value: str) -> str:
    """Return the key; `MisconfiguredError` when it is missing or can't stand in a header (a blank, a line's end).

    The HTTP libraries report the latter as a failed connection, which would be tried again for ever.
    """
    if not value:
        raise MisconfiguredError(provider, f"{setting} is not set: put the vendor's key there, or choose another one")
    if not all("!" <= character <= "~" for character in value):
        raise MisconfiguredError(provider, f"{setting} holds a blank or a character that no key has: copy it again")
    return value


def checked_model(provider: str, setting: str, value: str) -> str:
    """Return the model's name; `MisconfiguredError` when it is empty or could not be one."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}", value):
        raise MisconfiguredError(provider, f"{setting} names no model")
    return value


def checked_url(provider: str, setting: str, value: str, *, default: str) -> str:
    """Return the base URL, `default` for an empty one; `MisconfiguredError` when it is no http(s) address."""
    if not value:
        return default
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets that don't close
        is_address = False
    if not is_address or not value.isprintable() or " " in value:
        raise MisconfiguredError(provider, f"{setting} is no http or https address")
    return value
