"""What the API takes."""

from typing import Any

from rest_framework import serializers

from common.api.inputs import Input
from common.api.pagination import LARGEST_OFFSET
from templates_lib.models import Origin, Status
from templates_lib.search import Facets
from templates_lib.selectors import SortBy, TemplateFilter
from templates_lib.services.uploading import TEXT_LIMITS, Provenance

LONGEST_QUERY = 500
MOST_FOUND = 50
MOST_AT_ONCE = 20
_LONGEST_ADDRESS = 2000
_LONGEST_TEXT = 4000
_MOST_TAGS, _LONGEST_TAG = 30, 40


class FacetsInput(Input):
    """What a template must be. What is left out does not matter.

    Give it a plain dict: of a `QueryDict` DRF takes a flag that is left out for False, as of a form.
    """

    category = serializers.SlugField(required=False, max_length=40)
    has_face = serializers.BooleanField(required=False, help_text="Has a place for a person's face.")
    has_text = serializers.BooleanField(required=False)
    has_logo = serializers.BooleanField(required=False)
    min_energy = serializers.IntegerField(required=False, min_value=1, max_value=10, help_text="1 quiet to 10 loud.")
    max_energy = serializers.IntegerField(required=False, min_value=1, max_value=10)
    colour = serializers.CharField(
        required=False, max_length=20, help_text="The name of a colour in it: red, dark blue."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("min_energy", 1) > attrs.get("max_energy", 10):
            raise serializers.ValidationError({"min_energy": "It is above max_energy."})
        return attrs


class ListInput(FacetsInput):
    """Which templates, in which order. `status`, `origin` and `is_active` count for staff only."""

    featured = serializers.BooleanField(required=False)
    sort_by = serializers.ChoiceField(choices=SortBy.choices, required=False, default=SortBy.FEATURED)
    status = serializers.ChoiceField(choices=Status.choices, required=False, help_text="Staff only.")
    origin = serializers.ChoiceField(choices=Origin.choices, required=False, help_text="Staff only.")
    is_active = serializers.BooleanField(required=False, help_text="Staff only.")

    def wanted(self) -> TemplateFilter:
        """Return the valid input as the selector takes it."""
        return TemplateFilter(**{**self.validated_data, "sort_by": SortBy(self.validated_data["sort_by"])})


class SearchInput(FacetsInput):
    """What is looked for, and which part of the best found is answered."""

    query = serializers.CharField(max_length=LONGEST_QUERY, help_text="A prompt or some words, in any language.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST_FOUND, default=20)
    offset = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_OFFSET, default=0)

    def facets(self) -> Facets:
        """Return the facets of the valid input as the search takes them."""
        given = self.validated_data
        bounds = given.get("min_energy"), given.get("max_energy")
        return Facets(
            category=given.get("category"),
            has_face=given.get("has_face"),
            has_text=given.get("has_text"),
            has_logo=given.get("has_logo"),
            energy=None if bounds == (None, None) else (bounds[0] or 1, bounds[1] or 10),
            colour=given.get("colour"),
        )


class UploadInput(Input):
    """Where pictures come from, and the pictures: as files, as addresses, or both. The four texts are required."""

    source = serializers.CharField(  # type: ignore[assignment]  # DRF means another thing by it
        max_length=TEXT_LIMITS["source"], help_text="Where the pictures come from."
    )
    licence = serializers.CharField(max_length=TEXT_LIMITS["licence"])
    artist = serializers.CharField(max_length=TEXT_LIMITS["artist"])
    consent_note = serializers.CharField(
        max_length=TEXT_LIMITS["consent_note"], help_text="Who allowed their use, for what, and when."
    )
    category = serializers.SlugField(
        required=False, max_length=40, default="", allow_blank=True, help_text="Found by the analysis if left out."
    )
    urls = serializers.ListField(
        child=serializers.CharField(max_length=_LONGEST_ADDRESS),
        required=False,
        max_length=MOST_AT_ONCE,
        default=list,
        help_text=f"Addresses to fetch pictures from. Files and addresses together at most {MOST_AT_ONCE}.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        count = len(attrs["urls"]) + len(attrs.get("files", ()))
        if not count:
            raise serializers.ValidationError({"files": "Send a picture, or an address in `urls`."})
        if count > MOST_AT_ONCE:
            raise serializers.ValidationError({"files": f"At most {MOST_AT_ONCE} pictures at once."})
        return attrs

    def provenance(self) -> Provenance:
        """Return the provenance of the valid input."""
        return Provenance(**{name: self.validated_data[name] for name in TEXT_LIMITS})


class UploadFormInput(UploadInput):
    """The same as a form, with files."""

    files = serializers.ListField(
        # Refused one by one where a file is too large or empty, so that it does not spoil the others.
        child=serializers.FileField(allow_empty_file=True),
        required=False,
        max_length=MOST_AT_ONCE,
        default=list,
        help_text="PNG, JPEG, WebP or GIF by content, each at most 10 MB.",
    )


class CorrectionInput(Input):
    """What staff set by hand. Fields that are left out stay as they are."""

    name = serializers.CharField(required=False, max_length=80)
    category = serializers.SlugField(required=False, max_length=40, allow_null=True)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=_LONGEST_TAG, allow_blank=True), required=False, max_length=_MOST_TAGS
    )
    description = serializers.CharField(required=False, max_length=_LONGEST_TEXT, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]  # DRF means another thing by it
        required=False, max_length=TEXT_LIMITS["source"]
    )
    licence = serializers.CharField(required=False, max_length=TEXT_LIMITS["licence"])
    artist = serializers.CharField(required=False, max_length=TEXT_LIMITS["artist"])
    consent_note = serializers.CharField(required=False, max_length=TEXT_LIMITS["consent_note"])
    is_active = serializers.BooleanField(required=False)
    is_featured = serializers.BooleanField(required=False)
