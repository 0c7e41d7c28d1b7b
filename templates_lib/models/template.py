"""A look of the secret bank.

Secret are the document, the sample, the embedding and the picture's key: staff only. Public are the name, the category,
the tags, the traits and the picture itself, which Routix drew.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from pgvector.django import HnswIndex, VectorField

from common.models import UUIDModel
from templates_lib.managers import TemplateQuerySet
from templates_lib.models.category import Category
from templates_lib.models.embedding import EMBEDDING_DIMENSIONS

_KEBAB_CASE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lower case letters, digits and single hyphens.")


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class Template(UUIDModel):
    """One look: the document that shows it, its design DNA, and the vector by which prompts find it."""

    slug = models.CharField(max_length=60, unique=True, validators=[_KEBAB_CASE])
    name = models.CharField(max_length=80)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="templates")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    description = models.TextField(blank=True, help_text="What it looks like and when it works. Staff only.")

    document = models.JSONField(help_text="A canvas document. Staff only.")
    dna = models.JSONField(help_text="Design DNA as canvas.dna writes it. Staff only.")
    sample = models.JSONField(default=dict, blank=True, help_text="The brief its document was made from. Staff only.")
    traits = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Short phrases, public.")
    has_face = models.BooleanField(default=False, help_text="Has a place for a person's face.")

    embedding = VectorField(dimensions=EMBEDDING_DIMENSIONS, null=True, blank=True, editable=False)
    embedding_model = models.CharField(max_length=60, blank=True, editable=False)

    source = models.CharField(max_length=200, help_text="Where it comes from.")
    licence = models.CharField(max_length=80)
    artist = models.CharField(max_length=120)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    failure = models.CharField(max_length=300, blank=True, help_text="Why it is not usable, when its status is failed.")
    is_active = models.BooleanField(default=True, help_text="Only active templates are matched with prompts.")
    is_featured = models.BooleanField(default=False)
    usage_count = models.PositiveIntegerField(default=0, editable=False)

    preview = models.FileField(upload_to="templates", max_length=200, blank=True, editable=False)
    seed_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "name"]
        indexes = [
            HnswIndex(
                name="template_embedding_cosine",
                fields=["embedding"],
                opclasses=["vector_cosine_ops"],
                m=16,
                ef_construction=64,
                condition=Q(is_active=True, status="ready"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_ready_template_has_an_embedding",
                condition=~Q(status="ready") | Q(embedding__isnull=False) & ~Q(embedding_model=""),
            ),
            models.CheckConstraint(
                name="a_failed_template_says_why",
                condition=~Q(status="failed") | ~Q(failure=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
