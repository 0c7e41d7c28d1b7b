"""A user's pictures: taken in, re-encoded, kept, deleted."""

import hashlib
import uuid
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.errors import TooManyAssetsError
from accounts.models import AssetKind, BrandAsset, User
from accounts.selectors import assets_of, get_owned_asset, user_limits
from common.errors import NotFoundError
from common.images import clean_picture

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = {AssetKind.FACE: 5 * MEGABYTE, AssetKind.LOGO: 2 * MEGABYTE, AssetKind.REFERENCE: 10 * MEGABYTE}


def store_asset(user: User, *, kind: AssetKind, data: bytes) -> BrandAsset:
    """Keep a picture: decoded, turned upright, encoded anew, without metadata.

    Raises `PictureRefusedError` for what is no picture or too large a one (2 to 10 MB by kind), and
    `TooManyAssetsError` beyond what the user's plan keeps.
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
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one upload of a user at a time is counted
        most = user_limits(user)["brand_assets"]
        if assets_of(user).count() >= most:
            raise TooManyAssetsError(details={"limit": most})
        asset.file.save(picture.format, ContentFile(picture.data), save=False)
        try:
            asset.save(force_insert=True)
        except Exception:
            asset.file.delete(save=False)
            raise
    return asset


def open_picture(asset: BrandAsset) -> IO[bytes]:
    """Open the file for reading. Raises `NotFoundError` where it was deleted meanwhile."""
    try:
        picture: IO[bytes] = asset.file.storage.open(str(asset.file.name), "rb")
    except FileNotFoundError as error:
        raise NotFoundError("This picture was deleted.") from error
    return picture


def delete_asset(user: User, asset_id: uuid.UUID) -> None:
    """Delete a picture and, once that is committed, its file. Raises `NotFoundError`."""
    asset = get_owned_asset(user, asset_id)
    storage, key = asset.file.storage, str(asset.file.name)
    asset.delete()
    transaction.on_commit(lambda: storage.delete(key))
