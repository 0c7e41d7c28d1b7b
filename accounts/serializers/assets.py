"""Pictures that a user keeps."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from accounts.models import AssetKind, BrandAsset
from accounts.models.assets import PictureFormat
from common.api.inputs import Input

LONGEST_ADDRESS = 2000


class AssetInput(Input):
    """A picture to keep."""

    file = serializers.FileField(
        allow_empty_file=True,
        help_text="PNG, JPEG, WebP or GIF; faces up to 5 MB, logos and avatars 2 MB, references 10 MB.",
    )
    kind = serializers.ChoiceField(choices=AssetKind.choices)


class AssetAddressInput(Input):
    """A picture to fetch and keep."""

    url = serializers.CharField(
        max_length=LONGEST_ADDRESS,
        help_text="http or https, on a public place; as large as a file of its kind may be, and sent within 10 s.",
    )
    kind = serializers.ChoiceField(choices=AssetKind.choices)


class AssetOutput(serializers.ModelSerializer[BrandAsset]):
    """A kept picture."""

    kind = serializers.ChoiceField(choices=AssetKind.choices)
    format = serializers.ChoiceField(choices=PictureFormat.choices)
    url = serializers.SerializerMethodField(help_text="The picture itself, for its owner.")

    class Meta:
        model = BrandAsset
        fields = ["id", "kind", "url", "format", "width", "height", "bytes", "created_at"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri-reference"})
    def get_url(self, asset: BrandAsset) -> str:
        return reverse("asset-file", args=[asset.pk])
