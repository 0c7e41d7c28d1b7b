"""Pictures that belong to a user: faces, logos, references."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from common.models import UUIDModel


class AssetKind(models.TextChoices):
    FACE = "face", _("Face")
    LOGO = "logo", _("Logo")
    REFERENCE = "reference", _("Reference")
    AVATAR = "avatar", _("Avatar")


class PictureFormat(models.TextChoices):
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WEBP = "webp", "WebP"


def asset_key(asset: "BrandAsset", filename: str) -> str:
    """Where the file lies: nothing of the name that was sent gets into it."""
    return f"assets/{asset.owner_id}/{asset.id}.{asset.format}"


class BrandAsset(UUIDModel):
    """A picture that was decoded and encoded anew by us, without metadata; never the bytes that were sent."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="brand_assets")
    kind = models.CharField(_("kind"), max_length=16, choices=AssetKind.choices)
    file = models.FileField(_("file"), upload_to=asset_key, max_length=200)
    format = models.CharField(_("format"), max_length=8, choices=PictureFormat.choices)
    width = models.PositiveIntegerField(_("width"), help_text=_("Pixels"))
    height = models.PositiveIntegerField(_("height"), help_text=_("Pixels"))
    bytes = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("brand asset")
        verbose_name_plural = _("brand assets")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="brand_assets_of_owner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AssetKind.values), name="brand_assets_have_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0, bytes__gt=0), name="brand_assets_are_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.width}×{self.height}"
