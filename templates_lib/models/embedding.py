"""Vectors by which looks are found: one space per embedding model, and never two of them in one comparison."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import models
from django.db.models import Q
from numpy.typing import NDArray
from pgvector.django import VectorField

from templates_lib.models.template import Template


class EmbeddingSpace(models.Model):
    """What one embedding model makes of the bank.

    A new space is `building` beside the live one until every template stands in it; then it becomes the live one and
    the old one `retired`, in one transaction. `provider` names who embeds, as `EMBEDDING_PROVIDERS` lists it. The
    vectors of a space have an index of their own, at the model's width (`templates_lib.spaces`).
    """

    class State(models.TextChoices):
        BUILDING = "building"
        LIVE = "live"
        RETIRED = "retired"

    model = models.CharField(primary_key=True, max_length=60)
    provider = models.CharField(max_length=40)
    dimensions = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="live"), name="only_one_space_is_live"),
            models.CheckConstraint(condition=Q(dimensions__gte=1, dimensions__lte=4000), name="a_space_has_dimensions"),
        ]

    def __str__(self) -> str:
        return f"{self.model} ({self.state})"


class TemplateEmbedding(models.Model):
    """A template in a space. `digest` is that of the sentence the vector was made of (`templates_lib.sentences`)."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="embeddings")
    space = models.ForeignKey(EmbeddingSpace, on_delete=models.CASCADE, related_name="vectors")
    vector = VectorField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "space"], name="a_template_stands_once_in_a_space"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} in {self.space_id}"


def checked_vector(vector: NDArray[np.floating[Any]] | Sequence[float], dimensions: int) -> NDArray[np.float32]:
    """Return a vector that may be stored or compared in a space of so many dimensions.

    `ValueError` for another length, for what is not one-dimensional, not finite, or all zeros (it has no direction).
    """
    values = np.asarray(vector, dtype=np.float32)
    if values.shape != (dimensions,):
        raise ValueError(f"an embedding of this space is one row of {dimensions} numbers, not {values.shape}")
    if not np.isfinite(values).all() or not values.any():
        raise ValueError("an embedding needs finite numbers that are not all zero")
    return values
