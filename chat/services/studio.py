"""Asking for a thumbnail from the studio, where a photo may come along with the prompt."""

import hashlib
from dataclasses import asdict, replace
from uuid import UUID

from accounts.models import AssetKind, BrandAsset, User
from accounts.selectors import assets_of
from accounts.services.assets import delete_asset, store_asset
from billing.services.idempotency import Outcome, name_request, once
from common.errors import DomainError
from generation.models import Generation
from generation.selectors import get_generation
from generation.services.requesting import GenerationRequest, request_generation

_LONGEST_KEY = 64


def request_once(user: User, request: GenerationRequest, *, key: str) -> Generation:
    """Ask for a thumbnail; sent again under the same key, by a second click say, it is the same thumbnail.

    Other wishes under that key, from a page that the browser kept, are another request. Raises what
    `request_generation` raises.
    """
    wishes = hashlib.sha256(repr(request).encode(errors="surrogatepass")).hexdigest()

    def ask() -> Outcome:
        return Outcome(status=202, body={"generation_id": str(request_generation(user, request).pk)})

    outcome = once(name_request(user, f"{key[:_LONGEST_KEY]}:{wishes}", route="studio", body=asdict(request)), ask)
    return get_generation(user, UUID(outcome.body["generation_id"]))


def request_with_photo(user: User, request: GenerationRequest, *, photo: bytes, key: str) -> Generation:
    """Keep the photo among the user's faces and ask for a thumbnail with it, once for each key.

    A photo that is there already is used again. When the request is refused, a new photo is not kept. Raises what
    `store_asset` and `request_once` raise.
    """
    face, is_new = _kept(user, photo)
    try:
        return request_once(user, replace(request, face_asset_id=face.pk), key=key)
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
