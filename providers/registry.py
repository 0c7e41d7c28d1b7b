"""Providers by name, as the settings list them.

A provider's module is imported when it is first asked for: a vendor's SDK takes about 0.3 s and 40 to 50 MB, in every
worker, and most installations use none.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from providers.base import EmbeddingProvider, ImageProvider, VisionProvider
from providers.errors import MisconfiguredError


def image_provider(name: str) -> ImageProvider:
    """Return the provider of that name; `MisconfiguredError` when the settings don't list it."""
    return cast(ImageProvider, _made(_path(settings.PROVIDERS, "PROVIDERS", name)))


def vision_provider() -> VisionProvider | None:
    """Return the provider that looks at pictures, None when it is switched off (`VISION_PROVIDER` is empty).

    `MisconfiguredError` when the settings don't list it, or when it has no key.
    """
    name = settings.VISION_PROVIDER
    if not name:
        return None
    return cast(VisionProvider, import_string(_path(settings.VISION_PROVIDERS, "VISION_PROVIDERS", name))())


def embedding_provider(name: str) -> EmbeddingProvider:
    """Return the provider of that name; `MisconfiguredError` when the settings don't list it, or when it has no key.

    It is made anew each time, so that its model and its key are those of the settings now; what is dear to make (a
    client, the weights) is kept by the provider's own module.
    """
    return cast(EmbeddingProvider, import_string(_path(settings.EMBEDDING_PROVIDERS, "EMBEDDING_PROVIDERS", name))())


def _path(paths: Mapping[str, str], setting: str, name: str) -> str:
    path = paths.get(name)
    if path is None:
        raise MisconfiguredError(name, f"not listed in {setting}")
    return path


@lru_cache(maxsize=32)
def _made(path: str) -> Any:
    return import_string(path)()
