"""The analysis of a template: the row is the queue."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from templates_lib.models.template import Template


class Analysis(models.Model):
    """Where the analysis of a template stands. Only `templates_lib.lifecycle` changes it.

    `run_id` is the fencing token of the present run, `lease_until` when others may take it, `available_at` the
    earliest time of the next attempt. `progress` is 0..100, `step` what is being done. `evidence` says how sure the
    category is and where it came from. `vision_failure` says why the vendor's tags are missing, where one was asked.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    class Step(models.TextChoices):
        READING = "reading", "Reading the picture"
        DESCRIBING = "describing", "Putting it into words"
        DRAWING = "drawing", "Drawing the preview"
        INDEXING = "indexing", "Making it searchable"

    template = models.OneToOneField(Template, primary_key=True, on_delete=models.CASCADE, related_name="analysis")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=12, choices=Step.choices, blank=True, default="")
    progress = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(db_default=Now())
    available_at = models.DateTimeField(db_default=Now())
    run_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=300, blank=True, default="")
    vision_failure = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "analyses"
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(state="queued"), name="analysis_queue"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="analysis_leases"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="an_analysis_is_at_most_a_hundred_percent"),
            models.CheckConstraint(
                condition=Q(state="running", run_id__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(run_id__isnull=True, lease_until__isnull=True)),
                name="an_analysis_has_a_lease_while_it_runs",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="a_failed_analysis_says_why"),
        ]

    def __str__(self) -> str:
        return f"analysis of {self.template_id}: {self.state}"
