"""How much room pictures take."""

from typing import NamedTuple

from django.db import connection

from accounts.models import User

# An edit that changed nothing that is seen shares its file, and the one that is shown is a thumbnail's as well.
_KEPT = """
    WITH shown AS (
        SELECT thumbnail.id, thumbnail.file, thumbnail.bytes FROM generation_thumbnail AS thumbnail
        JOIN generation_generation AS generation ON generation.id = thumbnail.generation_id
        WHERE generation.deleted_at IS NULL AND (%(owner)s::uuid IS NULL OR generation.owner_id = %(owner)s::uuid)
    ), files AS (
        SELECT file, max(bytes) AS bytes FROM (
            SELECT file, bytes FROM shown
            UNION ALL
            SELECT revision.file, revision.bytes FROM generation_revision AS revision
            JOIN shown ON shown.id = revision.thumbnail_id
        ) AS named GROUP BY file
    )
    SELECT (SELECT count(*) FROM shown), coalesce(sum(bytes), 0)::bigint FROM files
"""


class KeptPictures(NamedTuple):
    """Thumbnails that are there, and the `bytes` of their files and of those of their edits, each file once."""

    thumbnails: int
    bytes: int


def kept_pictures(owner: User | None = None) -> KeptPictures:
    """Count those of one owner, or of everybody, in one query; none that was deleted."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"owner": owner.pk if owner else None})
        return KeptPictures(*cursor.fetchone())
