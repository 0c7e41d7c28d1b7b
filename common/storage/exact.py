"""What we ask of a storage beyond Django's: writing under exactly one name, and walking."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import Storage


@dataclass(frozen=True)
class StoredObject:
    """One object as the storage sees it: its key, its size in bytes, and when it was last written (aware)."""

    key: str
    size: int
    modified_at: datetime


class ExactStorage(Storage, ABC):
    """A storage that also writes under the very name it is given, whole or not at all, and walks what it holds."""

    @abstractmethod
    def put(self, key: str, data: bytes) -> None:
        """Write `data` under `key`, in place of what was there. A reader sees the old bytes or the new, never half."""

    @abstractmethod
    def find(self, key: str) -> StoredObject | None:
        """The object under `key`, or None."""

    @abstractmethod
    def pages(self, prefix: str, *, size: int = 500) -> Iterator[list[StoredObject]]:
        """All objects whose key begins with `prefix`, in pages of at most `size`; deleting meanwhile is allowed."""


def exact(storage: Storage) -> ExactStorage:
    """`storage` as an `ExactStorage`. Raises `TypeError` for another kind: a setting names the wrong backend."""
    if not isinstance(storage, ExactStorage):
        raise TypeError(f"{type(storage).__name__} can't write under an exact name; see STORAGES.")
    return storage
