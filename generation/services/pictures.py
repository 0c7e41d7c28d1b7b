"""Stored pictures: as they are, or small enough for a list."""

import io
import mimetypes
from dataclasses import dataclass

from django.core.files.storage import default_storage
from PIL import Image

from common.errors import NotFoundError
from common.storage.kept import open_or_none

# Widths as clients write them. Any width at all would let one address fill caches and keep processors busy.
WIDTHS = {"168": 168, "320": 320, "480": 480, "640": 640}
_JPEG_QUALITY = 82


@dataclass(frozen=True)
class PictureFile:
    """The bytes of a picture and their media type."""

    data: bytes
    media_type: str


def read_file(key: str) -> PictureFile:
    """Return what lies under a storage key. Raises `NotFoundError` for a file that was deleted meanwhile."""
    file = open_or_none(default_storage, key)
    if file is None:
        raise NotFoundError
    with file:
        return PictureFile(file.read(), media_type_of(key))


def scale_down(key: str, width: str) -> PictureFile:
    """Return a JPEG of a stored picture in one of `WIDTHS`. Raises `NotFoundError` for another width."""
    if width not in WIDTHS:
        raise NotFoundError
    with io.BytesIO(read_file(key).data) as file, Image.open(file) as picture:
        size = (WIDTHS[width], max(1, round(picture.height * WIDTHS[width] / picture.width)))
        picture.draft("RGB", size)  # a JPEG is then decoded at a fraction of the work
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return PictureFile(buffer.getvalue(), "image/jpeg")


def media_type_of(key: str) -> str:
    """Return the media type by a storage key's ending, which is ours and not the user's."""
    return mimetypes.guess_type(key)[0] or "application/octet-stream"
