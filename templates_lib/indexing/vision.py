"""A vendor's tags, where one is set: beside what we measured, never mixed into it, and never in the way."""

from dataclasses import asdict, dataclass

import structlog

from common.caching import find, keep
from providers.base import CallContext, VisionTags
from providers.errors import ProviderError
from providers.registry import vision_provider
from templates_lib.models import Original

_SECONDS = 24 * 3600
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Vision:
    """`tags` is None where no vendor is set or it failed; `failure` then says why, for staff, or is ""."""

    tags: VisionTags | None = None
    failure: str = ""


def ask_vision(original: Original, data: bytes, *, attempt: int) -> Vision:
    """Ask the vendor what a picture shows. The same picture is asked about once a day at the most, since it costs."""
    try:
        provider = vision_provider()
        if provider is None:
            return Vision()
        key = f"vision:{provider.model}:{original.sha256}"
        kept = find(key)
        if kept is not None:
            return Vision(VisionTags(**{**kept, "tags": tuple(kept["tags"])}))
        context = CallContext(reference=f"template-{original.pk}", attempt=attempt)
        tags = provider.describe(data, f"image/{original.format}", context)
    except ProviderError as error:
        _log.warning("vision_failed", provider=error.provider, kind=type(error).__name__, detail=error.detail)
        return Vision(failure=f"{error.provider}: {type(error).__name__}")
    keep(key, asdict(tags), seconds=_SECONDS)
    return Vision(tags)
