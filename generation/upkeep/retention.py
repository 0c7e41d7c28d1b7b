"""Rows whose time is over.

A generation keeps its numbers for ever (what it cost, how long it took, why it failed), since statistics and the books
are made of them. What its owner said and what was drawn for them goes.
"""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from billing.services.forgetting import forget_notes
from common.storage import delete_after_commit
from generation.models import Generation, Revision, Share, Status, Thumbnail
from generation.selectors.layer_pictures import background_key

FAILED_KEPT = timedelta(days=7)
# A variation of a picture may still be in the queue when that is deleted.
DELETED_KEPT = timedelta(days=1)
_AT_ONCE = 100


def forget_failed() -> int:
    """Take what failed a week ago out of its owner's history. Returns how many there were."""
    now = timezone.now()
    old = Generation.objects.filter(status=Status.FAILED, deleted_at=None, completed_at__lt=now - FAILED_KEPT)
    return old.update(deleted_at=now)


def forget_deleted() -> int:
    """Delete the words, pictures and files of what was deleted a day ago. Returns how many generations that were.

    A part at a time: one that breaks off leaves the rest to the next.
    """
    forgotten = 0
    while part := _forget_some():
        forgotten += part
    return forgotten


def forget_shares() -> int:
    """Delete the shares that are over: they are as good as unknown already. Returns how many there were."""
    now = timezone.now()
    deleted, _ = Share.objects.filter(Q(expires_at__lte=now) | Q(revoked_at__isnull=False)).delete()
    return deleted


def _forget_some() -> int:
    has_pictures = Exists(Thumbnail.objects.filter(generation=OuterRef("pk")))
    says_something = ~Q(prompt="") | ~Q(custom_text="") | ~Q(brief={})
    with transaction.atomic():
        over = Generation.objects.filter(deleted_at__lt=timezone.now() - DELETED_KEPT)
        rows = over.filter(has_pictures | says_something).order_by("deleted_at").select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
        thumbnails = Thumbnail.objects.filter(generation__in=keys)
        revisions = Revision.objects.filter(thumbnail__in=thumbnails)
        files = {*thumbnails.values_list("file", flat=True), *revisions.values_list("file", flat=True)}
        thumbnails.delete()
        Share.objects.filter(generation__in=keys).delete()
        Generation.reference_assets.through.objects.filter(generation__in=keys).delete()
        Generation.objects.filter(pk__in=keys).update(
            prompt="", custom_text="", brief={}, face_asset=None, logo_asset=None
        )
        forget_notes(keys)
        for file in sorted(files | {background_key(file) for file in files}):
            delete_after_commit(default_storage, file)
    return len(keys)
