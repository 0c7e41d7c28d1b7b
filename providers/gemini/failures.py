"""Gemini's errors in our words.

The table was measured by answering the SDK (3.6) from a server. A bad key is a 400 here, and a quota for the day and
one for the minute are both a 429: the details tell them apart.
"""

import re
from collections.abc import Iterator, Mapping

import httpx2
from google.genai import errors

from providers.errors import (
    MisconfiguredError,
    ProviderError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
)
from providers.gemini.client import NAME
from providers.vendor_facts import retry_after, told

# What the SDK raises for what a vendor does: its own errors, those of its HTTP library, and, where the body of an error
# is no UTF-8, Python's. Any other exception is a mistake of ours and is left to be seen as one.
RAISED = (errors.APIError, httpx2.HTTPError, UnicodeDecodeError)

_KEY_REASONS = frozenset({"API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED"})
_PASSING_STATUSES = frozenset({408, 409, 499})


def failure_of(error: errors.APIError | httpx2.HTTPError | UnicodeDecodeError) -> ProviderError:
    """Return our error for one that the SDK raised."""
    if isinstance(error, errors.APIError):
        return _failure_of_status(error)
    if isinstance(error, httpx2.TimeoutException):
        return UnavailableError(NAME, "no answer in time")
    if isinstance(error, httpx2.HTTPError):
        return UnavailableError(NAME, f"no connection ({type(error).__name__})")
    return UnavailableError(NAME, "the answer can't be read")


def _failure_of_status(error: errors.APIError) -> ProviderError:
    details = list(_details(error.details))
    reasons = [detail.get("reason") for detail in details]
    message = told(status=error.code, code=error.status, reason=next(filter(None, reasons), None))
    if error.code == 429:
        if any("PerDay" in quota for detail in details for quota in _quotas(detail)):
            return MisconfiguredError(NAME, f"the quota of the day is used up: {message}")
        return RateLimitedError(NAME, message, retry_after=_wait(error, details))
    if error.code in {401, 403, 404} or error.status == "FAILED_PRECONDITION" or _KEY_REASONS & {*map(str, reasons)}:
        return MisconfiguredError(NAME, message)
    if 400 <= error.code < 500 and error.code not in _PASSING_STATUSES:
        return RejectedError(NAME, message)
    return UnavailableError(NAME, message, retry_after=_wait(error, details))


def _details(body: object) -> Iterator[Mapping[str, object]]:
    """Yield the entries of `error.details`, whatever else the body may be."""
    found = body.get("error") if isinstance(body, dict) else None
    entries = found.get("details") if isinstance(found, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            yield entry


def _quotas(detail: Mapping[str, object]) -> Iterator[str]:
    violations = detail.get("violations")
    for violation in violations if isinstance(violations, list) else []:
        if isinstance(violation, dict):
            yield str(violation.get("quotaId", ""))


def _wait(error: errors.APIError, details: list[Mapping[str, object]]) -> float | None:
    """Return the seconds that a `RetryInfo` asks for ("2s", "0.5s"), else those of the header."""
    for detail in details:
        delay = re.fullmatch(r"(\d{1,9}(\.\d{1,9})?)s", str(detail.get("retryDelay", "")), re.ASCII)
        if delay:
            return float(delay[1])
    headers = getattr(error.response, "headers", None)
    return retry_after(headers) if isinstance(headers, Mapping) else None
