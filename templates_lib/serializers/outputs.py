"""What the API answers, as the schema tells it. `shapes` makes the same; tests hold both together."""

from typing import Any

from drf_spectacular.serializers import PolymorphicProxySerializerExtension
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from templates_lib.models import Analysis, Origin, Status

NO_DATA = {"type": "object", "nullable": True, "enum": [None]}
OUTCOMES = ("created", "duplicate", "refused")


class TemplateOutput(serializers.Serializer[Any]):
    """A template as everybody may see it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    category = serializers.CharField(allow_null=True, help_text="A slug.")
    tags = serializers.ListField(child=serializers.CharField())
    preview_url = serializers.CharField(allow_null=True, help_text="A path on this host; null until it is drawn.")
    traits = serializers.ListField(child=serializers.CharField(), help_text="What the look is like, in short phrases.")
    usage_count = serializers.IntegerField(min_value=0, help_text="Thumbnails made after it.")
    status = serializers.ChoiceField(choices=Status.choices)


class ProvenanceOutput(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]  # DRF means another thing by it
    licence = serializers.CharField()
    artist = serializers.CharField()
    consent_note = serializers.CharField(allow_blank=True)


class AnalysisOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Analysis.State.choices)
    step = serializers.ChoiceField(choices=Analysis.Step.choices, allow_null=True)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    attempt = serializers.IntegerField(min_value=0)
    failure = serializers.CharField(allow_null=True)
    vision_failure = serializers.CharField(allow_null=True, help_text="Why a vendor's tags are missing.")
    evidence = serializers.DictField(help_text="How sure the category is, and where it came from.")
    seconds = serializers.FloatField(allow_null=True, min_value=0)


class LikenessOutput(serializers.Serializer[Any]):
    template_id = serializers.UUIDField()
    name = serializers.CharField()
    bits = serializers.IntegerField(min_value=0, max_value=64, help_text="Of 64, how many of the hashes differ.")


class OutcomesOutput(serializers.Serializer[Any]):
    downloads = serializers.IntegerField(min_value=0)
    rating_count = serializers.IntegerField(min_value=0)
    rating = serializers.FloatField(allow_null=True, min_value=1, max_value=5, help_text="The mean, null without any.")


class OriginalOutput(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="A path on this host, for you alone and for five minutes.")
    width = serializers.IntegerField(min_value=1)
    height = serializers.IntegerField(min_value=1)
    bytes = serializers.IntegerField(min_value=1)
    format = serializers.CharField()
    file_name = serializers.CharField(allow_blank=True)
    fetched_from = serializers.CharField(allow_null=True)
    uploaded_by = serializers.CharField(allow_null=True, help_text="A username.")
    uploaded_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class TemplateStaffOutput(TemplateOutput):
    """A template as staff see it."""

    description = serializers.CharField(allow_blank=True)
    dna = serializers.DictField(help_text="As `canvas.dna` writes it; empty until it was measured.")
    origin = serializers.ChoiceField(choices=Origin.choices)
    provenance = ProvenanceOutput()
    failure = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField()
    is_featured = serializers.BooleanField()
    corrected = serializers.ListField(child=serializers.CharField(), help_text="Fields that an analysis leaves alone.")
    vision_tags = serializers.ListField(child=serializers.CharField())
    analysis = AnalysisOutput(allow_null=True)
    near_duplicates = LikenessOutput(many=True)
    outcomes = OutcomesOutput()
    original = OriginalOutput(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MatchOutput(TemplateOutput):
    """A template that was found."""

    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it was found.")


class MatchStaffOutput(TemplateStaffOutput):
    """A template that was found, as staff see it."""

    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it was found.")
    score = serializers.FloatField(help_text="Comparable within one answer only.")
    similarity = serializers.FloatField(allow_null=True, min_value=-1, max_value=1)
    ranks = serializers.DictField(child=serializers.IntegerField(), help_text="Its place in each way of searching.")


class RefusalOutput(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="An error code.")
    message = serializers.CharField()


class UploadedOutput(serializers.Serializer[Any]):
    """What became of one picture."""

    file_name = serializers.CharField(allow_blank=True, help_text="As it was sent; of an address the address.")
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    template = TemplateStaffOutput(allow_null=True, help_text="The new one, or the one that is there already.")
    near_duplicates = LikenessOutput(many=True)
    error = RefusalOutput(allow_null=True)


class StaffOrPublicOutput(PolymorphicProxySerializer):
    """For the schema only: what staff get, or what everybody else gets."""


class StaffOrPublicScheme(PolymorphicProxySerializerExtension):  # type: ignore[no-untyped-call]
    """A staff answer fits the public schema as well, since it has more: any of the two, not exactly one."""

    target_class = "templates_lib.serializers.outputs.StaffOrPublicOutput"
    priority = 1

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = super().map_serializer(auto_schema, direction)  # type: ignore[no-untyped-call]
        return {"anyOf": schema["oneOf"]}


def template_schema(*, many: bool = False) -> StaffOrPublicOutput:
    """Return the schema of a template, or of a list of them."""
    return _either("AnyTemplate", TemplateStaffOutput, TemplateOutput, many=many)


def match_schema() -> StaffOrPublicOutput:
    """Return the schema of a list of templates that were found."""
    return _either("AnyMatch", MatchStaffOutput, MatchOutput, many=True)


def _either(name: str, staff: type[TemplateOutput], public: type[TemplateOutput], *, many: bool) -> StaffOrPublicOutput:
    return StaffOrPublicOutput(
        component_name=name, serializers=[staff, public], resource_type_field_name=None, many=many or None
    )
