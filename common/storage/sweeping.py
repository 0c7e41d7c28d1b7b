"""Taking away what no row knows: left by a crash between the write and the commit, or by a delete that failed."""

from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from common.storage.exact import exact
from common.storage.kept import KnownKeys


def sweep_orphans(storage: Storage, *, known: KnownKeys, older_than: timedelta, prefix: str = "") -> int:
    """Delete the objects under `prefix` that are older than that and named by no row; return how many.

    `known` is asked page by page which of some keys a row names. A younger object always stays, since its row may be
    about to be committed: `older_than` is hours, never minutes. Each object's age is read once more just before it is
    deleted, for `put_once` may have made it young meanwhile. With originals in a folder of the default bucket, a sweep
    of the default storage must name a prefix of its own.
    """
    store = exact(storage)
    limit = timezone.now() - older_than
    deleted = 0
    for page in store.pages(prefix):
        old = [one.key for one in page if one.modified_at < limit]
        for key in sorted(set(old) - known(old)) if old else ():
            found = store.find(key)
            if found is not None and found.modified_at < limit:
                store.delete(key)
                deleted += 1
    return deleted
