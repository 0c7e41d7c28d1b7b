"""Addresses of private files that work for one person and a short while.

The signature guards nothing by itself: the view that answers also asks who is there, so an address that is passed on,
logged or left in a history is worth nothing to anybody else.
"""

import re
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

_SALT = "common.storage.addresses"


def sign_address(path: str, *, user_id: UUID, seconds: int = 300) -> str:
    """`path?signature=…`, good for that path and that user for so many seconds. `path` has no query of its own."""
    if "?" in path or "#" in path:
        raise ValueError("the path has a query already")
    if seconds <= 0:
        raise ValueError("an address lives for some seconds")
    signed = TimestampSigner(salt=_SALT).sign(_value(path, user_id, seconds))
    _, timestamp, signature = signed.rsplit(":", 2)
    return f"{path}?signature={seconds}.{timestamp}.{signature}"


def check_signature(path: str, signature: str, *, user_id: UUID) -> bool:
    """Whether `signature`, as the request gave it, is for this path and user, and not expired."""
    parts = re.fullmatch(r"([1-9][0-9]{0,8})\.([0-9A-Za-z]+)\.([0-9A-Za-z_-]+)", signature, re.ASCII)
    if parts is None:
        return False
    seconds, timestamp, digest = parts.groups()
    signed = f"{_value(path, user_id, int(seconds))}:{timestamp}:{digest}"
    try:
        TimestampSigner(salt=_SALT).unsign(signed, max_age=int(seconds))
    except BadSignature:
        return False
    return True


def _value(path: str, user_id: UUID, seconds: int) -> str:
    return f"{user_id}:{seconds}:{path}"
