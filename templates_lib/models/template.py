"""A look of the secret bank.

Secret are the document, the sample, the fingerprint, the vision tags and all of the original: staff only. Public are
the name, the category, the tags, the traits and the preview, which Routix drew.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from common.models import UUIDModel
from templates_lib.managers import TemplateQuerySet
from templates_lib.models.category import Category

_KEBAB_CASE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lower case letters, digits and single hyphens.")


class Status(models.TextChoices):
    """`pending` until its first analysis has ended. A ready one stays ready while it is analysed anew."""

    PENDING = "pending", "Pending"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class Origin(models.TextChoices):
    """`designed` looks ship with Routix; `uploaded` ones were measured from a picture that staff brought."""

    DESIGNED = "designed", "Designed"
    UPLOADED = "uploaded", "Uploaded"


class Template(UUIDModel):
    """One look: its design DNA, the document that shows it, and what it is found by.

    `corrected` names the fields that staff set by hand; an analysis leaves those alone. The facets (`has_face` to
    `colours`) repeat what the DNA says, for the database to filter by. `search_text` is what words find it by. The
    counts of what became of its thumbnails are measured from generations, never typed in.
    """

    slug = models.CharField(max_length=60, unique=True, validators=[_KEBAB_CASE])
    name = models.CharField(max_length=80)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DESIGNED, editable=False)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="templates")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    vision_tags = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        editable=False,
        help_text="A vendor's words. Staff only.",
    )
    description = models.TextField(blank=True, help_text="What it looks like and when it works. Staff only.")

    document = models.JSONField(default=dict, blank=True, help_text="A canvas document. Staff only.")
    dna = models.JSONField(default=dict, blank=True, help_text="Design DNA as canvas.dna writes it. Staff only.")
    sample = models.JSONField(default=dict, blank=True, help_text="The brief its document was made from. Staff only.")
    fingerprint = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What results are compared with. Staff only."
    )
    traits = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Short phrases, public.")

    has_face = models.BooleanField(default=False, help_text="Has a place for a person's face.")
    has_text = models.BooleanField(default=True)
    has_logo = models.BooleanField(default=False)
    energy = models.PositiveSmallIntegerField(default=5, help_text="1 quiet .. 10 loud")
    colours = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="Names of its colours.")
    search_text = SearchVectorField(null=True, editable=False)

    source = models.CharField(max_length=200, help_text="Where it comes from.")
    licence = models.CharField(max_length=80)
    artist = models.CharField(max_length=120)
    consent_note = models.TextField(blank=True, help_text="Who allowed its use, for what, and when.")

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    failure = models.CharField(max_length=300, blank=True, help_text="Why it is not usable, when its status is failed.")
    is_active = models.BooleanField(default=True, help_text="Only active templates are matched with prompts.")
    is_featured = models.BooleanField(default=False)
    corrected = ArrayField(models.CharField(max_length=20), default=list, blank=True, editable=False)

    usage_count = models.PositiveIntegerField(default=0, editable=False)
    download_count = models.PositiveIntegerField(default=0, editable=False)
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    rating_total = models.PositiveIntegerField(default=0, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    preview = models.FileField(upload_to="templates", max_length=200, blank=True, editable=False)
    seed_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "name"]
        indexes = [
            GinIndex(fields=["search_text"], name="template_words"),
            models.Index(fields=["category"], condition=Q(is_active=True, status="ready"), name="template_searchable"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="a_template_has_a_known_status"),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(category__isnull=False) & ~Q(dna={}),
                name="a_ready_template_has_a_category_and_dna",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(failure=""),
                name="a_failed_template_says_why",
            ),
            models.CheckConstraint(condition=Q(energy__gte=1, energy__lte=10), name="energy_is_one_to_ten"),
            models.CheckConstraint(
                condition=Q(rating_total__gte=models.F("rating_count"), rating_total__lte=5 * models.F("rating_count")),
                name="ratings_are_one_to_five_each",
            ),
        ]

    def __str__(self) -> str:
        return self.name
