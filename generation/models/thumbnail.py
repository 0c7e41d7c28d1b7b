"""Delivered pictures."""

from django.db import models
from django.db.models import Q

from common.models import UUIDModel
from generation.models.generation import Generation


class Thumbnail(UUIDModel):
    """A delivered picture and the document it was drawn from.

    `index` counts from 0, the best one first. `axis` says what sets it apart from the first; empty for the first.
    `score_axes` is `{axis: {"value", "weight", "fault", "mend"}}`. `bytes` is the size of the stored file.

    `template_similarity` is how like the original of its template it is, 0..1, and `similarity_parts` what that was
    made of (`canvas.originality`); None where there was nothing to compare with. `departure` says how far direction
    was sent away from the look to keep below the ceiling, 0 for not at all. All three are for staff only.
    """

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="thumbnails")
    index = models.PositiveSmallIntegerField()
    document = models.JSONField()
    file = models.FileField(max_length=200)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    bytes = models.PositiveIntegerField()
    score = models.FloatField()
    score_axes = models.JSONField(default=dict)
    axis = models.CharField(max_length=60, blank=True, default="")
    template_similarity = models.FloatField(null=True, blank=True)
    similarity_parts = models.JSONField(default=dict, blank=True)
    departure = models.PositiveSmallIntegerField(default=0)
    # Which `Revision` this is. A thumbnail that was never edited has none, and shows number 0.
    revision = models.PositiveIntegerField(default=0)
    # The highest number that was ever given: none is given twice, since addresses of pictures and clients name them.
    last_revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["generation", "index"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "index"], name="a_generation_has_one_thumbnail_per_index"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="a_thumbnail_scores_0_to_100"),
            models.CheckConstraint(
                condition=Q(template_similarity__isnull=True)
                | Q(template_similarity__gte=0, template_similarity__lte=1),
                name="a_similarity_is_0_to_1",
            ),
            models.CheckConstraint(condition=Q(bytes__gt=0, bytes__lt=2_000_000), name="a_thumbnail_is_under_2_mb"),
        ]

    def __str__(self) -> str:
        return f"{self.generation_id} #{self.index}"
