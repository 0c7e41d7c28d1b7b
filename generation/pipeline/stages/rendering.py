"""Rendering: the background, where a provider paints it."""

from dataclasses import replace

import structlog

from generation.errors import ProviderFailedError, ProviderRejectedError
from generation.pipeline.backgrounds import on_painted_background
from generation.pipeline.context import Context
from generation.selectors.layer_pictures import BACKGROUND
from providers.base import CallContext, ImageRequest
from providers.errors import ProviderError, RejectedError
from providers.registry import image_provider

_log = structlog.get_logger(__name__)


def make_backgrounds(context: Context) -> None:
    """Ask the algorithm's providers in order; the first that paints, or that leaves it to the canvas, is the engine.

    `ProviderRejectedError` when one refuses the prompt (the next is not asked for the same), `ProviderFailedError`
    when none can.
    """
    generation = context.generation
    call = CallContext(reference=str(generation.pk), attempt=generation.attempt)
    is_hopeful = False
    for name in generation.algorithm.providers:
        try:
            provider = image_provider(name)
            if provider.capabilities().paints:
                _use(context, provider.paint(_request(context), call).data)
        except RejectedError as error:
            raise ProviderRejectedError from error
        except ProviderError as error:
            _log.warning("provider_failed", provider=name, kind=type(error).__name__, detail=error.detail)
            is_hopeful = is_hopeful or error.retryable
        else:
            context.engine = name
            return
        context.advance(0.0)
    failure = ProviderFailedError()
    failure.retryable = is_hopeful
    raise failure


def _request(context: Context) -> ImageRequest:
    brief, generation = context.understood, context.generation
    words = (brief.place or brief.topic, brief.mood, f"background for a {brief.category} video", "no text, no people")
    return ImageRequest(
        prompt=", ".join(words),
        width=generation.width,
        height=generation.height,
        seed=generation.seed,
        negative=", ".join(("text", "letters", "watermark", *brief.negative)),
    )


def _use(context: Context, data: bytes) -> None:
    context.pictures[BACKGROUND] = data
    context.plans = [replace(plan, document=on_painted_background(context, plan.document)) for plan in context.plans]
