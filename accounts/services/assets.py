"""A user's pictures: taken in, re-encoded, kept, deleted."""

import hashlib
import uuid
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.errors import TooManyAssetsError
from accounts.models import AssetKind, BrandAsset, User
from accounts.selectors import assets_of, get_owned_asset, user_limits
from accounts.services.locking import locked_user
from common.errors import NotFoundError
from common.fetching import fetch_picture
from common.images import clean_picture

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = {
    AssetKind.FACE: 5 * MEGABYTE,
    AssetKind.LOGO: 2 * MEGABYTE,
    AssetKind.REFERENCE: 10 * MEGABYTE,
    AssetKind.AVATAR: 2 * MEGABYTE,
}
_FETCH_SECONDS = 10.0


def store_asset(user: User, *, kind: AssetKind, data: bytes) -> BrandAsset:
    """Keep a picture: decoded, turned upright, encoded anew, without metadata.

    Raises `PictureRefusedError` for what is no picture or too large a one (2 to 10 MB by kind), `TooManyAssetsError`
    beyond what the user's plan keeps, and `NotFoundError` for an account that is erased meanwhile.
    """
    picture = clean_picture(data, max_bytes=LARGEST_UPLOAD[kind])
    asset = BrandAsset(
        owner=user,
        kind=kind,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.data),
        sha256=hashlib.sha256(picture.data).hexdigest(),
    )
    with transaction.atomic():
        locked_user(user, may_be_inactive=True)  # one upload of a user at a time is counted
        _require_room(user)
        asset.file.save(picture.format, ContentFile(picture.data), save=False)
        try:
            asset.save(force_insert=True)
        except Exception:
            asset.file.delete(save=False)
            raise
    return asset


def fetch_asset(user: User, *, kind: AssetKind, url: str) -> BrandAsset:
    """Fetch a picture from the public internet and keep it as `store_asset` does, within 10 s for the fetching.

    Raises `AddressRefusedError` and `FetchFailedError` beside what `store_asset` raises.
    """
    _require_room(user)  # before anybody is asked for it
    fetched = fetch_picture(url, max_bytes=LARGEST_UPLOAD[kind], seconds=_FETCH_SECONDS)
    return store_asset(user, kind=kind, data=fetched.data)


def open_picture(asset: BrandAsset) -> IO[bytes]:
    """Open the file for reading. Raises `NotFoundError` where it was deleted meanwhile."""
    try:
        picture: IO[bytes] = asset.file.storage.open(str(asset.file.name), "rb")
    except FileNotFoundError as error:
        raise NotFoundError(gettext_noop("This picture was deleted.")) from error
    return picture


def delete_asset(user: User, asset_id: uuid.UUID) -> None:
    """Delete a picture and, once that is committed, its file. Raises `NotFoundError`."""
    asset = get_owned_asset(user, asset_id)
    storage, key = asset.file.storage, str(asset.file.name)
    asset.delete()
    transaction.on_commit(lambda: storage.delete(key))


def _require_room(user: User) -> None:
    most = user_limits(user)["brand_assets"]
    if assets_of(user).count() >= most:
        raise TooManyAssetsError(details={"limit": most})
