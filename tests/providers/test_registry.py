"""Providers by name."""

import pytest

from providers.base import CallContext, ImageRequest
from providers.errors import MisconfiguredError, RejectedError, UnavailableError
from providers.local.provider import LocalProvider
from providers.registry import image_provider

pytestmark = pytest.mark.unit


class TestImageProvider:
    def test_is_made_from_the_settings(self, settings):
        settings.PROVIDERS = {"mine": "providers.local.provider.LocalProvider"}
        assert isinstance(image_provider("mine"), LocalProvider)

    def test_is_refused_when_it_is_not_listed(self, settings):
        settings.PROVIDERS = {}
        with pytest.raises(MisconfiguredError):
            image_provider("local")


class TestLocalProvider:
    def test_says_that_it_does_not_paint_and_refuses_to(self):
        provider = LocalProvider()
        assert not provider.capabilities().paints
        with pytest.raises(RejectedError):
            provider.paint(ImageRequest("a beach", 1280, 720, seed=1), CallContext("g", 1))


class TestProviderError:
    def test_says_whether_it_may_pass(self):
        assert UnavailableError("gemini").retryable
        assert not RejectedError("gemini").retryable

    def test_names_the_provider_in_its_text(self):
        assert str(UnavailableError("gemini", "503")) == "gemini: 503"
