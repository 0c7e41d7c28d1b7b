"""What the API takes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.inputs import Input
from generation.models import AspectRatio, Priority, Status
from generation.selectors import HistoryFilter, SortBy

LONGEST_PROMPT = 2000
LONGEST_CUSTOM_TEXT = 200
MOST_VARIANTS = 4
MOST_REFERENCES = 4
# The sizes of CONTRACT §5, drawn from the layers and never scaled up.
SIZES = ("1280x720", "1920x1080", "2560x1440", "3840x2160", "1080x1920", "1080x1080", "1080x1350")
FORMATS = ("png", "jpg", "webp")


class CreateInput(Input):
    """What is wanted. Only the prompt has to be there."""

    prompt = serializers.CharField(max_length=LONGEST_PROMPT, help_text="What the video is about, in your words.")
    template_id = serializers.UUIDField(required=False, allow_null=True)
    algorithm = serializers.SlugField(
        required=False, max_length=40, help_text="The slug of one; the default one if left out."
    )
    aspect_ratio = serializers.ChoiceField(
        choices=AspectRatio.choices,
        required=False,
        help_text='If left out, the one that the prompt asks for ("vertical, for shorts"), else 16:9.',
    )
    custom_text = serializers.CharField(
        required=False, max_length=LONGEST_CUSTOM_TEXT, default="", allow_blank=True, help_text="Taken as it stands."
    )
    face_asset_id = serializers.UUIDField(required=False, allow_null=True)
    logo_asset_id = serializers.UUIDField(required=False, allow_null=True)
    reference_asset_ids = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=MOST_REFERENCES,
        help_text="Pictures of yours whose colours are followed where the prompt names none.",
    )
    variants = serializers.IntegerField(min_value=1, max_value=MOST_VARIANTS, default=1)
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)
    conversation_id = serializers.UUIDField(required=False, allow_null=True)


@extend_schema_field(OpenApiTypes.STR)
class MomentField(serializers.Field[datetime, str, str, Any]):
    """A day (`2026-11-20`) or a moment (ISO 8601; UTC where it has no offset). A day as an end counts whole."""

    def __init__(self, *, is_end: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.is_end = is_end

    def to_internal_value(self, data: str) -> datetime:
        try:
            if len(data) == len("2026-11-20"):
                day = date.fromisoformat(data) + timedelta(days=1 if self.is_end else 0)
                return datetime.combine(day, time.min, UTC)
            moment = datetime.fromisoformat(data)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise serializers.ValidationError("Must be a date or a time in ISO 8601.", code="invalid") from None

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class HistoryInput(Input):
    """Which generations, in which order."""

    status = serializers.ChoiceField(choices=Status.choices, required=False)
    search = serializers.CharField(required=False, max_length=200, help_text="A part of the prompt.")
    start_date = MomentField(required=False, help_text="Made on this day or later; a date or a time in ISO 8601.")
    end_date = MomentField(required=False, is_end=True, help_text="Made on this day or earlier, or before this time.")
    favorites_only = serializers.BooleanField(required=False, default=False)
    conversation_id = serializers.UUIDField(required=False)
    algorithm = serializers.SlugField(required=False, max_length=40)
    min_score = serializers.FloatField(required=False, min_value=0, max_value=100)
    sort_by = serializers.ChoiceField(choices=SortBy.choices, required=False, default=SortBy.NEWEST)

    def wanted(self) -> HistoryFilter:
        """Return the valid input as the selector takes it."""
        data = self.validated_data
        return HistoryFilter(
            status=data.get("status", ""),
            search=data.get("search", ""),
            start=data.get("start_date"),
            end=data.get("end_date"),
            favorites_only=data["favorites_only"],
            conversation_id=data.get("conversation_id"),
            algorithm=data.get("algorithm", ""),
            min_score=data.get("min_score"),
            sort_by=SortBy(data["sort_by"]),
        )


# Without any of these a history needs no reading of input, which is most of the time it takes.
HISTORY_FIELDS = frozenset(HistoryInput().fields)


class PictureInput(Input):
    """Which of a generation's pictures, and how."""

    format = serializers.ChoiceField(choices=FORMATS, required=False, help_text="As it was stored, if left out.")
    size = serializers.ChoiceField(choices=SIZES, required=False, help_text="As it was made, if left out.")
    index = serializers.IntegerField(min_value=0, max_value=MOST_VARIANTS - 1, default=0, help_text="0 is the best.")
    url = serializers.BooleanField(default=False, help_text="1 answers a signed address in place of the bytes.")


class DocumentInput(Input):
    """Which of a generation's pictures."""

    index = serializers.IntegerField(min_value=0, max_value=MOST_VARIANTS - 1, default=0, help_text="0 is the best.")
