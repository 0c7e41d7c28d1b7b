"""Vendors on real sockets, which the settings point to."""

from collections.abc import Iterator

import pytest

from tests.fakes.vendor_server import VendorServer, vendor_server


@pytest.fixture
def openai_server(settings) -> Iterator[VendorServer]:
    """A server that the settings name as OpenAI's."""
    with vendor_server() as server:
        settings.OPENAI_API_KEY = "sk-a-key-of-the-tests"
        settings.OPENAI_BASE_URL = f"{server.url}/v1"
        settings.OPENAI_VISION_MODEL = "gpt-5.6-luna"
        settings.OPENAI_EMBEDDING_MODEL = "text-embedding-3-small"
        yield server


@pytest.fixture
def gemini_server(settings) -> Iterator[VendorServer]:
    """A server that the settings name as Gemini's."""
    with vendor_server() as server:
        settings.GEMINI_API_KEY = "AIza-a-key-of-the-tests"
        settings.GEMINI_BASE_URL = server.url
        settings.GEMINI_VISION_MODEL = "gemini-3.1-flash-lite"
        yield server
