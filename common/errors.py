"""Errors that are told to the user. One shape serves HTTP, websocket and the stored row."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_noop


class DomainError(Exception):
    """Something the user should know. `code` is stable, `message` helps, `details` is JSON.

    Subclasses set `code`, `status` (the HTTP status it maps to) and a default `message`.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    message: str = gettext_noop("That did not work.")

    def __init__(self, message: str | None = None, *, details: Mapping[str, Any] | None = None) -> None:
        self.message = message or type(self).message
        self.details = dict(details or {})
        super().__init__(self.message)


class ValidationFailedError(DomainError):
    """Input that can't be taken. `fields` maps a field to what is wrong with it."""

    code = "validation_error"
    status = 422
    message = gettext_noop("Some of the input is not valid.")

    def __init__(self, message: str | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        errors = [{"field": name, "message": text, "type": "invalid"} for name, text in (fields or {}).items()]
        super().__init__(message, details={"validation_errors": errors} if errors else None)


class NotFoundError(DomainError):
    """What does not exist, and what belongs to somebody else: the two look the same."""

    code = "not_found"
    status = 404
    message = gettext_noop("There is no such thing here.")


class NotAllowedError(DomainError):
    """A known user who may not do this."""

    code = "forbidden"
    status = 403
    message = gettext_noop("You are not allowed to do that.")


class ConflictError(DomainError):
    """A request that does not fit the present state."""

    code = "conflict"
    status = 409
    message = gettext_noop("That does not fit the present state.")


class RateLimitError(DomainError):
    """Too often. `details`: `retry_after`, in seconds, and whatever else helps."""

    code = "rate_limit_exceeded"
    status = 429
    message = gettext_noop("Too many requests. Wait a while and try again.")

    def __init__(self, *, retry_after: int, **details: Any) -> None:
        self.retry_after = retry_after
        super().__init__(details={"retry_after": retry_after, **details})


class BodyTooLargeError(DomainError):
    """A body beyond `DATA_UPLOAD_MAX_MEMORY_SIZE`."""

    code = "body_too_large"
    status = 413
    message = gettext_noop("The body of the request is too large.")
