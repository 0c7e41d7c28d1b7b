"""Which originals look like another one."""

import uuid

import numpy as np
from django.db.models import Count, Max

from common.caching import remembered
from templates_lib.models import Original
from templates_lib.selectors import NEAR_BITS

_SECONDS = 24 * 3600
_AT_ONCE = 512


def templates_with_near_duplicates() -> set[uuid.UUID]:
    """Return the templates whose originals look like another template's.

    Each is compared with each, by the bits of their perceptual hashes, in memory: far quicker than a join of the table
    with itself, but the work still grows with the square of their number. Kept until an original comes or goes.
    """
    state = Original.objects.aggregate(count=Count("pk"), latest=Max("uploaded_at"))
    latest = state["latest"].timestamp() if state["latest"] else 0
    key = f"templates:near:{NEAR_BITS}:{state['count']}:{latest}"
    return set(remembered(key, seconds=_SECONDS, make=_compare_all))


def _compare_all() -> list[uuid.UUID]:
    rows = list(Original.objects.order_by("pk").values_list("pk", "phash"))
    hashes = np.array([phash for _, phash in rows], np.int64).view(np.uint64)
    found = []
    for start in range(0, len(rows), _AT_ONCE):
        part = hashes[start : start + _AT_ONCE]
        near = np.bitwise_count(part[:, None] ^ hashes[None, :]) <= NEAR_BITS
        counts = near.sum(axis=1)  # each is near itself
        found += [rows[start + place][0] for place in np.flatnonzero(counts > 1)]
    return found
