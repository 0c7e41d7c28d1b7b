"""Secrets at rest: encrypted before they reach the database, so that a copy of it opens nothing."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

_ROWS_AT_ONCE = 500


class UndecipherableError(Exception):
    """A secret that none of `ENCRYPTION_KEYS` opens: the key it was written with is gone."""


@dataclass(frozen=True)
class Rotation:
    """What became of the secrets of one field. `lost` are the keys of rows that no key opens any more."""

    rotated: int
    current: int
    lost: tuple[Any, ...]


def encrypt(secret: str) -> str:
    """Return the secret as it is stored, under the first of `ENCRYPTION_KEYS`."""
    return _ciphers(tuple(settings.ENCRYPTION_KEYS)).encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the secret, whichever of `ENCRYPTION_KEYS` it was written with. Raises `UndecipherableError`."""
    try:
        return _ciphers(tuple(settings.ENCRYPTION_KEYS)).decrypt(stored.encode()).decode()
    except InvalidToken:
        raise UndecipherableError("a stored secret was written with a key that is not there any more") from None


def is_current(stored: str) -> bool:
    """Whether a secret stands under the first of `ENCRYPTION_KEYS` already."""
    try:
        _ciphers((settings.ENCRYPTION_KEYS[0],)).decrypt(stored.encode())
    except InvalidToken:
        return False
    return True


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that only the application reads. It can't be searched for: the same text is never stored the same."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared if prepared in (None, "") else encrypt(prepared)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value


def encrypted_fields() -> list[tuple[type[models.Model], EncryptedTextField]]:
    """Every field of every table that holds secrets."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def rotate(model: type[models.Model], field: EncryptedTextField) -> Rotation:
    """Write the secrets of a field anew under the first key, so that the others can be taken out of the settings.

    Each row is one statement on the text that was read: a secret that somebody changes meanwhile stays changed. So it
    may be stopped and begun again at any time, and two may run at once.
    """
    rotated = current = 0
    lost: list[Any] = []
    for key, stored in _stored(model, field):
        if is_current(stored):
            current += 1
            continue
        try:
            secret = decrypt(stored)
        except UndecipherableError:
            lost.append(key)
            continue
        rotated += _rows(model, field).filter(pk=key, stored_text=stored).update(**{field.name: secret})
    return Rotation(rotated=rotated, current=current, lost=tuple(lost))


def _rows(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[Any]:
    """The rows, each with the text of the field as it is stored."""
    return model._base_manager.annotate(stored_text=Cast(field.name, models.TextField()))


def _stored(model: type[models.Model], field: EncryptedTextField) -> Iterator[tuple[Any, str]]:
    """The keys of all rows with their texts as they are stored, in the order of the keys."""
    rows = _rows(model, field).order_by("pk").values_list("pk", "stored_text")
    found = list(rows[:_ROWS_AT_ONCE])
    while found:
        yield from ((key, stored) for key, stored in found if stored)
        found = list(rows.filter(pk__gt=found[-1][0])[:_ROWS_AT_ONCE])


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[str, ...]) -> MultiFernet:
    # A key may be any text; Fernet wants exactly 32 bytes.
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in keys])
