"""Asking for a thumbnail from the studio, where a photo may come along with the prompt."""

from dataclasses import replace

from accounts.models import AssetKind, BrandAsset, User
from accounts.selectors import assets_of
from accounts.services.assets import delete_asset, store_asset
from common.errors import DomainError
from generation.models import Generation
from generation.services.requesting import GenerationRequest, request_generation


def request_with_photo(user: User, request: GenerationRequest, *, photo: bytes) -> Generation:
    """Keep the photo among the user's faces and ask for a thumbnail with it.

    A photo that is there already is used again. When the request is refused, a new photo is not kept. Raises what
    `store_asset` and `request_generation` raise.
    """
    face, is_new = _kept(user, photo)
    try:
        return request_generation(user, replace(request, face_asset_id=face.pk))
    except DomainError:
        if is_new:
            delete_asset(user, face.pk)
        raise


def _kept(user: User, photo: bytes) -> tuple[BrandAsset, bool]:
    stored = store_asset(user, kind=AssetKind.FACE, data=photo)
    same = assets_of(user).filter(kind=AssetKind.FACE, sha256=stored.sha256).exclude(pk=stored.pk).first()
    if same is None:
        return stored, True
    delete_asset(user, stored.pk)
    return same, False
