"""Providers by name."""

import subprocess
import sys

import pytest

from providers.base import CallContext, ImageRequest
from providers.errors import MisconfiguredError, RejectedError, UnavailableError
from providers.gemini.vision import GeminiVision
from providers.local.provider import LocalEmbedding, LocalProvider
from providers.openai.vision import OpenAIVision
from providers.registry import embedding_provider, image_provider, vision_provider

pytestmark = pytest.mark.unit


class TestImageProvider:
    def test_is_made_from_the_settings(self, settings):
        settings.PROVIDERS = {"mine": "providers.local.provider.LocalProvider"}
        assert isinstance(image_provider("mine"), LocalProvider)

    def test_is_refused_when_it_is_not_listed(self, settings):
        settings.PROVIDERS = {}
        with pytest.raises(MisconfiguredError):
            image_provider("local")


class TestVisionProvider:
    def test_is_none_while_it_is_switched_off(self, settings):
        settings.VISION_PROVIDER = ""
        assert vision_provider() is None

    @pytest.mark.parametrize(("name", "kind"), [("openai", OpenAIVision), ("gemini", GeminiVision)])
    def test_is_the_one_that_is_chosen_with_its_model(self, settings, name, kind):
        settings.VISION_PROVIDER = name
        settings.OPENAI_API_KEY = settings.GEMINI_API_KEY = "a-key"
        settings.OPENAI_VISION_MODEL = settings.GEMINI_VISION_MODEL = "a-model"
        provider = vision_provider()
        assert isinstance(provider, kind)
        assert (provider.name, provider.model) == (name, "a-model")

    @pytest.mark.parametrize("name", ["openai", "gemini"])
    def test_tells_operators_which_setting_lacks_the_key(self, settings, name):
        settings.VISION_PROVIDER = name
        settings.OPENAI_API_KEY = settings.GEMINI_API_KEY = ""
        with pytest.raises(MisconfiguredError, match=f"{name.upper()}_API_KEY is not set"):
            vision_provider()

    def test_is_refused_when_it_is_not_listed(self, settings):
        settings.VISION_PROVIDER = "nobody"
        with pytest.raises(MisconfiguredError, match="not listed in VISION_PROVIDERS"):
            vision_provider()


class TestEmbeddingProvider:
    def test_is_made_from_the_settings(self):
        assert isinstance(embedding_provider("local"), LocalEmbedding)

    def test_follows_the_settings_of_the_moment(self, settings):
        settings.OPENAI_API_KEY = "a-key"
        settings.OPENAI_EMBEDDING_MODEL = "text-embedding-3-small"
        assert embedding_provider("openai").dimensions == 1536
        settings.OPENAI_EMBEDDING_MODEL = "text-embedding-3-large"
        assert embedding_provider("openai").dimensions == 3072

    def test_tells_operators_which_setting_lacks_the_key(self, settings):
        settings.OPENAI_API_KEY = ""
        with pytest.raises(MisconfiguredError, match="OPENAI_API_KEY is not set"):
            embedding_provider("openai")

    def test_is_refused_when_it_is_not_listed(self):
        with pytest.raises(MisconfiguredError, match="not listed in EMBEDDING_PROVIDERS"):
            embedding_provider("nobody")


class TestRegistry:
    def test_loads_no_sdk_for_those_who_use_no_vendor(self, settings):
        chosen = {
            "PROVIDERS": settings.PROVIDERS,
            "EMBEDDING_PROVIDERS": settings.EMBEDDING_PROVIDERS,
            "VISION_PROVIDERS": settings.VISION_PROVIDERS,
            "VISION_PROVIDER": "",
        }
        program = f"""
import sys
from django.conf import settings
settings.configure(**{chosen!r})
from providers.registry import embedding_provider, image_provider, vision_provider
image_provider("local"), vision_provider(), embedding_provider("local")
print(sorted({{"openai", "google.genai", "httpx2", "pydantic"}} & set(sys.modules)))
"""
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == "[]"


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
