"""Favourites, ratings and shares, at the wire."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from common.api.inputs import Input
from generation.models import Share
from generation.selectors.shares import SharedPicture
from generation.serializers.shapes import PREVIEW_WIDTH
from generation.services.sharing import LONGEST_DAYS, Shared


class RatingInput(Input):
    rating = serializers.IntegerField(min_value=1, max_value=5)


class ShareInput(Input):
    expires_in_days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=LONGEST_DAYS)


class FavoriteOutput(serializers.Serializer[Any]):
    is_favorite = serializers.BooleanField()


class RatingOutput(serializers.Serializer[Any]):
    rating = serializers.IntegerField(allow_null=True, min_value=1, max_value=5)


class ShareOutput(serializers.Serializer[Any]):
    token = serializers.CharField()
    url = serializers.CharField(help_text="The page that anybody who has it may see.")
    expires_at = serializers.DateTimeField()
    view_count = serializers.IntegerField(min_value=0)
    edit_token = serializers.CharField(
        required=False, help_text="Lets whoever has it edit. Told once, in the answer that made the share."
    )


class PublicShareOutput(serializers.Serializer[Any]):
    thumbnail_url = serializers.CharField(help_text="Whole, and good as long as the share.")
    preview_url = serializers.CharField(help_text="The same picture, 480 pixels wide.")
    width = serializers.IntegerField(min_value=1)
    height = serializers.IntegerField(min_value=1)
    headline = serializers.CharField(allow_blank=True, help_text="The words in the picture.")
    owner = serializers.CharField(help_text="The name that its maker shows.")
    view_count = serializers.IntegerField(min_value=0)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


def describe_share(shared: Shared) -> dict[str, Any]:
    share = shared.share
    told: dict[str, Any] = {
        "token": share.token,
        "url": share_url(share),
        "expires_at": _moment(share.expires_at),
        "view_count": share.view_count,
    }
    return told if shared.edit_token is None else {**told, "edit_token": shared.edit_token}


def describe_public_share(shown: SharedPicture) -> dict[str, Any]:
    share = shown.share
    url = shared_picture_url(share)
    return {
        "thumbnail_url": url,
        "preview_url": f"{url}?width={PREVIEW_WIDTH}",
        "width": shown.thumbnail.width,
        "height": shown.thumbnail.height,
        "headline": shown.headline,
        "owner": shown.owner_name,
        "view_count": share.view_count,
        "created_at": _moment(share.created_at),
        "expires_at": _moment(share.expires_at),
    }


def share_url(share: Share) -> str:
    """Return the whole address of a share's page."""
    return f"{settings.PUBLIC_URL}{reverse('share', args=[share.token])}"


def shared_picture_url(share: Share) -> str:
    """Return the whole address of a share's picture."""
    return f"{settings.PUBLIC_URL}{reverse('share-picture', args=[share.token])}"


def _moment(value: Any) -> str:
    return str(value.isoformat().replace("+00:00", "Z"))
