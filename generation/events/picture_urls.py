"""Addresses of pictures that work in an `<img>`: signed, and good for some hours only.

The address names the thumbnail and when it ends. It ends at a full quarter of a day, so that it stays the same for
hours and browsers can keep the picture.
"""

import time
import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from common.errors import NotFoundError

URL_NAME = "generation-picture"
_PERIOD_SECONDS = 6 * 3600
_signer = Signer(salt="generation.picture")


def picture_url(thumbnail_id: uuid.UUID) -> str:
    """Return the path of the picture, good for 6 to 12 hours. Needs the URL `generation-picture` with a `token`."""
    ends_at = (int(time.time()) // _PERIOD_SECONDS + 2) * _PERIOD_SECONDS
    return reverse(URL_NAME, kwargs={"token": _signer.sign(f"{thumbnail_id.hex}-{ends_at:x}")})


def thumbnail_of(token: str) -> uuid.UUID:
    """Return the thumbnail a token is good for; `NotFoundError` when it is forged or too old."""
    try:
        hex_id, _, ends_at = _signer.unsign(token).partition("-")
        if int(ends_at, 16) <= time.time():
            raise NotFoundError
        return uuid.UUID(hex_id)
    except (BadSignature, ValueError) as error:
        raise NotFoundError from error
