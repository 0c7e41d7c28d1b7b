"""Files that no row knows: what a process left that died between storing a file and committing its row."""

from collections.abc import Collection
from datetime import timedelta

from django.core.files.storage import default_storage

from common.storage import originals, sweep_orphans
from templates_lib.models import Original, Template

# A row may be about to be committed: only files that are older are orphans.
OLDEST = timedelta(hours=24)


def sweep_files() -> int:
    """Delete orphaned originals and previews; return how many."""
    swept = sweep_orphans(originals(), known=_known_originals, older_than=OLDEST)
    return swept + sweep_orphans(default_storage, known=_known_previews, older_than=OLDEST, prefix="templates/")


def _known_originals(keys: Collection[str]) -> set[str]:
    return set(Original.objects.filter(key__in=keys).values_list("key", flat=True))


def _known_previews(keys: Collection[str]) -> set[str]:
    return set(Template.objects.filter(preview__in=keys).values_list("preview", flat=True))
