"""Providers by name, as the settings list them."""

from functools import lru_cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from providers.base import ImageProvider
from providers.errors import MisconfiguredError


def image_provider(name: str) -> ImageProvider:
    """Return the provider of that name; `MisconfiguredError` when the settings don't list it."""
    path = settings.PROVIDERS.get(name)
    if path is None:
        raise MisconfiguredError(name, "not listed in PROVIDERS")
    return _made(path)


@lru_cache(maxsize=32)
def _made(path: str) -> ImageProvider:
    return cast(ImageProvider, import_string(path)())
