"""What may be taken over from a vendor's answer into our errors: short codes and waiting times, never its prose.

A vendor's message quotes what it was sent: a part of the key, of the prompt.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}", re.ASCII)


def safe_code(value: object) -> str:
    """Return a code such as "rate_limit_exceeded" or a request id; "" for anything that does not look like one."""
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""


def told(sentence: str = "", /, **facts: object) -> str:
    """Return "no text status=429 code=slow_down": the sentence and those facts that are codes or whole numbers."""
    known = ((name, str(fact) if isinstance(fact, int) else safe_code(fact)) for name, fact in facts.items())
    return " ".join([*filter(None, [sentence]), *(f"{name}={fact}" for name, fact in known if fact)])


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds a `Retry-After` header (or OpenAI's `retry-after-ms`) asks for; None without one.

    A header is a count of seconds or a date (RFC 9110, 10.2.3); a date that has passed asks for 0 seconds.
    """
    milliseconds = _count(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _count(value)
    if seconds is not None or not value:
        return seconds
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:  # "-0000": UTC, of no known zone
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _count(value: str | None) -> float | None:
    if value is None or not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value.strip(), re.ASCII):
        return None
    return float(value)
