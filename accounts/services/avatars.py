"""The picture by which a user is shown."""

import uuid

from accounts.models import AssetKind, BrandAsset, User
from accounts.services.assets import store_asset

_KINDS = (AssetKind.AVATAR, AssetKind.FACE)


def may_be_avatar(user: User, asset_id: uuid.UUID) -> bool:
    """Whether it is a picture of the user's own, of a kind that can stand for somebody."""
    return BrandAsset.objects.filter(pk=asset_id, owner=user, kind__in=_KINDS).exists()


def store_avatar(user: User, data: bytes) -> BrandAsset:
    """Keep a picture and show the user by it from now on. Raises what `store_asset` raises."""
    asset = store_asset(user, kind=AssetKind.AVATAR, data=data)
    User.objects.filter(pk=user.pk, erased_at=None).update(avatar=asset)
    return asset
