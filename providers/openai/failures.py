"""OpenAI's errors in our words.

The table was measured by answering the SDK (3.57) from a server; a code tells more than the status it comes with.
"""

import openai

from providers.errors import (
    MisconfiguredError,
    ProviderError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
)
from providers.openai.client import NAME
from providers.vendor_facts import retry_after, safe_code, told

_FOR_OPERATORS = frozenset(
    {
        "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "account_deactivated",
        "invalid_api_key", "model_not_found", "data_residency_mismatch", "unsupported_country_region_territory",
    }
)  # fmt: skip
_REFUSALS = frozenset(
    {
        "moderation_blocked", "content_policy_violation", "content_filter", "invalid_prompt", "bio_policy",
        "misalignment_policy_violation", "image_content_policy_violation",
    }
)  # fmt: skip
_BAD_PICTURES = frozenset(
    {
        "invalid_image", "invalid_image_format", "invalid_base64_image", "invalid_image_url", "image_too_large",
        "image_too_small", "image_parse_error", "invalid_image_mode", "image_file_too_large",
        "unsupported_image_media_type", "empty_image_file", "image_file_not_found",
    }
)  # fmt: skip
_PASSING_STATUSES = frozenset({408, 409})


def failure_of(error: openai.OpenAIError) -> ProviderError:
    """Return our error for one that the SDK raised."""
    if isinstance(error, openai.APITimeoutError):
        return UnavailableError(NAME, "no answer in time")
    if isinstance(error, openai.APIConnectionError):
        return UnavailableError(NAME, f"no connection ({type(error.__cause__).__name__})")
    if isinstance(error, openai.APIStatusError):
        return _failure_of_status(error)
    return UnavailableError(NAME, type(error).__name__)


def failure_of_code(code: object, detail: str) -> ProviderError:
    """Return our error for a code that says what failed; one that is not known may pass."""
    return _known(code, detail) or UnavailableError(NAME, detail)


def _failure_of_status(error: openai.APIStatusError) -> ProviderError:
    status = error.status_code
    detail = told(status=status, code=error.code, type=error.type, request=error.request_id)
    wait = retry_after(error.response.headers)
    known = _known(error.code, detail) or _known(error.type, detail)
    if known is not None and not isinstance(known, RateLimitedError):
        return known
    if status == 429 or known is not None:
        return RateLimitedError(NAME, detail, retry_after=wait)
    if status in {401, 403, 404}:
        return MisconfiguredError(NAME, detail)
    if 400 <= status < 500 and status not in _PASSING_STATUSES:
        return RejectedError(NAME, detail)
    return UnavailableError(NAME, detail, retry_after=wait)


def _known(code: object, detail: str) -> ProviderError | None:
    name = safe_code(code)
    if name in _FOR_OPERATORS:
        return MisconfiguredError(NAME, detail)
    if name in _REFUSALS or name in _BAD_PICTURES:
        return RejectedError(NAME, detail)
    if name == "rate_limit_exceeded":
        return RateLimitedError(NAME, detail)
    return None
