"""How long each stage of each attempt took: the timeline people see, and where true estimates come from."""

from django.db import models
from django.db.models import Q

from generation.models.choices import Stage
from generation.models.generation import Generation


class StageTiming(models.Model):
    """One stage of one attempt. `seconds` is wall time."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="stage_timings")
    attempt = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    started_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        ordering = ["generation", "attempt", "started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "attempt", "stage"], name="a_stage_is_timed_once_in_an_attempt"
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="a_timing_names_a_known_stage"),
            models.CheckConstraint(condition=Q(seconds__gte=0), name="time_does_not_run_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.seconds:.3f} s"
