"""Several pictures at once: each is judged by itself, and a bad one never spoils the others."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from common.errors import DomainError
from common.fetching import FetchFailedError
from common.images import PictureTooLargeError
from templates_lib.models import Category
from templates_lib.services.uploading import (
    FETCH_SECONDS,
    LARGEST_FILE,
    Provenance,
    Upload,
    check_provenance,
    upload_from_address,
    upload_picture,
)

# Whoever waits for the answer waits no longer than this for all addresses together.
_ALL_FETCHES_SECONDS = 60.0


@dataclass(frozen=True)
class Result:
    """What became of one picture: an upload, or why it was refused. `name` is the file's, or the address."""

    name: str
    upload: Upload | None = None
    error: DomainError | None = None

    @property
    def outcome(self) -> Literal["created", "duplicate", "refused"]:
        return self.upload.outcome if self.upload else "refused"


def upload_many(
    *,
    files: Sequence[UploadedFile[bytes]],
    addresses: Sequence[str],
    provenance: Provenance,
    category: Category | None,
    by: User,
) -> list[Result]:
    """Keep pictures that share a provenance; return a result for each in order, files first.

    Each file is in memory only while it is its turn. `ValidationFailedError` when the provenance is not complete.
    """
    provenance = check_provenance(provenance)
    deadline = time.monotonic() + _ALL_FETCHES_SECONDS

    def keep(file: UploadedFile[bytes]) -> Upload:
        if (file.size or 0) > LARGEST_FILE:
            raise PictureTooLargeError(f"This picture has more than {LARGEST_FILE // 1024 // 1024} MB.")
        name = file.name or ""
        return upload_picture(file.read(), provenance=provenance, file_name=name, category=category, by=by)

    def fetch(address: str) -> Upload:
        seconds = min(FETCH_SECONDS, deadline - time.monotonic())
        if seconds <= 0:
            raise FetchFailedError("The addresses before this one took too long. Send it again.")
        return upload_from_address(address, provenance=provenance, category=category, by=by, seconds=seconds)

    results = [_tried(file.name or "", partial(keep, file)) for file in files]
    return results + [_tried(address, partial(fetch, address)) for address in addresses]


def _tried(name: str, upload: Callable[[], Upload]) -> Result:
    try:
        return Result(name, upload=upload())
    except DomainError as error:
        return Result(name, error=error)
