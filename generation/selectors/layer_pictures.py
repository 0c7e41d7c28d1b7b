"""Which of a user's pictures the layers of a document show."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import BrandAsset
from generation.models import Generation

# A background that a provider painted. It belongs to no library: it lies beside the picture that was made of it.
BACKGROUND = "plate"
_KINDS = ("photo", "picture")


def background_key(delivered: str) -> str:
    """Return where the painted background of a delivered picture lies, by the storage key of the picture."""
    return f"{delivered.rpartition('-')[0]}-{BACKGROUND}"


def keys_named(value: Any) -> set[str]:
    """Return the keys of the pictures that a document, or operations on it, name as JSON: `photo:<key>` and
    `picture:<key>`."""
    return {key for source in _sources(value) for kind, _, key in [source.partition(":")] if kind in _KINDS}


def find_layer_assets(generation: Generation, keys: Iterable[str]) -> dict[str, BrandAsset]:
    """Return the pictures of the generation's owner by key: `face` and `logo` are what it was made with, any other
    key is the id of one in their library. What is not there is left out."""
    made_with = {"face": generation.face_asset, "logo": generation.logo_asset}
    found = {key: asset for key in keys if (asset := made_with.get(key)) is not None}
    ids = {key: _as_id(key) for key in keys if key not in found}
    wanted = [asset_id for asset_id in ids.values() if asset_id is not None]
    rows = BrandAsset.objects.filter(owner_id=generation.owner_id, pk__in=wanted).in_bulk() if wanted else {}
    return found | {key: rows[asset_id] for key, asset_id in ids.items() if asset_id in rows}


def _as_id(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _sources(value: Any) -> Iterator[str]:
    """Walk nested JSON without recursion: it may be hostile."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            source = item.get("source")
            if isinstance(source, str):
                yield source
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
