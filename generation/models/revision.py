"""The edits of a thumbnail, as a log that can be walked back and forth."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import UUIDModel
from generation.models.thumbnail import Thumbnail


class Revision(UUIDModel):
    """One state of a thumbnail. Number 0 is what was delivered; each edit adds one with a number never given before.

    `operations` is what led here from the one before, `inverse` what leads back, as `canvas.operations` writes them.
    `Thumbnail.revision` says which one is shown: undo and redo move it, and an edit after an undo drops what lay ahead.
    `editor` is None for whoever edited by a share. Several may have one `file`, where an edit changed nothing that is
    seen.
    """

    thumbnail = models.ForeignKey(Thumbnail, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    operations = models.JSONField(default=list)
    inverse = models.JSONField(default=list)
    document = models.JSONField()
    file = models.FileField(max_length=200)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    bytes = models.PositiveIntegerField()
    score = models.FloatField()
    score_axes = models.JSONField(default=dict)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["thumbnail", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thumbnail", "number"], name="a_thumbnail_has_one_revision_per_number"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="a_revision_scores_0_to_100"),
            models.CheckConstraint(condition=Q(bytes__gt=0, bytes__lt=2_000_000), name="a_revision_is_under_2_mb"),
        ]

    def __str__(self) -> str:
        return f"{self.thumbnail_id} r{self.number}"
