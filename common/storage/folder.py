"""Files in a folder of this machine."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from common.storage.exact import ExactStorage, StoredObject


class FolderStorage(ExactStorage, FileSystemStorage):
    """A folder that nothing serves."""

    def url(self, name: str | None) -> str:
        """Raise `ValueError`: without a base URL Django would make up addresses at which nothing answers."""
        raise ValueError("This file is not accessible via a URL.")

    def put(self, key: str, data: bytes) -> None:
        path = Path(self.path(key))
        self._make_folders(path.parent)
        mode = 0o666 if self.file_permissions_mode is None else self.file_permissions_mode
        # In the same folder, since only there a rename is atomic. What a crash leaves is swept as an orphan.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def find(self, key: str) -> StoredObject | None:
        return _stat(Path(self.path(key)), key)

    def pages(self, prefix: str, *, size: int = 500) -> Iterator[list[StoredObject]]:
        found = self._walk(prefix)
        while page := list(islice(found, size)):
            yield page

    def _walk(self, prefix: str) -> Iterator[StoredObject]:
        # The part up to the last slash is a folder; only the rest is compared, as S3 does.
        top = Path(self.path(prefix.rpartition("/")[0]))
        for folder, _, names in os.walk(top):
            for name in names:
                path = Path(folder, name)
                key = path.relative_to(self.location).as_posix()
                if key.startswith(prefix) and (one := _stat(path, key)):
                    yield one

    def _make_folders(self, folder: Path) -> None:
        """Make what is missing; folders of the storage, but not what lies above it, get its mode."""
        location = Path(self.location)
        location.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o777 if self.directory_permissions_mode is None else self.directory_permissions_mode
        for one in reversed([folder, *folder.parents]):
            if one.is_relative_to(location):
                one.mkdir(mode, exist_ok=True)


def _stat(path: Path, key: str) -> StoredObject | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return StoredObject(key=key, size=found.st_size, modified_at=datetime.fromtimestamp(found.st_mtime, UTC))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; the bytes of a file alone are not enough."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
