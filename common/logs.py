"""Logs: one event per line, bound to the request that caused it; JSON in production, readable on a terminal."""

import logging
import logging.config
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog


def _drop_colours(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """uvicorn sends each message twice, once in colours."""
    event.pop("color_message", None)
    return event


def configure(options: Mapping[str, Any]) -> None:
    """Set up structlog and the standard library's logging alike. Called by Django through `LOGGING_CONFIG`.

    `options` has `format` (`json` or `console`) and `level`.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _drop_colours,
    ]
    renderer: list[Any]
    if options["format"] == "json":
        shared.append(structlog.processors.TimeStamper(fmt="iso", utc=True))
        renderer = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        # Plain tracebacks: the pretty ones print local variables, secrets among them.
        plain = structlog.dev.plain_traceback
        renderer = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain)]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                "uvicorn.access": {"level": "WARNING"},
                "stripe": {"level": "WARNING"},  # it quotes messages, with a part of the key
                "uvicorn": {"handlers": [], "propagate": True, "level": "WARNING"},
                "django.request": {"level": "ERROR"},
                "kombu": {"level": "WARNING"},
                "celery": {"level": "WARNING"},
                "django_celery_beat": {"level": "WARNING"},
                "httpx": {"level": "WARNING"},
                "httpx2": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=options.get("is_cached", True),  # tests look at what is logged
    )
