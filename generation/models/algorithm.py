"""Priced recipes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from billing.tiers import Tier
from common.models import UUIDModel


class Algorithm(UUIDModel):
    """A priced recipe the user picks: what it costs, who may use it, whom it asks and how it works.

    `providers` is the order in which providers are asked for a background. `params` is the recipe the pipeline
    follows (`generation.pipeline.recipe`). `max_width` and `max_height` are pixels of a 16:9 picture.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300)
    version = models.CharField(max_length=20, default="1.0.0")
    credit_cost = models.PositiveSmallIntegerField()
    features = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tier = models.CharField(max_length=12, choices=Tier, default=Tier.FREE)
    is_active = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    providers = ArrayField(models.CharField(max_length=40), default=list)
    params = models.JSONField(default=dict, blank=True)
    max_width = models.PositiveSmallIntegerField(default=1280)
    max_height = models.PositiveSmallIntegerField(default=720)
    sort = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sort", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(credit_cost__gte=1), name="an_algorithm_costs_at_least_one_credit"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="an_algorithm_has_a_known_tier"),
            models.CheckConstraint(condition=~Q(providers=[]), name="an_algorithm_names_a_provider"),
            models.CheckConstraint(
                condition=Q(max_width__gte=F("max_height")), name="an_algorithm_is_measured_in_landscape"
            ),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="only_one_algorithm_is_the_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
