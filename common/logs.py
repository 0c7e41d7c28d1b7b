"""Logs: one event per line, bound to the request that caused it; JSON in production, readable on a terminal."""

import logging
import logging.config
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# What a path or a query holds that lets whoever reads it in: tokens of mailed links, of shares and pictures, tickets.
_IN_A_PATH = re.compile(
    r"((?:/|%2F)(?:password(?:/|%2F)reset|verify|s|shares|pictures)(?:/|%2F))[\w.:~=-]{16,}", re.IGNORECASE
)
_IN_A_QUERY = re.compile(r"((?:\?|&|%3F|%26)(?:ticket|token)(?:=|%3D))[\w.:~=-]+", re.IGNORECASE)
# PostgreSQL quotes the row there: the address that is taken, say.
_DETAIL = re.compile(r"(\bDETAIL:).*")
_PLAIN = (int, float, bool, type(None))


def without_secrets(text: str) -> str:
    """Cut out what would let a reader of the log in, or tell them of people."""
    return _DETAIL.sub(r"\1 …", _IN_A_QUERY.sub(r"\1…", _IN_A_PATH.sub(r"\1…", text)))


def _cut_secrets(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """After whatever makes text of exceptions, and before all is made one line."""
    return {name: _cut(value) for name, value in event.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Mapping):
        return {name: _cut(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value]
    # Other things, such as requests, would be written as their `repr`, which bears their address.
    return without_secrets(value if isinstance(value, str) else repr(value))


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
        renderer = [structlog.processors.JSONRenderer()]
    else:
        # Plain tracebacks: the pretty ones print local variables, secrets among them.
        plain = structlog.dev.plain_traceback
        renderer = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain)]
    to_text = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [*to_text, _cut_secrets, *renderer],
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
