"""The pictures a caller hands in for a drawing, decoded and cut out once each."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from canvas.errors import MissingPictureError
from canvas.filters import ByteImage
from canvas.people import CutOut, cut_out
from canvas.photographs import decode

_LONGEST_PICTURE = 2560


class Inputs:
    """Looks up `picture:<key>` and `photo:<key>` for one drawing. `MissingPictureError` for a key not handed in."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures
        self._decoded: dict[str, ByteImage] = {}

    def keys(self) -> Collection[str]:
        """The keys of what was handed in."""
        return self._pictures.keys()

    def picture(self, key: str) -> ByteImage:
        """Return the upright HxWx4 pixels of a picture."""
        if key not in self._decoded:
            self._decoded[key] = decode(self._bytes(key), longest_side=_LONGEST_PICTURE)
        return self._decoded[key]

    def photo(self, key: str) -> CutOut:
        """Return the person cut out of a photo."""
        return cut_out(self._bytes(key))

    def _bytes(self, key: str) -> bytes:
        if key not in self._pictures:
            raise MissingPictureError(key)
        return self._pictures[key]
