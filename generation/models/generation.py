"""One attempt to turn a prompt into a thumbnail."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from common.models import UUIDModel
from generation.models.algorithm import Algorithm
from generation.models.batch import Batch
from generation.models.choices import AspectRatio, Axis, Origin, Priority, Stage, Status


class Generation(UUIDModel):
    """What was asked, where it stands, and how it ended. Only `generation.lifecycle` changes `status`.

    `sequence` grows by one with each change that users see. `run_id` is the fencing token of the present run: whoever
    holds another one can't write. `lease_until` is when others may take the run away. `queue_rank` orders the queue:
    lower goes first. `available_at` is the earliest time of the next attempt. `error` is null or
    `{"type", "message", "retryable"}`. `brief` is what the prompt was understood to ask for, `{}` until then.
    `engine` names the provider that made the background; "local" when the canvas drew it itself.
    `credits_charged` is what it cost in the end, 0 until then and when it failed; less than `credits_cost` where fewer
    pictures were delivered than asked for. `parent_index` is the picture of the parent that it goes on from, and `axis`
    in what a variation differs from that; "" where each variant differs in another way.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="generations")

    prompt = models.TextField()
    custom_text = models.CharField(max_length=200, blank=True, default="")
    aspect_ratio = models.CharField(max_length=5, choices=AspectRatio, default=AspectRatio.WIDE)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    variants = models.PositiveSmallIntegerField(default=1)
    algorithm = models.ForeignKey(Algorithm, on_delete=models.PROTECT, related_name="generations")
    template = models.ForeignKey(
        "templates_lib.Template", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.NORMAL)
    face_asset = models.ForeignKey(
        "accounts.BrandAsset", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo_asset = models.ForeignKey(
        "accounts.BrandAsset", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    conversation_id = models.UUIDField(null=True, blank=True)
    reference_assets = models.ManyToManyField("accounts.BrandAsset", blank=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PROMPT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="descendants")
    parent_index = models.PositiveSmallIntegerField(default=0)
    axis = models.CharField(max_length=10, choices=Axis, blank=True, default="")
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="generations")
    # Whose spending cap it counts for.
    api_key = models.ForeignKey("accounts.ApiKey", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    brief = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=10, choices=Stage, blank=True, default="")
    progress = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=1)
    credits_cost = models.PositiveIntegerField()
    credits_charged = models.PositiveIntegerField(default=0)
    error = models.JSONField(null=True, blank=True)

    queue_rank = models.PositiveSmallIntegerField()
    queued_at = models.DateTimeField(db_default=Now())
    available_at = models.DateTimeField(db_default=Now())
    attempt = models.PositiveSmallIntegerField(default=0)
    run_id = models.UUIDField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    expected_seconds = models.FloatField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    processing_seconds = models.FloatField(null=True, blank=True)

    score = models.FloatField(null=True, blank=True)
    engine = models.CharField(max_length=40, blank=True, default="")
    is_favorite = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    download_count = models.PositiveIntegerField(default=0)
    share_count = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="a_generation_has_a_known_status"),
            models.CheckConstraint(condition=Q(stage__in=["", *Stage.values]), name="a_generation_has_a_known_stage"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_at_most_a_hundred"),
            models.CheckConstraint(condition=Q(variants__gte=1, variants__lte=4), name="one_to_four_variants"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="a_picture_has_a_size"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="a_rating_is_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="a_score_is_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PROCESSING, run_id__isnull=False, lease_until__isnull=False)
                | (~Q(status=Status.PROCESSING) & Q(run_id__isnull=True, lease_until__isnull=True)),
                name="a_generation_has_a_lease_while_it_is_processed",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, status__in=[Status.QUEUED, Status.PROCESSING])
                | Q(completed_at__isnull=False, status__in=[Status.COMPLETED, Status.FAILED, Status.CANCELLED]),
                name="a_generation_that_ended_says_when",
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="a_generation_has_a_known_origin"),
            models.CheckConstraint(condition=Q(axis__in=["", *Axis.values]), name="a_variation_has_a_known_axis"),
            models.CheckConstraint(
                condition=Q(credits_charged__lte=F("credits_cost")), name="a_generation_is_charged_its_cost_at_most"
            ),
            models.CheckConstraint(
                condition=Q(credits_charged=0) | Q(status=Status.COMPLETED),
                name="only_a_completed_generation_is_charged",
            ),
            models.CheckConstraint(
                condition=Q(error__isnull=True) | Q(status=Status.FAILED), name="only_a_failed_generation_has_an_error"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.FAILED) | Q(error__isnull=False), name="a_failed_generation_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue_rank", "queued_at"], condition=Q(status=Status.QUEUED), name="generation_queue"
            ),
            models.Index(fields=["owner"], condition=Q(status=Status.PROCESSING), name="generation_running"),
            models.Index(fields=["lease_until"], condition=Q(status=Status.PROCESSING), name="generation_leases"),
            models.Index(
                fields=["owner"], condition=Q(status__in=[Status.QUEUED, Status.PROCESSING]), name="generation_active"
            ),
            models.Index(
                fields=["owner", "-created_at", "-id"], condition=Q(deleted_at__isnull=True), name="generation_history"
            ),
            models.Index(
                fields=["algorithm", "-completed_at"],
                condition=Q(completed_at__isnull=False),
                name="generation_finished",
            ),
            models.Index(
                fields=["conversation_id", "-created_at"],
                condition=Q(conversation_id__isnull=False),
                name="generation_conversation",
            ),
            models.Index(
                fields=["api_key", "created_at"], condition=Q(api_key__isnull=False), name="generation_spending"
            ),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="generations_of_batch"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="generation_descendants"),
        ]

    def __str__(self) -> str:
        return self.prompt[:60]
