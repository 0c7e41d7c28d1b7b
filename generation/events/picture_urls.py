"""Addresses of pictures that work in an `<img>`: signed, and good for some hours only.

The address names the thumbnail, which of its revisions, and when it ends. It ends at a full quarter of a day, so that
it stays the same for hours and browsers can keep the picture; an edit gives the picture another address.
"""

import time
import uuid
from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from common.errors import NotFoundError

URL_NAME = "generation-picture"
_PERIOD_SECONDS = 6 * 3600
_signer = Signer(salt="generation.picture")


class ShownPicture(NamedTuple):
    """What an address shows: a revision of a thumbnail, or with None whichever is the present one."""

    thumbnail_id: uuid.UUID
    revision: int | None


def picture_url(thumbnail_id: uuid.UUID, revision: int | None = None) -> str:
    """Return the path of the picture, good for 6 to 12 hours. Needs the URL `generation-picture` with a `token`.

    With a revision browsers keep it; without one they ask each time whether it is still the same.
    """
    ends_at = (int(time.time()) // _PERIOD_SECONDS + 2) * _PERIOD_SECONDS
    which = "" if revision is None else f"-{revision:x}"
    return reverse(URL_NAME, kwargs={"token": _signer.sign(f"{thumbnail_id.hex}-{ends_at:x}{which}")})


def shown_by(token: str) -> ShownPicture:
    """Return what a token is good for; `NotFoundError` when it is forged or too old."""
    try:
        hex_id, ends_at, *revision = _signer.unsign(token).split("-")
        if int(ends_at, 16) <= time.time():
            raise NotFoundError
        return ShownPicture(uuid.UUID(hex_id), int(revision[0], 16) if revision else None)
    except (BadSignature, ValueError) as error:
        raise NotFoundError from error


def thumbnail_of(token: str) -> uuid.UUID:
    """Return the thumbnail a token is good for; `NotFoundError` when it is forged or too old."""
    return shown_by(token).thumbnail_id
