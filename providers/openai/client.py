"""The SDK's client, as the settings describe it."""

from functools import lru_cache

import httpx2
import openai
from django.conf import settings

from providers.credentials import checked_key, checked_url

NAME = "openai"
_VENDOR_URL = "https://api.openai.com/v1"
_CONNECT_SECONDS = 5.0


def check_settings() -> None:
    """Raise `MisconfiguredError` when there is no key, or one or an address that can't be used."""
    _key_and_url()


def client(seconds: float) -> openai.OpenAI:
    """Return the client. No read may take longer than `seconds`, no connection longer than 5 s; nothing is retried.

    Raises `MisconfiguredError` as `check_settings` does.
    """
    timeout = httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
    return _client(*_key_and_url()).with_options(timeout=timeout)


def _key_and_url() -> tuple[str, str]:
    key = checked_key(NAME, "OPENAI_API_KEY", settings.OPENAI_API_KEY)
    return key, checked_url(NAME, "OPENAI_BASE_URL", settings.OPENAI_BASE_URL, default=_VENDOR_URL)


@lru_cache(maxsize=4)  # one for the settings of now; more only where they change, in tests
def _client(key: str, url: str) -> openai.OpenAI:
    # The URL is always given: the SDK would take one from the environment, and an empty one there for an address.
    # It sleeps up to two minutes for a Retry-After and asks again after a timeout (a second charge), hence no retries.
    return openai.OpenAI(api_key=key, base_url=url, max_retries=0)
