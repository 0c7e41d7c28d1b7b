"""Files of pictures that no row names any more: a worker was killed between file and row, or a deletion broke off."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from common.storage import sweep_orphans
from generation.models import Revision, Thumbnail
from generation.selectors.layer_pictures import BACKGROUND

# Longer than a run or an edit may take, by far.
_OLDEST = timedelta(days=1)
_PICTURES, _EXPORTS = "thumbnails/", "exports/"


def sweep_pictures() -> int:
    """Delete pictures and exports whose rows are gone. Returns how many files there were."""
    swept = sweep_orphans(default_storage, known=_known_pictures, older_than=_OLDEST, prefix=_PICTURES)
    return swept + sweep_orphans(default_storage, known=_known_exports, older_than=_OLDEST, prefix=_EXPORTS)


def _known_pictures(keys: Collection[str]) -> set[str]:
    """Those that a row names, and the painted backgrounds beside them."""
    backgrounds = {key: f"{key.removesuffix(BACKGROUND)}0.jpg" for key in keys if key.endswith(f"-{BACKGROUND}")}
    wanted = {*keys, *backgrounds.values()}
    shown = Thumbnail.objects.filter(file__in=wanted).values_list("file", flat=True)
    earlier = Revision.objects.filter(file__in=wanted).values_list("file", flat=True)
    named = {*shown, *earlier}
    return named | {key for key, picture in backgrounds.items() if picture in named}


def _known_exports(keys: Collection[str]) -> set[str]:
    """Those whose thumbnail is there; its id is the folder that they lie in."""
    owners = {key: _thumbnail_of(key) for key in keys}
    wanted = {owner for owner in owners.values() if owner is not None}
    there = set(Thumbnail.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return {key for key, owner in owners.items() if owner in there}


def _thumbnail_of(key: str) -> UUID | None:
    try:
        return UUID(key.removeprefix(_EXPORTS).partition("/")[0])
    except ValueError:
        return None
