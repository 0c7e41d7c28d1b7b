"""The SDK's client, as the settings describe it."""

from functools import lru_cache

from django.conf import settings
from google import genai
from google.genai import types

from providers.credentials import checked_key, checked_url

NAME = "gemini"
_VENDOR_URL = "https://generativelanguage.googleapis.com/"


def check_settings() -> None:
    """Raise `MisconfiguredError` when there is no key, or one or an address that can't be used."""
    _key_and_url()


def client() -> genai.Client:
    """Return the client; it retries nothing. `MisconfiguredError` as `check_settings` raises it.

    It has no timeout of its own: each call sets one, or would wait for ever.
    """
    return _client(*_key_and_url())


def _key_and_url() -> tuple[str, str]:
    key = checked_key(NAME, "GEMINI_API_KEY", settings.GEMINI_API_KEY)
    return key, checked_url(NAME, "GEMINI_BASE_URL", settings.GEMINI_BASE_URL, default=_VENDOR_URL)


@lru_cache(maxsize=4)  # one for the settings of now; more only where they change, in tests
def _client(key: str, url: str) -> genai.Client:
    # Everything is given: the SDK would take address, version, and even another product, from the environment.
    # Its retries ignore the vendor's waiting times, hence one attempt.
    return genai.Client(
        api_key=key,
        vertexai=False,
        http_options=types.HttpOptions(
            base_url=url, api_version="v1", retry_options=types.HttpRetryOptions(attempts=1)
        ),
    )
