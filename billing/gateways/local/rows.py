"""Rows of the gateway's own tables, by reference."""

from typing import TypeVar

import structlog
from django.db.models import Model

from billing.errors import PaymentsUnavailableError
from common.errors import NotFoundError
from common.ids import new_id

_log = structlog.get_logger(__name__)
_Row = TypeVar("_Row", bound=Model)


def new_reference(kind: str) -> str:
    """Return a fresh reference, such as `pi_test_0198…` for `pi`: unguessable, in order of time."""
    return f"{kind}_test_{new_id().hex}"


def get_row(model: type[_Row], reference: str) -> _Row:
    """Return a row. Raises `NotFoundError`, for what PostgreSQL can't even look for as well."""
    if "\x00" in reference:
        raise NotFoundError
    row = model._default_manager.filter(pk=reference).first()
    if row is None:
        raise NotFoundError
    return row


def lock_row(model: type[_Row], reference: str) -> _Row:
    """Return a row that nobody else changes before the transaction ends. Raises `NotFoundError`."""
    if "\x00" in reference:
        raise NotFoundError
    row = model._default_manager.select_for_update().filter(pk=reference).first()
    if row is None:
        raise NotFoundError
    return row


def bad_request(reason: str) -> PaymentsUnavailableError:
    """What is raised for a request that makes no sense. The log says why, as a vendor's answer would."""
    _log.warning("test_payments_refused_request", reason=reason)
    return PaymentsUnavailableError()
