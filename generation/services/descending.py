"""New rows that come out of earlier ones."""

import uuid
from typing import Any

from accounts.models import User
from canvas.document import Document
from canvas.errors import DocumentError
from canvas.serial import from_json
from common.errors import NotFoundError
from generation.errors import ResultNotReadyError
from generation.models import Generation, Origin, Status, Thumbnail
from generation.pipeline.parents import pictures_named
from generation.selectors import get_thumbnail
from generation.selectors.layer_pictures import find_layer_assets


def get_parent(user: User, generation_id: uuid.UUID) -> Generation:
    """Return a user's generation with what a descendant takes from it. Raises `NotFoundError`."""
    known = Generation.objects.filter(pk=generation_id, owner=user, deleted_at__isnull=True)
    parent = known.select_related("algorithm", "template", "face_asset", "logo_asset").first()
    if parent is None:
        raise NotFoundError
    parent.owner = user
    return parent


def get_parent_picture(parent: Generation, index: int) -> Thumbnail:
    """Return a delivered picture. Raises `ResultNotReadyError` or, for one that is not there, `NotFoundError`."""
    if parent.status != Status.COMPLETED:
        raise ResultNotReadyError(details={"status": parent.status})
    return get_thumbnail(parent, index)


def read_document(thumbnail: Thumbnail) -> Document | None:
    """Return the layers of a picture, None where they can't be drawn any more."""
    try:
        return from_json(thumbnail.document)
    except DocumentError:
        return None


def missing_pictures(parent: Generation, document: Document) -> set[str]:
    """Return the keys of the pictures that the document shows and its owner has no more. A background that was
    painted is one of them: it belongs to no library."""
    shown = pictures_named(document)
    return shown - find_layer_assets(parent, shown).keys()


def descend(parent: Generation, origin: Origin, **changes: Any) -> Generation:
    """Return an unsaved row that asks for what the parent asked for, but for the changes.

    `credits_cost` is among these; it is what it costs by then.
    """
    taken = {
        name: getattr(parent, name)
        for name in (
            *("owner", "prompt", "custom_text", "aspect_ratio", "width", "height", "seed", "variants", "algorithm"),
            *("template", "priority", "face_asset", "logo_asset", "conversation_id", "axis"),
        )
    }
    return Generation(**{**taken, "origin": origin, "parent": parent, **changes})
