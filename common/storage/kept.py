"""Keeping, reading and forgetting single objects."""

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from common.storage.exact import exact

# Which of these keys does a row name?
KnownKeys = Callable[[Collection[str]], set[str]]
# An object that is written again is young again, so that no sweep takes it before its new row is committed.
_YOUNG = timedelta(hours=1)


def originals() -> Storage:
    """The private storage of originals. Asked for at each use, so that settings may change under tests."""
    return storages["originals"]


def content_key(prefix: str, data_sha256: str, extension: str) -> str:
    """The key of some bytes: `prefix/ab/abcdef….webp`, the same for the same bytes; no prefix and no slash for "".

    `data_sha256` is the hexadecimal digest, `extension` is lower case without a dot. Raises `ValueError` for others,
    since both may come from a database but never from a stranger.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", data_sha256):
        raise ValueError("not a SHA-256 in lower-case hexadecimal")
    if not re.fullmatch(r"[a-z0-9]{1,8}", extension):
        raise ValueError(f"not an extension: {extension!r}")
    parts = [prefix.strip("/"), data_sha256[:2], f"{data_sha256}.{extension}"]
    return "/".join(part for part in parts if part)


def put_once(storage: Storage, key: str, data: bytes) -> bool:
    """Keep `data` under exactly `key`; return whether it was not there yet.

    For keys that stand for their bytes: an object of the same size is taken for the same and left, unless it is so old
    that a sweep might be about to take it. Many may put one key at once; the last complete write stays.
    """
    store = exact(storage)
    found = store.find(key)
    is_there = found is not None and found.size == len(data)
    if found is None or not is_there or found.modified_at < timezone.now() - _YOUNG:
        store.put(key, data)
    return not is_there


def open_or_none(storage: Storage, key: str) -> File[Any] | None:
    """The object under `key`, open for reading, or None if it is gone."""
    try:
        return storage.open(key)
    except FileNotFoundError:
        return None


def delete_after_commit(storage: Storage, key: str, *, known: KnownKeys | None = None) -> None:
    """Delete the object once the present transaction is committed; one that is missing is fine.

    Where rows may share a key, `known` tells which of some keys a row names by then; such an object stays. If the
    storage fails, the transaction stands and the sweep takes the object later.
    """

    def delete() -> None:
        if known is None or key not in known([key]):
            storage.delete(key)

    transaction.on_commit(delete, robust=True)
